#ifndef ROLELINT_INPUTS_LONE_STATEMENT_H_
#define ROLELINT_INPUTS_LONE_STATEMENT_H_

// Statements without a policy around them, as APIs return and documentation quotes them.

#include "analyzer/inputs/session.h"
#include "analyzer/json/tree.h"

namespace rolelint::inputs {

// A policy of version 2012-10-17 with the statement, or the list of statements, that `statements`
// is; the policy has its place.
json::Value WrapStatements(json::Value statements, Session* session);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_LONE_STATEMENT_H_
