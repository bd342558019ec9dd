// Holds the rules to the checks of AWS IAM Access Analyzer, code by code. A rule covers a code if
// it names it among its equivalents ("access-analyzer:CODE").
//
//   example_pointers.json   code → the pointers at which a finding must stand in the code's
//                           example, which lies in the shared data
//   cases/*.json            policies of our own, in the form that own_cases.h describes

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/parity/own_cases.h"
#include "tests/parity/run.h"
#include "tests/support/paths.h"

namespace rolelint::parity::parity_test {
namespace {

struct Example {
  Check check;
  std::vector<std::string> pointers;
};

Check CheckOfExample(const Json& entry) {
  Check check;
  const std::string as = entry.at("validate_as");
  const size_t plus = as.find(" + ");
  const std::string type = as.substr(0, plus);
  if (plus != std::string::npos) check.resource_type = as.substr(plus + 3);
  check.kind = type == "IDENTITY_POLICY"           ? "identity"
               : type == "SERVICE_CONTROL_POLICY"  ? "scp"
               : type == "RESOURCE_CONTROL_POLICY" ? "rcp"
               : check.resource_type.empty()       ? "resource"
                                                   : "";  // the resource type's
  check.policy = TextOf(entry.at("example"));
  const auto options = OptionsOfExamples().find(entry.at("code").get<std::string>());
  if (options != OptionsOfExamples().end()) check.options = options->second;
  return check;
}

// By code; empty without the shared data.
const std::map<std::string, Example>& Examples() {
  static const std::map<std::string, Example> examples = [] {
    std::map<std::string, Example> all;
    const auto data = support::SharedData();
    if (!data) return all;
    const auto file = data->parent_path() / "reference" / "access-analyzer-examples.json";
    if (!std::filesystem::exists(file)) return all;
    for (const Json& entry : Json::parse(support::ReadFile(file))) {
      const std::string code = entry.at("code");
      all[code] = {CheckOfExample(entry), PointersOfExamples().at(code)};
    }
    return all;
  }();
  return examples;
}

bool HasAllCases(const std::string& code) {
  int bad = 0;
  int good = 0;
  int repaired = 0;
  for (const OwnCase& own : OwnCases()) {
    if (own.code != code) continue;
    ++(own.repairs_example ? repaired : own.good ? good : bad);
  }
  return repaired >= 1 && bad >= 2 && good >= 2;
}

// A pattern that Access Analyzer calls too wide is often reported by a rule that says more of it.
void AddOfMoreCertainRules(const std::string& code, const Check& check, std::vector<Found>* found) {
  if (code != "WILDCARD_USAGE_TOO_PERMISSIVE" && code != "VARIABLE_USAGE_TOO_PERMISSIVE") return;
  for (const Found& finding : FindingsOf(check, "")) {
    if (finding.rule == "oidc-trust") found->push_back(finding);
  }
}

// Pointers of the list at which no rule for the code has a finding.
std::vector<std::string> Missing(const std::string& code, const Check& check,
                                 const std::vector<std::string>& pointers) {
  std::vector<Found> found = FindingsOf(check, code);
  AddOfMoreCertainRules(code, check, &found);
  std::vector<std::string> missing;
  for (const std::string& pointer : pointers) {
    bool there = false;
    for (const Found& finding : found) there = there || finding.pointer == pointer;
    if (!there) missing.push_back(pointer);
  }
  return missing;
}

class ExampleTest : public ::testing::TestWithParam<std::string> {};

TEST_P(ExampleTest, IsFound) {
  ROLELINT_REQUIRE(!Examples().empty(), "the shared examples of Access Analyzer's checks");
  const Example& example = Examples().at(GetParam());
  EXPECT_EQ(Missing(GetParam(), example.check, example.pointers), std::vector<std::string>())
      << "all findings:\n"
      << Describe(FindingsOf(example.check, ""));
}

TEST_P(ExampleTest, HasCasesBesideIt) {
  EXPECT_TRUE(HasAllCases(GetParam()))
      << "tests/parity/cases: the repaired example, two bad cases and two good ones are wanted";
}

INSTANTIATE_TEST_SUITE_P(Parity, ExampleTest, ::testing::ValuesIn(AllCodes()),
                         [](const auto& test) { return test.param; });

class OwnCaseTest : public ::testing::TestWithParam<OwnCase> {};

TEST_P(OwnCaseTest, Holds) {
  const OwnCase& own = GetParam();
  ASSERT_TRUE(PointersOfExamples().contains(own.code)) << "no code of Access Analyzer's";
  if (own.good) {
    const std::vector<Found> found = FindingsOf(own.check, own.code);
    EXPECT_TRUE(found.empty()) << Describe(found) << own.check.policy;
  } else {
    EXPECT_FALSE(own.pointers.empty());
    EXPECT_EQ(Missing(own.code, own.check, own.pointers), std::vector<std::string>())
        << own.check.policy << "\nall findings:\n"
        << Describe(FindingsOf(own.check, ""));
  }
}

INSTANTIATE_TEST_SUITE_P(Parity, OwnCaseTest, ::testing::ValuesIn(OwnCases()),
                         [](const auto& test) { return test.param.name; });

TEST(Parity, EveryExampleHasItsPointers) {
  ROLELINT_REQUIRE(!Examples().empty(), "the shared examples of Access Analyzer's checks");
  EXPECT_EQ(Examples().size(), PointersOfExamples().size());
  for (const auto& [code, pointers] : PointersOfExamples()) {
    EXPECT_TRUE(Examples().contains(code)) << code;
    EXPECT_FALSE(pointers.empty()) << code;
  }
}

TEST(Parity, RulesNameCodesThatThereAre) {
  for (const std::string& code : CodesOfRules()) {
    EXPECT_TRUE(PointersOfExamples().contains(code)) << code;
  }
}

}  // namespace
}  // namespace rolelint::parity::parity_test
