#pragma once

// `rolelint prove`: proves or refutes statements about all requests, with a witness; or a batch of
// such questions.

#include <string>
#include <vector>

#include "analyzer/cli/streams.h"

namespace CLI {
class App;
}

namespace rolelint::cli {

void AddProveCommand(CLI::App& app, const Streams& streams, int* status);

}  // namespace rolelint::cli
