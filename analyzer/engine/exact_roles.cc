#include "analyzer/engine/exact_roles.h"

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::engine {
namespace {

// The rule whose findings lie on such a pattern.
constexpr std::string_view kRoleWildcardRule = "assume-role-wildcard";

// Each is held against all roles of its account.
constexpr size_t kMostPatterns = 500;

// The one role of the pattern's account that fits it, or null.
const estate::Entity* OnlyRole(const estate::Estate& estate, std::string_view pattern) {
  const std::optional<policy::Arn> arn = policy::ParseArn(pattern);
  if (!arn || arn->service != "iam" || !policy::IsAccountId(arn->account) ||
      !text::HasWildcard(arn->resource) || pattern.find("${") != std::string_view::npos ||
      !estate.Covers(arn->account, estate::EntityType::kRole)) {
    return nullptr;
  }
  const estate::Entity* only = nullptr;
  for (const estate::Entity* role : estate.RolesOf(arn->account)) {
    if (!text::GlobMatches(pattern, role->arn)) continue;
    if (only != nullptr) return nullptr;
    only = role;
  }
  return only;
}

// What is written at the span; "" if it is not there as it is meant.
std::string_view PlainText(std::string_view text, Span span) {
  if (span.end > text.size()) return {};
  const std::string_view written = text.substr(span.begin, span.size());
  return written.find('\\') == std::string_view::npos ? written : std::string_view();
}

}  // namespace

void OfferExactRoles(const estate::Estate& estate, std::vector<ReadInputState>* inputs,
                     std::vector<Finding>* findings) {
  size_t asked = 0;
  for (Finding& finding : *findings) {
    if (finding.rule->id != kRoleWildcardRule || finding.fix || !finding.place) continue;
    ReadInputState& input = (*inputs)[finding.place.file];
    const PolicyRef policy = input.documents.Find(finding.place.span);
    if (!policy.present || policy.wrapped) continue;
    // Of dumps that are not kept nobody edits a policy.
    if (!input.source) continue;
    if (++asked > kMostPatterns) return;
    const std::string_view pattern = PlainText(input.source->text(), finding.place.span);
    if (const estate::Entity* role = OnlyRole(estate, pattern)) {
      finding.help = "write \"" + role->arn + "\": no other role of the account fits the pattern";
      Edit edit;
      edit.span = finding.place.span;
      edit.text = role->arn;
      finding.fix.emplace(Fix{true, {}});
      finding.fix->edits.push_back(std::move(edit));
    }
  }
}

}  // namespace rolelint::engine
