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

int64_t Characters(std::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

}  // namespace rolelint::rules
