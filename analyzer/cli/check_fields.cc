#include "analyzer/cli/check_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "analyzer/policy/kind.h"
#include "analyzer/text/spelling.h"
#include "analyzer/text/words.h"

namespace rolelint::cli {
namespace {

// A field with a member of its own of what it sets; the others are null.
struct CheckField {
  std::string_view name;
  std::string_view help;
  std::string_view words;  // that it may be, separated by blanks; "": any
  std::string CheckArguments::*text = nullptr;
  std::vector<std::string> CheckArguments::*list = nullptr;
  bool CheckArguments::*flag = nullptr;
};

constexpr std::string_view kParameters = "parameters";

constexpr CheckField kCheckFields[] = {
    {"kind", "Take bare policies for this kind, whatever their content suggests",
     "identity trust resource scp rcp boundary session", &CheckArguments::kind},
    {"resource_type",
     "What the policies are attached to, as CloudFormation names it: AWS::S3::Bucket", "",
     &CheckArguments::resource_type},
    {"persona", "Run the rules for this persona", "regular pedantic auditor",
     &CheckArguments::persona},
    {"min_severity", "Leave out findings of a lower severity", "critical high medium low",
     &CheckArguments::min_severity},
    {"fail_on", "The status is 1 if a finding has this severity or a higher one",
     "critical high medium low never", &CheckArguments::fail_on},
    {"select", "Run these rules, families or other tools' codes alone", "", nullptr,
     &CheckArguments::select},
    {"ignore", "Run all rules but these", "", nullptr, &CheckArguments::ignore},
    {"allow_incomplete", "Accept exports that say parts of them are missing", "", nullptr, nullptr,
     &CheckArguments::allow_incomplete},
    {"allow_unresolved", "Accept policies that a template leaves open as a whole", "", nullptr,
     nullptr, &CheckArguments::allow_unresolved},
    {"markdown", "Read policies in code blocks of Markdown", "", nullptr, nullptr,
     &CheckArguments::markdown},
};

std::string MeantField(std::string_view word, const std::vector<std::string_view>& words) {
  const std::string_view meant = text::ClosestWord(word, words);
  return meant.empty() ? "" : fmt::format("; did you mean \"{}\"?", meant);
}

std::string NoCheckField(std::string_view name) {
  std::vector<std::string_view> names = {kParameters};
  for (const CheckField& field : kCheckFields) names.push_back(field.name);
  return fmt::format("there is no option \"{}\"{}", name, MeantField(name, names));
}

// "" after reading, else what is wrong.
std::string ReadText(const CheckField& field, const nlohmann::ordered_json& value,
                     std::string* text) {
  if (!value.is_string()) return fmt::format("{}: not a string", field.name);
  *text = value.get_ref<const std::string&>();
  const std::vector<std::string_view> words = text::WordsOf(field.words);
  if (!words.empty() && std::find(words.begin(), words.end(), *text) == words.end()) {
    return fmt::format("{}: \"{}\" is not one of {}{}", field.name, *text, fmt::join(words, ", "),
                       MeantField(*text, words));
  }
  if (field.name == "resource_type" && !policy::IsResourceType(*text)) {
    return "resource_type: not the name of a type, such as AWS::S3::Bucket";
  }
  return "";
}

std::string ReadList(const CheckField& field, const nlohmann::ordered_json& value,
                     std::vector<std::string>* list) {
  const auto is_text = [](const nlohmann::ordered_json& item) { return item.is_string(); };
  if (!value.is_array() || !std::all_of(value.begin(), value.end(), is_text)) {
    return fmt::format("{}: not a list of strings", field.name);
  }
  for (const auto& item : value) list->push_back(item.get_ref<const std::string&>());
  return "";
}

std::string ReadParameterObject(const nlohmann::ordered_json& value, CheckArguments* arguments) {
  if (!value.is_object()) return "parameters: not an object of names and values";
  for (const auto& [name, text] : value.items()) {
    if (!text.is_string()) return fmt::format("parameters: {} is not a string", name);
    arguments->parameters.push_back(name + "=" + text.get_ref<const std::string&>());
  }
  return "";
}

std::string ReadCheckField(const std::string& name, const nlohmann::ordered_json& value,
                           CheckArguments* arguments) {
  if (name == kParameters) return ReadParameterObject(value, arguments);
  const CheckField* field = std::find_if(std::begin(kCheckFields), std::end(kCheckFields),
                                         [&](const CheckField& one) { return one.name == name; });
  if (field == std::end(kCheckFields)) return NoCheckField(name);
  if (field->text != nullptr) return ReadText(*field, value, &(arguments->*field->text));
  if (field->list != nullptr) return ReadList(*field, value, &(arguments->*field->list));
  if (!value.is_boolean()) return fmt::format("{}: not true or false", name);
  arguments->*field->flag = value.get<bool>();
  return "";
}

}  // namespace

bool ReadCheckFields(const nlohmann::ordered_json& object, std::string_view others,
                     CheckArguments* arguments, std::string* error) {
  const std::vector<std::string_view> passed_over = text::WordsOf(others);
  for (const auto& [name, value] : object.items()) {
    if (std::find(passed_over.begin(), passed_over.end(), name) != passed_over.end()) continue;
    *error = ReadCheckField(name, value, arguments);
    if (!error->empty()) return false;
  }
  return true;
}

nlohmann::ordered_json CheckFieldSchemas() {
  nlohmann::ordered_json properties = nlohmann::ordered_json::object();
  for (const CheckField& field : kCheckFields) {
    nlohmann::ordered_json& schema = properties[std::string(field.name)];
    if (field.text != nullptr) {
      schema["type"] = "string";
      if (!field.words.empty()) schema["enum"] = text::WordsOf(field.words);
    } else if (field.list != nullptr) {
      schema["type"] = "array";
      schema["items"] = {{"type", "string"}};
    } else {
      schema["type"] = "boolean";
    }
    schema["description"] = field.help;
  }
  properties[std::string(kParameters)] = {
      {"type", "object"},
      {"additionalProperties", {{"type", "string"}}},
      {"description", "Values of template parameters and pseudo parameters, by name"}};
  return properties;
}

}  // namespace rolelint::cli
