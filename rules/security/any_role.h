#ifndef ROLELINT_RULES_SECURITY_ANY_ROLE_H_
#define ROLELINT_RULES_SECURITY_ANY_ROLE_H_

// Statements that give an action of IAM on roles nobody chose: how iam:PassRole and
// iam:CreateServiceLinkedRole come to be allowed too widely.

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/policy/arn.h"
#include "analyzer/policy/document.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/security/grants.h"

namespace rolelint::rules {

struct AnyRole {
  text::Span action;    // the item that lists the action, the whole of NotAction
  text::Span resource;  // the item that covers any role, the name of NotResource
  std::string told;     // `"iam:*" allows iam:PassRole`
  bool not_resource = false;
};

// Whether an item covers the roles that `role` stands for: "role/" and characters that no ARN has.
inline bool CoversRoles(const policy::Text& item, std::string_view role) {
  if (!policy::KnowsResource(item)) return false;
  if (policy::IsEveryResource(item.value)) return true;
  const std::string filled = policy::FilledUpArn(item.value);
  const std::optional<policy::Arn> arn = policy::ParseArn(filled);
  return arn && text::GlobMatches(arn->service, "iam") && text::GlobMatches(arn->resource, role);
}

// nullopt if the statement does not allow the action, or on chosen roles alone.
inline std::optional<AnyRole> FindAnyRole(const policy::Statement& statement,
                                          std::string_view action, std::string_view role) {
  if (!statement.allows()) return std::nullopt;
  AnyRole found;
  const policy::Text* named = nullptr;
  const policy::Text* pattern = nullptr;
  for (const policy::Text& item : statement.action.items) {
    if (!item.known || !text::GlobMatchesFolded(item.value, action)) continue;
    const policy::Text*& place = text::HasWildcard(item.value) ? pattern : named;
    if (place == nullptr) place = &item;
  }
  if (named != nullptr) {
    found.action = named->span;
    found.told = std::string(named->value);
  } else if (pattern != nullptr) {
    found.action = pattern->span;
    found.told = std::string("\"").append(pattern->value).append("\" allows ").append(action);
  } else {
    if (statement.action.present || statement.not_action.items.empty()) return std::nullopt;
    for (const policy::Text& item : statement.not_action.items) {
      if (!item.known || text::GlobMatchesFolded(item.value, action)) return std::nullopt;
    }
    found.action = statement.not_action.span;
    found.told = std::string("NotAction leaves ").append(action).append(" allowed");
  }
  for (const policy::Text& item : statement.resource.items) {
    if (!CoversRoles(item, role)) continue;
    found.resource = item.span;
    return found;
  }
  if (statement.resource.present || statement.not_resource.items.empty()) return std::nullopt;
  for (const policy::Text& item : statement.not_resource.items) {
    if (!item.known || CoversRoles(item, role)) return std::nullopt;
  }
  found.resource = statement.not_resource.key_span;
  found.not_resource = true;
  return found;
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_SECURITY_ANY_ROLE_H_
