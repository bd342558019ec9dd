#include "analyzer/text/spelling.h"

#include <algorithm>

#include "analyzer/text/glob.h"

namespace rolelint::text {
namespace {

constexpr size_t kLongest = 64;

}  // namespace

size_t EditDistance(std::string_view a, std::string_view b, size_t limit) {
  const size_t too_far = limit + 1;
  if (a.size() > kLongest || b.size() > kLongest) return too_far;
  const size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > limit) return too_far;
  // One row of the usual table; `diagonal` keeps the cell that the row has just overwritten.
  size_t row[kLongest + 1];
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    size_t best = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      const size_t change = AsciiLower(a[i - 1]) == AsciiLower(b[j - 1]) ? 0 : 1;
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + change});
      diagonal = above;
      best = std::min(best, row[j]);
    }
    if (best > limit) return too_far;
  }
  return std::min(row[b.size()], too_far);
}

std::string_view ClosestWord(std::string_view text, std::span<const std::string_view> words,
                             size_t limit) {
  std::string_view closest;
  size_t closest_distance = limit + 1;
  for (std::string_view word : words) {
    const size_t distance = EditDistance(text, word, limit);
    if (distance < closest_distance && distance * 3 <= word.size()) {
      closest = word;
      closest_distance = distance;
    }
  }
  return closest;
}

}  // namespace rolelint::text
