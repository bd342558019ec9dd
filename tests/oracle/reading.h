#ifndef ROLELINT_TESTS_ORACLE_READING_H_
#define ROLELINT_TESTS_ORACLE_READING_H_

// A policy as the oracle reads it, straight from JSON and docs/evaluation.md, without the
// analyzer's parser. What it cannot read exactly it refuses (NotEncodable).

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/oracle/pieces.h"
#include "tests/oracle/z3_oracle.h"

namespace rolelint::oracle {

enum class Family { kText, kArn, kNumeric, kDate, kBool, kIp, kBinary, kNull, kUnknown };
enum class Compare {
  kEqual,
  kLike,
  kEqualIgnoringCase,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual
};
enum class Qualifier { kNone, kForAnyValue, kForAllValues };

// One operator on one key.
struct ConditionTest {
  Family family = Family::kUnknown;
  Compare compare = Compare::kEqual;
  bool negated = false;
  bool if_exists = false;
  Qualifier qualifier = Qualifier::kNone;
  std::string key;      // in lower case
  std::string spelled;  // as the policy has it
  std::vector<std::string> values;
};

// One entry of Principal or NotPrincipal; `*` has the type AWS.
struct PrincipalEntry {
  std::string type;
  std::string text;
};

struct Statement {
  bool allow = false;
  bool not_action = false, not_resource = false, not_principal = false;
  bool has_resource = false, has_principal = false;
  std::vector<std::string> actions, resources;
  std::vector<PrincipalEntry> principals;
  std::vector<ConditionTest> tests;
};

struct Policy {
  bool variables = false;               // Version 2012-10-17
  std::vector<std::string> partitions;  // named beside `aws`
  std::vector<Statement> statements;
};

// Removes the prefix from the text; false if the text does not begin with it.
bool TakePrefix(std::string* text, std::string_view prefix);

Policy ReadPolicy(const nlohmann::json& document, PolicyKind kind);

}  // namespace rolelint::oracle

#endif  // ROLELINT_TESTS_ORACLE_READING_H_
