#ifndef ROLELINT_CLI_PROVE_COMMAND_H_
#define ROLELINT_CLI_PROVE_COMMAND_H_

// `rolelint prove`: proves or refutes statements about all requests, with a witness; or a batch of
// such questions.

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/prove_arguments.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

int RunProve(const ProveArguments& arguments, const Streams& streams);

// Several values behind one --action, --resource or --except (`--action iam:* sts:*`) as each
// behind its own: a word that is an action or an ARN, and no file, is no path.
std::vector<std::string> SpreadValues(const std::vector<std::string>& arguments);

void AddProveCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_PROVE_COMMAND_H_
