#include "analyzer/cli/explain_command.h"

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

void AddExplainCommand(Command app, const Streams& streams, int* status) {
  auto id = std::make_shared<std::string>();
  Command command = app.AddCommand("explain", "Print a rule's page");
  command.AddOption("rule", *id, "The rule's id, e.g. root-principal").Required().TypeName("RULE");
  command.Callback([id, &streams, status] { *status = RunExplain(*id, streams); });
}

}  // namespace rolelint::cli
