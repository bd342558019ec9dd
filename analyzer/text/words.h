#ifndef ROLELINT_TEXT_WORDS_H_
#define ROLELINT_TEXT_WORDS_H_

#include <string_view>
#include <vector>

namespace rolelint::text {

// The parts of a list that is separated by single blanks; views into `list`.
std::vector<std::string_view> WordsOf(std::string_view list);

// The part after the last `c`; all of `text` if there is none.
inline std::string_view AfterLast(std::string_view text, char c) {
  return text.substr(text.rfind(c) + 1);
}

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_WORDS_H_
