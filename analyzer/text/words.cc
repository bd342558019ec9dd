#include "analyzer/text/words.h"

namespace rolelint::text {

std::vector<std::string_view> WordsOf(std::string_view list) {
  std::vector<std::string_view> words;
  while (!list.empty()) {
    const size_t blank = list.find(' ');
    words.push_back(list.substr(0, blank));
    list = blank == std::string_view::npos ? "" : list.substr(blank + 1);
  }
  return words;
}

}  // namespace rolelint::text
