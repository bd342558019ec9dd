#ifndef ROLELINT_CLI_MCP_TOOLS_H_
#define ROLELINT_CLI_MCP_TOOLS_H_

// The tools of `rolelint mcp`: the commands of the same names, with their arguments as JSON.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/cli/text_checker.h"
#include "analyzer/engine/check.h"
#include "analyzer/serve/mcp_server.h"

namespace rolelint::cli {

// `checker` outlives them.
std::vector<serve::McpTool> McpTools(const TextChecker& checker);

// mcp_check.cc, mcp_decide.cc, mcp_look_up.cc
serve::McpTool CheckTool(const TextChecker& checker);
serve::McpTool ProveTool(const TextChecker& checker);
serve::McpTool SimulateTool(const TextChecker& checker);
serve::McpTool WhyTool();
serve::McpTool ExplainTool();
serve::McpTool CatalogTool(const TextChecker& checker);

// An object with these properties alone.
serve::JsonTree ObjectSchema(serve::JsonTree properties, std::vector<std::string_view> required);
serve::JsonTree StringSchema(std::string_view help);
serve::JsonTree StringListSchema(std::string_view help);
// "files" and "paths".
void AddFileSchemas(serve::JsonTree* properties);

// A sentence on the first member that is not in the schema, is of another type, or is missing; ""
// if all are fine.
std::string WrongArgument(const serve::JsonTree& schema, const serve::JsonTree& arguments);

// The inputs of "files" and "paths". False, with a sentence in `error`.
bool ReadFilesOfCall(const serve::JsonTree& arguments, const serve::ClientRoots& roots,
                     std::vector<engine::InputSpec>* inputs, std::string* error);
std::vector<std::string> StringsIn(const serve::JsonTree& arguments, std::string_view name);

serve::ToolAnswer ToolFailure(std::string message);
// The answer that `text` is, as JSON.
serve::ToolAnswer ToolJson(std::string text, bool error = false);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_MCP_TOOLS_H_
