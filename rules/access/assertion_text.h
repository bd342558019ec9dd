#ifndef ROLELINT_RULES_ACCESS_ASSERTION_TEXT_H_
#define ROLELINT_RULES_ACCESS_ASSERTION_TEXT_H_

// What findings about assertions say and show, whether they are of policies or of principals.

#include <string>
#include <string_view>

#include "analyzer/engine/assertion.h"
#include "analyzer/logic/prove.h"
#include "analyzer/policy/document.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules {

// The element that lists the action.
inline text::Span ActionSpan(const policy::Statement& statement, std::string_view action) {
  for (const policy::Text& item : statement.action.items) {
    if (text::GlobMatchesFolded(item.value, action)) return item.span;
  }
  if (statement.action.present) return statement.action.key_span;
  return statement.not_action.present ? statement.not_action.key_span : statement.span;
}

// What tells findings of one assertion from those of another.
inline std::string DistinctionOf(const engine::Assertion& assertion) {
  std::string text(assertion.require ? "require " : "forbid ");
  text += assertion.name;
  for (const auto& part : {assertion.asked, assertion.excepted}) {
    if (part == nullptr) continue;
    text.append("\n").append(part->document().view->text());
  }
  return text;
}

// Why an assertion is not decided.
inline std::string_view UndecidedText(logic::Reason reason) {
  switch (reason) {
    case logic::Reason::kUnresolved:
      return "a part of the policy is a template's placeholder";
    case logic::Reason::kCorrelated:
      return "policy variables tie parts of the request together in a way that is not decided";
    case logic::Reason::kLimit:
    case logic::Reason::kNone:
      break;
  }
  return "there are too many combinations to look at all of them";
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_ACCESS_ASSERTION_TEXT_H_
