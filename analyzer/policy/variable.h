#ifndef ROLELINT_POLICY_VARIABLE_H_
#define ROLELINT_POLICY_VARIABLE_H_

// `${…}` policy variables in a text of a policy.

#include <cstddef>
#include <optional>
#include <string_view>

#include "analyzer/text/span.h"

namespace rolelint::policy {

// One `${…}` policy variable.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
struct Variable {
  text::Span span;       // `${` to `}`; to the end of the value if not closed
  std::string_view key;  // "aws:username"; "*", "?", "$" for the escapes; blanks are kept
  bool has_default = false;
  std::string_view fallback;   // between the single quotes
  bool default_quoted = true;  // false: a quote is missing
  bool closed = true;
};
// The first variable at or after `from`; nullopt if none.
std::optional<Variable> NextVariable(std::string_view value, size_t from);

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_VARIABLE_H_
