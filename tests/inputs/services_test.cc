// AWS Config and CloudTrail: which policies, of what kind, and what becomes a record.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/inputs/collect.h"
#include "tests/support/paths.h"

namespace rolelint::inputs::services_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Config, Snapshot) {
  const std::string text = InputFixture("config/snapshot.json");
  Reading reading = ReadText(text);
  EXPECT_EQ(reading.result.format, "config-items");
  EXPECT_THAT(reading.result.not_checked, IsEmpty());
  EXPECT_THAT(DocumentLines(reading, text),
              ElementsAre("trust arn:aws:iam::111122223333:role/web  ",
                          "identity arn:aws:iam::111122223333:role/web  read",
                          "identity arn:aws:iam::111122223333:user/alice  read",
                          "identity arn:aws:iam::111122223333:policy/p  p",
                          "resource arn:aws:s3:::acme-reports AWS::S3::Bucket ",
                          "resource arn:aws:kms:us-east-1:111122223333:key/k1 AWS::KMS::Key "));
  const estate::Records& records = reading.result.records;
  ASSERT_THAT(records.entities, SizeIs(3));
  EXPECT_EQ(records.entities[0].arn, "arn:aws:iam::111122223333:role/web");
  EXPECT_EQ(records.entities[0].account, "111122223333");
  EXPECT_EQ(records.entities[0].inline_state, estate::Knowledge::kPresent);
  EXPECT_EQ(records.entities[0].boundary_arn.state, estate::Knowledge::kAbsent);
  EXPECT_EQ(records.entities[0].description.state, estate::Knowledge::kUnknown);
  EXPECT_THAT(records.entities[0].attached, SizeIs(1));
  EXPECT_THAT(records.entities[1].groups, ElementsAre("readers"));
  EXPECT_THAT(records.policies, SizeIs(1));
  EXPECT_EQ(reading.result.other_versions, 1U);
}

TEST(Config, ConfigurationInAString) {
  const std::string text = InputFixture("config/history.json");
  Reading reading = ReadText(text);
  EXPECT_EQ(reading.result.format, "config-items");
  // Of the two states that were recorded the later one.
  EXPECT_THAT(DocumentLines(reading, text),
              ElementsAre("trust arn:aws:iam::111122223333:role/web  ",
                          "identity arn:aws:iam::111122223333:role/web  read"));
  ASSERT_THAT(reading.result.notes, SizeIs(1));
  EXPECT_THAT(reading.result.notes[0].message, HasSubstr("1 earlier state"));

  const std::string batch = InputFixture("config/batch.json");
  EXPECT_THAT(DocumentLines(ReadText(batch), batch),
              ElementsAre("resource arn:aws:s3:::acme-reports AWS::S3::Bucket "));
}

TEST(Config, EventOfARule) {
  const std::string text = InputFixture("config/rule-event.json");
  EXPECT_THAT(DocumentLines(ReadText(text), text), SizeIs(2));
}

TEST(Config, QueryResults) {
  const std::string text = InputFixture("config-query.json");
  Reading reading = ReadText(text);
  EXPECT_EQ(reading.result.format, "config-query");
  EXPECT_THAT(DocumentLines(reading, text), ElementsAre("trust web  "));
  ASSERT_THAT(reading.result.records.entities, SizeIs(1));
  // What the query did not ask for is unknown.
  EXPECT_EQ(reading.result.records.entities[0].inline_state, estate::Knowledge::kUnknown);
  EXPECT_EQ(reading.result.records.entities[0].boundary_arn.state, estate::Knowledge::kUnknown);
}

TEST(Config, BrokenStringsAreSaid) {
  Reading item = ReadText(
      R"({"resourceType":"AWS::IAM::Role","configuration":"{\"assumeRolePolicyDocument\":\"Statement\""})");
  EXPECT_THAT(item.result.not_checked, SizeIs(1));
  Reading query = ReadText(R"({"Results":["{\"configuration\":{\"Statement\":[}"]})");
  EXPECT_THAT(query.result.not_checked, SizeIs(1));
}

TEST(CloudTrail, PoliciesOfRequests) {
  const std::string text = InputFixture("cloudtrail/log.json");
  Reading reading = ReadText(text);
  EXPECT_EQ(reading.result.format, "cloudtrail");
  EXPECT_THAT(DocumentLines(reading, text),
              ElementsAre("trust web  ", "trust web  ", "identity web  read",
                          "resource  AWS::S3::Bucket ", "resource  AWS::KMS::Key default",
                          "resource  AWS::SQS::Queue ", "scp   ", "session   "));
  // What was asked for is not what is in force.
  EXPECT_THAT(reading.result.records.entities, IsEmpty());
}

TEST(CloudTrail, OtherWrappings) {
  const std::string lookup = InputFixture("cloudtrail/lookup-events.json");
  Reading reading = ReadText(lookup);
  EXPECT_EQ(reading.result.format, "cloudtrail");
  EXPECT_THAT(DocumentLines(reading, lookup), ElementsAre("trust web  "));
  const std::string event = InputFixture("cloudtrail/event.json");
  EXPECT_THAT(DocumentLines(ReadText(event), event), ElementsAre("identity web  read"));
}

TEST(CloudTrail, WithoutPolicies) {
  Reading reading = ReadText(InputFixture("cloudtrail/no-policy.json"));
  EXPECT_FALSE(reading.result.recognised);
  EXPECT_THAT(reading.result.why_not, HasSubstr("CloudTrail log without an event"));
}

// Over collections of others' files: every file that is read whole gives policies whose strings are
// the bytes at their places, and a folder's file is never told about if it holds none.
TEST(Collections, StringsStandAtTheirPlaces) {
  auto data = support::SharedData();
  ROLELINT_REQUIRE(data, "the shared data (ROLELINT_SHARED_DATA)");
  size_t policies = 0;
  for (const char* folder : {"policies", "docs-policies", "scp", "rcp", "broken"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*data / folder)) {
      const std::string extension = entry.path().extension().string();
      if (!entry.is_regular_file() || extension == ".tf" || extension == ".yaml") continue;
      // Half a character has nothing that it could be compared with.
      if (entry.path().filename() == "37-lone-surrogate.json") continue;
      SCOPED_TRACE(entry.path().string());
      text::SourceError error;
      std::optional<text::Source> source =
          text::Source::FromFile(entry.path().string(), "x", &error);
      if (!source) continue;  // bytes that are no text: broken_input_test.cc
      ReadOptions options;
      options.explicitly_named = false;
      const Reading reading = Read(*source, options);
      policies += DocumentLines(reading, source->text()).size();
      EXPECT_THAT(reading.result.why_not, IsEmpty());
      if (!reading.result.recognised && reading.result.readable) {
        EXPECT_THAT(reading.seen.issues, IsEmpty());
        EXPECT_THAT(reading.result.not_checked, IsEmpty());
      }
    }
  }
  EXPECT_GT(policies, 200U);
}

}  // namespace
}  // namespace rolelint::inputs::services_test
