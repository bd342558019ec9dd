#include <fmt/format.h>

#include "analyzer/catalog/arn_shapes.h"
#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/text/glob.h"
#include "rules/catalog/attached_type.h"

namespace rolelint::rules::unsupported_resource {
namespace {

using catalog::ArnField;
using catalog::ArnFields;
using engine::DocumentContext;
using engine::Reporter;
using logic::ArnFacts;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:UNSUPPORTED_RESOURCE_ARN_IN_POLICY",
};

bool Suits(std::string_view field, ArnField shape) {
  if (field.empty()) return shape != ArnField::kGiven;
  const bool open = text::HasWildcard(field) || field.find("${") != std::string_view::npos;
  return open || shape != ArnField::kEmpty;
}

bool CanBe(const AttachedType& attached, const DocumentContext& context, const ArnFields& fields) {
  const std::string resource = catalog::VariablesAsStars(fields.resource);
  bool listed = false;
  for (const catalog::ArnShape& shape : context.questions.names().shapes().Of(attached.service)) {
    if (shape.type() == catalog::ArnShape::kNoType ||
        !IsAmong(attached.resources, attached.service, context.catalog, shape.type())) {
      continue;
    }
    listed = true;
    if (Suits(fields.region, shape.region()) && Suits(fields.account, shape.account()) &&
        catalog::Meet(resource, shape.resource())) {
      return true;
    }
  }
  return !listed && text::GlobMatches(fields.service, attached.service);
}

void CheckItems(const policy::TextList& list, std::span<const ArnFacts* const> facts,
                const AttachedType& attached, const DocumentContext& context, Reporter& report) {
  for (size_t i = 0; i < list.items.size(); ++i) {
    const policy::Text& item = list.items[i];
    // An ARN that cannot be one has a finding of its own.
    if (!facts[i]->clear || facts[i]->everything || facts[i]->problems != 0) continue;
    const auto fields = catalog::CutArn(item.value);
    if (!fields) continue;
    const bool own = fields->service == attached.service;
    if (own && CanBe(attached, context, *fields)) continue;
    report
        .Report(item.span, fmt::format("\"{}\" is no part of what this policy is attached to, {}",
                                       item.value, attached.name))
        .Label(own ? "another kind of resource" : "another service's")
        .Help("name the resource itself: its policy decides about nothing else");
  }
}

void Check(const DocumentContext& context, Reporter& report) {
  const AttachedType* attached = FindAttachedType(context.resource_type);
  if (attached == nullptr) return;
  const auto statements = context.document.statements;
  for (size_t i = 0; i < statements.size(); ++i) {
    const logic::StatementNames& names = context.questions.names().Statement(i);
    CheckItems(statements[i].resource, names.resource, *attached, context, report);
    CheckItems(statements[i].not_resource, names.not_resource, *attached, context, report);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unsupported-resource",
    .summary = "A resource's policy names a resource that it is not attached to",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kResource,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "access_policies_identity-vs-resource.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::unsupported_resource
