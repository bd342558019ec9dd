#ifndef ROLELINT_CLI_REQUEST_ARGUMENTS_H_
#define ROLELINT_CLI_REQUEST_ARGUMENTS_H_

// From the words of a command line to a request, as far as they alone tell it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/policy_store.h"
#include "analyzer/estate/estate.h"
#include "analyzer/logic/request.h"

namespace rolelint::cli {

// KEY=VALUE; a key that is given several times has a list. False, with a sentence in `error`.
bool ParseContext(const std::vector<std::string>& words, std::vector<logic::ContextValue>* context,
                  std::string* error);

// An ARN, an account id, a service's name or "anonymous". The role of a session is looked up in the
// estate, since a session's ARN does not tell its path. Nullopt, with a sentence in `error`.
std::optional<logic::Principal> FindPrincipal(std::string_view word, const estate::Estate& estate,
                                              std::string* error);

// The user or role whose policies are the principal's. Null if the estate does not have it; `error`
// is set if it does not exist at all.
const estate::Entity* EntityOf(const logic::Principal& principal, const estate::Estate& estate,
                               std::string* error);

// A sentence if no such role exists although the export of its account is at hand; else "".
std::string NoSuchEntity(std::string_view arn, const estate::Estate& estate);

// Adds what the export tells of the keys of a request: tags of the principal and of the resource,
// the user's id. What the context already says holds.
void AddKnownContext(const estate::Estate& estate, const estate::Entity* entity,
                     logic::Request* request);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_REQUEST_ARGUMENTS_H_
