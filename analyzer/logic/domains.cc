#include "analyzer/logic/domains.h"

#include <algorithm>

namespace rolelint::logic {
namespace {

using Kind = Pattern::Kind;

// Characters that stand for "whatever this variable is": of Unicode's private use area.
constexpr char32_t kFirstMark = 0xE000;
constexpr char32_t kMarks = 0x1900;

bool IsMark(const Pattern::Token& token) {
  return token.kind == Kind::kCharacter && token.character >= kFirstMark &&
         token.character < kFirstMark + kMarks;
}

bool HasSingleWildcard(const Pattern& pattern) {
  return std::any_of(pattern.tokens().begin(), pattern.tokens().end(),
                     [](const Pattern::Token& token) {
                       return token.kind == Kind::kAny || token.kind == Kind::kAnyInSegment;
                     });
}

bool HasSegmentStar(const Pattern& pattern) {
  return std::any_of(pattern.tokens().begin(), pattern.tokens().end(),
                     [](const Pattern::Token& token) { return token.kind == Kind::kStarInSegment; });
}

// A variable before the fifth colon could bring a colon of its own and move the segments.
bool HasEarlyMark(const Pattern& pattern) {
  int colons = 0;
  for (const Pattern::Token& token : pattern.tokens()) {
    if (token.kind == Kind::kCharacter && token.character == U':') ++colons;
    if (colons < 5 && IsMark(token)) return true;
  }
  return false;
}

std::vector<PatternList> ListsOf(const std::vector<std::vector<const Pattern*>>& in) {
  std::vector<PatternList> lists;
  lists.reserve(in.size());
  for (const std::vector<const Pattern*>& one : in) lists.emplace_back(one);
  return lists;
}

}  // namespace

uint32_t Domains::DimensionOf(uint32_t id) const {
  const Atom& atom = atoms_.atom(id);
  switch (atom.kind) {
    case Atom::Kind::kResource:
      return 0;
    case Atom::Kind::kPrincipal:
      return 1;
    case Atom::Kind::kOpaque:
      return 2 + static_cast<uint32_t>(atoms_.vocabulary().key_count()) + id;
    default:
      return 2 + atom.key;
  }
}

StateId Domains::Next(StateId state, Literal literal) {
  const uint64_t key = uint64_t{state} << 32 | literal;
  auto known = next_.find(key);
  if (known != next_.end()) return known->second;
  StateId next = state;
  const std::vector<Literal>& before = states_[state].literals;
  if (std::binary_search(before.begin(), before.end(), Negate(literal))) {
    next = kImpossible;
  } else if (!std::binary_search(before.begin(), before.end(), literal)) {
    std::vector<Literal> literals = before;
    literals.insert(std::upper_bound(literals.begin(), literals.end(), literal), literal);
    auto at = state_ids_.find(literals);
    if (at != state_ids_.end()) {
      next = at->second;
    } else {
      const Answer answer = Consistent(literals);
      next = kImpossible;
      if (answer != Answer::kNo) {
        next = static_cast<StateId>(states_.size());
        states_.push_back({literals, answer == Answer::kTooHard});
      }
      state_ids_.emplace(std::move(literals), next);
    }
  }
  next_.emplace(key, next);
  return next;
}

Answer Domains::Consistent(const std::vector<Literal>& literals) {
  switch (atoms_.atom(AtomOf(literals[0])).kind) {
    case Atom::Kind::kOpaque:
      return Answer::kYes;
    case Atom::Kind::kResource:
    case Atom::Kind::kPrincipal:
      return TextPossible(TextOf(literals));
    default: {
      KeyValue value;
      return SolveKey(KeyOf(literals), nullptr, &value);
    }
  }
}

// --- texts --------------------------------------------------------------------------------------

const Pattern* Domains::WithStars(const Template& text) {
  const Pattern*& made = stars_[&text];
  if (made != nullptr) return made;
  std::vector<Pattern::Token> tokens;
  for (const Template::Piece& piece : text.pieces) {
    tokens.insert(tokens.end(), piece.tokens.begin(), piece.tokens.end());
    if (piece.variable != Vocabulary::kNoKey) tokens.push_back({Kind::kStar, 0});
  }
  made = atoms_.vocabulary().Intern(Pattern::OfTokens(std::move(tokens), text.fold));
  return made;
}

const Pattern* Domains::WithMarks(const Template& text) {
  const Pattern*& made = marks_[&text];
  if (made != nullptr) return made;
  std::vector<Pattern::Token> tokens;
  for (const Template::Piece& piece : text.pieces) {
    tokens.insert(tokens.end(), piece.tokens.begin(), piece.tokens.end());
    if (piece.variable == Vocabulary::kNoKey) continue;
    tokens.push_back({Kind::kCharacter, kFirstMark + piece.variable % kMarks});
  }
  made = atoms_.vocabulary().Intern(Pattern::OfTokens(std::move(tokens), text.fold));
  return made;
}

Domains::TextProblem Domains::TextOf(const std::vector<Literal>& literals) const {
  TextProblem problem;
  for (Literal literal : literals) {
    const Region& region = *atoms_.atom(AtomOf(literal)).region;
    if (IsNegated(literal)) {
      problem.out.insert(problem.out.end(), region.patterns.begin(), region.patterns.end());
      if (region.text != nullptr) problem.out_templates.push_back(region.text);
    } else if (region.text != nullptr) {
      problem.in_templates.push_back(region.text);
    } else {
      problem.in.push_back(region.patterns);
    }
  }
  return problem;
}

// Inclusion of texts with marks survives putting any value in their place, as long as only stars
// swallow marks: so a set that is covered with marks is covered for all values.
bool Domains::CoveredWhateverVariables(const TextProblem& problem) {
  if (problem.out_templates.empty() || atoms_.vocabulary().key_count() > kMarks) return false;
  std::vector<const Pattern*> out;
  auto add = [&](const Pattern* pattern) {
    if (!HasSingleWildcard(*pattern)) out.push_back(pattern);
  };
  for (const Pattern* pattern : problem.out) add(pattern);
  for (const Template* text : problem.out_templates) add(WithMarks(*text));
  const bool segments = std::any_of(out.begin(), out.end(), [](const Pattern* pattern) {
    return HasSegmentStar(*pattern);
  });
  auto covered = [&](const Pattern* pattern) {
    return !(segments && HasEarlyMark(*pattern)) && Includes(out, *pattern) == Answer::kYes;
  };
  for (const Template* text : problem.in_templates) {
    if (covered(WithMarks(*text))) return true;
  }
  for (const std::vector<const Pattern*>& in : problem.in) {
    if (std::all_of(in.begin(), in.end(), covered)) return true;
  }
  return false;
}

Answer Domains::TextPossible(const TextProblem& problem) {
  std::vector<std::vector<const Pattern*>> in = problem.in;
  for (const Template* text : problem.in_templates) in.push_back({WithStars(*text)});
  if (in.empty()) in.push_back({atoms_.vocabulary().Intern(Pattern::Glob("*"))});
  const Answer answer = FindText(ListsOf(in), problem.out).answer;
  if (answer == Answer::kNo) return answer;
  return CoveredWhateverVariables(problem) ? Answer::kNo : answer;
}

std::optional<std::string> Domains::TextFor(StateId state, const Choices& choices,
                                            PatternList plain) {
  TextProblem problem = TextOf(states_[state].literals);
  auto fill = [&](const Template& text) -> const Pattern* {
    const std::optional<Pattern> pattern =
        Substitute(text, [&](KeyId key) { return choices.ValueOf(key); });
    return pattern ? atoms_.vocabulary().Intern(*pattern) : nullptr;
  };
  for (const Template* text : problem.in_templates) {
    const Pattern* pattern = fill(*text);
    if (pattern == nullptr) return std::nullopt;
    problem.in.push_back({pattern});
  }
  for (const Template* text : problem.out_templates) {
    if (const Pattern* pattern = fill(*text)) problem.out.push_back(pattern);
  }
  if (!plain.empty()) {
    problem.in.emplace_back(plain.begin(), plain.end());
    Found found = FindText(ListsOf(problem.in), problem.out);
    if (found.answer == Answer::kYes) return found.text;
    problem.in.pop_back();
  }
  if (problem.in.empty()) problem.in.push_back({atoms_.vocabulary().Intern(Pattern::Glob("*"))});
  Found found = FindText(ListsOf(problem.in), problem.out);
  if (found.answer != Answer::kYes) return std::nullopt;
  return found.text;
}

}  // namespace rolelint::logic
