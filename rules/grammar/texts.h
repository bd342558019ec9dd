#ifndef ROLELINT_RULES_GRAMMAR_TEXTS_H_
#define ROLELINT_RULES_GRAMMAR_TEXTS_H_

// Every text of a document in which a value may be missing.

#include "analyzer/policy/document.h"
#include "analyzer/policy/placeholder.h"

namespace rolelint::rules {

// Calls visit(const policy::Text&, policy::TextPlace) for each; those of the tests of one operator
// once.
template <typename Visit>
void ForEachText(const policy::Document& document, Visit visit) {
  using policy::TextPlace;
  const auto list = [&](const policy::TextList& texts, TextPlace place) {
    for (const policy::Text& text : texts.items) visit(text, place);
  };
  const auto principal = [&](const policy::Principal& who) {
    visit(who.text, TextPlace::kPrincipal);
    for (const policy::PrincipalEntry& entry : who.entries) {
      visit(entry.key, TextPlace::kValue);
      list(entry.values, TextPlace::kPrincipal);
    }
  };
  visit(document.version, TextPlace::kValue);
  visit(document.id, TextPlace::kValue);
  for (const policy::Statement& statement : document.statements) {
    visit(statement.sid, TextPlace::kValue);
    visit(statement.effect_text, TextPlace::kValue);
    principal(statement.principal);
    principal(statement.not_principal);
    list(statement.action, TextPlace::kValue);
    list(statement.not_action, TextPlace::kValue);
    list(statement.resource, TextPlace::kValue);
    list(statement.not_resource, TextPlace::kValue);
    const policy::Text* previous = nullptr;
    for (const policy::ConditionTest& test : statement.conditions) {
      if (previous == nullptr || previous->span != test.op_text.span) {
        visit(test.op_text, TextPlace::kValue);
      }
      previous = &test.op_text;
      visit(test.key, TextPlace::kValue);
      for (const policy::ConditionValue& value : test.values) {
        visit(value.text, TextPlace::kValue);
      }
    }
  }
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_GRAMMAR_TEXTS_H_
