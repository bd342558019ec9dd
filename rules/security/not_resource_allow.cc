#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/few.h"
#include "analyzer/text/glob.h"
#include "rules/security/grants.h"

namespace rolelint::rules::not_resource_allow {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "parliament:NOTRESOURCE_WITH_ALLOW",
    "boogy:not_resource_broad",
    "boogy:combined_not_action_not_resource",
};
constexpr std::string_view kYieldsTo[] = {
    "admin-access",      "not-action-allow",        "service-wildcard",
    "pass-any-role",     "any-service-linked-role", "credentials-exposure",
    "data-exfiltration", "assume-role-wildcard",    "statement-never-matches",
    "shadowed-allow"};

// How actions that touch several kinds of resources are let off the conditions on one of them: the
// services are named, and what is left out is a whole kind in every account.
bool SparesKinds(const Statement& statement) {
  const auto& actions = statement.action.items;
  const auto& items = statement.not_resource.items;
  return !actions.empty() &&
         std::none_of(actions.begin(), actions.end(),
                      [](const policy::Text& item) {
                        return text::HasWildcard(item.value.substr(0, item.value.find(':')));
                      }) &&
         std::all_of(items.begin(), items.end(), [](const policy::Text& item) {
           const std::optional<policy::Arn> arn = policy::ParseArn(item.value);
           return arn && arn->account == "*" && arn->resource.ends_with("/*") &&
                  arn->resource.find('*') + 1 == arn->resource.size();
         });
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || statement.resource.present || statement.not_resource.items.empty()) {
      continue;
    }
    std::vector<std::string_view> spared;
    bool known = true;
    for (const policy::Text& item : statement.not_resource.items) {
      // What a template leaves open is one more ARN; the rest is allowed whatever it is.
      known = known && (item.known || item.open) && !policy::IsEveryResource(item.value);
      spared.push_back(item.value);
    }
    if (!known) continue;
    engine::FindingBuilder finding = report.Report(
        statement.not_resource.key_span,
        fmt::format("Allow with NotResource allows this on every resource but {}, those made "
                    "later and those of other accounts included",
                    text::Few(spared)));
    finding.Label("everything else")
        .Help(
            "list what is meant under Resource; what must be spared belongs in a Deny, which no "
            "other policy can undo");
    std::vector<engine::NamedAction> names;
    for (const policy::Text& item : statement.action.items)
      names.push_back({item.value, item.span});
    engine::NameActions(report, names);
    if (SparesKinds(statement)) {
      finding.Level(engine::Level::kSuggestion);
    } else if (IsRestricted(context, statement)) {
      finding.Level(engine::Level::kWarning);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "not-resource-allow",
    .summary = "An Allow lists the resources that it leaves out",
    .level = engine::Level::kSecurity,
    .security_severity = "6.0",
    .kinds = policy::Kind::kIdentity | policy::Kind::kResource,
    .needs = engine::kNeedsNotElement,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_notresource.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::not_resource_allow
