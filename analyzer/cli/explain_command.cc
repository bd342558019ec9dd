#include "analyzer/cli/explain_command.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/cli/rule_pages.h"
#include "analyzer/report/report.h"
#include "analyzer/text/glob.h"
#include "analyzer/text/spelling.h"
#include "rules/registry.h"

namespace rolelint::cli {
namespace {

using engine::Rule;

// Whether `code` is another tool's name for what the rule finds, with or without the tool:
// "access-analyzer:INVALID_ACTION", "INVALID_ACTION".
bool IsCodeOf(std::string_view code, std::string_view equivalent) {
  return text::EqualsFolded(code, equivalent) ||
         text::EqualsFolded(code, equivalent.substr(equivalent.find(':') + 1));
}

// The rules that go by the name: in SARIF (RootPrincipal), or in other tools.
std::vector<const Rule*> RulesNamed(std::string_view name) {
  std::vector<const Rule*> found;
  for (const Rule* rule : rules::AllRules()) {
    bool named = text::EqualsFolded(name, rule->id) || name == engine::PascalCase(rule->id);
    for (const std::string_view code : rule->equivalents) named = named || IsCodeOf(name, code);
    if (named) found.push_back(rule);
  }
  return found;
}

std::string_view ClosestCode(std::string_view name) {
  if (name.find(':') == std::string_view::npos) return {};
  std::vector<std::string_view> codes;
  for (const Rule* rule : rules::AllRules()) {
    codes.insert(codes.end(), rule->equivalents.begin(), rule->equivalents.end());
  }
  return text::ClosestWord(name, codes);
}

int NoRule(const std::string& id, const Streams& streams) {
  std::string message = "no rule \"" + id + "\"";
  std::string_view near = ClosestCode(id);
  if (near.empty()) near = rules::ClosestRuleId(id);
  message += near.empty() ? "; `rolelint rules` lists them all"
                          : "; did you mean \"" + std::string(near) + "\"?";
  return Fail(streams, message);
}

}  // namespace

int RunExplain(const std::string& id, const Streams& streams) {
  if (const std::string_view page = RulePage(id); !page.empty()) {
    streams.out << page;
    return kOk;
  }
  const std::vector<const Rule*> found = RulesNamed(id);
  if (found.empty()) return NoRule(id, streams);
  std::string names;
  for (const Rule* rule : found) {
    streams.out << (names.empty() ? "" : "\n") << RulePage(rule->id);
    names += (names.empty() ? "" : ", ") + std::string(rule->id);
  }
  streams.err << "note: " << report::Printable(id) << " is " << names << " in rolelint\n";
  return kOk;
}

void AddExplainCommand(Command app, const Streams& streams, int* status) {
  auto id = std::make_shared<std::string>();
  Command command = app.AddCommand("explain", "Print a rule's page");
  command
      .AddOption("rule", *id,
                 "Print the page of this rule: its ID, such as root-principal, or another tool's "
                 "code, such as "
                 "access-analyzer:INVALID_ACTION")
      .Required()
      .TypeName("RULE");
  command.Callback([id, &streams, status] { *status = RunExplain(*id, streams); });
}

}  // namespace rolelint::cli
