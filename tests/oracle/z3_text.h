#ifndef ROLELINT_TESTS_ORACLE_Z3_TEXT_H_
#define ROLELINT_TESTS_ORACLE_Z3_TEXT_H_

// Text in Z3's theory of strings: literals, regular expressions of patterns, matches. For the
// oracle's own .cc files; everybody else includes z3_oracle.h.

#include <z3++.h>

#include <functional>
#include <string>
#include <string_view>

#include "tests/oracle/pieces.h"

namespace rolelint::oracle {

// The text that stands for a variable, and whether it may be used.
struct VariableText {
  z3::expr text;
  z3::expr usable;
};
using VariableLookup = std::function<VariableText(const std::string& key)>;

class TextTheory {
 public:
  explicit TextTheory(z3::context& context) : c_(context) {}

  z3::expr Literal(std::string_view utf8) const;
  z3::expr Variable(const std::string& name) const;

  // Regular expressions.
  z3::expr Exactly(std::string_view utf8) const { return z3::to_re(Literal(utf8)); }
  z3::expr Anything() const;
  z3::expr AnyCharacter() const;
  z3::expr Between(char32_t first, char32_t last) const;
  z3::expr NotColon() const;
  z3::expr NotUpperCase() const;
  z3::expr Digits(unsigned count) const;
  z3::expr Glob(const Pieces& pieces, bool fold) const;

  // Whether `text` matches the pieces. ASCII case is ignored if `fold`, which cannot be had
  // together with variables.
  z3::expr Matches(const z3::expr& text, const Pieces& pieces, bool fold,
                   const VariableLookup& variables) const;

  // The text that the model gives to `text`, in UTF-8.
  std::string Read(const z3::model& model, const z3::expr& text) const;

 private:
  z3::expr MatchesWithVariables(const z3::expr& text, const Pieces& pieces,
                                const VariableLookup& variables) const;

  z3::context& c_;
};

}  // namespace rolelint::oracle

#endif  // ROLELINT_TESTS_ORACLE_Z3_TEXT_H_
