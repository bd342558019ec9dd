#include "analyzer/logic/pattern_witness.h"

#include <algorithm>
#include <array>
#include <vector>

#include "analyzer/logic/pattern_machine.h"

namespace rolelint::logic {
namespace {

std::string TextOf(std::u32string_view word, char32_t fresh) {
  std::string text;
  text.reserve(word.size());
  for (char32_t c : word) AppendCharacter(c == kFresh ? fresh : c, &text);
  return text;
}

// The characters that the patterns name, sorted; letters of folded ones in both cases.
std::vector<char32_t> NamedCharacters(std::span<const PatternList> in, PatternList out) {
  std::vector<char32_t> named;
  const auto add = [&](PatternList patterns) {
    for (const Pattern* pattern : patterns) {
      for (const Pattern::Token& token : pattern->tokens()) {
        if (token.kind != Pattern::Kind::kCharacter) continue;
        named.push_back(token.character);
        if (IsAsciiLetter(token.character)) named.push_back(token.character ^ 0x20);
      }
    }
  };
  for (PatternList patterns : in) add(patterns);
  add(out);
  std::sort(named.begin(), named.end());
  named.erase(std::unique(named.begin(), named.end()), named.end());
  return named;
}

// The ARN that `word` is, where whole segments are one fresh character; nullopt if none is.
std::optional<std::string> ExampleArn(std::u32string_view word, char32_t fresh) {
  constexpr std::array<std::string_view, 6> kExamples = {"",          "aws",          "s3",
                                                         "us-east-1", "111122223333", ""};
  if (!word.starts_with(U"arn:") || std::count(word.begin(), word.end(), U':') < 5) {
    return std::nullopt;
  }
  std::string text;
  bool replaced = false;
  std::u32string_view rest = word;
  for (size_t i = 0; i + 1 < kExamples.size(); ++i) {
    const std::u32string_view segment = rest.substr(0, rest.find(U':'));
    rest.remove_prefix(segment.size() + 1);
    if (segment.size() == 1 && segment[0] == kFresh && !kExamples[i].empty()) {
      text += kExamples[i];
      replaced = true;
    } else {
      text += TextOf(segment, fresh);
    }
    text.push_back(':');
  }
  if (!replaced) return std::nullopt;
  return text + TextOf(rest, fresh);
}

}  // namespace

bool IsWitness(std::string_view text, std::span<const PatternList> in, PatternList out) {
  const auto matches = [&](const Pattern* pattern) { return pattern->Matches(text); };
  return std::all_of(in.begin(), in.end(),
                     [&](PatternList patterns) {
                       return std::any_of(patterns.begin(), patterns.end(), matches);
                     }) &&
         std::none_of(out.begin(), out.end(), matches);
}

std::optional<std::string> WitnessText(std::u32string_view word, std::span<const PatternList> in,
                                       PatternList out) {
  constexpr std::u32string_view kPlain = U"xyzabcdefghijklmnopqrstuvw0123456789";
  const bool has_fresh = word.find(kFresh) != std::u32string_view::npos;
  if (!has_fresh) {
    std::string text = TextOf(word, 0);
    if (IsWitness(text, in, out)) return text;
    return std::nullopt;
  }
  for (char32_t plain : kPlain.substr(0, 3)) {
    std::optional<std::string> arn = ExampleArn(word, plain);
    if (arn && IsWitness(*arn, in, out)) return arn;
  }
  for (char32_t plain : kPlain) {
    std::string text = TextOf(word, plain);
    if (IsWitness(text, in, out)) return text;
  }
  // A character that no pattern names always does; beyond ASCII they do not run out.
  const std::vector<char32_t> named = NamedCharacters(in, out);
  for (char32_t c : {U'-', U'_', U'.', U'+', U'=', U'@', U'/', U'X'}) {
    if (std::binary_search(named.begin(), named.end(), c)) continue;
    std::string text = TextOf(word, c);
    if (IsWitness(text, in, out)) return text;
  }
  char32_t beyond = U'\u00E0';
  while (std::binary_search(named.begin(), named.end(), beyond)) ++beyond;
  std::string text = TextOf(word, beyond);
  if (IsWitness(text, in, out)) return text;
  return std::nullopt;
}

}  // namespace rolelint::logic
