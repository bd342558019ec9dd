#ifndef ROLELINT_CLI_WORKER_COMMAND_H_
#define ROLELINT_CLI_WORKER_COMMAND_H_

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

// `rolelint worker`: checks what comes as frames on standard input, one answer a frame.
// docs/worker.md has the contract.
void AddWorkerCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_WORKER_COMMAND_H_
