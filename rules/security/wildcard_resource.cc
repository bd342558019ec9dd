#include <fmt/format.h>

#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/text/few.h"
#include "rules/security/grants.h"

namespace rolelint::rules::wildcard_resource {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "parliament:RESOURCE_STAR",
    "boogy:wildcard_resource",
    "boogy:overly_permissive",
};
// They say of the same "*" what it lets happen.
constexpr std::string_view kYieldsTo[] = {
    "admin-access",         "service-wildcard",        "not-action-allow",
    "pass-any-role",        "any-service-linked-role", "credentials-exposure",
    "data-exfiltration",    "permissions-management",  "infrastructure-modification",
    "assume-role-wildcard", "statement-never-matches", "shadowed-allow"};

const policy::Text* StarOf(const Statement& statement) {
  for (const policy::Text& item : statement.resource.items) {
    if (item.known && policy::IsEveryResource(item.value)) return &item;
  }
  return nullptr;
}

void Check(const DocumentContext& context, Reporter& report) {
  ActionWalk walk(context.catalog);
  for (const Statement& statement : context.document.statements) {
    const policy::Text* star = StarOf(statement);
    if (star == nullptr || !statement.allows() || IsRestricted(context, statement)) continue;
    std::vector<engine::NamedAction> names;
    std::vector<std::string_view> found;
    const policy::Text* counted = nullptr;
    walk.ForEach(statement, [&](const catalog::Action action, const policy::Text& item) {
      if (action.resources().empty() || &item == counted) return;
      counted = &item;
      // A pattern is told as it is written.
      found.push_back(text::HasWildcard(item.value) ? item.value : action.full_name());
      names.push_back({found.back(), star->span});
    });
    if (found.empty()) continue;
    report
        .Report(star->span, fmt::format("Resource \"{}\" for {}, which could be allowed on some "
                                        "resources alone",
                                        star->value, text::Few(found)))
        .Label("everything")
        .Help("name the resources by their ARNs; keep \"*\" for the actions that need it");
    engine::NameActions(report, names);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "wildcard-resource",
    .summary = "Actions that could be kept to some resources are allowed on all",
    .level = engine::Level::kSuggestion,
    .confidence = engine::Confidence::kMedium,
    .persona = engine::Persona::kPedantic,
    .kinds = policy::Kind::kIdentity,
    .needs = engine::kNeedsOpenAllow,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_resource.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::wildcard_resource
