#include "analyzer/cli/explain_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "analyzer/cli/rule_pages.h"
#include "rules/registry.h"

namespace rolelint::cli {

int RunExplain(const std::string& id, const Streams& streams) {
  std::string_view page = RulePage(id);
  if (!page.empty()) {
    streams.out << page;
    return kOk;
  }
  std::string message = "no rule \"" + id + "\"";
  std::string_view near = rules::ClosestRuleId(id);
  message += near.empty() ? "; `rolelint rules` lists them all"
                          : "; did you mean \"" + std::string(near) + "\"?";
  return Fail(streams, message);
}

void AddExplainCommand(CLI::App& app, const Streams& streams, int* status) {
  auto id = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("explain", "Print a rule's page");
  command->add_option("rule", *id, "The rule's id, e.g. root-principal")
      ->required()
      ->type_name("RULE");
  command->callback([id, &streams, status] { *status = RunExplain(*id, streams); });
}

}  // namespace rolelint::cli
