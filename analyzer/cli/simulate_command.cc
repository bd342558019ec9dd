#include "analyzer/cli/simulate_command.h"

#include <memory>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/catalog_choice.h"
#include "analyzer/cli/simulate_cases.h"
#include "analyzer/cli/simulate_export.h"

namespace rolelint::cli {
namespace {

// Nullopt and a status after telling why.
int RunCases(const SimulateArguments& arguments, const Streams& streams) {
  CatalogChoice choice;
  std::string error;
  if (!choice.Choose(arguments.catalog, &error)) return Fail(streams, error);
  return SimulateCases(arguments.cases, choice.get(), streams);
}

int Run(const SimulateArguments& arguments, const Streams& streams) {
  if (!arguments.cases.empty()) return RunCases(arguments, streams);
  if (arguments.action.empty() || (arguments.principal.empty() && arguments.token.empty())) {
    return Fail(streams, "simulate needs --principal (or --token) and --action, or --cases FILE");
  }
  if (arguments.paths.empty() && arguments.identity.empty() && arguments.resource_policy.empty() &&
      arguments.trust.empty()) {
    return Fail(streams,
                "no policies: name the exports of the accounts, or give --identity, "
                "--resource-policy or --trust");
  }
  return SimulateExport(arguments, streams);
}

void AddRequestOptions(Command command, SimulateArguments* a) {
  command.AddOption("--principal", a->principal,
                    "Set the caller: the ARN of a user, role, session, root user or identity "
                    "provider, a service's name, the host of a shared provider, or anonymous");
  command
      .AddOption(
          "--token", a->token,
          "Read the decoded claims of a web identity's token: the caller, unless --principal "
          "names one, and the keys of its issuer")
      .File();
  command.AddOption("--action", a->action, "Set the requested action: service:Name");
  command
      .AddOption("--resource", a->resource,
                 "Set the resource: an ARN, or * for actions without a resource")
      .TypeName("ARN")
      .ShowDefault();
  command
      .AddOption("--resource-account", a->resource_account,
                 "Set the account of the resource if its ARN has none (buckets)")
      .TypeName("ID");
  // One word each time: the paths that follow are no values.
  command
      .AddOption("--context", a->context,
                 "Set the value of a condition key; repeat a key for a list")
      .TypeName("KEY=VALUE")
      .OneWord();
}

void AddPolicyOptions(Command command, SimulateArguments* a) {
  AddGivenOptions(command, &a->given);
  command
      .AddOption("--identity", a->identity,
                 "Add policies of the principal to those of the exports; may be repeated")
      .File()
      .OneWord();
  command.AddOption("--boundary", a->boundary, "Set the principal's permissions boundary").File();
  command.AddOption("--resource-policy", a->resource_policy, "Set the policy of the resource")
      .File();
  command.AddOption("--trust", a->trust, "Set the trust policy of the assumed role").File();
  command
      .AddOption("--without", a->without,
                 "Leave out the policy with this ARN, or all of a kind: scp, rcp, boundary")
      .TypeName("ARN|scp|rcp|boundary")
      .OneWord();
  command.AddFlag("--restrict-public-buckets", a->restrict_public_buckets,
                  "Assume RestrictPublicBuckets of S3 Block Public Access");
}

}  // namespace

void AddSimulateCommand(Command app, const Streams& streams, int* status) {
  auto arguments = std::make_shared<SimulateArguments>();
  SimulateArguments* a = arguments.get();
  Command command = app.AddCommand("simulate", "Decide one request, or a file of requests");
  command
      .AddOption("path", a->paths, "Read exports: files, folders, globs, or - for standard input")
      .TypeName("PATH");
  command
      .AddOption("--cases", a->cases,
                 "Answer each line of FILE (- standard input), which holds its policies")
      .File()
      .Excludes(command.GetOption("path"));
  AddRequestOptions(command, a);
  AddPolicyOptions(command, a);
  command.AddOption("--format", a->format, "Write the decision in this format")
      .OneOf({"text", "json"})
      .ShowDefault();
  AddCatalogOption(command, a->catalog);
  command.AddOption("--stdin-filename", a->stdin_name, "Name standard input in reports")
      .TypeName("NAME")
      .ShowDefault();
  command.AddOption("--color", a->color, "Colour the output: always, auto or never")
      .OneOf({"always", "auto", "never"})
      .ShowDefault();
  command.AddFlag("--allow-incomplete", a->allow_incomplete,
                  "Accept exports that say parts of them are missing");
  command.Footer(
      "Exit status: 0 allowed; 1 denied; 2 undecided, bad usage, or input that could not be read. "
      "With --cases: 0 if every line was answered, else 2.");
  command.Callback([arguments, &streams, status] { *status = Run(*arguments, streams); });
}

}  // namespace rolelint::cli
