#ifndef ROLELINT_TEXT_WORDS_H_
#define ROLELINT_TEXT_WORDS_H_

#include <string_view>
#include <vector>

namespace rolelint::text {

// The parts of a list that is separated by single blanks; views into `list`.
std::vector<std::string_view> WordsOf(std::string_view list);

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_WORDS_H_
