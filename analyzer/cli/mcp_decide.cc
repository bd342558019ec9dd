// The tools `prove`, `simulate` and `why`.

#include <fmt/format.h>

#include <sstream>
#include <utility>

#include "analyzer/cli/mcp_tools.h"
#include "analyzer/cli/prove_cases.h"
#include "analyzer/cli/prove_question.h"
#include "analyzer/cli/simulate_cases.h"
#include "analyzer/cli/simulate_export.h"
#include "analyzer/cli/why_command.h"
#include "analyzer/report/json_values.h"

namespace rolelint::cli {
namespace {

using serve::ClientRoots;
using serve::JsonTree;
using serve::ToolAnswer;

JsonTree PolicySchema(std::string_view help) {
  return {{"type", JsonTree::array({"object", "string"})}, {"description", help}};
}

JsonTree WordSchema(std::vector<std::string_view> words, std::string_view help) {
  return {{"type", "string"}, {"enum", std::move(words)}, {"description", help}};
}

JsonTree ContextSchema() {
  return {{"type", "object"},
          {"description", "Condition keys and their values: a string, or a list of strings"}};
}

// A case's answer: what could not be asked is a failure.
ToolAnswer CaseAnswer(JsonTree answer) {
  answer.erase("id");
  const bool failed = answer.contains("error");
  return ToolJson(report::Dump(answer), failed);
}

// ---- prove ----

JsonTree ProveSchema() {
  JsonTree properties = JsonTree::object();
  properties["question"] =
      WordSchema({"no-new-access", "not-granted", "not-public", "equivalent"},
                 "no-new-access: b allows nothing that a does not. not-granted: a allows none of "
                 "the actions on any of the resources. not-public: a allows no public access. "
                 "equivalent: a and b allow the same");
  properties["a"] = PolicySchema("The policy, or the old one: an object, or JSON as text");
  properties["b"] = PolicySchema("The new policy, or the other one");
  properties["a_path"] = StringSchema("A file with policy a within the client's roots");
  properties["b_path"] = StringSchema("A file with policy b within the client's roots");
  properties["kind"] =
      WordSchema({"identity", "trust", "resource", "scp", "rcp", "boundary", "session"},
                 "What the policies are, whatever their content suggests");
  properties["universe"] = WordSchema(
      {"strings", "catalog"}, "Consider any text as an action, or those of AWS's catalogue");
  properties["resource_type"] =
      WordSchema({PublicResourceTypes().begin(), PublicResourceTypes().end()},
                 "Of not-public: what a is attached to");
  properties["actions"] = StringListSchema("Of not-granted: service:Name, with * and ?");
  properties["resources"] = StringListSchema("Of not-granted: ARNs, with * and ?");
  properties["except_actions"] = StringListSchema("Of not-granted: actions to leave out");
  properties["except_resources"] = StringListSchema("Of not-granted: ARNs to leave out");
  return ObjectSchema(std::move(properties), {"question"});
}

// "a_path" becomes "a" with the file's text. "" or why not.
std::string ReadPolicyPath(const std::string& name, const ClientRoots& roots, JsonTree* question) {
  const std::string member = name + "_path";
  if (!question->contains(member)) return "";
  if (question->contains(name)) return fmt::format("{} and {}: one of them", name, member);
  std::vector<engine::InputSpec> inputs;
  std::string error;
  const std::string path((*question)[member].get_ref<const std::string&>());
  if (!roots.Read({path}, &inputs, &error)) return error;
  if (inputs.size() != 1) return fmt::format("{}: not one file", member);
  (*question)[name] = std::move(inputs[0].bytes);
  question->erase(member);
  return "";
}

ToolAnswer CallProve(const TextChecker& checker, const JsonTree& schema, const JsonTree& arguments,
                     const ClientRoots& roots) {
  if (std::string wrong = WrongArgument(schema, arguments); !wrong.empty()) {
    return ToolFailure(std::move(wrong));
  }
  JsonTree question = arguments;
  for (const char* name : {"a", "b"}) {
    std::string problem = ReadPolicyPath(name, roots, &question);
    if (!problem.empty()) return ToolFailure(std::move(problem));
  }
  return CaseAnswer(ProveCase(serve::JsonText(question), checker.catalog()));
}

// ---- simulate ----

JsonTree SimulateSchema() {
  JsonTree properties = JsonTree::object();
  properties["principal"] =
      StringSchema("The caller: an ARN, an account ID, a service's name, or anonymous");
  properties["action"] = StringSchema("service:Name");
  properties["resource"] = StringSchema("An ARN, or * for actions without a resource (default)");
  properties["resource_account"] = StringSchema("The account of a resource whose ARN has none");
  properties["context"] = ContextSchema();
  properties["policies"] = {
      {"type", "object"},
      {"description",
       "The policies as such: identity, boundary, session, vpc_endpoint (lists), scp, rcp (lists "
       "of levels, each a list), resource or trust (one policy)"}};
  AddFileSchemas(&properties);
  return ObjectSchema(std::move(properties), {"principal", "action"});
}

// KEY=VALUE, one for each value. False if a value is no string and no list of strings.
bool ReadContextObject(const JsonTree& arguments, std::vector<std::string>* words) {
  const JsonTree* context = serve::Member(arguments, "context");
  if (context == nullptr) return true;
  for (const auto& [key, value] : context->items()) {
    const JsonTree list = value.is_array() ? value : JsonTree::array({value});
    for (const JsonTree& one : list) {
      if (!one.is_string()) return false;
      words->push_back(key + "=" + one.get_ref<const std::string&>());
    }
  }
  return true;
}

ToolAnswer SimulateInline(const TextChecker& checker, const JsonTree& arguments) {
  JsonTree line = JsonTree::object();
  JsonTree& request = line["request"] = JsonTree::object();
  for (const char* name : {"principal", "action", "resource", "resource_account", "context"}) {
    if (arguments.contains(name)) request[name] = arguments[name];
  }
  if (!request.contains("resource")) request["resource"] = "*";
  line["policies"] = arguments["policies"];
  return CaseAnswer(SimulateCase(serve::JsonText(line), checker.catalog()));
}

ToolAnswer CallSimulate(const TextChecker& checker, const JsonTree& schema,
                        const JsonTree& arguments, const ClientRoots& roots) {
  std::string error = WrongArgument(schema, arguments);
  if (!error.empty()) return ToolFailure(std::move(error));
  const bool exports = arguments.contains("files") || arguments.contains("paths");
  if (arguments.contains("policies")) {
    if (exports) return ToolFailure("policies are given as such, or in files and paths: not both");
    return SimulateInline(checker, arguments);
  }
  SimulateArguments simulate;
  if (!ReadFilesOfCall(arguments, roots, &simulate.inputs, &error))
    return ToolFailure(std::move(error));
  if (simulate.inputs.empty()) return ToolFailure("no policies: give policies, files or paths");
  if (!ReadContextObject(arguments, &simulate.context)) {
    return ToolFailure("context: a value is not a string or a list of strings");
  }
  simulate.principal = serve::StringMember(arguments, "principal");
  simulate.action = serve::StringMember(arguments, "action");
  if (arguments.contains("resource"))
    simulate.resource = serve::StringMember(arguments, "resource");
  simulate.resource_account = serve::StringMember(arguments, "resource_account");
  simulate.format = "json";
  std::ostringstream out;
  std::ostringstream messages;
  SimulateExport(simulate, {out, messages});
  return out.str().empty() ? ToolFailure(MessageOf(messages.str())) : ToolJson(out.str());
}

// ---- why ----

JsonTree WhySchema() {
  JsonTree properties = JsonTree::object();
  properties["message"] = StringSchema("The error message of AWS, whole");
  properties["principal"] = StringSchema("Who asked, where the message does not say so: an ARN");
  properties["action"] = StringSchema("What was asked for: service:Name");
  properties["resource"] = StringSchema("On what: an ARN");
  properties["context"] = ContextSchema();
  AddFileSchemas(&properties);
  return ObjectSchema(std::move(properties), {});
}

ToolAnswer CallWhy(const JsonTree& schema, const JsonTree& arguments, const ClientRoots& roots) {
  std::string error = WrongArgument(schema, arguments);
  if (!error.empty()) return ToolFailure(std::move(error));
  WhyArguments why;
  if (!ReadFilesOfCall(arguments, roots, &why.input.inputs, &error))
    return ToolFailure(std::move(error));
  if (!ReadContextObject(arguments, &why.context)) {
    return ToolFailure("context: a value is not a string or a list of strings");
  }
  const std::string message(serve::StringMember(arguments, "message"));
  why.principal = serve::StringMember(arguments, "principal");
  why.action = serve::StringMember(arguments, "action");
  why.resource = serve::StringMember(arguments, "resource");
  why.format = "json";
  if (message.empty() && (why.principal.empty() || why.action.empty())) {
    return ToolFailure("give a message, or principal and action");
  }
  std::ostringstream out;
  std::ostringstream messages;
  AnswerWhy(why, message, {out, messages});
  if (out.str().empty()) return ToolFailure(MessageOf(messages.str()));
  ToolAnswer answer = ToolJson(out.str());
  // What of the input could not be read changes what the answer is worth.
  if (!messages.str().empty() && answer.structured.is_object()) {
    answer.structured["messages"] = MessageOf(messages.str());
    answer.text = report::Dump(answer.structured);
  }
  return answer;
}

}  // namespace

serve::McpTool ProveTool(const TextChecker& checker) {
  serve::McpTool tool;
  tool.name = "prove";
  tool.title = "Prove what policies allow";
  tool.description =
      "Prove a statement about all requests, or refute it with a request: that a new policy allows "
      "nothing more, that actions are not granted, that there is no public access, that two "
      "policies allow the same.";
  tool.input_schema = ProveSchema();
  tool.call = [&checker, schema = tool.input_schema](const JsonTree& arguments,
                                                     const ClientRoots& roots) {
    return CallProve(checker, schema, arguments, roots);
  };
  return tool;
}

serve::McpTool SimulateTool(const TextChecker& checker) {
  serve::McpTool tool;
  tool.name = "simulate";
  tool.title = "Decide one request";
  tool.description =
      "Decide one request as AWS would: allowed, explicitly or implicitly denied, by which "
      "statements, and, with exports of accounts, what would change the decision.";
  tool.input_schema = SimulateSchema();
  tool.call = [&checker, schema = tool.input_schema](const JsonTree& arguments,
                                                     const ClientRoots& roots) {
    return CallSimulate(checker, schema, arguments, roots);
  };
  return tool;
}

serve::McpTool WhyTool() {
  serve::McpTool tool;
  tool.name = "why";
  tool.title = "Explain an error message of AWS";
  tool.description =
      "Explain an AccessDenied or another error message of AWS by the exports of the accounts: "
      "which policy lacks an Allow, has a Deny or a condition, and what to add.";
  tool.input_schema = WhySchema();
  tool.call = [schema = tool.input_schema](const JsonTree& arguments, const ClientRoots& roots) {
    return CallWhy(schema, arguments, roots);
  };
  return tool;
}

}  // namespace rolelint::cli
