#include <fmt/format.h>

#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/text/few.h"
#include "rules/security/grants.h"

namespace rolelint::rules::not_action_allow {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "boogy:not_action_allow",
    "boogy:not_action_allow_no_condition",
    "boogy:combined_not_action_not_resource",
};
constexpr std::string_view kYieldsTo[] = {"admin-access", "statement-never-matches",
                                          "shadowed-allow"};

// An ARN names its service, and so do the resources leave few actions.
bool KeepsToOneService(const policy::TextList& resources) {
  for (const policy::Text& item : resources.items) {
    if (!item.known && !item.open) return true;
    if (!item.value.starts_with("arn:")) return false;
    const size_t service = item.value.find(':', 4);
    if (service == std::string_view::npos) return false;
    const std::string_view rest = item.value.substr(service + 1);
    if (text::HasWildcard(rest.substr(0, rest.find(':')))) return false;
  }
  return !resources.items.empty();
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || statement.action.present || statement.not_action.items.empty()) {
      continue;
    }
    if (KeepsToOneService(statement.resource)) continue;
    std::vector<std::string_view> spared;
    bool known = true;
    for (const policy::Text& item : statement.not_action.items) {
      // What a template leaves open is one more entry; the rest is allowed whatever it is.
      known = known && (item.known || item.open);
      spared.push_back(item.value);
    }
    if (!known) continue;
    const bool restricted = IsRestricted(context, statement);
    engine::FindingBuilder finding = report.Report(
        statement.not_action.key_span,
        fmt::format("Allow with NotAction allows every action of every service but {}, also of "
                    "services that AWS adds later",
                    text::Few(spared)));
    finding.Label("everything else")
        .Help(
            "list what is meant under Action; what must not happen belongs in a Deny, which no "
            "other policy can undo");
    if (restricted) finding.Level(engine::Level::kWarning);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "not-action-allow",
    .summary = "An Allow lists actions or resources that it does not allow",
    .level = engine::Level::kSecurity,
    .security_severity = "6.5",
    .kinds = policy::Kind::kIdentity | policy::Kind::kResource | policy::Kind::kTrust,
    .needs = engine::kNeedsNotElement,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_notaction.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::not_action_allow
