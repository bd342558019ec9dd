#ifndef ROLELINT_CLI_SWITCH_ROLE_COMMAND_H_
#define ROLELINT_CLI_SWITCH_ROLE_COMMAND_H_

// `rolelint switch-role`: writes both halves of a role switch. To standard output, as text or JSON;
// with --out as files into one folder that the user names. Exit status: 0 written, 2 a request that
// cannot be met or a file that cannot be written.

#include <ostream>

#include "analyzer/cli/command_line.h"

namespace rolelint::cli {

// Adds the subcommand to `app`. When a command line chooses it, parsing runs it and sets *status.
// `out`, `err` and `status` must outlive the parse.
void AddSwitchRoleCommand(Command app, std::ostream& out, std::ostream& err, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_SWITCH_ROLE_COMMAND_H_
