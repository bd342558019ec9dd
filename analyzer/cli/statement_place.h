#ifndef ROLELINT_CLI_STATEMENT_PLACE_H_
#define ROLELINT_CLI_STATEMENT_PLACE_H_

// Where a statement stands that decided a request, and which of its elements did.

#include <string>

#include "analyzer/engine/finding.h"
#include "analyzer/engine/policy_store.h"
#include "analyzer/logic/request.h"
#include "analyzer/policy/document.h"

namespace rolelint::cli {

// A finding at the action that fits the request, with marks at the resource, principal and
// condition; its place is in the file, its second half is for engine::Resolve to fill.
engine::Finding MarkStatement(const engine::StoredPolicy& policy,
                              const policy::Statement& statement, const logic::Request& request,
                              engine::PolicyStore* store);

// "the Deny at FILE:LINE:COLUMN" needs the line and column.
std::string PlaceText(const engine::Location& at);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_STATEMENT_PLACE_H_
