#include "analyzer/cli/prove_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/prove_cases.h"

namespace rolelint::cli {
namespace {

struct Arguments {
  std::string cases;
};

int Run(const Arguments& arguments, const Streams& streams) {
  return ProveCases(arguments.cases, catalog::Catalog::BuiltIn(), streams);
}

}  // namespace

void AddProveCommand(CLI::App& app, const Streams& streams, int* status) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("prove", "Prove what policies allow, or show a request that refutes it");
  command->add_option("--cases", arguments->cases, "Answer each line of FILE (- standard input)")
      ->type_name("FILE")
      ->required();
  command->callback([arguments, &streams, status] { *status = Run(*arguments, streams); });
}

}  // namespace rolelint::cli
