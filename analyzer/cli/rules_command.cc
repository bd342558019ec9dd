#include "analyzer/cli/rules_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "analyzer/engine/severity.h"
#include "analyzer/text/glob.h"
#include "analyzer/text/spelling.h"
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

void PrintTable(const std::vector<const Rule*>& chosen, std::ostream& out) {
  size_t width = 0;
  for (const Rule* rule : chosen) width = std::max(width, rule->id.size());
  for (const Rule* rule : chosen) {
    out << fmt::format("{:<{}}  {:<10}  {}\n", rule->id, width, engine::LevelName(rule->level),
                       rule->summary);
    if (!rule->equivalents.empty()) {
      out << fmt::format("{:<{}}  {:<10}  also: {}\n", "", width, "",
                         fmt::join(rule->equivalents, ", "));
    }
  }
}

// The tools whose codes rules name: "parliament" of "parliament:UNKNOWN_ACTION".
std::vector<std::string_view> Tools() {
  std::set<std::string_view> tools;
  for (const Rule* rule : rules::AllRules()) {
    for (const std::string_view code : rule->equivalents)
      tools.insert(code.substr(0, code.find(':')));
  }
  return {tools.begin(), tools.end()};
}

// `problem`, and of the words the one that is meant.
std::string WithMeant(std::string problem, std::string_view word,
                      const std::vector<std::string_view>& words) {
  const std::string_view meant = text::ClosestWord(word, words);
  return meant.empty() ? problem : fmt::format("{}; did you mean \"{}\"?", problem, meant);
}

// The rules for the code, or why there are none.
std::vector<const Rule*> RulesFrom(const std::string& tool, const std::string& code,
                                   std::string* error) {
  const std::vector<std::string_view> tools = Tools();
  if (std::find(tools.begin(), tools.end(), tool) == tools.end()) {
    *error = WithMeant(fmt::format("--from: \"{}\" is not {}", tool, fmt::join(tools, ", ")), tool,
                       tools);
    return {};
  }
  std::vector<const Rule*> chosen;
  std::vector<std::string_view> codes;
  for (const Rule* rule : rules::AllRules()) {
    for (const std::string_view full : rule->equivalents) {
      if (full.substr(0, full.find(':')) != tool) continue;
      codes.push_back(full.substr(tool.size() + 1));
      const bool same = text::EqualsFolded(codes.back(), code) || text::EqualsFolded(full, code);
      if (same && (chosen.empty() || chosen.back() != rule)) chosen.push_back(rule);
    }
  }
  if (chosen.empty()) {
    *error = WithMeant(fmt::format("no rule has the code \"{}\" of {}", code, tool), code, codes);
  }
  return chosen;
}

}  // namespace

int RunRules(const RulesArguments& arguments, const Streams& streams) {
  std::vector<const Rule*> chosen(rules::AllRules().begin(), rules::AllRules().end());
  if (!arguments.from.empty()) {
    std::string error;
    chosen = RulesFrom(arguments.from.front(), arguments.from.back(), &error);
    if (!error.empty()) return Fail(streams, error);
  }
  if (arguments.format == "json") {
    Json all = Json::array();
    for (const Rule* rule : chosen) all.push_back(ToJson(*rule));
    Json document = {{"schema_version", 1}, {"rules", std::move(all)}};
    streams.out << document.dump(2) << '\n';
  } else {
    PrintTable(chosen, streams.out);
  }
  return kOk;
}

void AddRulesCommand(Command app, const Streams& streams, int* status) {
  auto arguments = std::make_shared<RulesArguments>();
  Command command = app.AddCommand("rules", "List all rules, with other tools' codes for them");
  command.AddOption("--format", arguments->format, "Write text or json")
      .OneOf({"text", "json"})
      .ShowDefault();
  command
      .AddOption("--from", arguments->from,
                 "List the rules for a code of another tool: --from parliament UNKNOWN_ACTION")
      .TypeName("TOOL CODE")
      .Expected(2);
  command.Callback([arguments, &streams, status] { *status = RunRules(*arguments, streams); });
}

}  // namespace rolelint::cli
