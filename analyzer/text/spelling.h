#ifndef ROLELINT_TEXT_SPELLING_H_
#define ROLELINT_TEXT_SPELLING_H_

// "Did you mean": the word of a short list that a misspelt one stands for.

#include <cstddef>
#include <span>
#include <string_view>

namespace rolelint::text {

// EditDistance() (analyzer/text/edit_distance.h) without regard to ASCII case. Texts longer than 64
// bytes are never near anything.
size_t FoldedEditDistance(std::string_view a, std::string_view b, size_t limit);

// The word nearest to `text`: one that differs in case only, else one within `limit` edits and
// within a third of its own length. "" if there is none. The earlier of two equally near words
// wins.
std::string_view ClosestWord(std::string_view text, std::span<const std::string_view> words,
                             size_t limit = 2);

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_SPELLING_H_
