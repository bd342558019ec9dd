// Records give exactly what the exports give.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/estate_json.h"
#include "tests/support/map_run.h"
#include "tests/support/paths.h"

namespace rolelint::map_record_test {
namespace {

using support::AccountJson;
using support::Allow;
using support::MapRun;
using support::Trusts;
using ::testing::HasSubstr;

class MapRecord : public ::testing::Test {
 protected:
  void SetUp() override {
    AccountJson hub("581470236914");
    hub.User("ada", {Allow("sts:AssumeRole", "arn:aws:iam::739105284637:role/ops"),
                     Allow("s3:GetObject", "arn:aws:s3:::a \\ \"b\" c/*")});
    AccountJson spoke("739105284637");
    spoke.Role("ops", {Trusts("arn:aws:iam::581470236914:user/ada")});
    spoke.AttachAdministrator();
    run_.Write("hub.json", hub.text());
    run_.Write("spoke.json", spoke.text());
    Record({"hub.json"}, "hub.record");
    Record({"spoke.json"}, "spoke.record");
  }

  void Record(const std::vector<std::string>& paths, const std::string& file) {
    std::vector<std::string> arguments = {"map", "record", "-o", file};
    arguments.insert(arguments.end(), paths.begin(), paths.end());
    EXPECT_EQ(run_.Run(arguments).status, 0) << run_.result().err;
  }

  std::string Answer(std::vector<std::string> question, const std::vector<std::string>& paths) {
    question.insert(question.begin(), "map");
    question.insert(question.end(), paths.begin(), paths.end());
    const auto& result = run_.Run(question);
    EXPECT_LE(result.status, 1) << result.err;
    return result.out;
  }

  MapRun run_{support::Program()};
};

TEST_F(MapRecord, AnswersAreThoseOfOneRun) {
  const std::string ada = "arn:aws:iam::581470236914:user/ada";
  const std::vector<std::vector<std::string>> kQuestions = {
      {"graph", "--format", "json"},
      {"switches"},
      {"paths", "--from", ada, "--to", "admin"},
      {"cut"},
      {"who-can", "s3:GetObject", "--transitive"},
  };
  Record({"spoke.record", "hub.json"}, "both.record");
  const std::vector<std::vector<std::string>> kInputs = {
      {"spoke.json", "hub.json"},
      {"hub.record", "spoke.record"},
      {"spoke.record", "hub.record"},
      {"spoke.record", "hub.record", "both.record"},
      {"both.record"},
  };
  for (const std::vector<std::string>& question : kQuestions) {
    const std::string expected = Answer(question, {"hub.json", "spoke.json"});
    EXPECT_NE(expected, "");
    for (const std::vector<std::string>& input : kInputs) {
      EXPECT_EQ(Answer(question, input), expected) << ::testing::PrintToString(input);
    }
  }
  EXPECT_EQ(Answer({"join"}, {"spoke.record", "hub.record"}),
            Answer({"graph"}, {"hub.json", "spoke.json"}));
}

TEST_F(MapRecord, IsSmallerThanTheExport) {
  EXPECT_LT(support::ReadFile(run_.folder() / "spoke.record").size(),
            support::ReadFile(run_.folder() / "spoke.json").size());
}

TEST_F(MapRecord, DamageIsAnError) {
  const std::string record = support::ReadFile(run_.folder() / "hub.record");
  run_.Write("cut.record", record.substr(0, record.size() / 2));
  EXPECT_EQ(run_.Run({"map", "join", "cut.record"}).status, 2);
  EXPECT_THAT(run_.result().err, HasSubstr("damaged"));
  std::string later = record;
  run_.Write("later.record", later.replace(later.find(":1,"), 3, ":9,"));
  EXPECT_EQ(run_.Run({"map", "join", "later.record"}).status, 2);
  EXPECT_THAT(run_.result().err, HasSubstr("version"));
  EXPECT_EQ(run_.Run({"map", "record", "gone.json", "-o", "gone.record"}).status, 2);
  EXPECT_FALSE(std::filesystem::exists(run_.folder() / "gone.record"));
}

// Texts that are no plain JSON are kept as they are.
TEST_F(MapRecord, KeepsCommentsAndOtherSyntaxes) {
  run_.Write("commented.json",
             "{\n  // it's a \"note\n  \"Version\": \"2012-10-17\", \"Statement\": []\n}\n");
  run_.Write("role.yaml", "Resources:\n  A:\n    Type: AWS::IAM::Role\n");
  Record({"commented.json", "role.yaml"}, "odd.record");
  const std::string record = support::ReadFile(run_.folder() / "odd.record");
  EXPECT_THAT(record, HasSubstr("{\\n  // it's a"));
  EXPECT_THAT(record, HasSubstr("\\n    Type: AWS"));
}

}  // namespace
}  // namespace rolelint::map_record_test
