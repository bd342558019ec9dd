#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/text/glob.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules {
namespace {

using policy::Statement;
using policy::Text;

constexpr std::string_view kEquivalents[] = {"boogy:rcp_blanket_deny"};

bool IsEverything(const policy::TextList& resource) {
  for (const Text& item : resource.items) {
    if (item.value == "*") return true;
  }
  return false;
}

// `s3:*`, or `*`.
bool IsWholeService(const Text& action) {
  if (action.value == "*") return true;
  const size_t colon = action.value.find(':');
  return colon != std::string_view::npos && action.value.substr(colon + 1) == "*";
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (!statement.denies() || !statement.conditions.empty() || statement.has_condition ||
        !IsEverything(statement.resource)) {
      continue;
    }
    for (const Text& action : statement.action.items) {
      if (!action.known || !IsWholeService(action)) continue;
      report
          .Report(action.span,
                  fmt::format("{} is denied to everyone on every resource, the accounts' own "
                              "administrators included",
                              Quoted(action.value)))
          .Label("without a condition")
          .Related(statement.effect_text.span, "the Deny")
          .Help(
              "say by a condition who is kept out, as \"StringNotEqualsIfExists\": "
              "{\"aws:PrincipalOrgID\": \"o-…\"} with \"BoolIfExists\": "
              "{\"aws:PrincipalIsAWSService\": \"false\"}");
      break;
    }
  }
}

}  // namespace

extern const engine::Rule kRcpBlanketDeny = {
    .id = "rcp-blanket-deny",
    .summary = "A resource control policy denies a whole service to everyone",
    .level = engine::Level::kWarning,
    .kinds = policy::Kind::kRcp,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/organizations/latest/userguide/"
        "orgs_manage_policies_rcps.html",
    .check_document = Check,
};

}  // namespace rolelint::rules
