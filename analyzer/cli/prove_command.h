#pragma once

// `rolelint prove`: proves or refutes statements about all requests, with a witness; or a batch of
// such questions.

#include "analyzer/cli/prove_arguments.h"
#include "analyzer/cli/streams.h"

namespace CLI {
class App;
}

namespace rolelint::cli {

int RunProve(const ProveArguments& arguments, const Streams& streams);

void AddProveCommand(CLI::App& app, const Streams& streams, int* status);

}  // namespace rolelint::cli
