#ifndef ROLELINT_CLI_RULES_COMMAND_H_
#define ROLELINT_CLI_RULES_COMMAND_H_

// `rolelint rules [--format json]`: all rules, with the codes by which users of other tools know
// them.

#include <string>

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

int RunRules(const std::string& format, const Streams& streams);

void AddRulesCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_RULES_COMMAND_H_
