#ifndef ROLELINT_RULES_GRAMMAR_WORDING_H_
#define ROLELINT_RULES_GRAMMAR_WORDING_H_

// What the rules of this family share: most of them turn one kind of the parser's diagnostics into
// findings.

#include <string>
#include <string_view>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/document.h"

namespace rolelint::rules {

// Calls visit(const policy::Diagnostic&) for those of one code.
template <typename Visit>
void ForEachDiagnostic(const policy::Document& document, policy::DiagnosticCode code, Visit visit) {
  for (const policy::Diagnostic& diagnostic : document.diagnostics) {
    if (diagnostic.code == code) visit(diagnostic);
  }
}

// The statement that stands at `index` of Statement, or null. Binary search: a hostile policy may
// have a finding in each of a million statements.
const policy::Statement* FindStatement(const policy::Document& document, uint32_t index);

// In double quotes; a text longer than a line is cut, with "…" at its end.
std::string Quoted(std::string_view text);

// `statement "Sid"`, or `statement 2` (counted from 1) where there is no Sid; "the statement" if it
// is the only one.
std::string StatementName(const policy::Document& document, uint32_t index);

// Whether two names differ in ASCII case only: such a correction changes nothing but what was
// meant.
bool DifferInCase(std::string_view a, std::string_view b);

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_GRAMMAR_WORDING_H_
