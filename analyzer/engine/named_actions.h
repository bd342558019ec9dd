#ifndef ROLELINT_ENGINE_NAMED_ACTIONS_H_
#define ROLELINT_ENGINE_NAMED_ACTIONS_H_

// The actions that a finding names, so that of two findings on one statement the lesser one keeps
// what the other does not name (supersede.h).

#include <span>
#include <string_view>

#include "analyzer/engine/rule.h"

namespace rolelint::engine {

// An action, or a pattern of actions, and the item that gives it.
struct NamedAction {
  std::string_view name;
  Span span;
};

// Of the finding that was reported last, by a document rule: all that it is about. Its message
// lists them by text::Few, or means them all. The names must outlive the document's findings.
void NameActions(Reporter& report, std::span<const NamedAction> names);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_NAMED_ACTIONS_H_
