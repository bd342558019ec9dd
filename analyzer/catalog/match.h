#ifndef ROLELINT_CATALOG_MATCH_H_
#define ROLELINT_CATALOG_MATCH_H_

// Names compared without regard to ASCII case, for the catalogue's look-ups: order, `*`/`?`
// patterns, edit distance. Nothing here allocates, and no input makes it slow: a pattern is bounded
// before it is matched, and matching costs at most pattern length times name length.

#include <array>
#include <cstddef>
#include <string_view>

#include "analyzer/text/glob.h"

namespace rolelint::catalog {

// Negative, zero or positive, as std::string_view::compare of the two folded strings.
int CompareFolded(std::string_view a, std::string_view b);

bool StartsWithFolded(std::string_view text, std::string_view prefix);

// A `*`/`?` pattern made ready to be matched many times: runs of `*` collapsed, in a buffer of its
// own (the source text need not outlive it). A pattern that needs more than kMaxName bytes matches
// nothing: the catalogue has no longer names, and policies no longer keys or ARNs worth matching.
class Glob {
 public:
  static constexpr std::size_t kMaxName = 512;

  explicit Glob(std::string_view pattern);

  bool Matches(std::string_view name) const {
    return possible_ && text::GlobMatchesFolded({text_.data(), size_}, name);
  }
  // The text before the first wildcard.
  std::string_view literal_prefix() const { return {text_.data(), literal_}; }
  // False if the pattern needs more bytes than any name has.
  bool possible() const { return possible_; }

 private:
  std::array<char, 2 * kMaxName + 1> text_;
  std::size_t size_ = 0;
  std::size_t literal_ = 0;
  bool possible_ = true;
};

// text::EditDistance of the two folded names; above `limit` it says limit + 1.
std::size_t FoldedDistance(std::string_view a, std::string_view b, std::size_t limit);

}  // namespace rolelint::catalog

#endif  // ROLELINT_CATALOG_MATCH_H_
