#include "tests/opposition/peer/case_view.h"

#include <algorithm>

namespace rolelint::opposition {
namespace {

using nlohmann::json;

void AddPolicy(const std::string& kind, const json& policy, std::vector<Placed>& placed) {
  if (policy.is_array()) {
    for (const json& one : policy) AddPolicy(kind, one, placed);
    return;
  }
  bool variables = policy.value("Version", "") == "2012-10-17";
  json statements = policy.at("Statement");
  if (statements.is_object()) statements = json::array({statements});
  for (const json& statement : statements) placed.push_back({kind, variables, statement});
}

}  // namespace

std::string LowerText(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return text;
}

std::vector<std::string> TextsOf(const json& value) {
  std::vector<std::string> texts;
  if (value.is_null()) return texts;
  for (const json& one : value.is_array() ? value : json::array({value})) {
    texts.push_back(one.is_string() ? one.get<std::string>() : one.dump());
  }
  return texts;
}

bool StartsWith(const std::string& text, const std::string& start) {
  return text.rfind(start, 0) == 0;
}

std::vector<Placed> StatementsOf(const json& contract_case) {
  std::vector<Placed> placed;
  for (const auto& [kind, policy] : contract_case.at("policies").items())
    AddPolicy(kind, policy, placed);
  return placed;
}

std::vector<Test> TestsOf(const json& contract_case) {
  std::vector<Test> tests;
  for (const Placed& place : StatementsOf(contract_case)) {
    json condition = place.statement.value("Condition", json::object());
    for (const auto& [op, keys] : condition.items()) {
      for (const auto& [key, values] : keys.items()) {
        json asked;
        for (const auto& [name, value] : contract_case.at("request").at("context").items()) {
          if (LowerText(name) == LowerText(key)) asked = value;
        }
        tests.push_back(
            {place, LowerText(op), LowerText(key), TextsOf(values), asked, TextsOf(asked)});
      }
    }
  }
  return tests;
}

bool AnyStatement(const json& contract_case, const std::function<bool(const Placed&)>& is) {
  std::vector<Placed> placed = StatementsOf(contract_case);
  return std::any_of(placed.begin(), placed.end(), is);
}

bool AnyTest(const json& contract_case, const std::function<bool(const Test&)>& is) {
  std::vector<Test> tests = TestsOf(contract_case);
  return std::any_of(tests.begin(), tests.end(), is);
}

bool AnyResource(const json& contract_case,
                 const std::function<bool(const Placed&, const std::string&)>& is) {
  return AnyStatement(contract_case, [&](const Placed& place) {
    for (const char* element : {"Resource", "NotResource"}) {
      for (const std::string& pattern : TextsOf(place.statement.value(element, json()))) {
        if (is(place, pattern)) return true;
      }
    }
    return false;
  });
}

}  // namespace rolelint::opposition
