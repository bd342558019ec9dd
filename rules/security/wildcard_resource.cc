#include <fmt/format.h>

#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/security/grants.h"

namespace rolelint::rules {
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

void Check(const DocumentContext& context, Reporter& report) {
  ActionWalk walk(context.catalog);
  std::vector<std::string_view> found;
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows()) continue;
    const policy::Text* star = StarOf(statement.resource);
    if (star == nullptr || IsRestricted(statement)) continue;
    found.clear();
    const policy::Text* counted = nullptr;
    walk.ForEach(statement, [&](const catalog::Action action, const policy::Text& item) {
      if (action.resources().empty()) return;
      // A pattern is told as it is written.
      if (item.value.size() == action.full_name().size() &&
          text::EqualsFolded(item.value, action.full_name())) {
        found.push_back(action.full_name());
      } else if (&item != counted) {
        counted = &item;
        found.push_back(item.value);
      }
    });
    if (found.empty()) continue;
    report
        .Report(star->span, fmt::format("Resource \"{}\" for {}, which could be allowed on some "
                                        "resources alone",
                                        star->value, Few(found)))
        .Label("everything")
        .Help("name the resources by their ARNs; keep \"*\" for the actions that need it");
  }
}

}  // namespace

extern const engine::Rule kWildcardResource = {
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

}  // namespace rolelint::rules
