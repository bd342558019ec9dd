#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/cli/baseline_command.h"
#include "analyzer/cli/catalog_command.h"
#include "analyzer/cli/check_command.h"
#include "analyzer/cli/command_line.h"
#include "analyzer/cli/completions_command.h"
#include "analyzer/cli/config_command.h"
#include "analyzer/cli/demo_command.h"
#include "analyzer/cli/explain_command.h"
#include "analyzer/cli/lsp_command.h"
#include "analyzer/cli/man_command.h"
#include "analyzer/cli/map_command.h"
#include "analyzer/cli/mcp_command.h"
#include "analyzer/cli/prove_command.h"
#include "analyzer/cli/read_bytes.h"
#include "analyzer/cli/rules_command.h"
#include "analyzer/cli/simulate_command.h"
#include "analyzer/cli/streams.h"
#include "analyzer/cli/switch_role_command.h"
#include "analyzer/cli/version.h"
#include "analyzer/cli/why_command.h"
#include "analyzer/cli/worker_command.h"
#include "analyzer/report/log_safe.h"
#include "analyzer/report/report.h"

namespace {

using rolelint::cli::CommandLine;
using rolelint::cli::Streams;

int Run(int argc, char** argv) {
  rolelint::report::LogSafe messages(std::cerr);
  Streams streams{std::cout, messages};
  int status = rolelint::cli::kOk;
  const CommandLine line("Finds what is wrong or risky in AWS IAM policies, offline.", "rolelint");
  line.SetVersion(rolelint::cli::VersionLine());
  const rolelint::cli::Command root = line.root();
  root.RequireCommands(1, 1);
  root.Footer(
      "Exit status: 0 all is well, 1 findings, 2 an error. `rolelint COMMAND --help` says more "
      "about a command.");
  rolelint::cli::AddCheckCommand(root, streams, &status);
  rolelint::cli::AddBaselineCommand(root, streams, &status);
  rolelint::cli::AddSimulateCommand(root, streams, &status);
  rolelint::cli::AddProveCommand(root, streams, &status);
  rolelint::cli::AddMapCommand(root, streams, &status);
  rolelint::cli::AddWhyCommand(root, streams, &status);
  rolelint::cli::AddSwitchRoleCommand(root, streams.out, streams.err, &status);
  rolelint::cli::AddExplainCommand(root, streams, &status);
  rolelint::cli::AddRulesCommand(root, streams, &status);
  rolelint::cli::AddConfigCommand(root, streams, &status);
  rolelint::cli::AddDemoCommand(root, streams, &status);
  rolelint::cli::AddCatalogCommand(root, streams.out, streams.err, &status);
  rolelint::cli::AddLspCommand(root, streams, &status);
  rolelint::cli::AddMcpCommand(root, streams, &status);
  rolelint::cli::AddWorkerCommand(root, streams, &status);
  rolelint::cli::AddCompletionsCommand(root, line, streams, &status);
  rolelint::cli::AddManCommand(root, line, streams, &status);
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (!arguments.empty() && arguments[0] == "prove") {
    arguments = rolelint::cli::SpreadValues(arguments);
  }
  if (!line.Parse(arguments, streams, &status)) return status;
  streams.out.flush();
  return streams.out ? status : rolelint::cli::kError;
}

}  // namespace

int main(int argc, char** argv) {
  // Nothing is interleaved with C's streams, and one write per line would cost more than the rules.
  std::ios::sync_with_stdio(false);
  rolelint::cli::ReserveStandardStreams();
  try {
    return Run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::cerr << "rolelint: there is not enough memory\n";
  } catch (const std::exception& problem) {
    std::cerr << "rolelint: " << rolelint::report::Printable(problem.what()) << '\n';
  }
  return rolelint::cli::kError;
}
