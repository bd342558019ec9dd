#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/catalog/arn_shapes.h"
#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/text/edit_distance.h"
#include "rules/catalog/wording.h"

namespace rolelint::rules::arn_resource_format {
namespace {

using catalog::ArnFields;
using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_ARN_RESOURCE",
    "parliament:INVALID_ARN",
    "boogy:invalid_resource",
};

// The first word of a resource: `role/`, `log-group:`, `parameter`.
std::string_view Head(std::string_view resource) {
  const size_t end = resource.find_first_of("/:*?\1\2", 1);
  if (end == std::string_view::npos) return resource;
  const bool separator = resource[end] == '/' || resource[end] == ':';
  return resource.substr(0, end + (separator ? 1 : 0));
}

// The shape's first word that was probably meant: near, or the same with another separator.
std::string_view Closest(std::span<const catalog::ArnShape> shapes, std::string_view resource) {
  const std::string_view head = Head(resource);
  std::string_view closest;
  size_t best = text::LikelyTypo(head.size()) + 1;
  for (const catalog::ArnShape& shape : shapes) {
    const std::string_view known = Head(shape.resource());
    if (known.empty() || known.front() == catalog::kHole || known.front() == catalog::kNarrowHole) {
      continue;
    }
    const size_t distance = text::EditDistance(head, known, best);
    if (distance < best) {
      best = distance;
      closest = known;
    }
  }
  return closest;
}

// Where AWS has a few formats only they are all told.
std::string Formats(std::span<const catalog::ArnShape> shapes) {
  std::vector<std::string> formats;
  for (const catalog::ArnShape& shape : shapes) {
    if (shape.type() == catalog::ArnShape::kNoType) continue;
    std::string format;
    for (const char c : shape.resource()) {
      format += c == catalog::kHole || c == catalog::kNarrowHole ? "NAME" : std::string(1, c);
    }
    if (std::find(formats.begin(), formats.end(), format) != formats.end()) continue;
    formats.push_back(std::move(format));
    if (formats.size() > 4) return {};
  }
  return Either(formats);
}

std::string Help(const DocumentContext& context, const ArnFields& fields) {
  if (fields.service == "s3" && fields.resource.find(':') != std::string_view::npos) {
    return "an object follows its bucket after a slash: arn:aws:s3:::BUCKET/*";
  }
  const auto shapes = context.questions.names().shapes().Of(fields.service);
  const std::string_view closest = Closest(shapes, fields.resource);
  if (!closest.empty() && closest != Head(fields.resource)) {
    return fmt::format("did you mean {}…? ({})", closest, OfDate(context.catalog));
  }
  const std::string formats = Formats(shapes);
  if (formats.empty()) return OfDate(context.catalog);
  return fmt::format("{} has {} ({})", fields.service, formats, OfDate(context.catalog));
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const logic::OddArn& odd : context.questions.names().odd_arns()) {
    if ((odd.facts->problems & logic::kUnknownResource) == 0) continue;
    const ArnFields fields = *catalog::CutArn(odd.item->value);
    report
        .Report(odd.item->span,
                fmt::format("\"{}\": no resource of {} looks like \"{}\", so the ARN matches "
                            "nothing",
                            odd.item->value, fields.service, fields.resource))
        .Label("no such resource type")
        .Help(Help(context, fields));
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "arn-resource-format",
    .summary = "The last part of an ARN cannot be any resource of the service",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsOddNames,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::arn_resource_format
