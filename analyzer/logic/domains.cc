#include "analyzer/logic/domains.h"

#include <algorithm>

#include "analyzer/logic/work_budget.h"

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
  return std::any_of(
      pattern.tokens().begin(), pattern.tokens().end(),
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

}  // namespace

Domains::Domains(AtomTable* atoms)
    : atoms_(*atoms),
      any_(atoms->vocabulary().Intern(Pattern::Glob("*"))),
      some_(atoms->vocabulary().Intern(Pattern::Glob("?*"))),
      alex_(atoms->vocabulary().Intern(Pattern::Literal("alex"))),
      states_(1) {}

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
  if (const StateId* known = next_.Find(key)) return *known;
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
      const Answer answer =
          WorkBudget::Spend(1 + literals.size()) ? Consistent(literals) : Answer::kTooHard;
      next = kImpossible;
      if (answer != Answer::kNo) {
        next = static_cast<StateId>(states_.size());
        states_.push_back({literals, answer == Answer::kTooHard});
      }
      state_ids_.emplace(std::move(literals), next);
    }
  }
  next_.Emplace(key, next);
  return next;
}

Answer Domains::Consistent(const std::vector<Literal>& literals) {
  switch (atoms_.atom(AtomOf(literals[0])).kind) {
    case Atom::Kind::kOpaque:
      return Answer::kYes;
    case Atom::Kind::kResource:
    case Atom::Kind::kPrincipal:
      return SolveText(TextOf(literals), nullptr, {}, nullptr);
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

// The pattern of a template for the chosen values; null if a variable has none. Without choices any
// text stands for a variable.
const Pattern* Domains::Filled(const Template& text, const Choices* choices) {
  if (choices == nullptr) return WithStars(text);
  const std::optional<Pattern> pattern =
      Substitute(text, [&](KeyId key) { return choices->ValueOf(key); });
  return pattern ? atoms_.vocabulary().Intern(*pattern) : nullptr;
}

void Domains::TextProblem::Add(const Region& region, bool negated) {
  if (!negated) {
    in.push_back({region.patterns, region.templates});
    return;
  }
  out.patterns.insert(out.patterns.end(), region.patterns.begin(), region.patterns.end());
  out.templates.insert(out.templates.end(), region.templates.begin(), region.templates.end());
}

Domains::TextProblem Domains::TextOf(const std::vector<Literal>& literals) const {
  TextProblem problem;
  for (Literal literal : literals) {
    problem.Add(*atoms_.atom(AtomOf(literal)).region, IsNegated(literal));
  }
  return problem;
}

// Inclusion of texts with marks survives putting any value in their place, as long as only stars
// swallow marks: so a set that is covered with marks is covered for all values.
bool Domains::CoveredWhateverVariables(const TextProblem& problem) {
  if (problem.out.templates.empty() || atoms_.vocabulary().key_count() > kMarks) return false;
  std::vector<const Pattern*> out;
  auto add = [&](const Pattern* pattern) {
    if (!HasSingleWildcard(*pattern)) out.push_back(pattern);
  };
  for (const Pattern* pattern : problem.out.patterns) add(pattern);
  for (const Template* text : problem.out.templates) add(WithMarks(*text));
  const bool segments = std::any_of(
      out.begin(), out.end(), [](const Pattern* pattern) { return HasSegmentStar(*pattern); });
  auto covered = [&](const Pattern* pattern) {
    return !(segments && HasEarlyMark(*pattern)) && Includes(out, *pattern) == Answer::kYes;
  };
  return std::any_of(problem.in.begin(), problem.in.end(), [&](const TextSetRef& in) {
    return std::all_of(in.patterns.begin(), in.patterns.end(), covered) &&
           std::all_of(in.templates.begin(), in.templates.end(),
                       [&](const Template* text) { return covered(WithMarks(*text)); });
  });
}

Answer Domains::SolveText(const TextProblem& problem, const Choices* choices, PatternList plain,
                          std::string* found) {
  if (choices == nullptr && CoveredWhateverVariables(problem)) return Answer::kNo;
  std::vector<std::vector<const Pattern*>> in;
  in.reserve(problem.in.size());
  for (const TextSetRef& set : problem.in) {
    std::vector<const Pattern*>& patterns = in.emplace_back(set.patterns);
    for (const Template* text : set.templates) {
      if (const Pattern* pattern = Filled(*text, choices)) patterns.push_back(pattern);
    }
  }
  std::vector<const Pattern*> out = problem.out.patterns;
  for (const Template* text : problem.out.templates) {
    if (choices == nullptr) break;  // they count as nothing
    if (const Pattern* pattern = Filled(*text, choices)) out.push_back(pattern);
  }
  std::vector<PatternList> lists(in.begin(), in.end());
  if (!plain.empty()) {
    lists.push_back(plain);
    Found text = FindText(lists, out);
    if (text.answer == Answer::kYes) {
      *found = std::move(text.text);
      return Answer::kYes;
    }
    lists.pop_back();
  }
  if (lists.empty()) lists.emplace_back(&any_, 1);
  if (found == nullptr) return HasText(lists, out);
  Found text = FindText(lists, out);
  *found = std::move(text.text);
  return text.answer;
}

std::optional<std::string> Domains::TextFor(StateId state, const Choices& choices,
                                            PatternList plain) {
  std::string text;
  const Answer answer = SolveText(TextOf(states_[state].literals), &choices, plain, &text);
  if (answer != Answer::kYes) return std::nullopt;
  return text;
}

std::optional<std::string> Domains::OpenTextFor(StateId state) {
  std::string text;
  if (SolveText(TextOf(states_[state].literals), nullptr, {}, &text) != Answer::kYes) {
    return std::nullopt;
  }
  return text;
}

// One variable: what is around it fits the ends of the text, the shortest value first.
std::optional<std::pair<KeyId, std::string>> Domains::VariableIn(const Template& text,
                                                                 std::string_view found) {
  if (text.pieces.size() != 2 || text.pieces[0].variable == Vocabulary::kNoKey) return std::nullopt;
  const Pattern before = Pattern::OfTokens(text.pieces[0].tokens, text.fold);
  const Pattern after = Pattern::OfTokens(text.pieces[1].tokens, text.fold);
  for (size_t size = 1; size <= found.size(); ++size) {
    for (size_t begin = 0; begin + size <= found.size(); ++begin) {
      if (before.Matches(found.substr(0, begin)) && after.Matches(found.substr(begin + size))) {
        return std::pair(text.pieces[0].variable, std::string(found.substr(begin, size)));
      }
    }
  }
  return std::nullopt;
}

}  // namespace rolelint::logic
