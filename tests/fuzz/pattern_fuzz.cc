// Patterns of any bytes: matching agrees with a plain matcher, and whatever the algebra answers
// holds. The input is a list of patterns by lines: a letter that says what it is for and how it is
// read, then the pattern; then a text.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "analyzer/logic/pattern.h"
#include "analyzer/logic/pattern_machine.h"
#include "analyzer/logic/pattern_witness.h"
#include "analyzer/logic/value.h"

namespace {

namespace logic = rolelint::logic;
using logic::Answer;
using logic::Pattern;

void Require(bool holds) {
  if (!holds) std::abort();
}

Pattern Read(char how, std::string_view text) {
  switch (how % 4) {
    case 0:
      return Pattern::Glob(text);
    case 1:
      return Pattern::Glob(text, true);
    case 2:
      return Pattern::Arn(text);
    default:
      return Pattern::Literal(text);
  }
}

void CheckMatch(const Pattern& pattern, std::string_view text) {
  Require(pattern.Matches(text) == logic::TakeBySets(std::span(pattern.tokens()), pattern.fold(),
                                                     logic::Utf8Reader{text}, 0));
  Require(Pattern::OfTokens(pattern.tokens(), pattern.fold()) == pattern);
}

void CheckAlgebra(const std::vector<const Pattern*>& in, const std::vector<const Pattern*>& out,
                  std::string_view text) {
  std::vector<logic::PatternList> lists;
  for (const Pattern* const& pattern : in) lists.push_back({&pattern, 1});
  const logic::Found found = logic::FindText(lists, out);
  if (found.answer == Answer::kYes) Require(logic::IsWitness(found.text, lists, out));
  if (logic::IsWitness(text, lists, out)) Require(found.answer != Answer::kNo);
  if (out.empty()) Require(logic::Intersect(in) == found.answer);
  for (const Pattern* inner : in) {
    if (logic::Includes(out, *inner) != Answer::kYes) continue;
    Require(found.answer != Answer::kYes);
  }
}

void CheckValue(std::string_view text) {
  if (const auto number = logic::ParseNumber(text)) {
    Require(logic::ParseNumber(logic::NumberText(*number)) == number);
    Require(*number < logic::NumberAbove(*number));
  }
  if (const auto date = logic::ParseDate(text)) {
    Require(logic::ParseDate(logic::DateText(*date)) == date);
  }
  if (const auto range = logic::ParseAddressRange(text)) {
    Require(!(range->last < range->first));
    const auto again = logic::ParseAddressRange(logic::AddressText(range->first));
    Require(again && again->first == range->first && again->last == range->first);
  }
  for (logic::Scale scale : {logic::Scale::kNumber, logic::Scale::kDate, logic::Scale::kAddress}) {
    const auto set = logic::ValueSet::FromTest(scale, logic::Relation::kEqual, text);
    const auto picked = set.Pick();
    Require(picked.has_value() != set.IsEmpty());
    if (picked) Require(set.Contains(*picked) && !set.Complement().Contains(*picked));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  constexpr size_t kMaxPatterns = 8;
  constexpr size_t kMaxBytes = 512;
  std::string_view rest(reinterpret_cast<const char*>(data), std::min(size, kMaxBytes));
  std::vector<Pattern> patterns;
  std::vector<bool> outside;
  while (patterns.size() < kMaxPatterns) {
    const size_t end = rest.find('\n');
    if (end == rest.npos) break;
    if (end > 0) {
      patterns.push_back(Read(rest[0], rest.substr(1, end - 1)));
      outside.push_back((rest[0] & 4) != 0);
    }
    rest.remove_prefix(end + 1);
  }
  CheckValue(rest);
  std::vector<const Pattern*> in;
  std::vector<const Pattern*> out;
  for (size_t i = 0; i < patterns.size(); ++i) {
    CheckMatch(patterns[i], rest);
    (outside[i] ? out : in).push_back(&patterns[i]);
  }
  CheckAlgebra(in, out, rest);
  return 0;
}
