#ifndef ROLELINT_LOGIC_SYMBOLIC_H_
#define ROLELINT_LOGIC_SYMBOLIC_H_

// The Logic (evaluate.h) of all requests at once that use one class of actions: truth values are
// formulas over what is left open.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/logic/action_classes.h"
#include "analyzer/logic/atoms.h"
#include "analyzer/logic/compiled.h"
#include "analyzer/logic/evaluate.h"
#include "analyzer/logic/formula.h"
#include "analyzer/logic/principal.h"

namespace rolelint::logic {

// The shapes of principals as texts (atoms.h), the same for all policies.
struct PrincipalShapes {
  static const PrincipalShapes& Get();

  const Pattern* aws;  // everyone with an ARN
  const Pattern* user;
  const Pattern* session;
  const Pattern* root;
  const Pattern* federated_user;
  const Pattern* service;
  const Pattern* provider;
  const Pattern* canonical;
  const Pattern* anonymous;
};

class SymbolicLogic {
 public:
  using Value = Formula::Edge;

  // `principal`, if given, is the one who asks in all requests.
  // `ordinals`: how many statements there are.
  SymbolicLogic(AtomTable* atoms, Formula* formula, const logic::Principal* principal,
                uint32_t ordinals)
      : atoms_(*atoms), formula_(*formula), principal_(principal), known_(ordinals) {}

  // The statements (by ordinal) whose action element lists the actions of the class.
  void SetActions(const StatementMask* listed) { listed_ = listed; }

  static Value True() { return Formula::kTrue; }
  static Value False() { return Formula::kFalse; }
  // What is not known in two places need not be the same: an Allow and a Deny with open parts are
  // not each other's opposite.
  Value Unknown() {
    return formula_.Atom(atoms_.Opaque("unresolved " + std::to_string(unknowns_++)));
  }
  static bool IsTrue(Value value) { return value == Formula::kTrue; }
  static bool IsFalse(Value value) { return value == Formula::kFalse; }
  Value And(Value a, Value b) { return formula_.And(a, b); }
  Value Or(Value a, Value b) { return formula_.Or(a, b); }
  static Value Not(Value a) { return !a; }

  // What the statement asks besides the action, where it was worked out for another class.
  const Value* Recall(const CompiledStatement& statement) const {
    const std::optional<Value>& known = known_[statement.ordinal];
    return known ? &*known : nullptr;
  }
  void Remember(const CompiledStatement& statement, Value value) {
    known_[statement.ordinal] = value;
  }

  Value Action(const CompiledStatement& statement);
  Value Resource(const CompiledStatement& statement);
  PrincipalLevels<Value> Principal(const CompiledStatement& statement);
  Value Exempt(const CompiledStatement& statement);
  Value Outsider() {
    return PrincipalIn({PrincipalShapes::Get().aws, PrincipalShapes::Get().anonymous});
  }
  Value Absent(KeyId key);
  Value List(KeyId key);
  Value Some(KeyId key, const ValueTest& test, bool complement);

  // What holds of every request: a user has a name, a service has names.
  Value NamesOfPrincipals();
  // The principal is in one of these sets; true or false where the principal is known.
  Value PrincipalIn(std::vector<const Pattern*> patterns);
  Value ResourceIn(std::vector<const Pattern*> patterns);

 private:
  using Tokens = std::vector<Pattern::Token>;

  // The principal is one whose requests may have the claim, or always have it.
  Value MayCarry(const ClaimKey& claim);
  Value AlwaysCarries(const ClaimKey& claim);
  // Of a key whose value follows from nothing else.
  Value SomeFree(KeyId key, const ValueTest& test, bool complement);
  Value SomeText(KeyId key, const TextSet& set, bool complement);
  Value SomeOf(KeyId key, const Region* region, bool complement);
  Value SomeOutside(KeyId key, std::vector<const Pattern*> patterns,
                    std::vector<const Template*> fixed, std::span<const Template* const> open);
  Value SomeDerived(KeyId key, DerivedKey derived, const ValueTest& test, bool complement);
  Value DerivedIn(DerivedKey derived, const ValueTest& test);
  Value ResourceAccount(KeyId key, const ValueTest& test);
  Value ResourceHasAccount();
  Value FixedValue(KeyId key, const ValueTest& test, bool complement);
  // The texts of a template under the values that its variables may have: `wrap` makes the formula
  // for "the text is in this region".
  template <typename Wrap>
  Value WithVariables(Template text, Wrap wrap);
  std::optional<std::string> KnownValue(KeyId key) const;
  Value Present(KeyId key);
  PrincipalLevels<Value> LevelsOf(const CompiledStatement& statement,
                                  const logic::Principal& principal);
  std::vector<const Pattern*> Listed(const CompiledStatement& statement, PrincipalFit level);
  bool Everyone(const CompiledStatement& statement) const;
  const Pattern* Intern(Tokens tokens, bool fold = false);
  AtomTable& atoms_;
  Formula& formula_;
  const logic::Principal* principal_;
  const StatementMask* listed_ = nullptr;
  std::vector<std::optional<Value>> known_;  // by ordinal
  uint32_t unknowns_ = 0;
};

// The text of a principal, and back; nullopt for text that is none.
std::string PrincipalText(const Principal& principal);
std::optional<Principal> PrincipalOfText(std::string_view text);

// Builds token sequences: text in which `*` and `?` are wildcards of a segment.
std::vector<Pattern::Token> SegmentTokens(std::string_view glob);

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_SYMBOLIC_H_
