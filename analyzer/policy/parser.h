#ifndef ROLELINT_POLICY_PARSER_H_
#define ROLELINT_POLICY_PARSER_H_

// From a JSON tree to the policy model. Never fails: see document.h.

#include <optional>

#include "analyzer/json/tree.h"
#include "analyzer/policy/document.h"
#include "analyzer/policy/kind.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/view.h"

namespace rolelint::policy {

// Does this object look like a policy document (so that a folder of mixed JSON can be told apart)?
// True for an object with a Statement member (in any case) whose value is a statement-like object
// or list, or with Version and other policy elements only. A false answer is silent, so this leans
// towards true where Effect, Action or Principal is in sight.
bool LooksLikePolicy(json::Value value);

// The kind as far as the content tells: Principal with sts:Assume… actions is trust if there is no
// Resource, or if nothing else stands there and no principal is "*"; any other Principal resource;
// without any, a Deny of what root users do makes it an SCP, else it is identity. Never kRcp,
// kBoundary, kSession: those come from wrapping or option.
Kind InferKind(json::Value root);

// `kind`: as the wrapping or the user says; without it the content decides. `view` is the text that
// root's tree counts in; it, the tree and `arena` must outlive the returned document.
Document ParsePolicy(json::Value root, const text::View& view, std::optional<Kind> kind,
                     KindSource kind_source, text::Arena* arena);

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_PARSER_H_
