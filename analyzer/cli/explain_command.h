#pragma once

// `rolelint explain RULE`: the rule's page.

#include <string>

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

int RunExplain(const std::string& id, const Streams& streams);

void AddExplainCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli
