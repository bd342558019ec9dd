#ifndef ROLELINT_CLI_PROOF_JSON_H_
#define ROLELINT_CLI_PROOF_JSON_H_

// Proofs as JSON: what `prove` prints for one question and for each line of a batch.

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "analyzer/logic/prove.h"

namespace rolelint::cli {

// A request in the terms of `simulate --cases`.
nlohmann::ordered_json RequestObject(const logic::Request& request);

// What the answer rests on, as sentences.
std::vector<std::string> Assumptions(const logic::ProofOptions& options,
                                     const catalog::Catalog& catalog);

// The JSON pointer of a statement in its policy.
std::string StatementPointer(const logic::CompiledStatement& statement,
                             const policy::Document& document);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_PROOF_JSON_H_
