#ifndef ROLELINT_LOGIC_PATTERN_SEARCH_H_
#define ROLELINT_LOGIC_PATTERN_SEARCH_H_

// The general search for a text that is in every union of `in` and in no pattern of `out`: always
// right, and the last resort of pattern_algebra.cc. Internal to this room.

#include <cstdint>
#include <span>
#include <string>

#include "analyzer/logic/pattern.h"

namespace rolelint::logic {

// What the searches of one question may use up together.
struct SearchBudget {
  uint32_t states = kMaxSearchStates;
  uint32_t places = 100 * kMaxSearchStates;
};

// kYes: `*word` is one of the shortest. kFresh in it stands for any one character that occurs in no
// pattern and is not ':'.
Answer SearchWord(std::span<const PatternList> in, PatternList out, SearchBudget* budget,
                  std::u32string* word);

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_PATTERN_SEARCH_H_
