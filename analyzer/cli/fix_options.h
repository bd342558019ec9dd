#ifndef ROLELINT_CLI_FIX_OPTIONS_H_
#define ROLELINT_CLI_FIX_OPTIONS_H_

// The options of `check` that edit files: --fix, --unsafe-fixes, --diff, --principal.

#include <string>

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"
#include "analyzer/engine/check.h"
#include "analyzer/fix/fix_inputs.h"

namespace rolelint::cli {

struct CheckArguments;

struct FixArguments {
  bool fix = false;
  bool unsafe = false;
  bool diff = false;
  std::string principal;

  bool any() const { return fix || diff; }
};

void AddFixOptions(Command command, FixArguments* arguments);

// What is wrong with the options together, as a sentence, or "". `inputs` as they were collected.
std::string WrongFixOptions(const CheckArguments& arguments,
                            const std::vector<engine::InputSpec>& inputs);

// Whether --fix writes the text of standard input to standard output.
bool FixesStandardInput(const CheckArguments& arguments,
                        const std::vector<engine::InputSpec>& inputs);

fix::FixOptions FixOptionsOf(const CheckArguments& arguments);

// Replaces the files, each whole or not at all. What cannot be written is an error of the result,
// and what was fixed in it is not.
void WriteFixedFiles(const std::vector<engine::InputSpec>& inputs, fix::FixOutcome* outcome);

// A line for each fix with what its proof says, and how many there are.
void WriteFixes(const engine::CheckResult& result, bool written, std::ostream& out);
std::string FixSummary(const fix::FixOutcome& outcome, bool written, bool unsafe);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_FIX_OPTIONS_H_
