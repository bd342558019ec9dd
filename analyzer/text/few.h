#ifndef ROLELINT_TEXT_FEW_H_
#define ROLELINT_TEXT_FEW_H_

// Lists of names in messages.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace rolelint::text {

// "a, b, c and 4 more": of more than `few` + 1 names the first `few` are written.
std::string Few(std::span<const std::string_view> names, size_t few = 4);

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_FEW_H_
