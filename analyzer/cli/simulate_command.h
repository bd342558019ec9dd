#pragma once

// `rolelint simulate`: decides one request against exports, or a batch of requests that bring their
// policies along.

#include <string>
#include <vector>

#include "analyzer/cli/streams.h"

namespace CLI {
class App;
}

namespace rolelint::cli {

void AddSimulateCommand(CLI::App& app, const Streams& streams, int* status);

}  // namespace rolelint::cli
