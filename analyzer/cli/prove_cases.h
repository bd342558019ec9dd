#ifndef ROLELINT_CLI_PROVE_CASES_H_
#define ROLELINT_CLI_PROVE_CASES_H_

// `rolelint prove --cases`: one question a line. docs/prove.md has the contract.

#include <string>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

// kOk if every line was answered (with whatever answer), else kError.
int ProveCases(const std::string& path, const catalog::Catalog& catalog, const Streams& streams);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_PROVE_CASES_H_
