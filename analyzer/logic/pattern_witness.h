#ifndef ROLELINT_LOGIC_PATTERN_WITNESS_H_
#define ROLELINT_LOGIC_PATTERN_WITNESS_H_

// Turning the word of a search into text for people. Internal to this room.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/logic/pattern.h"

namespace rolelint::logic {

// Is `text` in some pattern of every list of `in` and in no pattern of `out`?
bool IsWitness(std::string_view text, std::span<const PatternList> in, PatternList out);

// `word` with each kFresh replaced by what reads most plainly and keeps it a witness: in ARNs an
// example account and region, else letters and digits. Nullopt if no UTF-8 text is that word.
std::optional<std::string> WitnessText(std::u32string_view word, std::span<const PatternList> in,
                                       PatternList out);

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_PATTERN_WITNESS_H_
