#pragma once

// `rolelint prove`: proves or refutes statements about all requests, with a witness; or a batch of
// such questions.

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/prove_arguments.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

int RunProve(const ProveArguments& arguments, const Streams& streams);

void AddProveCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli
