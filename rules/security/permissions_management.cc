#include <fmt/format.h>

#include <optional>
#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/security/grants.h"
#include "rules/security/sensitive_lists.h"

namespace rolelint::rules {
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
  std::vector<std::string_view> found;
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || !IsOpen(statement) || IsRestricted(statement)) continue;
    if (!denials) denials.emplace(context.document);
    found.clear();
    const policy::Text* at = nullptr;
    bool named = false;
    walk.ForEach(statement, [&](const catalog::Action action, const policy::Text& item) {
      const bool shares = CreatesShare(action);
      if (!shares && (!ChangesPermissions(action) || action.resources().empty())) return;
      if (kSharingActions.Has(action.full_name())) return;  // shares-any-resource tells of these
      if (denials->Take(action.full_name())) return;
      found.push_back(action.full_name());
      const bool whole = !WholeService(item.value).empty();
      if (at == nullptr || (!named && !whole)) {
        at = &item;
        named = !whole;
      }
    });
    if (at == nullptr) continue;
    SortUnique(&found);
    report
        .Report(at->span, fmt::format("{} on every resource: whoever holds this can share or open "
                                      "what is there",
                                      Few(found)))
        .Label("changes permissions")
        .Related(OpenSpan(statement), "everywhere")
        .Help(
            "name the resources, and keep what changes their permissions to those who administer "
            "them");
  }
}

}  // namespace

extern const engine::Rule kPermissionsManagement = {
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

}  // namespace rolelint::rules
