#ifndef ROLELINT_POLICY_PLACEHOLDER_H_
#define ROLELINT_POLICY_PLACEHOLDER_H_

// Unresolved parts of a text: what a template left behind, or what a person was meant to fill in.
// Leans to silence: a text that AWS could mean as it stands is no placeholder (`My_Role`,
// `EMR_EC2_DefaultRole`, `ENCRYPT_DECRYPT`, the example account 123456789012).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "analyzer/text/span.h"

namespace rolelint::policy {

// Where a text stands. A bare upper-case word that speaks of an account (`ACCOUNT_ID`) may be meant
// as it is in a condition value (a tag key, say), never as a principal.
enum class TextPlace : uint8_t { kValue, kPrincipal };

// The first placeholder in `value` (offsets within it):
//  - template syntax: `{{ … }}`, `{% … %}`, `<% … %>`, `%{ … }`, `#{ … }`, `{name}` (not in API
//  Gateway's
//    ARNs, whose paths have such parts), and `${Name}` unless it is a policy variable: those have a
//    prefix, a colon and a name that begins with a letter, as `${aws:username}`, or are `${*}`,
//    `${?}`, `${$}`. A broken variable (`${}`,
//    `${aws:username`) is no placeholder.
//  - bracketed words: `<account-id>`, `[PRIVILEGED_ROLE]`, `%ACCOUNT%`;
//  - words that stand for another: `YOUR_…`, `your-…`, `…_HERE`, `CHANGEME`, in an ARN's account
//  field any upper-case
//    word or one with "account" in it, in its resource part `ROLE_NAME`, `MY_ACCOUNT` and their
//    like;
//  - four or more x in place of characters.
std::optional<text::Span> FindPlaceholder(std::string_view value,
                                          TextPlace place = TextPlace::kValue);

// What one cheap look at a text tells: about a nanosecond a byte where nothing is suspicious.
struct TextLook {
  bool placeholder = false;  // whether FindPlaceholder finds one
  bool plain = true;         // printable ASCII only, and no blank at either end
};
TextLook LookAtText(std::string_view value, TextPlace place = TextPlace::kValue);
// The same for the text of an action or a name, where only template syntax and angle brackets
// count: faster still.
TextLook LookAtName(std::string_view name);

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_PLACEHOLDER_H_
