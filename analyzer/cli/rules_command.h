#ifndef ROLELINT_CLI_RULES_COMMAND_H_
#define ROLELINT_CLI_RULES_COMMAND_H_

// `rolelint rules [--format json] [--from TOOL CODE]`: all rules, or those for a code of another
// tool, with the codes by which users of other tools know them.

#include <string>
#include <vector>

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

struct RulesArguments {
  std::string format = "text";
  std::vector<std::string> from;  // nothing, or a tool and its code
};

int RunRules(const RulesArguments& arguments, const Streams& streams);

void AddRulesCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_RULES_COMMAND_H_
