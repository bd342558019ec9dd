#include "analyzer/cli/template_parameters.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "analyzer/json/reader.h"
#include "analyzer/text/glob.h"
#include "analyzer/text/source.h"
#include "analyzer/text/spelling.h"

namespace rolelint::cli {
namespace {

using json::Type;
using json::Value;

// Nullopt for what no parameter can have.
std::optional<std::string> ValueOf(Value value) {
  switch (value.type()) {
    case Type::kString:
      return std::string(value.str());
    case Type::kNumber:
    case Type::kBool:
      return std::string(value.raw());
    case Type::kArray: {
      std::string joined;
      for (Value item : value) {
        const std::optional<std::string> text = item.is_array() ? std::nullopt : ValueOf(item);
        if (!text) return std::nullopt;
        if (item.index() != (*value.begin()).index()) joined += ',';
        joined += *text;
      }
      return joined;
    }
    default:
      return std::nullopt;
  }
}

// The list of the AWS CLI. An element that keeps what the stack has says nothing.
bool TakeList(Value list, TemplateParameters* parameters) {
  for (Value element : list) {
    const Value name = element.Find("ParameterKey");
    if (!name.is_string()) return false;
    const Value value = element.Find("ParameterValue");
    if (!value && element.Find("UsePreviousValue").truth()) continue;
    const std::optional<std::string> text = ValueOf(value);
    if (!text) return false;
    parameters->emplace_back(name.str(), *text);
  }
  return true;
}

bool TakeAll(Value value, TemplateParameters* parameters) {
  if (value.is_array()) return TakeList(value, parameters);
  if (!value.is_object()) return false;
  if (const Value inner = value.Find("Parameters"); inner.is_object() || inner.is_array()) {
    return TakeAll(inner, parameters);
  }
  for (Value member : value) {
    const std::optional<std::string> text = ValueOf(member);
    if (!text) return false;
    parameters->emplace_back(member.key(), *text);
  }
  return true;
}

}  // namespace

bool ReadParameterArguments(const std::vector<std::string>& arguments,
                            TemplateParameters* parameters, std::string* error) {
  for (const std::string& argument : arguments) {
    const size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0) {
      *error = "--parameters takes NAME=VALUE, not " + argument;
      return false;
    }
    parameters->emplace_back(argument.substr(0, equals), argument.substr(equals + 1));
  }
  return true;
}

bool ReadParameterFile(const std::string& path, TemplateParameters* parameters,
                       std::string* error) {
  text::SourceError problem;
  const std::optional<text::Source> source = text::Source::FromFile(path, path, &problem);
  if (!source) {
    *error = "cannot read the parameters " + path + ": " + problem.message;
    return false;
  }
  text::Arena arena;
  std::vector<json::Issue> issues;
  json::Tree tree;
  tree.text = source->text();
  json::Reader reader(source->text(), &arena, &issues);
  if (reader.ReadValue(reader.SkipBlanks(0), &tree) == json::Reader::kFailed) {
    *error = "cannot read the parameters " + path + ": " +
             (issues.empty() ? std::string("not JSON") : issues.back().message);
    return false;
  }
  if (!TakeAll(tree.root(), parameters)) {
    *error = "the parameters " + path +
             " are neither a list of ParameterKey and ParameterValue nor an object of names and "
             "values";
    return false;
  }
  return true;
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
std::string WrongPseudoParameter(const TemplateParameters& parameters) {
  static constexpr std::string_view kNames[] = {
      "AWS::AccountId", "AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition",
      "AWS::Region",    "AWS::StackId", "AWS::StackName",        "AWS::URLSuffix",
  };
  for (const auto& [name, value] : parameters) {
    const bool pseudo = text::EqualsFolded(name.substr(0, 5), "AWS::");
    if (!pseudo || std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames)) {
      continue;
    }
    const std::string_view meant = text::ClosestWord(name, kNames, 3);
    return name + " is no pseudo parameter" +
           (meant.empty() ? "" : "; did you mean " + std::string(meant) + "?");
  }
  return {};
}

void SortParameters(TemplateParameters* parameters) {
  std::stable_sort(parameters->begin(), parameters->end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  TemplateParameters last;
  for (auto& parameter : *parameters) {
    if (!last.empty() && last.back().first == parameter.first) last.pop_back();
    last.push_back(std::move(parameter));
  }
  *parameters = std::move(last);
}

}  // namespace rolelint::cli
