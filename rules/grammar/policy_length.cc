#include "rules/grammar/policy_length.h"

#include <algorithm>

namespace rolelint::rules {

int64_t CharactersWithoutBlanks(std::string_view json) {
  int64_t count = 0;
  bool in_string = false;
  for (size_t i = 0; i < json.size(); ++i) {
    char c = json[i];
    if ((static_cast<unsigned char>(c) & 0xC0) == 0x80) continue;
    if (in_string) {
      if (c == '\\') {
        ++count;
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
      ++count;
    } else if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
      in_string = c == '"';
      ++count;
    }
  }
  return count;
}

int64_t AtMostWithoutBlanks(std::string_view json) {
  // A line break inside a string is no JSON, so what follows one is indentation.
  size_t blanks = 0;
  for (size_t at = json.find('\n'); at < json.size(); at = json.find('\n', at)) {
    const size_t begin = at++;
    while (at < json.size() && json[at] == ' ') ++at;
    blanks += at - begin;
  }
  return static_cast<int64_t>(json.size() - blanks);
}

int64_t Characters(std::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

}  // namespace rolelint::rules
