#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "analyzer/report/report.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"
#include "tests/support/report_sample.h"

namespace rolelint::report::statistics_test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

// The sample, with the finding about a trust policy in three accounts and in two wordings.
engine::CheckResult Sample() {
  engine::CheckResult result = support::SampleResult();
  engine::Finding other = result.findings[1];
  other.policy.owner_arn = "arn:aws:iam::777755556666:role/acme-account-own";
  result.findings.push_back(other);
  other.policy.owner_arn = "arn:aws:iam::888855556666:role/acme-account-own";
  other.message = "another wording";
  result.findings.push_back(other);
  result.by_severity[1] += 2;
  return result;
}

std::string Statistics(const engine::CheckResult& result, bool as_json) {
  std::ostringstream out;
  WriteStatistics(result, support::SampleOptions(), as_json, out);
  return out.str();
}

TEST(Statistics, CountsByRuleAccountsAndWordings) {
  const json report = json::parse(Statistics(Sample(), true));
  EXPECT_EQ(report["rules"].size(), 5U);
  EXPECT_EQ(report["rules"][0], json({{"severity", "critical"},
                                      {"rule", "public-trust"},
                                      {"findings", 1},
                                      {"accounts", 1},
                                      {"distinct", 1}}));
  EXPECT_EQ(report["rules"][2], json({{"severity", "medium"},
                                      {"rule", "root-principal"},
                                      {"findings", 3},
                                      {"accounts", 3},
                                      {"distinct", 2}}));
  EXPECT_EQ(report["principals"][0]["owner"], "arn:aws:iam::444455556666:role/open");
  EXPECT_EQ(report["principals"][0]["severities"]["critical"], 1);
  EXPECT_EQ(report["policies"][0]["kind"], "trust");
  EXPECT_EQ(report["summary"]["severities"]["medium"], 3);
}

TEST(Statistics, TextHasTheSameRows) {
  const std::string text = Statistics(Sample(), false);
  EXPECT_THAT(text, HasSubstr("severity  rule            findings  accounts  distinct\n"));
  EXPECT_THAT(text, HasSubstr("medium    root-principal         3         3         2\n"));
  EXPECT_THAT(text, HasSubstr("  arn:aws:iam::444455556666:role/open: 1 critical\n"));
  EXPECT_THAT(text, HasSubstr("  trust of arn:aws:iam::444455556666:role/open: 1 critical\n"));
  EXPECT_EQ(text.find('\x1B'), std::string::npos);
}

TEST(Statistics, OfNothingIsTheSummary) {
  EXPECT_EQ(Statistics({}, false), "no findings in 0 policies of 0 files\n");
}

TEST(Statistics, AreWhatTheSchemaSays) {
  ROLELINT_REQUIRE(support::RunProgram("python3", {"-c", "import jsonschema"}).status == 0,
                   "python3-jsonschema");
  const auto root = support::SourceDir();
  for (const engine::CheckResult& result : {Sample(), engine::CheckResult()}) {
    support::RunOptions options;
    options.input = Statistics(result, true);
    const auto run = support::RunProgram("python3",
                                         {(root / "tests/report/validate.py").string(),
                                          (root / "docs/schema/statistics.schema.json").string()},
                                         options);
    EXPECT_EQ(run.status, 0) << run.out << run.err;
  }
}

}  // namespace
}  // namespace rolelint::report::statistics_test
