#ifndef ROLELINT_TEXT_EDIT_DISTANCE_H_
#define ROLELINT_TEXT_EDIT_DISTANCE_H_

// "Did you mean": how many single-character edits lie between two names.

#include <cstddef>
#include <string_view>

namespace rolelint::text {

// Optimal string alignment distance (insert, delete, replace, swap of neighbours) over bytes, or
// limit + 1 as soon as it is known to exceed `limit`. Names above 128 bytes count as too far apart.
// No allocation.
size_t EditDistance(std::string_view a, std::string_view b, size_t limit);

// The largest distance at which a name of this length still is a likely typo: 1 up to five
// characters, 2 above.
constexpr size_t LikelyTypo(size_t length) { return length <= 5 ? 1 : 2; }

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_EDIT_DISTANCE_H_
