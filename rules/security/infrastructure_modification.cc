#include <fmt/format.h>

#include <optional>
#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/security/grants.h"

namespace rolelint::rules {
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
  std::vector<std::string_view> found;
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || !IsOpen(statement) || IsRestricted(statement)) continue;
    if (!denials) denials.emplace(context.document);
    found.clear();
    const policy::Text* at = nullptr;
    bool named = false;
    walk.ForEach(statement, [&](const catalog::Action action, const policy::Text& item) {
      if (!Changes(action.access_level()) || action.resources().empty()) return;
      if (denials->any() && denials->Take(action.full_name())) return;
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
        .Report(at->span,
                fmt::format("{} on every resource: what others run can be changed or deleted",
                            Few(found)))
        .Label("changes infrastructure")
        .Related(OpenSpan(statement), "everywhere")
        .Help("name the resources that are this principal's own, by ARN or by aws:ResourceTag");
  }
}

}  // namespace

extern const engine::Rule kInfrastructureModification = {
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

}  // namespace rolelint::rules
