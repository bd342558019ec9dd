#ifndef ROLELINT_LOGIC_DOMAINS_H_
#define ROLELINT_LOGIC_DOMAINS_H_

// Each dimension of a request by itself: which sets of tests can hold together, and of what value.
//
// A state is a set of literals (atoms, plain or negated) of one dimension, interned, so that adding
// a literal to a state is found once and then looked up. Searching for a request is then walking
// states; nothing about patterns or intervals is ever computed twice.
//
// Policy variables tie dimensions together. Here a template counts as the pattern in which any text
// stands for its variables where it is asserted, and as nothing where it is denied, but for one
// case that is exact: a pattern or template whose texts all lie in denied ones whatever the
// variables are. So "impossible" is always right, and what remains possible is settled by a
// witness (witness.h) or left undecided.

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/logic/atoms.h"
#include "analyzer/logic/flat_map.h"

namespace rolelint::logic {

// An atom or its negation.
using Literal = uint32_t;
constexpr Literal MakeLiteral(uint32_t atom, bool negated) {
  return atom << 1 | (negated ? 1U : 0U);
}
constexpr uint32_t AtomOf(Literal literal) { return literal >> 1; }
constexpr bool IsNegated(Literal literal) { return (literal & 1U) != 0; }
constexpr Literal Negate(Literal literal) { return literal ^ 1U; }

// What a request has in one dimension.
struct KeyValue {
  enum class Shape : uint8_t { kAbsent, kOne, kList } shape = Shape::kAbsent;
  std::vector<std::string> values;
};

// Values of variables, where they are chosen already.
class Choices {
 public:
  virtual ~Choices() = default;
  // Nullopt: absent or several.
  virtual std::optional<std::string_view> ValueOf(KeyId key) const = 0;
};

using StateId = uint32_t;

class Domains {
 public:
  static constexpr StateId kEmpty = 0;
  static constexpr StateId kImpossible = 0xFFFFFFFFU;

  explicit Domains(AtomTable* atoms);
  Domains(const Domains&) = delete;
  Domains& operator=(const Domains&) = delete;

  // 0 for the resource, 1 for the principal, then keys and opaque atoms.
  uint32_t DimensionOf(uint32_t atom) const;
  // The state with one more literal; kImpossible if they cannot hold together.
  StateId Next(StateId state, Literal literal);
  // A limit was met when this state was looked at: it may be impossible after all.
  bool IsUnsure(StateId state) const { return states_[state].unsure; }
  const std::vector<Literal>& literals(StateId state) const { return states_[state].literals; }

  // A text or value for a state, templates filled in as chosen; nullopt if these choices leave
  // none. `plain`: patterns that the text should be in if it can.
  std::optional<std::string> TextFor(StateId state, const Choices& choices, PatternList plain);
  std::optional<KeyValue> KeyFor(StateId state, KeyId key, const Choices& choices);
  // A text for a state of the resource or the principal whose variables may be any text yet.
  std::optional<std::string> OpenTextFor(StateId state);
  // What the one variable of a template is where the template comes to `found`.
  static std::optional<std::pair<KeyId, std::string>> VariableIn(const Template& text,
                                                                 std::string_view found);

 private:
  struct State {
    std::vector<Literal> literals;  // sorted
    bool unsure = false;
  };
  // The sets a text must be in, each a union, and the texts that it must not be.
  struct TextSetRef {
    std::vector<const Pattern*> patterns;
    std::vector<const Template*> templates;
  };
  struct TextProblem {
    std::vector<TextSetRef> in;
    TextSetRef out;

    void Add(const Region& region, bool negated);
    bool empty() const { return in.empty() && out.patterns.empty() && out.templates.empty(); }
  };

  Answer Consistent(const std::vector<Literal>& literals);
  TextProblem TextOf(const std::vector<Literal>& literals) const;
  // With any text for variables (no `choices`), or with the chosen values. `found`: null if the
  // text is not asked for, and then `plain` is empty.
  Answer SolveText(const TextProblem& problem, const Choices* choices, PatternList plain,
                   std::string* found);
  bool CoveredWhateverVariables(const TextProblem& problem);

  // One value of a key: sets it is in and sets it is not in.
  struct ValueProblem {
    KeyId key = 0;
    std::vector<const Region*> in;
    std::vector<const Region*> out;
  };
  Found ValueOf(const ValueProblem& problem, const Choices* choices);
  Found MixedValue(const TextProblem& texts, const Choices* choices,
                   const std::vector<ValueSet>& scales);
  // What the literals of one key ask for.
  struct KeyProblem {
    bool may_be_absent = true, may_be_one = true, may_be_list = true;
    std::vector<std::pair<const Region*, bool>> some;  // each by some value (outside it: true)
    ValueProblem every;                                // by every value
  };
  KeyProblem KeyOf(const std::vector<Literal>& literals) const;
  // The values of the key; kNo if there are none.
  Answer SolveKey(const KeyProblem& problem, const Choices* choices, KeyValue* value);

  const Pattern* Filled(const Template& text, const Choices* choices);
  const Pattern* WithStars(const Template& text);
  const Pattern* WithMarks(const Template& text);

  AtomTable& atoms_;
  const Pattern* const any_;   // "*"
  const Pattern* const some_;  // "?*"
  const Pattern* const alex_;  // what users are called where nothing says how
  std::vector<State> states_;
  std::map<std::vector<Literal>, StateId> state_ids_;
  FlatMap<StateId> next_;
  std::unordered_map<const Template*, const Pattern*> stars_, marks_;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_DOMAINS_H_
