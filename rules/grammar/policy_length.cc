#include "rules/grammar/policy_length.h"

#include <algorithm>
#include <cstring>

namespace rolelint::rules {
namespace {

// Not a further byte of a character in UTF-8.
bool IsWhole(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

constexpr size_t kWord = sizeof(uint64_t);

uint64_t WordAt(std::string_view text, size_t at) {
  uint64_t word = 0;
  std::memcpy(&word, text.data() + at, kWord);
  return word;
}

bool IsAscii(std::string_view text) {
  uint64_t bits = 0;
  size_t at = 0;
  for (; at + kWord <= text.size(); at += kWord) bits |= WordAt(text, at);
  for (; at < text.size(); ++at) bits |= static_cast<unsigned char>(text[at]);
  return (bits & 0x8080808080808080) == 0;
}

// The first place from `at` on that is no space. Indentation is long.
size_t AfterSpaces(std::string_view text, size_t at) {
  constexpr uint64_t kSpaces = 0x2020202020202020;
  while (at + kWord <= text.size() && WordAt(text, at) == kSpaces) at += kWord;
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

}  // namespace

int64_t CharactersWithoutBlanks(std::string_view json) {
  // Strings of plain text, by far most, are passed over at once.
  const bool plain = json.find('\\') == std::string_view::npos && IsAscii(json);
  int64_t count = 0;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '\n') {
      i = AfterSpaces(json, i + 1) - 1;
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\r') continue;
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
    const size_t begin = at;
    at = AfterSpaces(json, begin + 1);
    blanks += at - begin;
  }
  return static_cast<int64_t>(json.size() - blanks);
}

int64_t Characters(std::string_view text) {
  return std::count_if(text.begin(), text.end(), IsWhole);
}

}  // namespace rolelint::rules
