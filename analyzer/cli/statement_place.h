#ifndef ROLELINT_CLI_STATEMENT_PLACE_H_
#define ROLELINT_CLI_STATEMENT_PLACE_H_

// Where a statement stands that decided a request, and which of its elements did.

#include <string>
#include <string_view>

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

// The item of the element that fits the request; the element's name where it is a Not… or none can
// be told; empty if the statement has no such element.
text::Span ActionSpan(const policy::Statement& statement, const logic::Request& request);
text::Span ResourceSpan(const policy::Statement& statement, const logic::Request& request);
text::Span PrincipalSpan(const policy::Statement& statement, const logic::Request& request);
// An action, ARN or principal as a mark shows it: cut if it is long.
std::string ShownPart(std::string_view text);

// "the Deny at FILE:LINE:COLUMN" needs the line and column.
std::string PlaceText(const engine::Location& at);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_STATEMENT_PLACE_H_
