#include "analyzer/cli/rules_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "analyzer/engine/severity.h"
#include "rules/registry.h"

namespace rolelint::cli {
namespace {

using engine::OptionType;
using engine::Rule;
using engine::RuleOption;
using Json = nlohmann::ordered_json;

std::string_view TypeWord(OptionType type) {
  switch (type) {
    case OptionType::kBoolean:
      return "boolean";
    case OptionType::kInteger:
      return "integer";
    case OptionType::kString:
      return "string";
    case OptionType::kRegex:
      return "regex";
    case OptionType::kStringList:
      return "list";
  }
  return "";
}

std::string_view Scope(const Rule& rule) {
  if (rule.check_document != nullptr) return "document";
  if (rule.check_entity != nullptr) return "entity";
  if (rule.check_estate != nullptr) return "estate";
  return "source";
}

Json ToJson(std::span<const std::string_view> names) {
  Json list = Json::array();
  for (std::string_view name : names) list.push_back(name);
  return list;
}

Json ToJson(const Rule& rule) {
  Json kinds = Json::array();
  for (int kind = 0; kind < policy::kKindCount; ++kind) {
    if (rule.kinds.Has(static_cast<policy::Kind>(kind))) {
      kinds.push_back(policy::KindName(static_cast<policy::Kind>(kind)));
    }
  }
  Json options = Json::array();
  for (const RuleOption& option : rule.options) {
    options.push_back({{"name", option.name},
                       {"type", TypeWord(option.type)},
                       {"default", option.fallback},
                       {"help", option.help}});
  }
  Json json = {
      {"id", rule.id},
      {"name", engine::PascalCase(rule.id)},
      {"summary", rule.summary},
      {"level", engine::LevelName(rule.level)},
      {"severity", engine::SeverityName(engine::SeverityOf(rule, rule.level, rule.confidence))}};
  json["security_severity"] =
      rule.security_severity.empty() ? Json(nullptr) : Json(rule.security_severity);
  json["confidence"] = engine::ConfidenceName(rule.confidence);
  json["persona"] = engine::PersonaName(rule.persona);
  json["scope"] = Scope(rule);
  json["kinds"] = std::move(kinds);
  json["equivalents"] = ToJson(rule.equivalents);
  json["options"] = std::move(options);
  json["yields_to"] = ToJson(rule.yields_to);
  json["yields_within"] = ToJson(rule.yields_within);
  json["aws_page"] = rule.aws_page.empty() ? Json(nullptr) : Json(rule.aws_page);
  return json;
}

void PrintTable(std::ostream& out) {
  size_t width = 0;
  for (const Rule* rule : rules::AllRules()) width = std::max(width, rule->id.size());
  for (const Rule* rule : rules::AllRules()) {
    out << fmt::format("{:<{}}  {:<10}  {}\n", rule->id, width, engine::LevelName(rule->level),
                       rule->summary);
    if (!rule->equivalents.empty()) {
      out << fmt::format("{:<{}}  {:<10}  also: {}\n", "", width, "",
                         fmt::join(rule->equivalents, ", "));
    }
  }
}

}  // namespace

int RunRules(const std::string& format, const Streams& streams) {
  if (format == "json") {
    Json all = Json::array();
    for (const Rule* rule : rules::AllRules()) all.push_back(ToJson(*rule));
    Json document = {{"schema_version", 1}, {"rules", std::move(all)}};
    streams.out << document.dump(2) << '\n';
  } else {
    PrintTable(streams.out);
  }
  return kOk;
}

void AddRulesCommand(Command app, const Streams& streams, int* status) {
  auto format = std::make_shared<std::string>("text");
  Command command = app.AddCommand("rules", "List all rules, with other tools' codes for them");
  command.AddOption("--format", *format, "Write text or json")
      .OneOf({"text", "json"})
      .ShowDefault();
  command.Callback([format, &streams, status] { *status = RunRules(*format, streams); });
}

}  // namespace rolelint::cli
