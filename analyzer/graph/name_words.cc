#include "analyzer/graph/name_words.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <vector>

#include "analyzer/text/edit_distance.h"

namespace rolelint::graph {
namespace {

constexpr size_t kShortWord = 3;
constexpr size_t kLongWord = 8;

bool IsUpper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool IsLetter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool IsDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// Words end before a capital that follows a small letter, and at whatever is no letter or digit.
std::vector<std::string_view> WordsOf(std::string_view name) {
  std::vector<std::string_view> words;
  size_t begin = 0;
  for (size_t i = 0; i <= name.size(); ++i) {
    const bool between = i == name.size() || !(IsLetter(name[i]) || IsDigit(name[i]));
    const bool hump = !between && i > begin && IsUpper(name[i]) && !IsUpper(name[i - 1]);
    if (!between && !hump) continue;
    if (i > begin) words.push_back(name.substr(begin, i - begin));
    begin = between ? i + 1 : i;
  }
  return words;
}

bool IsMisspeltWord(std::string_view word, std::string_view meant) {
  const size_t shorter = std::min(word.size(), meant.size());
  if (shorter <= kShortWord || word.front() != meant.front()) return false;
  if (std::any_of(word.begin(), word.end(), IsDigit)) return false;
  if (std::any_of(meant.begin(), meant.end(), IsDigit)) return false;
  const size_t limit = shorter >= kLongWord ? 2 : 1;
  return text::EditDistance(word, meant, limit) <= limit;
}

}  // namespace

bool IsMisspelt(std::string_view name, std::string_view meant) {
  const std::vector<std::string_view> words = WordsOf(name);
  const std::vector<std::string_view> others = WordsOf(meant);
  if (words.size() != others.size()) return false;
  const auto [word, other] = std::mismatch(words.begin(), words.end(), others.begin());
  return word != words.end() && IsMisspeltWord(*word, *other) &&
         std::equal(word + 1, words.end(), other + 1);
}

}  // namespace rolelint::graph
