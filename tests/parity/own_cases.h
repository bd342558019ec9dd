#ifndef ROLELINT_TESTS_PARITY_OWN_CASES_H_
#define ROLELINT_TESTS_PARITY_OWN_CASES_H_

// What is committed beside the tests. A file cases/<area>.json is a list of
//
//   {"code": "INVALID_ACTION", "kind": "identity", "policy": {…}, "at": ["/Statement/0/Action"]}
//       a finding of a rule that covers the code stands at each pointer
//   {"code": "INVALID_ACTION", "kind": "identity", "policy": {…}, "good": true}
//       no finding of such a rule; with "repairs_example": true it is the code's example, repaired
//
// with, where wanted, "resource_type": "AWS::S3::Bucket" and "options": {RULE: {OPTION: VALUE}}. A
// policy that is no JSON is a string; "indent" lays the others out, and in their lists
// {"repeat": "…{}…", "times": 300} stands for as many items with a number each. Without "kind" the
// resource type or the content settles it.

#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "tests/parity/run.h"

namespace rolelint::parity {

using Json = nlohmann::ordered_json;

struct OwnCase {
  std::string name;  // code, area and number
  std::string code;
  Check check;
  bool good = false;
  bool repairs_example = false;
  std::vector<std::string> pointers;

  friend std::ostream& operator<<(std::ostream& out, const OwnCase& own) { return out << own.name; }
};

// A string as it is, other JSON as text.
std::string TextOf(const Json& policy);

const std::vector<OwnCase>& OwnCases();

// example_pointers.json.
const std::map<std::string, std::vector<std::string>>& PointersOfExamples();
std::vector<std::string> AllCodes();
// Codes whose rule is off by itself: what turns it on.
const std::map<std::string, std::string>& OptionsOfExamples();

}  // namespace rolelint::parity

#endif  // ROLELINT_TESTS_PARITY_OWN_CASES_H_
