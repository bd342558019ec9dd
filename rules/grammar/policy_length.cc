#include "rules/grammar/policy_length.h"

#include <algorithm>

namespace rolelint::rules {
namespace {

// Not a further byte of a character in UTF-8.
bool IsWhole(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

}  // namespace

int64_t CharactersWithoutBlanks(std::string_view json) {
  // Strings of plain text, by far most, are passed over at once.
  const bool plain = json.find('\\') == std::string_view::npos &&
                     std::all_of(json.begin(), json.end(),
                                 [](char c) { return static_cast<signed char>(c) >= 0; });
  int64_t count = 0;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
    if (c != '"') {
      count += IsWhole(c) ? 1 : 0;
      continue;
    }
    const size_t begin = i++;
    if (plain) {
      i = std::min(json.find('"', i), json.size());
    } else {
      for (; i < json.size() && json[i] != '"'; ++i) i += json[i] == '\\' ? 1 : 0;
    }
    const std::string_view text = json.substr(begin, i + 1 - begin);
    count += plain ? static_cast<int64_t>(text.size())
                   : std::count_if(text.begin(), text.end(), IsWhole);
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
  return std::count_if(text.begin(), text.end(), IsWhole);
}

}  // namespace rolelint::rules
