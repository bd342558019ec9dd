#ifndef ROLELINT_CLI_WHY_COMMAND_H_
#define ROLELINT_CLI_WHY_COMMAND_H_

#include <string>
#include <vector>

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/map_input.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

struct WhyArguments {
  MapInputArguments input;
  std::vector<std::string> words;  // the message and exports
  std::string principal;
  std::string action;
  std::string resource;
  std::vector<std::string> context;
  std::string format = "text";
};

// What the message means, by the exports of `arguments.input`. The exit status.
int AnswerWhy(const WhyArguments& arguments, const std::string& message, const Streams& streams);

// `rolelint why MESSAGE PATH…`. docs/why.md has the contract.
void AddWhyCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_WHY_COMMAND_H_
