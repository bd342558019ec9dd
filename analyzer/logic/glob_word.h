#ifndef ROLELINT_LOGIC_GLOB_WORD_H_
#define ROLELINT_LOGIC_GLOB_WORD_H_

#include <string>
#include <string_view>

namespace rolelint::logic {

// A character that no policy holds, so that it matches wildcards alone.
inline constexpr char kNoPolicysCharacter = '\x01';

// `glob` with each wildcard replaced by that character: another pattern matches the result only if
// it matches every text that `glob` matches.
inline std::string GlobWord(std::string_view glob) {
  std::string word(glob);
  for (char& c : word) {
    if (c == '*' || c == '?') c = kNoPolicysCharacter;
  }
  return word;
}

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_GLOB_WORD_H_
