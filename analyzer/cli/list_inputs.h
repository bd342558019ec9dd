#ifndef ROLELINT_CLI_LIST_INPUTS_H_
#define ROLELINT_CLI_LIST_INPUTS_H_

// `rolelint check --list-inputs`: of every file what it was recognised as and why, how many
// policies it holds, and what of it was not checked. No rule runs.

#include <string>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/input_files.h"
#include "analyzer/cli/streams.h"
#include "analyzer/engine/check.h"

namespace rolelint::cli {

// `format`: "json", else text. The exit status is 0, or 2 where something could not be read, is not
// whole, or there is nothing to check.
int ListInputs(InputFiles files, const catalog::Catalog& catalog,
               const engine::CheckOptions& options, const std::string& format,
               const Streams& streams);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_LIST_INPUTS_H_
