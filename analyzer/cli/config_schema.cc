#include "analyzer/cli/config_schema.h"

#include <nlohmann/json.hpp>
#include <string>

#include "analyzer/engine/rule.h"
#include "rules/registry.h"

namespace rolelint::cli {
namespace {

using Json = nlohmann::ordered_json;

Json Ref(const char* name) { return {{"$ref", std::string("#/$defs/") + name}}; }

Json Object(Json properties) {
  return {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

Json Described(Json schema, std::string_view text) {
  schema["description"] = text;
  return schema;
}

Json OptionSchema(const engine::RuleOption& option) {
  switch (option.type) {
    case engine::OptionType::kBoolean:
      return Described({{"type", "boolean"}}, option.help);
    case engine::OptionType::kInteger:
      return Described({{"type", "integer"}}, option.help);
    case engine::OptionType::kStringList:
      return Described({{"type", "array"}, {"items", {{"type", "string"}}}}, option.help);
    case engine::OptionType::kRegex:
    case engine::OptionType::kString:
      break;
  }
  return Described({{"type", "string"}}, option.help);
}

Json RuleSchema(const engine::Rule& rule) {
  Json properties = {{"level", Ref("level")}};
  for (const engine::RuleOption& option : rule.options) {
    properties[std::string(option.name)] = OptionSchema(option);
  }
  return {{"description", rule.summary},
          {"oneOf", Json::array({Ref("level"), Object(std::move(properties))})}};
}

Json RulesSchema() {
  Json rules = Json::object();
  for (const engine::Rule* rule : rules::AllRules()) {
    rules[std::string(rule->id)] = RuleSchema(*rule);
  }
  return Object(std::move(rules));
}

Json RuleIds() {
  Json ids = Json::array();
  for (const engine::Rule* rule : rules::AllRules()) ids.push_back(rule->id);
  return {{"enum", std::move(ids)}};
}

Json SuppressionSchema() {
  const Json text = {{"type", "string"}, {"minLength", 1}};
  Json schema =
      Object({{"rule", Ref("rule")},
              {"path", Described(text, "A pattern that the file fits")},
              {"sid", Described(text, "The Sid of the statement")},
              {"pointer", Described(text, "A pattern that the JSON pointer fits")},
              {"owner", Described(text, "A pattern that the owner's ARN or name fits")},
              {"action", Described(text, "A pattern that every action of the statement fits")},
              {"resource", Described(text, "A pattern that every resource of the statement fits")},
              {"reason", Described(text, "Why the finding is accepted")},
              {"expires",
               {{"description", "The last day on which it counts"},
                {"type", "string"},
                {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}}});
  schema["required"] = {"reason"};
  schema["minProperties"] = 2;
  return schema;
}

Json AccessSchema() {
  Json except = Object({{"actions", Ref("texts")},
                        {"resources", Ref("texts")},
                        {"principals", Ref("texts")},
                        {"condition", {{"type", "object"}}}});
  return Object({{"actions", Ref("texts")},
                 {"resources", Ref("texts")},
                 {"principals", Ref("texts")},
                 {"condition", {{"type", "object"}}},
                 {"when", {{"type", "object"}}},
                 {"except", std::move(except)}});
}

Json AssertionSchema() {
  Json schema = Object({{"name", {{"type", "string"}, {"minLength", 1}}},
                        {"policies", Ref("texts")},
                        {"principals", Ref("texts")},
                        {"forbid", Ref("access")},
                        {"require", Ref("access")},
                        {"level", {{"enum", {"error", "security", "warning", "suggestion"}}}}});
  schema["required"] = {"name"};
  return schema;
}

Json AccountsSchema() {
  return {{"type", "object"},
          {"propertyNames", {{"pattern", "^[0-9]{12}$"}}},
          {"additionalProperties",
           Object({{"name", {{"type", "string"}}},
                   {"relation", {{"enum", {"own", "client", "third-party"}}}}})}};
}

Json OverrideSchema() {
  Json levels = {
      {"type", "object"}, {"propertyNames", Ref("rule")}, {"additionalProperties", Ref("level")}};
  Json schema = Object({{"paths", Ref("texts")}, {"rules", std::move(levels)}});
  schema["required"] = {"paths", "rules"};
  return schema;
}

// A section may be there without a value.
Json Section(Json schema, std::string_view text) {
  return Described({{"oneOf", Json::array({std::move(schema), {{"type", "null"}}})}}, text);
}

Json ListOf(const char* name) { return {{"type", "array"}, {"items", Ref(name)}}; }

}  // namespace

void WriteConfigSchema(std::ostream& out) {
  Json properties = {
      {"extends", Section(Ref("texts"), "Files whose settings hold unless this one has others")},
      {"accounts", Section(AccountsSchema(), "Known accounts")},
      {"allow-unresolved",
       Section({{"type", "array"}, {"items", {{"type", "string"}, {"minLength", 1}}}},
               "Patterns of templates that may leave policies open as a whole")},
      {"assertions", Section(ListOf("assertion"), "What must hold of every policy or principal")},
      {"exclude", Section(Ref("texts"), "Patterns of files and folders that are not checked")},
      {"kinds", Section({{"type", "object"}, {"additionalProperties", Ref("kind")}},
                        "What the policies of files are, by patterns of paths")},
      {"overrides", Section(ListOf("override"), "Levels of rules in some files")},
      {"rules", Section(RulesSchema(), "Levels and options of rules")},
      {"suppressions", Section(ListOf("suppression"), "Findings that are accepted")}};
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"title", "rolelint.yaml"}};
  schema.update(Object(std::move(properties)));
  schema["$defs"] = {
      {"level", {{"enum", {"off", "suggestion", "warning", "security", "error"}}}},
      {"kind", {{"enum", {"identity", "trust", "resource", "scp", "rcp", "boundary", "session"}}}},
      {"rule", RuleIds()},
      {"texts",
       {{"oneOf",
         Json::array({{{"type", "string"}, {"minLength", 1}},
                      {{"type", "array"}, {"items", {{"type", "string"}, {"minLength", 1}}}}})}}},
      {"access", AccessSchema()},
      {"assertion", AssertionSchema()},
      {"override", OverrideSchema()},
      {"suppression", SuppressionSchema()}};
  out << schema.dump(1) << '\n';
}

}  // namespace rolelint::cli
