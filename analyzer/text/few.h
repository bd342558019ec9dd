#pragma once

// Lists of names in messages.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace rolelint::text {

// "a, b, c and 4 more": of more than `few` + 1 names the first `few` are written.
std::string Few(std::span<const std::string_view> names, size_t few = 4);

}  // namespace rolelint::text
