#include "analyzer/cli/mcp_tools.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analyzer/text/spelling.h"

namespace rolelint::cli {
namespace {

bool HasType(const serve::JsonTree& value, std::string_view type) {
  return (type == "string" && value.is_string()) || (type == "array" && value.is_array()) ||
         (type == "boolean" && value.is_boolean()) || (type == "object" && value.is_object()) ||
         (type == "integer" && value.is_number_integer());
}

// The schema's "type": one, or a list of them.
bool FitsSchema(const serve::JsonTree& value, const serve::JsonTree& schema) {
  const serve::JsonTree* type = serve::Member(schema, "type");
  if (type == nullptr) return true;
  const auto fits = [&](const serve::JsonTree& one) {
    return HasType(value, one.get_ref<const std::string&>());
  };
  const bool typed = type->is_array() ? std::any_of(type->begin(), type->end(), fits) : fits(*type);
  const serve::JsonTree* items = serve::Member(schema, "items");
  if (!typed || items == nullptr || !value.is_array()) return typed;
  return std::all_of(value.begin(), value.end(),
                     [&](const serve::JsonTree& item) { return FitsSchema(item, *items); });
}

}  // namespace

std::vector<serve::McpTool> McpTools(const TextChecker& checker) {
  return {CheckTool(checker), ProveTool(checker), SimulateTool(checker),
          WhyTool(),          ExplainTool(),      CatalogTool(checker)};
}

serve::JsonTree ObjectSchema(serve::JsonTree properties, std::vector<std::string_view> required) {
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

serve::JsonTree StringSchema(std::string_view help) {
  return {{"type", "string"}, {"description", help}};
}

serve::JsonTree StringListSchema(std::string_view help) {
  return {{"type", "array"}, {"items", {{"type", "string"}}}, {"description", help}};
}

void AddFileSchemas(serve::JsonTree* properties) {
  serve::JsonTree file = {{"name", StringSchema("How the answer names the text")},
                          {"text", StringSchema("Its content")}};
  (*properties)["files"] = {
      {"type", "array"},
      {"items", ObjectSchema(std::move(file), {"text"})},
      {"description", "Policies, templates or exports as text, in any format that check reads"}};
  (*properties)["paths"] = StringListSchema(
      "Files and folders within the client's roots, absolute or relative to a root");
}

std::string WrongArgument(const serve::JsonTree& schema, const serve::JsonTree& arguments) {
  const serve::JsonTree& properties = schema["properties"];
  for (const auto& [name, value] : arguments.items()) {
    const serve::JsonTree* property = serve::Member(properties, name);
    if (property == nullptr) {
      std::vector<std::string_view> names;
      for (const auto& item : properties.items()) names.push_back(item.key());
      const std::string_view meant = text::ClosestWord(name, names);
      return fmt::format("there is no argument \"{}\"{}", name,
                         meant.empty() ? "" : fmt::format("; did you mean \"{}\"?", meant));
    }
    if (!FitsSchema(value, *property)) {
      return fmt::format("{}: not of type {}", name, serve::JsonText((*property)["type"]));
    }
    const serve::JsonTree* words = serve::Member(*property, "enum");
    if (words != nullptr && std::find(words->begin(), words->end(), value) == words->end()) {
      return fmt::format("{}: not one of {}", name, serve::JsonText(*words));
    }
  }
  for (const serve::JsonTree& name : schema["required"]) {
    if (!arguments.contains(name.get_ref<const std::string&>())) {
      return fmt::format("{} is missing", name.get_ref<const std::string&>());
    }
  }
  return "";
}

bool ReadFilesOfCall(const serve::JsonTree& arguments, const serve::ClientRoots& roots,
                     std::vector<engine::InputSpec>* inputs, std::string* error) {
  if (const serve::JsonTree* files = serve::Member(arguments, "files")) {
    for (const serve::JsonTree& file : *files) {
      if (serve::Member(file, "text") == nullptr) {
        *error = "files: one has no text";
        return false;
      }
      engine::InputSpec& input = inputs->emplace_back();
      input.bytes = serve::StringMember(file, "text");
      input.display_name = serve::StringMember(file, "name");
      if (input.display_name.empty()) {
        input.display_name = fmt::format("text-{}", inputs->size());
      }
    }
  }
  return roots.Read(StringsIn(arguments, "paths"), inputs, error);
}

std::vector<std::string> StringsIn(const serve::JsonTree& arguments, std::string_view name) {
  std::vector<std::string> strings;
  const serve::JsonTree* list = serve::Member(arguments, name);
  if (list == nullptr || !list->is_array()) return strings;
  for (const serve::JsonTree& item : *list) {
    if (item.is_string()) strings.push_back(item.get<std::string>());
  }
  return strings;
}

serve::ToolAnswer ToolFailure(std::string message) {
  serve::ToolAnswer answer;
  answer.text = std::move(message);
  answer.error = true;
  return answer;
}

serve::ToolAnswer ToolJson(std::string text, bool error) {
  serve::ToolAnswer answer;
  std::string ignored;
  while (!text.empty() && text.back() == '\n') text.pop_back();
  if (auto tree = serve::ParseJson(text, &ignored)) answer.structured = *std::move(tree);
  if (!answer.structured.is_object()) answer.structured = nullptr;
  answer.text = std::move(text);
  answer.error = error;
  return answer;
}

}  // namespace rolelint::cli
