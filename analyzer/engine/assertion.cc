#include "analyzer/engine/assertion.h"

#include <algorithm>

#include "analyzer/text/glob.h"

namespace rolelint::engine {
namespace {

bool FitsAny(const std::vector<std::string>& patterns, std::string_view text) {
  if (text.empty()) return false;
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return text::GlobMatches(pattern, text); });
}

}  // namespace

bool Assertion::Concerns(const policy::Document& document, const inputs::Owner& owner,
                         std::string_view file) const {
  if (!kinds.Has(document.kind)) return false;
  if (!names.empty() && !FitsAny(names, owner.policy_name) && !FitsAny(names, owner.entity_name) &&
      !FitsAny(names, owner.arn) && !FitsAny(names, file)) {
    return false;
  }
  // A group's members are not known by their ARNs, nor is who a managed policy is attached to.
  const bool is_principal =
      owner.is_entity && owner.entity_type != estate::EntityType::kGroup &&
      (document.kind == policy::Kind::kIdentity || document.kind == policy::Kind::kBoundary);
  if (!is_principal) return true;
  if (!principals.empty() && !FitsAny(principals, owner.arn)) return false;
  return !FitsAny(except_principals, owner.arn);
}

bool Assertion::Concerns(const estate::Entity& entity) const {
  if (!of_principals) return false;
  const bool is_meant = (users && entity.type == estate::EntityType::kUser) ||
                        (roles && entity.type == estate::EntityType::kRole);
  if (!is_meant || FitsAny(except_principals, entity.arn)) return false;
  return names.empty() || FitsAny(names, entity.name) || FitsAny(names, entity.arn);
}

}  // namespace rolelint::engine
