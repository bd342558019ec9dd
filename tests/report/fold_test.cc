// Findings that say the same are one block, the most severe come first, and --max-results and
// --group-by lose nothing unsaid.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <sstream>

#include "analyzer/engine/rule.h"
#include "analyzer/report/fold.h"
#include "analyzer/report/report.h"
#include "tests/support/report_sample.h"

namespace rolelint::report::fold_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

engine::Finding Said(std::string_view rule, std::string message, std::string owner,
                     std::string policy = "") {
  engine::Finding finding;
  finding.rule = &support::SampleRule(rule);
  finding.level = finding.rule->level;
  finding.confidence = finding.rule->confidence;
  finding.message = std::move(message);
  finding.location.file = "dump.json";
  finding.policy.present = true;
  finding.policy.owner_arn = std::move(owner);
  finding.policy.name = std::move(policy);
  return finding;
}

std::string Masked(const engine::Finding& finding) {
  std::string text;
  AppendMasked(finding, &text);
  return text;
}

std::string RoleArn(int account, std::string_view role) {
  return "arn:aws:iam::" + std::to_string(100'000'000'000 + account) + ":role/" + std::string(role);
}

// One finding in each of `accounts` accounts.
engine::CheckResult Spread(int accounts) {
  engine::CheckResult result;
  const engine::Finding sample = support::SampleResult().findings[1];
  for (int i = 0; i < accounts; ++i) {
    engine::Finding finding = sample;
    finding.policy.owner_arn = RoleArn(i, "deploy");
    finding.message = "the role trusts all of account " + std::to_string(200'000'000'000 + i);
    finding.location.start_line = static_cast<uint32_t>(i) + 1;
    result.findings.push_back(std::move(finding));
  }
  return result;
}

std::string Text(const engine::CheckResult& result, ReportOptions options) {
  std::ostringstream out;
  Write(Format::kText, result, support::SampleRules(), options, out);
  return out.str();
}

struct MaskCase {
  const char* what;
  engine::Finding one;
  engine::Finding other;
  bool equal;
};

TEST(Fold, WhatIsMasked) {
  const MaskCase cases[] = {
      {"account IDs", Said("role-tags", "account 111111111111 is open", RoleArn(1, "a")),
       Said("role-tags", "account 222222222222 is open", RoleArn(2, "a")), true},
      {"longer numbers are none", Said("role-tags", "1111111111111 is open", RoleArn(1, "a")),
       Said("role-tags", "2222222222222 is open", RoleArn(1, "a")), false},
      {"the name of the owner", Said("role-tags", "eve may assume it", RoleArn(1, "x/eve")),
       Said("role-tags", "bo may assume it", RoleArn(1, "y/bo")), true},
      {"a name within a word is none", Said("role-tags", "evening", RoleArn(1, "eve")),
       Said("role-tags", "boning", RoleArn(1, "bo")), false},
      {"the name of the policy", Said("role-tags", "policy \"p1\" is odd", RoleArn(1, "a"), "p1"),
       Said("role-tags", "policy \"q1\" is odd", RoleArn(1, "a"), "q1"), true},
      {"ARNs of principals", Said("role-tags", "trusts " + RoleArn(5, "x") + ", too", ""),
       Said("role-tags", "trusts " + RoleArn(6, "y/z") + ", too", ""), true},
      {"of the same sort", Said("role-tags", "trusts arn:aws:iam::111111111111:user/x", ""),
       Said("role-tags", "trusts arn:aws:iam::111111111111:role/x", ""), false},
      {"no other ARNs", Said("role-tags", "opens arn:aws:s3:::one", ""),
       Said("role-tags", "opens arn:aws:s3:::two", ""), false},
      {"no actions", Said("role-tags", "\"s3:Get\" is no action", RoleArn(1, "a")),
       Said("role-tags", "\"s3:Put\" is no action", RoleArn(1, "a")), false},
      {"other rules", Said("role-tags", "same", ""), Said("never-found", "same", ""), false},
  };
  for (const MaskCase& item : cases) {
    EXPECT_EQ(Masked(item.one) == Masked(item.other), item.equal) << item.what;
  }
}

TEST(Fold, TwoHundredAccountsAreOneBlock) {
  const std::string text = Text(Spread(200), support::SampleOptions());
  EXPECT_THAT(text, HasSubstr("and 199 more places in 200 accounts: acme/trust.json:2:30, "));
  EXPECT_EQ(text.find("medium[root-principal]"), text.rfind("medium[root-principal]"));
}

TEST(Fold, NoFoldPrintsAll) {
  ReportOptions options = support::SampleOptions();
  options.fold = false;
  const std::string text = Text(Spread(3), options);
  EXPECT_THAT(text, Not(HasSubstr("more place")));
  EXPECT_THAT(text, HasSubstr("acme/trust.json:3:30"));
}

TEST(Fold, PlacesWithoutAccountsAreCountedByFile) {
  engine::CheckResult result = Spread(2);
  for (engine::Finding& finding : result.findings) finding.policy.owner_arn.clear();
  EXPECT_THAT(Text(result, support::SampleOptions()), HasSubstr("and 1 more place in 1 file: "));
}

TEST(Fold, FilesThatWereNotReadAreAllNamed) {
  engine::CheckResult result;
  result.findings.assign(3, support::SampleResult().findings[2]);
  const auto sorted = MostSevereFirst(result.findings);
  EXPECT_EQ(FoldFindings(sorted, true).size(), 3U);
}

TEST(Fold, TheMostSevereComeFirst) {
  const engine::CheckResult result = support::SampleResult();
  std::vector<std::string_view> rules;
  for (const engine::Finding* finding : MostSevereFirst(result.findings)) {
    rules.push_back(finding->rule->id);
  }
  EXPECT_THAT(rules, ElementsAre("public-trust", "syntax-error", "root-principal", "sid-characters",
                                 "role-tags"));
}

TEST(Fold, IsLinear) {
  const engine::CheckResult result = Spread(20'000);
  const auto sorted = MostSevereFirst(result.findings);
  const std::clock_t begin = std::clock();
  EXPECT_EQ(FoldFindings(sorted, true).size(), 1U);
  EXPECT_LT(std::clock() - begin, 10 * CLOCKS_PER_SEC) << "of CPU time";
}

TEST(GroupFindings, TheGroupWithTheMostSevereFindingComesFirst) {
  const engine::CheckResult result = support::SampleResult();
  const auto names = [&](GroupBy by) {
    std::vector<std::string> all;
    for (const FindingGroup& group : GroupFindings(result.findings, by)) all.push_back(group.name);
    return all;
  };
  EXPECT_THAT(names(GroupBy::kAccount), ElementsAre("account 444455556666", "no known account"));
  EXPECT_THAT(names(GroupBy::kRule),
              ElementsAre("rule public-trust", "rule syntax-error", "rule root-principal",
                          "rule role-tags", "rule sid-characters"));
  EXPECT_EQ(names(GroupBy::kFile).front(), "file dump.json.gz");
  EXPECT_EQ(names(GroupBy::kOwner).front(), "owner arn:aws:iam::444455556666:role/open");
  EXPECT_THAT(names(GroupBy::kNone), ElementsAre(""));
}

TEST(GroupFindings, TextHasAHeadingForEachGroup) {
  ReportOptions options = support::SampleOptions();
  options.group_by = GroupBy::kAccount;
  const std::string text = Text(support::SampleResult(), options);
  EXPECT_THAT(text,
              StartsWith("== account 444455556666: 2 findings (1 critical, 1 medium) ==\n\n"));
  EXPECT_THAT(text, HasSubstr("== no known account: 3 findings (1 high, 2 low) ==\n\n"));
}

TEST(KeepMostSevere, SaysWhatIsLeftOutAndKeepsTheOrder) {
  engine::CheckResult result = support::SampleResult();
  EXPECT_EQ(KeepMostSevere(5, &result), "");
  EXPECT_EQ(KeepMostSevere(3, &result), "2 findings (2 low) are left out by --max-results 3");
  std::vector<std::string_view> rules;
  for (const engine::Finding& finding : result.findings) rules.push_back(finding.rule->id);
  EXPECT_THAT(rules, ElementsAre("root-principal", "syntax-error", "public-trust"));
}

TEST(Notes, OfOneKindAreOneLine) {
  engine::CheckResult result;
  for (int i = 0; i < 40; ++i) {
    result.notes.push_back({"the value of ${P" + std::to_string(i) + "} is not known",
                            support::LocationIn("a.json", 1, "x", "x")});
  }
  result.notes.push_back({"no configuration", std::nullopt});
  const auto messages = [&](bool fold) {
    ReportOptions options = support::SampleOptions();
    options.fold = fold;
    std::ostringstream out;
    WriteMessages(result, options, out);
    return out.str();
  };
  EXPECT_EQ(messages(true),
            "note: a.json:1:1: the value of ${P0} is not known (and 39 more notes of this kind)\n"
            "note: no configuration\n");
  EXPECT_THAT(messages(false), HasSubstr("${P39}"));
  result.notes.resize(2);
  EXPECT_THAT(messages(true), HasSubstr("(and 1 more note of this kind)"));
}

}  // namespace
}  // namespace rolelint::report::fold_test
