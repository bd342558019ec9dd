// YAML in block style: keys and dashes by their columns, from the place upward.

#include <algorithm>

#include "analyzer/serve/text_place.h"

namespace rolelint::serve {
namespace {

constexpr size_t kNone = std::string_view::npos;

// A line: `- - key: value`, as far as it has these.
struct YamlLine {
  size_t dash = kNone;     // column of the last dash
  size_t content = kNone;  // of what is behind the dashes; none: nothing is
  std::string key;         // "" if there is none
  size_t value = kNone;    // column behind the key's colon
};

// Behind the closing quote of the string that begins at `at`.
size_t EndOfQuoted(std::string_view line, size_t at) {
  const char quote = line[at++];
  while (at < line.size() && line[at] != quote) at += line[at] == '\\' && quote == '"' ? 2 : 1;
  return std::min(at + 1, line.size());
}

size_t FindColon(std::string_view line, size_t at) {
  if (line[at] == '"' || line[at] == '\'') {
    at = EndOfQuoted(line, at);
    return at < line.size() && line[at] == ':' ? at : kNone;
  }
  for (; at < line.size(); ++at) {
    if (line[at] == '#' && at > 0 && line[at - 1] == ' ') return kNone;
    if (line[at] == ':' && (at + 1 == line.size() || line[at + 1] == ' ')) return at;
  }
  return kNone;
}

std::string_view WithoutQuotes(std::string_view text) {
  if (text.size() < 2 || (text[0] != '"' && text[0] != '\'')) return text;
  return text.substr(1, text.size() - 2);
}

YamlLine ReadYamlLine(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  YamlLine read;
  size_t at = line.find_first_not_of(' ');
  while (at != kNone && line[at] == '-' && (at + 1 == line.size() || line[at + 1] == ' ')) {
    read.dash = at;
    at = line.find_first_not_of(' ', at + 1);
  }
  if (at == kNone || line[at] == '#') return read;
  read.content = at;
  const size_t colon = FindColon(line, at);
  if (colon == kNone) return read;
  read.key = WithoutQuotes(line.substr(at, colon - at));
  read.value = colon + 1;
  return read;
}

bool EndsWord(char c) {
  return c == ' ' || c == '\t' || c == '"' || c == '\'' || c == ',' || c == '[' || c == ']' ||
         c == '{' || c == '}' || c == '\r' || c == '\n';
}

// The word around `offset`, without quotes and without the colon of a key.
void FindWord(std::string_view text, size_t offset, TextPlace* place) {
  place->begin = place->end = offset;
  while (place->begin > 0 && !EndsWord(text[place->begin - 1])) --place->begin;
  while (place->end < text.size() && !EndsWord(text[place->end])) ++place->end;
  if (place->end > place->begin && text[place->end - 1] == ':' && place->end > offset) --place->end;
}

// Goes up over the lines that end before `end`, and takes the keys whose values are around the
// column: those further left than `limit`.
void TakeKeysAbove(std::string_view text, size_t end, size_t limit,
                   std::vector<std::string>* keys) {
  while (end > 0 && limit > 0) {
    const size_t begin = end < 2 ? 0 : text.rfind('\n', end - 2) + 1;
    const YamlLine line = ReadYamlLine(text.substr(begin, end - 1 - begin));
    end = begin;
    if (!line.key.empty() && line.content < limit) {
      keys->push_back(line.key);
      limit = line.content;
    }
    // The item of a list that the place is in: what is around it is no further right than its dash.
    if (line.dash != kNone && line.dash < limit) limit = line.dash + 1;
  }
}

}  // namespace

TextPlace FindPlaceIndented(std::string_view text, size_t offset) {
  TextPlace place;
  FindWord(text, offset, &place);
  const size_t begin = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
  const size_t column = offset - begin;
  const std::string_view line =
      text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
  const YamlLine read = ReadYamlLine(line);
  // Right behind a colon at the end it is open whether a value follows, or more of a name: `s3:`.
  const bool in_value = read.value != kNone && column > read.value;
  const bool begins_name = read.value != kNone && column == read.value;
  const bool in_item = !in_value && read.dash != kNone && (read.key.empty() || begins_name);
  size_t limit = std::min(read.content, column);
  if (in_value) place.keys.push_back(read.key);
  if (read.dash != kNone) limit = read.dash + 1;
  TakeKeysAbove(text, begin, limit, &place.keys);
  std::reverse(place.keys.begin(), place.keys.end());
  place.at_key = !in_value && !in_item;
  return place;
}

}  // namespace rolelint::serve
