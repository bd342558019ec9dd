#pragma once

// `rolelint explain RULE`: the rule's page.

#include <string>

#include "analyzer/cli/streams.h"

namespace CLI {
class App;
}

namespace rolelint::cli {

int RunExplain(const std::string& id, const Streams& streams);

void AddExplainCommand(CLI::App& app, const Streams& streams, int* status);

}  // namespace rolelint::cli
