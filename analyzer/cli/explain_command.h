#ifndef ROLELINT_CLI_EXPLAIN_COMMAND_H_
#define ROLELINT_CLI_EXPLAIN_COMMAND_H_

// `rolelint explain RULE`: the rule's page.

#include <string>

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

int RunExplain(const std::string& id, const Streams& streams);

void AddExplainCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_EXPLAIN_COMMAND_H_
