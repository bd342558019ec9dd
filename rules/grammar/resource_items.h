#ifndef ROLELINT_RULES_GRAMMAR_RESOURCE_ITEMS_H_
#define ROLELINT_RULES_GRAMMAR_RESOURCE_ITEMS_H_

// The items of Resource and NotResource that a rule about their form looks at.

#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"

namespace rolelint::rules {

// Calls visit(const policy::Text&) for every item of the document, but for
// those of which the form leaves nothing to say (logic::ArnFacts::plain).
template <typename Visit>
void ForEachOddResource(const engine::DocumentContext& context, Visit visit) {
  for (size_t i = 0; i < context.document.statements.size(); ++i) {
    const policy::Statement& statement = context.document.statements[i];
    const logic::StatementNames& names = context.questions.names().Statement(i);
    const auto look = [&](const policy::TextList& list,
                          std::span<const logic::ArnFacts* const> facts) {
      for (size_t j = 0; j < list.items.size(); ++j) {
        if (!facts[j]->plain) visit(list.items[j]);
      }
    };
    look(statement.resource, names.resource);
    look(statement.not_resource, names.not_resource);
  }
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_GRAMMAR_RESOURCE_ITEMS_H_
