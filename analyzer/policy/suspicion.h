#ifndef ROLELINT_POLICY_SUSPICION_H_
#define ROLELINT_POLICY_SUSPICION_H_

// The cheap look at a text before it is searched for placeholders (placeholder.h). Every text of
// every policy passes through it, and nearly all end here. Nothing outside analyzer/policy includes
// this.

#include <string_view>

namespace rolelint::policy {

// False only if FindPlaceholder finds nothing and all is printable ASCII.
bool IsSuspicious(std::string_view value);

// False only if there is no '<' and no '{' and all is printable ASCII.
bool HasOddByte(std::string_view text);

inline bool IsPrintable(char c) { return c >= 0x20 && c < 0x7F; }

// Whether `text` holds `what` (lower-case letters) in whatever case.
bool ContainsFolded(std::string_view text, std::string_view what);

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_SUSPICION_H_
