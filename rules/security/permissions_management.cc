#include <fmt/format.h>

#include <optional>
#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/security/grants.h"

namespace rolelint::rules::permissions_management {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "cloudsplaining:ResourceExposure",
    "parliament:PERMISSIONS_MANAGEMENT_ACTIONS",
};
constexpr std::string_view kYieldsTo[] = {"admin-access", "statement-never-matches",
                                          "shadowed-allow"};
constexpr std::string_view kYieldsWithin[] = {"service-wildcard"};

// Opens what other services keep to other accounts; AWS files it under "Write", without a resource.
bool CreatesShare(const catalog::Action& action) {
  return action.full_name() == "ram:CreateResourceShare";
}

void Check(const DocumentContext& context, Reporter& report) {
  ActionWalk walk(context.catalog);
  std::optional<Denials> denials;
  for (const Statement& statement : context.document.statements) {
    if (!IsOpenAllow(context, statement)) continue;
    if (!denials) denials.emplace(context);
    Given given;
    walk.ForEach(statement, [&](const catalog::Action action, const policy::Text& item) {
      const bool shares = CreatesShare(action);
      if (!shares && (!ChangesPermissions(action) || action.resources().empty())) return;
      if (!MeaningOf(context).OnEvery(statement, action) || denials->Take(action)) return;
      given.Add(action.full_name(), item, !policy::WholeService(item.value).empty());
    });
    if (given.empty()) continue;
    given.Finish();
    report
        .Report(given.item().span,
                fmt::format("{} on every resource: allows sharing any resource with anyone",
                            given.Few()))
        .Label("changes permissions")
        .Related(OpenSpan(context, statement, given), "everywhere")
        .Help(
            "name the resources, and keep what changes their permissions to those who administer "
            "them");
    engine::NameActions(report, given.actions());
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "permissions-management",
    .summary = "Actions that change permissions are allowed on every resource",
    .level = engine::Level::kSecurity,
    .security_severity = "6.5",
    .confidence = engine::Confidence::kMedium,
    .persona = engine::Persona::kPedantic,
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

}  // namespace rolelint::rules::permissions_management
