#ifndef ROLELINT_TESTS_OPPOSITION_PEER_CASE_VIEW_H_
#define ROLELINT_TESTS_OPPOSITION_PEER_CASE_VIEW_H_

// Looking through a contract case for what a known difference is about.

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace rolelint::opposition {

// A statement and where it stands.
struct Placed {
  std::string kind;  // "identity", "scp", …
  bool variables;    // the policy's Version knows them
  nlohmann::json statement;
};
std::vector<Placed> StatementsOf(const nlohmann::json& contract_case);

// One line of a Condition, with the request's values for its key.
struct Test {
  Placed place;
  std::string op;  // in lower case
  std::string key;
  std::vector<std::string> listed;
  nlohmann::json asked;  // null if the context lacks the key
  std::vector<std::string> asked_texts;

  bool Negated() const { return op.find("not") != std::string::npos; }
  bool Has(const char* part) const { return op.find(part) != std::string::npos; }
};
std::vector<Test> TestsOf(const nlohmann::json& contract_case);

bool AnyStatement(const nlohmann::json& contract_case,
                  const std::function<bool(const Placed&)>& is);
bool AnyTest(const nlohmann::json& contract_case, const std::function<bool(const Test&)>& is);
// Of Resource or NotResource.
bool AnyResource(const nlohmann::json& contract_case,
                 const std::function<bool(const Placed&, const std::string& pattern)>& is);

std::string LowerText(std::string text);
std::vector<std::string> TextsOf(const nlohmann::json& value);
bool StartsWith(const std::string& text, const std::string& start);

}  // namespace rolelint::opposition

#endif  // ROLELINT_TESTS_OPPOSITION_PEER_CASE_VIEW_H_
