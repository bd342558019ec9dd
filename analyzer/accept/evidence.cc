#include "analyzer/accept/evidence.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <utility>

#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::accept {
namespace {

using Json = nlohmann::ordered_json;
using Texts = std::set<std::string>;

std::string Lower(std::string_view text) {
  std::string lower;
  lower.reserve(text.size());
  for (const char c : text) lower.push_back(text::AsciiLower(c));
  return lower;
}

// A function of a template in place of a string is there as its JSON, laid out as in the file.
std::string Value(std::string_view text) {
  if (!text.starts_with('{')) return std::string(text);
  const nlohmann::json function = nlohmann::json::parse(text, nullptr, false);
  if (function.is_discarded()) return std::string(text);
  return function.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

void AddList(const char* name, const policy::TextList& list, bool folded, Json* statement) {
  if (!list.present) return;
  std::vector<std::string> items;
  items.reserve(list.items.size());
  for (const policy::Text& item : list.items) {
    std::string value = Value(item.value);
    items.push_back(folded ? Lower(value) : std::move(value));
  }
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  Json::array_t values;
  values.reserve(items.size());
  for (std::string& item : items) values.emplace_back(std::move(item));
  (*statement)[name] = std::move(values);
}

const char* TypeName(policy::PrincipalType type) {
  switch (type) {
    case policy::PrincipalType::kAws:
      return "AWS";
    case policy::PrincipalType::kService:
      return "Service";
    case policy::PrincipalType::kFederated:
      return "Federated";
    case policy::PrincipalType::kCanonicalUser:
      return "CanonicalUser";
    case policy::PrincipalType::kUnknown:
      break;
  }
  return nullptr;
}

// An account may be written by its number alone.
std::string PrincipalValue(policy::PrincipalType type, std::string_view value) {
  if (type != policy::PrincipalType::kAws || !policy::IsAccountId(value)) return Value(value);
  return "arn:aws:iam::" + std::string(value) + ":root";
}

void AddPrincipal(const char* name, const policy::Principal& principal, Json* statement) {
  if (!principal.present) return;
  std::map<std::string, Texts> entries;
  if (principal.is_string) entries["AWS"].insert(std::string(principal.text.value));
  for (const policy::PrincipalEntry& entry : principal.entries) {
    const char* type = TypeName(entry.type);
    Texts& values = entries[type != nullptr ? type : std::string(entry.key.value)];
    for (const policy::Text& value : entry.values.items) {
      values.insert(PrincipalValue(entry.type, value.value));
    }
  }
  (*statement)[name] = entries;
}

std::string OperatorText(const policy::ConditionTest& test) {
  const std::string_view base = policy::OperatorName(test.op.base);
  if (base.empty()) return Lower(test.op_text.value);
  std::string text;
  if (test.op.qualifier == policy::SetQualifier::kForAllValues) text = "ForAllValues:";
  if (test.op.qualifier == policy::SetQualifier::kForAnyValue) text = "ForAnyValue:";
  text += base;
  return test.op.if_exists ? text + "IfExists" : text;
}

void AddConditions(const policy::Statement& source, Json* statement) {
  if (!source.has_condition) return;
  std::map<std::string, std::map<std::string, Texts>> operators;
  for (const policy::ConditionTest& test : source.conditions) {
    Texts& values = operators[OperatorText(test)][Lower(test.key.value)];
    for (const policy::ConditionValue& value : test.values) {
      values.insert(Value(value.text.value));
    }
  }
  (*statement)["Condition"] = operators;
}

}  // namespace

std::string NormalizedStatement(const policy::Statement& statement) {
  Json json = Json::object();
  json["Effect"] = statement.effect_text.value;
  AddPrincipal("Principal", statement.principal, &json);
  AddPrincipal("NotPrincipal", statement.not_principal, &json);
  AddList("Action", statement.action, true, &json);
  AddList("NotAction", statement.not_action, true, &json);
  AddList("Resource", statement.resource, false, &json);
  AddList("NotResource", statement.not_resource, false, &json);
  AddConditions(statement, &json);
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

void AddStatement(policy::Kind kind, bool variables, std::string normalized, Evidence* evidence) {
  for (EvidencePart& part : evidence->parts) {
    if (part.kind != kind || part.variables != variables) continue;
    part.statements.push_back(std::move(normalized));
    return;
  }
  evidence->parts.push_back({kind, variables, {std::move(normalized)}});
}

void Finish(bool withhold, Evidence* evidence) {
  std::sort(evidence->parts.begin(), evidence->parts.end(),
            [](const EvidencePart& a, const EvidencePart& b) {
              return std::pair(a.kind, a.variables) < std::pair(b.kind, b.variables);
            });
  std::string all;
  for (EvidencePart& part : evidence->parts) {
    std::vector<std::string>& statements = part.statements;
    std::sort(statements.begin(), statements.end());
    statements.erase(std::unique(statements.begin(), statements.end()), statements.end());
    all.append(policy::KindName(part.kind)).append(part.variables ? "\n" : " 2008\n");
    for (const std::string& statement : statements) all.append(statement).append("\n");
  }
  evidence->digest = XXH3_64bits(all.data(), all.size());
  evidence->withheld = withhold;
  if (withhold) evidence->parts.clear();
}

std::string EvidenceJson(const Evidence& evidence) {
  std::string text = "[";
  for (const EvidencePart& part : evidence.parts) {
    text += fmt::format("{}{{\"kind\":\"{}\",", text.size() == 1 ? "" : ",",
                        policy::KindName(part.kind));
    if (!part.variables) text += "\"version\":\"2008-10-17\",";
    text += fmt::format("\"statements\":[{}]}}", fmt::join(part.statements, ","));
  }
  return text + "]";
}

}  // namespace rolelint::accept
