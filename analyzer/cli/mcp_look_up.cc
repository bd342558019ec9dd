// The tools `explain` and `catalog`.

#include <sstream>
#include <utility>

#include "analyzer/cli/catalog_command.h"
#include "analyzer/cli/explain_command.h"
#include "analyzer/cli/mcp_tools.h"

namespace rolelint::cli {
namespace {

serve::ToolAnswer CallExplain(const serve::JsonTree& schema, const serve::JsonTree& arguments) {
  if (std::string wrong = WrongArgument(schema, arguments); !wrong.empty()) {
    return ToolFailure(std::move(wrong));
  }
  std::ostringstream out;
  std::ostringstream messages;
  if (RunExplain(std::string(serve::StringMember(arguments, "rule")), {out, messages}) != kOk) {
    return ToolFailure(MessageOf(messages.str()));
  }
  serve::ToolAnswer answer;
  answer.text = out.str();
  return answer;
}

serve::ToolAnswer CallCatalog(const serve::JsonTree& schema, const serve::JsonTree& arguments,
                              const std::string& catalog_file) {
  if (std::string wrong = WrongArgument(schema, arguments); !wrong.empty()) {
    return ToolFailure(std::move(wrong));
  }
  CatalogOptions options;
  options.names = StringsIn(arguments, "names");
  options.format = "json";
  options.catalog_file = catalog_file;
  std::ostringstream out;
  std::ostringstream messages;
  // A name that is not found is an answer, with what may have been meant.
  RunCatalogCommand(options, out, messages);
  return out.str().empty() ? ToolFailure(MessageOf(messages.str())) : ToolJson(out.str());
}

}  // namespace

serve::McpTool ExplainTool() {
  serve::McpTool tool;
  tool.name = "explain";
  tool.title = "Explain a rule";
  tool.description =
      "The page of a rule, as Markdown: what it finds, why it matters, an example, the fix, when "
      "to suppress it.";
  serve::JsonTree properties = {
      {"rule", StringSchema("The rule's ID, such as root-principal, or another tool's code, such "
                            "as access-analyzer:INVALID_ACTION")}};
  tool.input_schema = ObjectSchema(std::move(properties), {"rule"});
  tool.call = [schema = tool.input_schema](const serve::JsonTree& arguments,
                                           const serve::ClientRoots&) {
    return CallExplain(schema, arguments);
  };
  return tool;
}

serve::McpTool CatalogTool(const TextChecker& checker) {
  serve::McpTool tool;
  tool.name = "catalog";
  tool.title = "Look up AWS's actions, resource types and condition keys";
  tool.description =
      "What AWS's service reference says of a service prefix, an action, a pattern of actions "
      "(s3:Get*), a condition key, a resource type (s3/bucket) or an ARN. Without names, the "
      "catalogue's date.";
  serve::JsonTree properties = {
      {"names", StringListSchema("Services, actions, patterns, condition keys, types or ARNs")}};
  tool.input_schema = ObjectSchema(std::move(properties), {});
  tool.call = [schema = tool.input_schema, file = checker.catalog_file()](
                  const serve::JsonTree& arguments, const serve::ClientRoots&) {
    return CallCatalog(schema, arguments, file);
  };
  return tool;
}

}  // namespace rolelint::cli
