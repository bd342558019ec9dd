// The tool `check`.

#include <fmt/format.h>

#include <optional>
#include <sstream>
#include <utility>

#include "analyzer/cli/check_fields.h"
#include "analyzer/cli/mcp_tools.h"
#include "analyzer/cli/rule_pages.h"
#include "analyzer/report/report.h"
#include "rules/registry.h"

namespace rolelint::cli {
namespace {

// A model reads what it is answered: a long list is cut, and says so.
constexpr size_t kDefaultFindings = 100;

serve::JsonTree CheckSchema() {
  serve::JsonTree properties = serve::JsonTree::object();
  properties["text"] = StringSchema("One policy, template or export as text");
  properties["name"] = StringSchema("How the answer names the text");
  AddFileSchemas(&properties);
  properties.update(CheckFieldSchemas());
  properties["max_findings"] = {
      {"type", "integer"},
      {"minimum", 0},
      {"description",
       fmt::format("The most findings of the answer, by default {}", kDefaultFindings)}};
  return ObjectSchema(std::move(properties), {});
}

serve::ToolAnswer CallCheck(const TextChecker& checker, const serve::JsonTree& schema,
                            const serve::JsonTree& arguments, const serve::ClientRoots& roots) {
  std::string error = WrongArgument(schema, arguments);
  if (!error.empty()) return ToolFailure(error);
  CheckArguments check;
  std::vector<engine::InputSpec> inputs;
  if (serve::Member(arguments, "text") != nullptr) {
    inputs.emplace_back();
    inputs[0].bytes = serve::StringMember(arguments, "text");
    inputs[0].display_name = serve::StringMember(arguments, "name");
    if (inputs[0].display_name.empty()) inputs[0].display_name = "text";
  }
  if (!ReadCheckFields(arguments, "text name files paths max_findings", &check, &error) ||
      !ReadFilesOfCall(arguments, roots, &inputs, &error)) {
    return ToolFailure(error);
  }
  if (inputs.empty()) return ToolFailure("nothing to check: give text, files or paths");
  std::optional<engine::CheckResult> result =
      checker.Check(std::move(inputs), check, report::Format::kJson, &error);
  if (!result) return ToolFailure(error);
  const size_t most = serve::NumberMember(arguments, "max_findings").value_or(kDefaultFindings);
  if (result->findings.size() > most) {
    result->notes.push_back(
        {fmt::format("{} of {} findings are shown (max_findings)", most, result->findings.size()),
         std::nullopt});
    result->findings.resize(most);
  }
  report::ReportOptions options;
  options.tool_version = ROLELINT_VERSION;
  options.catalog_date = checker.catalog().date();
  options.rule_page = RulePage;
  std::ostringstream out;
  report::Write(report::Format::kJson, *result, rules::AllRules(), options, out);
  return ToolJson(out.str());
}

}  // namespace

serve::McpTool CheckTool(const TextChecker& checker) {
  serve::McpTool tool;
  tool.name = "check";
  tool.title = "Check IAM policies";
  tool.description =
      "Find mistakes and risks in AWS IAM policies: bare policies, outputs of the AWS CLI, account "
      "exports, CloudFormation and Terraform. Answers with the JSON report: findings with rule, "
      "severity, message, place, and a fix where there is one.";
  tool.input_schema = CheckSchema();
  tool.call = [&checker, schema = tool.input_schema](const serve::JsonTree& arguments,
                                                     const serve::ClientRoots& roots) {
    return CallCheck(checker, schema, arguments, roots);
  };
  return tool;
}

}  // namespace rolelint::cli
