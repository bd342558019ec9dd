// The library's check: what its options do, and that it never calls clean what it has not checked.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "analyzer/library/rolelint.h"

namespace rolelint::check_test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kMistyped = R"({
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "arn:aws:s3:::b/*"}]
})";
constexpr const char* kRootTrust =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"AWS": "arn:aws:iam::581470236914:root"}}]})";

TEST(LibraryCheck, TellsPlaceSeverityAndLevel) {
  const Report report = Check(kMistyped);
  EXPECT_THAT(report.errors, IsEmpty());
  EXPECT_EQ(report.policies, 1U);
  ASSERT_EQ(report.findings.size(), 1U);
  const Finding& finding = report.findings[0];
  EXPECT_EQ(finding.rule, "unknown-action");
  EXPECT_EQ(finding.severity, "high");
  EXPECT_EQ(finding.level, "error");
  EXPECT_THAT(finding.help, HasSubstr("s3:GetObject"));
  EXPECT_EQ(finding.place.line, 3U);
  EXPECT_EQ(
      std::string(kMistyped).substr(finding.place.begin, finding.place.end - finding.place.begin),
      "s3:GetObjekt");
}

struct OptionCase {
  const char* what;
  const char* text;
  Options options;
  const char* rule;
  bool reported;
};

TEST(LibraryCheck, OptionsDecideWhatIsReported) {
  const std::vector<OptionCase> cases = {
      {"trust by content", kRootTrust, {}, "root-principal", true},
      {"kind", kRootTrust, {.kind = "identity"}, "root-principal", false},
      {"kind", kRootTrust, {.kind = "identity"}, "principal-not-allowed", true},
      {"a rule off",
       kMistyped,
       {.config = "rules:\n  unknown-action: off\n"},
       "unknown-action",
       false},
      {"off elsewhere",
       kMistyped,
       {.name = "b.json",
        .config = "overrides:\n  - paths: [a.json]\n    rules: {unknown-action: off}\n"},
       "unknown-action",
       true},
      {"off by name",
       kMistyped,
       {.name = "a.json",
        .config = "overrides:\n  - paths: [a.json]\n    rules: {unknown-action: off}\n"},
       "unknown-action",
       false},
  };
  for (const OptionCase& one : cases) {
    SCOPED_TRACE(one.what);
    const Report report = Check(one.text, one.options);
    EXPECT_THAT(report.errors, IsEmpty());
    const auto is_rule = Contains(Field(&Finding::rule, one.rule));
    if (one.reported) {
      EXPECT_THAT(report.findings, is_rule);
    } else {
      EXPECT_THAT(report.findings, Not(is_rule));
    }
  }
}

struct ErrorCase {
  const char* text;
  Options options;
  const char* error;
};

TEST(LibraryCheck, WhatIsNotCheckedIsAnError) {
  const std::vector<ErrorCase> cases = {
      {"", {}, ""},
      {"{\"Version\": ", {}, ""},
      {"hello", {}, ""},
      {kMistyped, {.kind = "trusty"}, "there is no kind of policy \"trusty\""},
      {kMistyped, {.persona = "nobody"}, "there is no persona \"nobody\""},
      {kMistyped, {.kind = "trust", .resource_type = "AWS::S3::Bucket"}, "is not of kind trust"},
      {kMistyped, {.config = "rules:\n  unknown-akshun: off\n"}, "configuration:2: "},
      {kMistyped, {.config = "extends: other.yaml\n"}, "extends a file"},
  };
  for (const ErrorCase& one : cases) {
    SCOPED_TRACE(one.text);
    EXPECT_THAT(Check(one.text, one.options).errors, Contains(HasSubstr(one.error)));
  }
}

TEST(LibraryCheck, ThreadsDoNotDisturbEachOther) {
  std::vector<Report> reports(8);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < reports.size(); ++i) {
    threads.emplace_back(
        [&reports, i] { reports[i] = Check(i % 2 == 0 ? kMistyped : kRootTrust); });
  }
  for (std::thread& thread : threads) thread.join();
  for (size_t i = 0; i < reports.size(); ++i) {
    const Report alone = Check(i % 2 == 0 ? kMistyped : kRootTrust);
    ASSERT_EQ(reports[i].findings.size(), alone.findings.size());
    EXPECT_EQ(reports[i].findings[0].message, alone.findings[0].message);
  }
}

}  // namespace
}  // namespace rolelint::check_test
