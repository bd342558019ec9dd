#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules::external_id_format {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr size_t kShortest = 2;
constexpr size_t kLongest = 1224;

bool IsAllowed(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_+=,.@:/-").find(c) != std::string_view::npos;
}

void CheckValue(const policy::ConditionTest& test, const policy::ConditionValue& value,
                Reporter& report) {
  std::string_view id = value.text.value;
  bool like = test.op.base == policy::Operator::kStringLike ||
              test.op.base == policy::Operator::kStringNotLike;
  if (like && text::HasWildcard(id)) {
    if (id.find_first_not_of('*') == std::string_view::npos) {
      report.Report(value.text.span, "any external ID passes, so none is required")
          .Label("matches everything")
          .Help("write the ID that was agreed on");
    }
    return;
  }
  if (id.size() < kShortest || id.size() > kLongest) {
    report
        .Report(value.text.span,
                fmt::format("an external ID has {} to {} characters, this one has {}: no request "
                            "can carry it",
                            kShortest, kLongest, id.size()))
        .Label("no such ID");
    return;
  }
  auto bad = std::find_if_not(id.begin(), id.end(), IsAllowed);
  if (bad == id.end()) return;
  report
      .Report(value.text.span,
              fmt::format("the external ID \"{}\" has a character that no external ID may have: "
                          "no request can carry it",
                          id))
      .Label("letters, digits and _+=,.@:/- only");
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      if (!policy::KeyIs(test, "sts:ExternalId")) continue;
      if (FamilyOf(test.op.base) != policy::OperatorFamily::kString) continue;
      for (const policy::ConditionValue& value : test.values) {
        if (value.text.known && value.type == json::Type::kString) {
          CheckValue(test, value, report);
        }
      }
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "external-id-format",
    .summary = "An external ID that no request can carry, or a pattern that matches every one",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kTrust,
    .aws_page = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::external_id_format
