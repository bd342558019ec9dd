#include "analyzer/text/spelling.h"

#include <algorithm>

#include "analyzer/text/edit_distance.h"
#include "analyzer/text/glob.h"

namespace rolelint::text {
namespace {

constexpr size_t kLongest = 64;

}  // namespace

size_t FoldedEditDistance(std::string_view a, std::string_view b, size_t limit) {
  if (a.size() > kLongest || b.size() > kLongest) return limit + 1;
  char folded_a[kLongest];
  char folded_b[kLongest];
  std::transform(a.begin(), a.end(), folded_a, AsciiLower);
  std::transform(b.begin(), b.end(), folded_b, AsciiLower);
  return EditDistance({folded_a, a.size()}, {folded_b, b.size()}, limit);
}

std::string_view ClosestWord(std::string_view text, std::span<const std::string_view> words,
                             size_t limit) {
  std::string_view closest;
  size_t closest_distance = limit + 1;
  for (std::string_view word : words) {
    const size_t distance = FoldedEditDistance(text, word, limit);
    if (distance < closest_distance && distance * 3 <= word.size()) {
      closest = word;
      closest_distance = distance;
    }
  }
  return closest;
}

}  // namespace rolelint::text
