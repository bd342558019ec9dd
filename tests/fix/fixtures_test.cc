// Every rule with a fix, by the fixtures of the rules: an edited file checks without the finding,
// its proof says what it allows now, and fixing it again changes nothing.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/fix/fix_inputs.h"
#include "rules/registry.h"
#include "tests/support/paths.h"

namespace rolelint::fixtures_test {
namespace {

namespace fs = std::filesystem;

struct FixtureCase {
  fs::path file;
  std::string bytes;
  engine::CheckOptions options;
};

// The bad policies of the rule that are single files.
std::vector<FixtureCase> BadFilesOf(std::string_view id) {
  std::vector<FixtureCase> cases;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(support::SourceDir() / "fixtures" / "rules" / id)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || !name.starts_with("bad-") || name.ends_with(".expected")) {
      continue;
    }
    FixtureCase& one = cases.emplace_back();
    one.file = entry.path();
    one.bytes = support::ReadFile(entry.path());
    one.options.persona = engine::Persona::kAuditor;
    one.options.threads = 1;
    one.options.today = "2026-01-01";
    const std::string stem = entry.path().stem().string();
    const size_t dot = stem.rfind('.');
    if (dot == std::string::npos) continue;
    one.options.kind = policy::ParseKind(stem.substr(dot + 1));
    if (stem.substr(dot).starts_with(".AWS-")) {
      for (char c : stem.substr(dot + 1)) {
        one.options.resource_type += c == '-' ? std::string("::") : std::string(1, c);
      }
    }
  }
  std::sort(cases.begin(), cases.end(),
            [](const FixtureCase& a, const FixtureCase& b) { return a.file < b.file; });
  return cases;
}

engine::Config ConfigFor(const engine::Rule* alone) {
  engine::Config config = engine::Config::Default(rules::AllRules());
  std::string error;
  EXPECT_TRUE(config.SetOption(*rules::FindRule("root-principal"), "principal",
                               "arn:aws:iam::444455556666:user/alice", "test", &error));
  for (const engine::Rule* rule : rules::AllRules()) {
    if (alone != nullptr && rule != alone && rule->id != "syntax-error") {
      config.Switch(*rule, true, "test");
    }
  }
  return config;
}

fix::FixOutcome Fixed(const FixtureCase& one, const std::string& bytes,
                      const engine::Config& config, bool unsafe) {
  engine::InputSpec input;
  input.display_name = one.file.filename().string();
  input.bytes = bytes;
  fix::FixOptions options;
  options.unsafe = unsafe;
  return fix::FixInputs({input}, rules::AllRules(), config, catalog::Catalog::BuiltIn(),
                        one.options, options);
}

size_t CountOf(const engine::CheckResult& result, const engine::Rule* rule) {
  return static_cast<size_t>(
      std::count_if(result.findings.begin(), result.findings.end(),
                    [rule](const engine::Finding& finding) { return finding.rule == rule; }));
}

class RuleFixes : public ::testing::TestWithParam<const engine::Rule*> {};

TEST_P(RuleFixes, RemoveTheFindingAndStay) {
  const engine::Rule* rule = GetParam();
  const engine::Config config = ConfigFor(rule);
  for (const FixtureCase& one : BadFilesOf(rule->id)) {
    SCOPED_TRACE(one.file.filename().string());
    engine::InputSpec input;
    input.display_name = "before";
    input.bytes = one.bytes;
    const engine::CheckResult before =
        engine::Check({input}, rules::AllRules(), config, catalog::Catalog::BuiltIn(), one.options);
    const fix::FixOutcome outcome = Fixed(one, one.bytes, config, true);
    const size_t applied = outcome.result.fixed->size();
    EXPECT_EQ(applied == 0, outcome.changes.empty());
    if (outcome.changes.empty()) continue;
    const std::string& after = outcome.changes.front().after;
    EXPECT_LE(CountOf(outcome.result, rule) + applied, CountOf(before, rule)) << after;
    const fix::FixOutcome again = Fixed(one, after, config, true);
    EXPECT_TRUE(again.changes.empty()) << after << "\n" << again.changes.front().after;
  }
}

std::vector<const engine::Rule*> RulesWithFixtures() {
  std::vector<const engine::Rule*> with;
  for (const engine::Rule* rule : rules::AllRules()) {
    if (fs::exists(support::SourceDir() / "fixtures" / "rules" / rule->id)) with.push_back(rule);
  }
  return with;
}

INSTANTIATE_TEST_SUITE_P(AllRules, RuleFixes, ::testing::ValuesIn(RulesWithFixtures()),
                         [](const ::testing::TestParamInfo<const engine::Rule*>& rule) {
                           return engine::PascalCase(rule.param->id);
                         });

TEST(FixtureFixes, SafeOnesAllowNothingNewAndComeToAnEnd) {
  const engine::Config config = ConfigFor(nullptr);
  for (const engine::Rule* rule : RulesWithFixtures()) {
    for (const FixtureCase& one : BadFilesOf(rule->id)) {
      SCOPED_TRACE(one.file.string());
      const fix::FixOutcome outcome = Fixed(one, one.bytes, config, false);
      for (const engine::AppliedFix& fixed : *outcome.result.fixed) {
        EXPECT_TRUE(fixed.safe) << fixed.rule->id;
        EXPECT_NE(fixed.result, "more") << fixed.rule->id;
      }
      if (outcome.changes.empty()) continue;
      const std::string& after = outcome.changes.front().after;
      EXPECT_TRUE(Fixed(one, after, config, false).changes.empty()) << after;
    }
  }
}

// The rules whose fixes are applied somewhere in the fixtures, and the worst that they do.
TEST(FixtureFixes, TheRulesThatHaveOne) {
  std::set<std::string> safe;
  std::set<std::string> unsafe;
  for (const engine::Rule* rule : RulesWithFixtures()) {
    const engine::Config config = ConfigFor(rule);
    for (const FixtureCase& one : BadFilesOf(rule->id)) {
      const fix::FixOutcome outcome = Fixed(one, one.bytes, config, true);
      for (const engine::AppliedFix& fixed : *outcome.result.fixed) {
        (fixed.safe ? safe : unsafe).emplace(fixed.rule->id);
      }
    }
  }
  EXPECT_THAT(
      safe, ::testing::ElementsAre(
                "all-values-without-null", "covered-statement", "duplicate-sid", "epoch-date",
                "for-all-values-single", "for-any-value-single", "host-bits", "if-exists-idle",
                "invalid-effect", "invalid-version", "missing-version", "null-operator",
                "outdated-version", "principal-form", "principal-key", "redundant-action",
                "redundant-principal", "redundant-resource", "redundant-statement", "resource-form",
                "root-principal", "set-operator-absent-key", "sid-format", "star-for-null",
                "string-like-on-arn", "trailing-comma", "unknown-element"));
  EXPECT_THAT(
      unsafe,
      ::testing::ElementsAre(
          "arn-field-missing", "arn-field-not-allowed", "condition-region", "excess-trust-actions",
          "for-all-values-single", "if-exists-idle", "if-exists-in-allow", "invalid-effect",
          "json-comment", "outdated-version", "principal-form", "principal-key", "rcp-syntax",
          "redundant-limit", "set-operator-absent-key", "sts-action-mismatch",
          "trust-companion-action", "unknown-action", "unknown-condition-key", "unknown-element",
          "unknown-operator", "unsupported-character", "unsupported-condition-key",
          "wide-switch-action", "wildcard-without-like"));
}

}  // namespace
}  // namespace rolelint::fixtures_test
