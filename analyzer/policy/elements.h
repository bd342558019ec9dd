#ifndef ROLELINT_POLICY_ELEMENTS_H_
#define ROLELINT_POLICY_ELEMENTS_H_

// The names of a policy's elements: look-up by exact spelling, as AWS compares them, and by the
// nearest.

#include <cstdint>
#include <string_view>

#include "analyzer/policy/document.h"

namespace rolelint::policy {

enum class PolicyElement : uint8_t { kUnknown, kVersion, kId, kStatement };

enum class Element : uint8_t {
  kUnknown,
  kSid,
  kEffect,
  kPrincipal,
  kNotPrincipal,
  kAction,
  kNotAction,
  kResource,
  kNotResource,
  kCondition,
};

PolicyElement FindPolicyElement(std::string_view name);
Element FindElement(std::string_view name);
PrincipalType FindPrincipalType(std::string_view name);

// "" for kUnknown.
std::string_view ElementName(Element element);

// The name that a misspelt one was meant to be (analyzer/text/spelling.h), or "".
std::string_view ClosestPolicyElement(std::string_view name);
std::string_view ClosestElement(std::string_view name);
std::string_view ClosestPrincipalType(std::string_view name);

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_ELEMENTS_H_
