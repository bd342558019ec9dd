#include <fmt/format.h>

#include <optional>
#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/security/grants.h"

namespace rolelint::rules::infrastructure_modification {
namespace {

using catalog::AccessLevel;
using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "cloudsplaining:InfrastructureModification",
};
constexpr std::string_view kYieldsTo[] = {"admin-access", "not-action-allow",
                                          "statement-never-matches", "shadowed-allow"};
constexpr std::string_view kYieldsWithin[] = {"service-wildcard", "credentials-exposure",
                                              "permissions-management", "shares-any-resource"};

bool Changes(AccessLevel level) {
  return level == AccessLevel::kWrite || level == AccessLevel::kTagging ||
         level == AccessLevel::kPermissionsManagement;
}

void Check(const DocumentContext& context, Reporter& report) {
  ActionWalk walk(context.catalog);
  std::optional<Denials> denials;
  for (const Statement& statement : context.document.statements) {
    if (!IsOpenAllow(context, statement)) continue;
    if (!denials) denials.emplace(context);
    Given given;
    walk.ForEach(statement, [&](const catalog::Action action, const policy::Text& item) {
      if (!Changes(action.access_level()) || action.resources().empty()) return;
      if (!MeaningOf(context).OnEvery(statement, action) || denials->Take(action)) return;
      given.Add(action.full_name(), item, !policy::WholeService(item.value).empty());
    });
    if (given.empty()) continue;
    given.Finish();
    report
        .Report(given.item().span,
                fmt::format(
                    "{} on every resource: allows changing or deleting any resource in the account",
                    given.Few()))
        .Label("changes infrastructure")
        .Related(OpenSpan(context, statement, given), "everywhere")
        .Help("name the resources that are this principal's own, by ARN or by aws:ResourceTag");
    engine::NameActions(report, given.actions());
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "infrastructure-modification",
    .summary = "Actions that change or delete resources are allowed on all of them",
    .level = engine::Level::kSuggestion,
    .confidence = engine::Confidence::kMedium,
    .persona = engine::Persona::kAuditor,
    .kinds = policy::Kind::kIdentity,
    .needs = engine::kNeedsOpenAllow,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .yields_within = kYieldsWithin,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "access_policies_understand-policy-summary-access-level-summaries.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::infrastructure_modification
