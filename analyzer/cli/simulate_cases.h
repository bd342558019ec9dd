#ifndef ROLELINT_CLI_SIMULATE_CASES_H_
#define ROLELINT_CLI_SIMULATE_CASES_H_

// `rolelint simulate --cases`: one request a line, each with its policies. docs/simulate.md has the
// contract.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

// kOk if every line was answered, else kError.
int SimulateCases(const std::string& path, const catalog::Catalog& catalog, const Streams& streams);

// The answer to one line; with a member "error" if it cannot be answered.
nlohmann::ordered_json SimulateCase(std::string line, const catalog::Catalog& catalog);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_SIMULATE_CASES_H_
