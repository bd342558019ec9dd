// Inclusion, intersection and witnesses of patterns.
//
// All three are one question: is there a text in each union of `in` and in no pattern of `out`?
// It is divided into conjunctions, one pattern of each union, and each of these is decided by the
// first of these means that can.
//
// 1. The generic word. Let p be one pattern and w the text that p becomes when every wildcard is
//    replaced by one fresh character, which no pattern names and which is not ':'. If no pattern of
//    `out` takes w, w is the witness. If q takes it, then q includes p, provided that
//      - q has no single wildcard. Then the fresh characters are taken by stars of q, for nothing
//        else takes them, and a star takes whatever else stands in their place;
//      - that star takes ':' where p's wildcard does. It does if q has no segment wildcards, or p
//        has only these. It does too if both are cut like ARNs, with segment wildcards before the
//        fifth ':' and the others after it: there is no ':' in w but p's own, so the first five
//        stand where q has its first five, and p's last segment meets q's;
//      - q ignores case if p does.
//    So between patterns of one sort without `?` the word decides, with one match for each q.
// 2. Inclusion by the tokens: q takes p's tokens one by one (PatternReader). It proves inclusion
//    with `?` and with wildcards of both sorts; where it fails it proves nothing.
// 3. Of several patterns, a text that all of them take, made of their ends and middles. If it is in
//    no pattern of `out`, it is the witness; otherwise it proves nothing.
// 4. The search through the product of all (pattern_search.cc), which is always right.

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "analyzer/logic/pattern.h"
#include "analyzer/logic/pattern_machine.h"
#include "analyzer/logic/pattern_search.h"
#include "analyzer/logic/pattern_witness.h"
#include "analyzer/logic/work_budget.h"

namespace rolelint::logic {
namespace {

using Kind = Pattern::Kind;
using Tokens = std::span<const Pattern::Token>;

// Are the first `size` bytes the same? Patterns of one policy begin alike, so the last of these
// bytes are looked at first.
bool SameBytes(const char* a, const char* b, size_t size, bool fold) {
  if (size >= 8) {
    const uint64_t last_a = LoadEight(a + size - 8);
    const uint64_t last_b = LoadEight(b + size - 8);
    if (last_a != last_b && (!fold || FoldEight(last_a) != FoldEight(last_b))) return false;
  }
  if (!fold) return std::memcmp(a, b, size) == 0;
  return std::equal(a, a + size, b, [](char x, char y) {
    return FoldAscii(static_cast<unsigned char>(x)) == FoldAscii(static_cast<unsigned char>(y));
  });
}

bool BeginningsConflict(std::string_view a, std::string_view b, bool fold) {
  return !SameBytes(a.data(), b.data(), std::min(a.size(), b.size()), fold);
}

// Do the fixed ends of the two, and the beginnings of their last segments, tell that they have no
// text in common?
bool EndsConflict(const Pattern& a, const Pattern& b) {
  const bool fold = a.fold() || b.fold();
  if (BeginningsConflict(a.prefix(), b.prefix(), fold)) return true;
  const size_t tail = std::min(a.suffix().size(), b.suffix().size());
  if (!SameBytes(a.suffix().data() + a.suffix().size() - tail,
                 b.suffix().data() + b.suffix().size() - tail, tail, fold)) {
    return true;
  }
  return a.last_segment() != 0 && b.last_segment() != 0 &&
         BeginningsConflict(a.last_prefix(), b.last_prefix(), fold);
}

template <class Reader>
bool Takes(const Pattern& pattern, const Reader& reader) {
  const bool mixed = pattern.has_any() && pattern.has_in_segment();
  return mixed && NeedsSets(pattern.tokens())
             ? TakeBySets<Reader>(pattern.tokens(), pattern.fold(), reader, 0)
             : TakeGreedily<Reader>(pattern.tokens(), pattern.fold(), reader, 0);
}

// Means 2.
bool Covers(const Pattern& outer, const Pattern& inner) {
  if (outer.matches_all()) return true;
  if (outer.is_literal() && !inner.is_literal()) return false;
  if (outer.fold() == inner.fold() &&
      (!inner.prefix().starts_with(outer.prefix()) || !inner.suffix().ends_with(outer.suffix()))) {
    return false;
  }
  return Takes(outer, PatternReader{inner.tokens(), inner.fold()});
}

// Means 1: does it follow that `outer` includes `inner`, once it takes its generic word?
bool WordDecides(const Pattern& outer, const Pattern& inner) {
  if (inner.fold() && !outer.fold()) return false;
  if (inner.is_literal()) return true;
  if (outer.has_single()) return false;
  return !outer.has_in_segment() || !inner.has_any() ||
         (inner.any_in_last_segment() && outer.any_in_last_segment() &&
          outer.in_segment_before_last());
}

void AppendGeneric(Tokens tokens, std::u32string* word) {
  for (const Pattern::Token& token : tokens) {
    word->push_back(token.kind == Kind::kCharacter ? token.character : kFresh);
  }
}

// The tokens from `*at` to the next ':' (or, in the last segment, to the end).
Tokens NextSegment(Tokens tokens, bool last, size_t* at) {
  const size_t begin = *at;
  while (*at < tokens.size() &&
         (last || tokens[*at].kind != Kind::kCharacter || tokens[*at].character != U':')) {
    ++*at;
  }
  const Tokens segment = tokens.subspan(begin, *at - begin);
  if (*at < tokens.size()) ++*at;
  return segment;
}

size_t FirstStar(Tokens tokens) {
  return static_cast<size_t>(std::find_if(tokens.begin(), tokens.end(),
                                          [](const auto& token) { return IsStar(token.kind); }) -
                             tokens.begin());
}

bool TokensConflict(const Pattern::Token& a, const Pattern::Token& b, bool fold) {
  return a.kind == Kind::kCharacter && b.kind == Kind::kCharacter &&
         !TakesCharacter(a, fold, b.character);
}

// Do lengths, beginnings or ends of two segments tell that they have no text in common?
bool SegmentConflicts(Tokens a, Tokens b, bool fold) {
  const size_t star_a = FirstStar(a);
  const size_t star_b = FirstStar(b);
  if (star_a == a.size() && star_b == b.size() && a.size() != b.size()) return true;
  for (size_t i = 0; i < std::min(star_a, star_b); ++i) {
    if (TokensConflict(a[i], b[i], fold)) return true;
  }
  for (size_t i = 1; i <= std::min(a.size(), b.size()); ++i) {
    const auto& end_a = a[a.size() - i];
    const auto& end_b = b[b.size() - i];
    if (IsStar(end_a.kind) || IsStar(end_b.kind)) break;
    if (TokensConflict(end_a, end_b, fold)) return true;
  }
  return false;
}

// Does some segment of two ARN patterns tell that they have no text in common?
bool SegmentsConflict(const Pattern& a, const Pattern& b) {
  if (a.last_segment() == 0 || b.last_segment() == 0) return false;
  size_t at_a = 0;
  size_t at_b = 0;
  for (int segment = 0; segment < 6; ++segment) {
    const Tokens in_a = NextSegment(a.tokens(), segment == 5, &at_a);
    const Tokens in_b = NextSegment(b.tokens(), segment == 5, &at_b);
    if (SegmentConflicts(in_a, in_b, a.fold() || b.fold())) return true;
  }
  return false;
}

size_t AfterLastStar(Tokens tokens) {
  size_t after = tokens.size();
  while (after > 0 && !IsStar(tokens[after - 1].kind)) --after;
  return after;
}

// Means 3, for one segment: beginnings and ends laid over one another, and between them everyone's
// middle. If some segment has no star it gives the length, and the middles are left to luck.
void AppendMerged(std::span<const Tokens> segments, std::u32string* word) {
  size_t length = 0;
  size_t head = 0;
  size_t tail = 0;
  bool fixed = false;
  for (Tokens segment : segments) {
    const size_t star = FirstStar(segment);
    if (star == segment.size()) {
      fixed = true;
      length = segment.size();
    } else {
      head = std::max(head, star);
      tail = std::max(tail, segment.size() - AfterLastStar(segment));
    }
  }
  const size_t start = word->size();
  if (fixed) {
    word->append(length, kFresh);
  } else {
    word->append(head, kFresh);
    bool open = true;
    for (Tokens segment : segments) {
      const size_t star = FirstStar(segment);
      const Tokens middle = segment.subspan(star + 1, AfterLastStar(segment) - star - 1);
      for (const Pattern::Token& token : middle) {
        if (!IsStar(token.kind)) AppendGeneric({&token, 1}, word);
        open = open && IsStar(token.kind);
      }
    }
    if (open) word->push_back(kFresh);
    word->append(tail, kFresh);
  }
  const size_t size = word->size() - start;
  for (Tokens segment : segments) {
    const size_t star = FirstStar(segment);
    for (size_t i = 0; i < std::min(star, size); ++i) {
      if (segment[i].kind == Kind::kCharacter) (*word)[start + i] = segment[i].character;
    }
    const size_t ending = star == segment.size() ? 0 : segment.size() - AfterLastStar(segment);
    for (size_t i = 1; i <= std::min(ending, size); ++i) {
      const Pattern::Token& token = segment[segment.size() - i];
      if (token.kind == Kind::kCharacter) (*word)[start + size - i] = token.character;
    }
  }
}

const Pattern& Everything() {
  static const Pattern everything = Pattern::Glob("*");
  return everything;
}

class Question {
 public:
  Question(std::span<const PatternList> in, PatternList out) : in_(in), out_(out) {}

  // kYes: word() is a witness.
  Answer Decide() {
    for (PatternList patterns : in_) {
      if (patterns.empty()) return Answer::kNo;
      order_.push_back(patterns);
    }
    std::stable_sort(order_.begin(), order_.end(),
                     [](PatternList a, PatternList b) { return a.size() < b.size(); });
    const Answer answer = Choose(0);
    if (choices_ <= kMaxChoices || answer == Answer::kYes || WorkBudget::IsSpent()) {
      return answer;
    }
    return SearchWord(in_, out_, &budget_, &word_);
  }

  const std::u32string& word() const { return word_; }

 private:
  // Beyond so many patterns chosen, one search through the unions as they are is the better means.
  static constexpr uint32_t kMaxChoices = 16'384;
  // Most patterns are told apart by their first letters.
  static constexpr size_t kComparisonsOfUnit = 8;

  // Chooses from the unions from `list` on and decides the conjunctions.
  Answer Choose(size_t list) {
    if (list == order_.size()) {
      return DecideConjunction();
    }
    if (!WorkBudget::Spend(order_[list].size() * (1 + chosen_.size()) / kComparisonsOfUnit)) {
      return Answer::kTooHard;
    }
    std::vector<const Pattern*> candidates;
    for (const Pattern* pattern : order_[list]) {
      if (!ConflictsWithChosen(*pattern)) candidates.push_back(pattern);
    }
    // A pattern that includes one chosen already asks nothing, and no other can add to it.
    for (const Pattern* pattern : candidates) {
      for (const Pattern* chosen : chosen_) {
        if (Covers(*pattern, *chosen)) return Choose(list + 1);
      }
    }
    const std::vector<const Pattern*> before = chosen_;
    Answer answer = Answer::kNo;
    for (const Pattern* pattern : candidates) {
      if (++choices_ > kMaxChoices || !WorkBudget::Spend(1 + out_.size())) {
        answer = Answer::kTooHard;
        break;
      }
      chosen_ = before;
      std::erase_if(chosen_, [&](const Pattern* chosen) { return Covers(*chosen, *pattern); });
      chosen_.push_back(pattern);
      const Answer with = Choose(list + 1);
      if (with == Answer::kYes) return with;
      if (with == Answer::kTooHard) answer = with;
    }
    chosen_ = before;
    return answer;
  }

  bool ConflictsWithChosen(const Pattern& pattern) const {
    return std::any_of(chosen_.begin(), chosen_.end(), [&](const Pattern* chosen) {
      return EndsConflict(pattern, *chosen) || SegmentsConflict(pattern, *chosen);
    });
  }

  // Is there a text in all of chosen_ and in none of out_?
  Answer DecideConjunction() {
    if (chosen_.empty()) chosen_.push_back(&Everything());
    // Policies that are compared have most patterns in common.
    for (const Pattern* chosen : chosen_) {
      for (const Pattern* pattern : out_) {
        if (pattern == chosen || *pattern == *chosen) return Answer::kNo;
      }
    }
    near_.clear();
    for (const Pattern* pattern : out_) {
      if (std::none_of(chosen_.begin(), chosen_.end(),
                       [&](const Pattern* chosen) { return EndsConflict(*pattern, *chosen); })) {
        near_.push_back(pattern);
      }
    }
    if (MakeWord() && TryWord()) return decided_;
    for (const Pattern* pattern : near_) {
      for (const Pattern* chosen : chosen_) {
        if (Covers(*pattern, *chosen)) return Answer::kNo;
      }
    }
    lists_.clear();
    for (const Pattern*& chosen : chosen_) lists_.push_back({&chosen, 1});
    return SearchWord(lists_, near_, &budget_, &word_);
  }

  // A word that all of chosen_ take; false if it is not found.
  bool MakeWord() {
    word_.clear();
    if (chosen_.size() == 1) {
      AppendGeneric(chosen_[0]->tokens(), &word_);
      return true;
    }
    const bool arns = std::all_of(chosen_.begin(), chosen_.end(), [](const Pattern* pattern) {
      return pattern->last_segment() != 0;
    });
    std::vector<size_t> at(chosen_.size(), 0);
    std::vector<Tokens> segments(chosen_.size());
    for (int segment = arns ? 0 : 5; segment < 6; ++segment) {
      for (size_t i = 0; i < chosen_.size(); ++i) {
        segments[i] = NextSegment(chosen_[i]->tokens(), segment == 5, &at[i]);
      }
      AppendMerged(segments, &word_);
      if (segment < 5) word_.push_back(U':');
    }
    return std::all_of(chosen_.begin(), chosen_.end(),
                       [&](const Pattern* pattern) { return Takes(*pattern, WordReader{word_}); });
  }

  // Does word_ decide? Then decided_ says what.
  bool TryWord() {
    bool taken = false;
    for (const Pattern* pattern : near_) {
      if (!Takes(*pattern, WordReader{word_})) continue;
      taken = true;
      if (chosen_.size() == 1 && WordDecides(*pattern, *chosen_[0])) {
        decided_ = Answer::kNo;
        return true;
      }
    }
    decided_ = Answer::kYes;
    return !taken;
  }

  const std::span<const PatternList> in_;
  const PatternList out_;
  std::vector<PatternList> order_;  // in_, small ones first
  std::vector<const Pattern*> chosen_;
  std::vector<const Pattern*> near_;  // of out_, those that may meet chosen_
  std::vector<PatternList> lists_;
  uint32_t choices_ = 0;
  Answer decided_ = Answer::kNo;
  SearchBudget budget_;
  std::u32string word_;
};

}  // namespace

// A witness, and one that UTF-8 can spell.
Answer HasText(std::span<const PatternList> in, PatternList out) {
  const auto unicode = [](const Pattern* pattern) { return pattern->is_unicode(); };
  const bool spelled = std::all_of(out.begin(), out.end(), unicode) &&
                       std::all_of(in.begin(), in.end(), [&](PatternList patterns) {
                         return std::all_of(patterns.begin(), patterns.end(), unicode);
                       });
  if (spelled && in.size() == 1 && !in[0].empty() && out.empty()) return Answer::kYes;
  Question question(in, out);
  const Answer answer = question.Decide();
  if (answer != Answer::kYes) return answer;
  return spelled || WitnessText(question.word(), in, out) ? answer : Answer::kTooHard;
}

Answer Includes(PatternList outer, const Pattern& inner) {
  const Pattern* pattern = &inner;
  const PatternList list(&pattern, 1);
  switch (HasText({&list, 1}, outer)) {
    case Answer::kNo:
      return Answer::kYes;
    case Answer::kYes:
      return Answer::kNo;
    case Answer::kTooHard:
      break;
  }
  return Answer::kTooHard;
}

Answer Intersect(PatternList patterns) {
  std::vector<PatternList> lists;
  lists.reserve(patterns.size());
  for (size_t i = 0; i < patterns.size(); ++i) lists.push_back(patterns.subspan(i, 1));
  return HasText(lists, {});
}

Found FindText(std::span<const PatternList> in, PatternList out) {
  Question question(in, out);
  const Answer answer = question.Decide();
  if (answer != Answer::kYes) return {answer, {}};
  std::optional<std::string> text = WitnessText(question.word(), in, out);
  if (!text) return {Answer::kTooHard, {}};
  return {Answer::kYes, *std::move(text)};
}

}  // namespace rolelint::logic
