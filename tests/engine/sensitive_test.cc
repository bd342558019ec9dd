#include "analyzer/engine/sensitive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "rules/registry.h"

namespace rolelint::engine::sensitive_test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(SensitiveTest, MasksCharacters) {
  const Span kSensitive[] = {{2, 4}, {8, 12}};
  EXPECT_EQ(Masked("abcdefghij", 0, kSensitive), "ab**efgh**");
  EXPECT_EQ(Masked("abcdefghij", 3, kSensitive), "*bcde****j");
  // One star a character, so that columns stay.
  EXPECT_EQ(Masked("ab\u00e9cd", 0, kSensitive), "ab*cd");
  EXPECT_EQ(Masked("abc", 20, kSensitive), "abc");
}

TEST(SensitiveTest, FindsWhatItTouches) {
  const Span kSensitive[] = {{2, 4}, {8, 12}};
  EXPECT_EQ(SensitiveAt(kSensitive, {3, 9}), (Span{2, 4}));
  EXPECT_EQ(SensitiveAt(kSensitive, {4, 8}), (Span{}));
  EXPECT_TRUE(IsSensitive(kSensitive, {10, 10}));
  EXPECT_FALSE(IsSensitive(kSensitive, {12, 12}));
}

InputSpec Plan(bool sensitive) {
  InputSpec spec;
  spec.display_name = "plan.json";
  spec.bytes = std::string(R"({"format_version":"1.2","resource_changes":[{"mode":"managed",)") +
               R"("type":"aws_iam_role","name":"r","change":{"actions":["create"],"after":{)" +
               R"("name":"r","assume_role_policy":"{\"Version\":\"2012-10-17\",\"Statement\":)" +
               R"([{\"Sid\":\"Top Secret\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},)" +
               R"(\"Action\":\"sts:AssumeRolle\"}]}"},"after_unknown":{},"after_sensitive":{)" +
               (sensitive ? R"("assume_role_policy":true)" : "") + "}}}]}";
  return spec;
}

std::string Said(const CheckResult& result) {
  std::string said;
  for (const Finding& finding : result.findings) {
    said += finding.message + finding.label + finding.help + finding.source_line + finding.pointer +
            finding.file_pointer + finding.matched_text;
    for (const Related& related : finding.related) said += related.label + related.source_line;
    if (finding.fix) said += finding.fix->edits[0].text;
  }
  for (const RunError& error : result.errors) said += error.message;
  return said;
}

CheckResult CheckPlan(bool sensitive) {
  std::vector<InputSpec> inputs;
  inputs.push_back(Plan(sensitive));
  CheckOptions options;
  options.resolve_pointers = true;
  const std::span<const Rule* const> rules = rules::AllRules();
  return Check(std::move(inputs), rules, Config::Default(rules), catalog::Catalog::BuiltIn(),
               options);
}

TEST(SensitiveTest, FindingsSayWhereAndNotWhat) {
  const CheckResult open = CheckPlan(false);
  const CheckResult withheld = CheckPlan(true);
  EXPECT_GE(open.findings.size(), 2U);
  ASSERT_EQ(withheld.findings.size(), open.findings.size());
  EXPECT_THAT(Said(open), HasSubstr("AssumeRolle"));
  for (const char* secret : {"AssumeRolle", "Secret", "Principal", "Statement"}) {
    EXPECT_THAT(Said(withheld), Not(HasSubstr(secret)));
  }
  for (size_t i = 0; i < open.findings.size(); ++i) {
    EXPECT_EQ(withheld.findings[i].rule, open.findings[i].rule);
    EXPECT_EQ(withheld.findings[i].file_pointer,
              "/resource_changes/0/change/after/assume_role_policy");
  }
}

}  // namespace
}  // namespace rolelint::engine::sensitive_test
