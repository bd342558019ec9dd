#include "analyzer/text/edit_distance.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace rolelint::text {
namespace {

constexpr size_t kMaxLength = 128;

}  // namespace

size_t EditDistance(std::string_view a, std::string_view b, size_t limit) {
  const size_t far = limit + 1;
  if (a.size() > kMaxLength || b.size() > kMaxLength) return a == b ? 0 : far;
  if (a.size() > b.size() + limit || b.size() > a.size() + limit) return far;
  std::array<std::array<uint16_t, kMaxLength + 1>, 3> rows;
  uint16_t* before = rows[0].data();
  uint16_t* previous = rows[1].data();
  uint16_t* current = rows[2].data();
  for (size_t j = 0; j <= b.size(); ++j) previous[j] = static_cast<uint16_t>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    current[0] = static_cast<uint16_t>(i);
    size_t best = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      size_t value = std::min(
          {size_t{previous[j]} + 1, size_t{current[j - 1]} + 1, size_t{previous[j - 1]} + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        value = std::min(value, size_t{before[j - 2]} + 1);
      }
      current[j] = static_cast<uint16_t>(value);
      best = std::min(best, value);
    }
    // A swap reaches back two rows, so one row above the limit is not yet the end; two are.
    if (best > limit + 1) return far;
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return std::min<size_t>(previous[b.size()], far);
}

}  // namespace rolelint::text
