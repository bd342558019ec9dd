#pragma once

// Unresolved parts of a text: what a template left behind, or what a person was meant to fill in.

#include <optional>
#include <string_view>

#include "analyzer/text/span.h"

namespace rolelint::policy {

// The first placeholder in `value` (offsets within it): `<account-id>`, `{{ … }}`, `{% … %}`, `<% … %>`, `${Name}` that is no policy variable
// (a policy variable has a prefix and a colon, as `${aws:username}`, or is `${*}`, `${?}`, `${$}`), `%{…}`, `MY_ACCOUNT_ID`-like
// upper-case words with an underscore where an account id, name or ARN field should stand, `ACCOUNT`, `YOUR…`, `xxxxxxxxxxxx`.
std::optional<text::Span> FindPlaceholder(std::string_view value);

// One `${…}` policy variable.
struct Variable {
  text::Span span;            // `${` to `}`
  std::string_view key;       // "aws:username"; "*", "?", "$" for the escapes
  bool has_default = false;
  std::string_view fallback;  // between the single quotes
  bool closed = true;
};
// The first variable at or after `from`; nullopt if none.
std::optional<Variable> NextVariable(std::string_view value, size_t from);

}  // namespace rolelint::policy
