#include "analyzer/cli/simulate_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/simulate_cases.h"
#include "analyzer/cli/simulate_export.h"

namespace rolelint::cli {
namespace {

// Nullopt and a status after telling why.
int RunCases(const SimulateArguments& arguments, const Streams& streams) {
  if (arguments.catalog.empty()) {
    return SimulateCases(arguments.cases, catalog::Catalog::BuiltIn(), streams);
  }
  catalog::LoadResult result = catalog::Catalog::LoadFromFile(arguments.catalog);
  if (!result.catalog) return Fail(streams, result.error);
  return SimulateCases(arguments.cases, *result.catalog, streams);
}

int Run(const SimulateArguments& arguments, const Streams& streams) {
  if (!arguments.cases.empty()) return RunCases(arguments, streams);
  if (arguments.principal.empty() || arguments.action.empty()) {
    return Fail(streams, "simulate needs --principal and --action, or --cases FILE");
  }
  if (arguments.paths.empty()) {
    return Fail(streams, "no policies: name the exports of the accounts");
  }
  return SimulateExport(arguments, streams);
}

void AddRequestOptions(CLI::App* command, SimulateArguments* a) {
  command->add_option("--principal", a->principal,
                      "Who asks: the ARN of a user, role, session or root user, a service's name, "
                      "or anonymous");
  command->add_option("--action", a->action, "What is asked for: service:Name");
  command->add_option("--resource", a->resource, "On what: an ARN, or * for actions on nothing")
      ->type_name("ARN")
      ->capture_default_str();
  command
      ->add_option("--resource-account", a->resource_account,
                   "Whose the resource is, where its ARN does not say so (buckets)")
      ->type_name("ID");
  // One word each time: the paths that follow are no values.
  command->add_option("--context", a->context, "A condition key's value; repeat a key for a list")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
}

void AddPolicyOptions(CLI::App* command, SimulateArguments* a) {
  AddGivenOptions(command, &a->given);
  command->add_option("--resource-policy", a->resource_policy, "The policy of the resource")
      ->type_name("FILE");
  command->add_flag("--restrict-public-buckets", a->restrict_public_buckets,
                    "S3 Block Public Access has RestrictPublicBuckets set");
}

}  // namespace

void AddSimulateCommand(CLI::App& app, const Streams& streams, int* status) {
  auto arguments = std::make_shared<SimulateArguments>();
  SimulateArguments* a = arguments.get();
  CLI::App* command = app.add_subcommand("simulate", "Decide one request, or a file of requests");
  command->add_option("path", a->paths, "Exports: files, folders, globs, or - for standard input")
      ->type_name("PATH");
  command
      ->add_option("--cases", a->cases,
                   "Answer each line of FILE (- standard input), which brings its policies along")
      ->type_name("FILE")
      ->excludes("path");
  AddRequestOptions(command, a);
  AddPolicyOptions(command, a);
  command->add_option("--format", a->format, "How the decision is written")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->add_option("--catalog", a->catalog, "Use this AWS catalogue instead of the built-in one")
      ->type_name("FILE");
  command->add_option("--stdin-filename", a->stdin_name, "What reports call standard input")
      ->type_name("NAME")
      ->capture_default_str();
  command->add_option("--color", a->color, "When to colour: always, auto or never")
      ->check(CLI::IsMember({"always", "auto", "never"}))
      ->capture_default_str();
  command->add_flag("--allow-incomplete", a->allow_incomplete,
                    "Accept exports that say parts of them are missing");
  command->footer(
      "Exit status: 0 allowed; 1 denied; 2 undecided, bad usage, or input that could not be read. "
      "With --cases: 0 if every line was answered, else 2.");
  command->callback([arguments, &streams, status] { *status = Run(*arguments, streams); });
}

}  // namespace rolelint::cli
