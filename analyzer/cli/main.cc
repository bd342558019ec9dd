#include <CLI/CLI.hpp>
#include <iostream>
#include <sstream>

#include "analyzer/cli/catalog_command.h"
#include "analyzer/cli/check_command.h"
#include "analyzer/cli/explain_command.h"
#include "analyzer/cli/prove_command.h"
#include "analyzer/cli/rules_command.h"
#include "analyzer/cli/simulate_command.h"
#include "analyzer/cli/streams.h"
#include "analyzer/cli/switch_role_command.h"

namespace {

using rolelint::cli::Streams;

int Run(int argc, char** argv) {
  Streams streams{std::cout, std::cerr};
  int status = rolelint::cli::kOk;
  CLI::App app("Finds what is wrong or risky in AWS IAM policies, offline.", "rolelint");
  app.set_version_flag("--version", "rolelint " ROLELINT_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Exit status: 0 all is well, 1 findings, 2 an error. `rolelint COMMAND --help` says more "
      "about a command.");
  rolelint::cli::AddCheckCommand(app, streams, &status);
  rolelint::cli::AddSimulateCommand(app, streams, &status);
  rolelint::cli::AddProveCommand(app, streams, &status);
  rolelint::cli::AddSwitchRoleCommand(app, streams.out, streams.err, &status);
  rolelint::cli::AddExplainCommand(app, streams, &status);
  rolelint::cli::AddRulesCommand(app, streams, &status);
  rolelint::cli::AddCatalogCommand(app, streams.out, streams.err, &status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    // CLI11 has exit codes of its own; the contract knows only "asked for help" and "bad usage".
    return app.exit(problem, streams.out, streams.err) == 0 ? rolelint::cli::kOk
                                                            : rolelint::cli::kError;
  }
  streams.out.flush();
  return streams.out ? status : rolelint::cli::kError;
}

}  // namespace

int main(int argc, char** argv) {
  // Nothing is interleaved with C's streams, and one write per line would cost more than the rules.
  std::ios::sync_with_stdio(false);
  return Run(argc, argv);
}
