#include "analyzer/cli/demo_command.h"

#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/color.h"
#include "analyzer/cli/demo_files.h"
#include "analyzer/cli/rule_pages.h"
#include "analyzer/engine/check.h"
#include "analyzer/report/report.h"
#include "rules/registry.h"

namespace rolelint::cli {
namespace {

struct DemoArguments {
  std::string format = "text";
  std::string color = "auto";
};

int RunDemo(const DemoArguments& arguments, const Streams& streams) {
  std::vector<engine::InputSpec> inputs;
  for (const DemoFile& file : DemoFiles()) {
    engine::InputSpec& input = inputs.emplace_back();
    input.display_name = file.name;
    input.bytes = file.text;
  }
  const catalog::Catalog& catalog = catalog::Catalog::BuiltIn();
  const engine::CheckResult result =
      engine::Check(std::move(inputs), rules::AllRules(),
                    engine::Config::Default(rules::AllRules()), catalog, {});
  report::ReportOptions options;
  options.color = UseColor(arguments.color, STDOUT_FILENO);
  options.tool_version = ROLELINT_VERSION;
  options.catalog_date = catalog.date();
  options.rule_page = RulePage;
  report::Write(report::ParseFormat(arguments.format).value_or(report::Format::kText), result,
                rules::AllRules(), options, streams.out);
  streams.out.flush();
  if (!streams.out) return Fail(streams, "cannot write to standard output");
  options.color = UseColor(arguments.color, STDERR_FILENO);
  report::WriteMessages(result, options, streams.err);
  streams.err << report::SummaryLine(result)
              << "\nnote: this is an example of two accounts; `rolelint check PATH` checks your "
                 "policies and exports, `rolelint explain RULE` explains a finding\n";
  return kOk;
}

}  // namespace

void AddDemoCommand(Command app, const Streams& streams, int* status) {
  auto arguments = std::make_shared<DemoArguments>();
  Command command =
      app.AddCommand("demo", "Check an example that the program carries: two accounts' exports");
  std::vector<std::string> formats;
  for (std::string_view name : report::FormatNames()) formats.emplace_back(name);
  command.AddOption("--format", arguments->format, "Write findings in this format")
      .OneOf(formats)
      .ShowDefault();
  command.AddOption("--color", arguments->color, "Colour the output: always, auto or never")
      .OneOf({"always", "auto", "never"})
      .ShowDefault();
  command.Footer("Exit status: 0, whatever is found in the example; 2 bad usage.");
  command.Callback([arguments, &streams, status] { *status = RunDemo(*arguments, streams); });
}

}  // namespace rolelint::cli
