// Holds every rule to its four parts: the registry's line, the page, the fixtures and the findings
// expected in them.
//
//   fixtures/rules/<id>/good-NAME.json             no finding of the rule
//   fixtures/rules/<id>/bad-NAME.json              beside it bad-NAME.expected
//   fixtures/rules/<id>/bad-NAME.KIND.json         read with --kind KIND
//   fixtures/rules/<id>/bad-NAME.AWS-S3-Bucket.json  read with --resource-type AWS::S3::Bucket
//   fixtures/rules/<id>/{good,bad}-NAME/           several inputs; bad ones with a file `expected`,
//   lines begin with the file
//
// A rolelint.yaml inside a folder configures that case, one beside the files all of them.
// Expectations are lines
// `[FILE:]LINE:COLUMN LEVEL RULE MESSAGE`, of the rule under test alone. ROLELINT_UPDATE_EXPECTED=1
// writes them anew.

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "rules/registry.h"
#include "tests/support/paths.h"

namespace rolelint::rules_test {
namespace {

namespace fs = std::filesystem;

struct Case {
  std::string name;
  bool good = false;
  bool folder = false;
  std::vector<fs::path> inputs;
  fs::path expected;
  fs::path config;  // empty: none
};

fs::path FixtureFolder(std::string_view id) {
  return support::SourceDir() / "fixtures" / "rules" / id;
}

bool IsCaseName(const std::string& name) {
  return name.starts_with("good-") || name.starts_with("bad-");
}

std::vector<Case> CasesOf(std::string_view id) {
  std::vector<Case> cases;
  fs::path root = FixtureFolder(id);
  if (!fs::is_directory(root)) return cases;
  for (const fs::directory_entry& entry : fs::directory_iterator(root)) {
    std::string name = entry.path().filename().string();
    if (!IsCaseName(name) || entry.path().extension() == ".expected") continue;
    Case item;
    item.name = name;
    item.good = name.starts_with("good-");
    item.folder = entry.is_directory();
    item.config = item.folder ? entry.path() / "rolelint.yaml" : root / "rolelint.yaml";
    if (!fs::exists(item.config)) item.config = root / "rolelint.yaml";
    if (!fs::exists(item.config)) item.config.clear();
    if (item.folder) {
      for (const fs::directory_entry& file : fs::recursive_directory_iterator(entry.path())) {
        std::string file_name = file.path().filename().string();
        if (file.is_regular_file() && file_name != "rolelint.yaml" && file_name != "expected") {
          item.inputs.push_back(file.path());
        }
      }
      std::sort(item.inputs.begin(), item.inputs.end());
      item.expected = entry.path() / "expected";
    } else {
      item.inputs = {entry.path()};
      item.expected = entry.path();
      item.expected.replace_extension(".expected");
    }
    cases.push_back(std::move(item));
  }
  std::sort(cases.begin(), cases.end(),
            [](const Case& a, const Case& b) { return a.name < b.name; });
  return cases;
}

std::optional<policy::Kind> KindOf(const Case& item) {
  std::string stem = fs::path(item.name).stem().string();
  size_t dot = stem.rfind('.');
  return dot == std::string::npos ? std::nullopt : policy::ParseKind(stem.substr(dot + 1));
}

// "" if the name tells none.
std::string ResourceTypeOf(const Case& item) {
  std::string stem = fs::path(item.name).stem().string();
  size_t dot = stem.rfind(".AWS-");
  if (dot == std::string::npos) return "";
  std::string type;
  for (char c : stem.substr(dot + 1)) type += c == '-' ? std::string("::") : std::string(1, c);
  return type;
}

// The findings of `rule` in the case, a line each.
std::string Findings(const engine::Rule& rule, const Case& item) {
  engine::Config config = engine::Config::Default(rules::AllRules());
  if (!item.config.empty()) {
    std::vector<engine::ConfigError> errors;
    auto parsed = engine::Config::Parse(support::ReadFile(item.config), "rolelint.yaml",
                                        rules::AllRules(), &errors);
    for (const engine::ConfigError& error : errors)
      ADD_FAILURE() << item.config << ": " << error.message;
    if (parsed) config = std::move(*parsed);
  }
  std::vector<engine::InputSpec> inputs;
  for (const fs::path& path : item.inputs) {
    engine::InputSpec spec;
    spec.path = path.string();
    spec.display_name = fs::relative(path, item.expected.parent_path()).string();
    inputs.push_back(std::move(spec));
  }
  engine::CheckOptions options;
  options.kind = KindOf(item);
  options.resource_type = ResourceTypeOf(item);
  options.persona = engine::Persona::kAuditor;
  options.threads = 1;
  options.today = "2026-01-01";
  engine::CheckResult result = engine::Check(std::move(inputs), rules::AllRules(), config,
                                             catalog::Catalog::BuiltIn(), options);
  std::string lines;
  for (const engine::Finding& finding : result.findings) {
    if (finding.rule != &rule) continue;
    if (item.folder) lines += finding.location.file + ":";
    lines += std::to_string(finding.location.start_line) + ":" +
             std::to_string(finding.location.start_column) + " " +
             std::string(engine::LevelName(finding.level)) + " " + std::string(rule.id) + " " +
             finding.message + "\n";
  }
  return lines;
}

std::string Join(const std::vector<Case>& cases) {
  std::string names;
  for (const Case& item : cases) names += item.name + " ";
  return names;
}

std::set<std::string> RuleIds() {
  std::set<std::string> ids;
  for (const engine::Rule* rule : rules::AllRules()) ids.emplace(rule->id);
  return ids;
}

TEST(RulesTest, IdsAreKebabCaseAndUnique) {
  std::set<std::string_view> seen;
  for (const engine::Rule* rule : rules::AllRules()) {
    EXPECT_TRUE(seen.insert(rule->id).second) << rule->id;
    EXPECT_FALSE(rule->id.empty());
    for (char c : rule->id)
      EXPECT_TRUE((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') << rule->id;
  }
}

TEST(RulesTest, DescriptorsAreWhole) {
  for (const engine::Rule* rule : rules::AllRules()) {
    SCOPED_TRACE(rule->id);
    EXPECT_FALSE(rule->summary.empty());
    EXPECT_FALSE(rule->summary.ends_with('.'));
    EXPECT_TRUE(rule->check_source || rule->check_document || rule->check_entity ||
                rule->check_estate);
    EXPECT_EQ(rule->check_document != nullptr, !rule->kinds.empty());
    EXPECT_EQ(rule->level == engine::Level::kSecurity, !rule->security_severity.empty());
    if (!rule->security_severity.empty()) {
      double severity = std::strtod(std::string(rule->security_severity).c_str(), nullptr);
      EXPECT_GT(severity, 0.0);
      EXPECT_LE(severity, 10.0);
    }
    for (std::string_view code : rule->equivalents) EXPECT_NE(code.find(':'), code.npos) << code;
    for (const engine::RuleOption& option : rule->options) EXPECT_FALSE(option.help.empty());
  }
}

// Follows what a rule yields to; false if that leads back to a rule on the way.
bool EndsSomewhere(const engine::Rule& rule, std::set<std::string_view>* on_the_way) {
  if (!on_the_way->insert(rule.id).second) return false;
  for (std::span<const std::string_view> ids : {rule.yields_to, rule.yields_within}) {
    for (std::string_view id : ids) {
      const engine::Rule* other = rules::FindRule(id);
      if (other != nullptr && !EndsSomewhere(*other, on_the_way)) return false;
    }
  }
  on_the_way->erase(rule.id);
  return true;
}

TEST(RulesTest, RulesYieldToRulesAndNeverInACircle) {
  for (const engine::Rule* rule : rules::AllRules()) {
    SCOPED_TRACE(rule->id);
    for (std::span<const std::string_view> ids : {rule->yields_to, rule->yields_within}) {
      EXPECT_TRUE(ids.empty() || rule->check_document != nullptr);
      for (std::string_view id : ids) {
        const engine::Rule* other = rules::FindRule(id);
        ASSERT_NE(other, nullptr) << id;
        EXPECT_NE(other->check_document, nullptr) << id << " says nothing about statements";
      }
    }
    std::set<std::string_view> on_the_way;
    EXPECT_TRUE(EndsSomewhere(*rule, &on_the_way));
  }
}

TEST(RulesTest, FallbacksOfRegularExpressionsCompile) {
  engine::Config config = engine::Config::Default(rules::AllRules());
  for (const engine::Rule* rule : rules::AllRules()) {
    for (const engine::RuleOption& option : rule->options) {
      if (option.type != engine::OptionType::kRegex) continue;
      const RE2& regex = config.OptionsOf(*rule).Regex(option.name);
      EXPECT_TRUE(regex.ok()) << rule->id << ", " << option.name << ": " << regex.error();
    }
  }
}

TEST(RulesTest, EveryRuleHasItsPage) {
  for (const engine::Rule* rule : rules::AllRules()) {
    fs::path path = support::SourceDir() / "docs" / "rules" / (std::string(rule->id) + ".md");
    ASSERT_TRUE(fs::exists(path)) << path;
    std::string page = support::ReadFile(path);
    EXPECT_TRUE(page.starts_with("# " + std::string(rule->id) + "\n")) << path;
    size_t at = 0;
    for (const char* section : {"## What it finds", "## Why it matters", "## Example", "## Fix",
                                "## When to suppress", "## References"}) {
      size_t found = page.find("\n" + std::string(section) + "\n", at);
      EXPECT_NE(found, std::string::npos)
          << path << ": no section \"" << section << "\" in its place";
      if (found != std::string::npos) at = found;
    }
    for (const engine::RuleOption& option : rule->options) {
      EXPECT_NE(page.find("`" + std::string(option.name) + "`"), std::string::npos)
          << path << " does not speak of the option " << option.name;
    }
  }
}

TEST(RulesTest, EveryPageAndFixtureFolderHasARule) {
  std::set<std::string> ids = RuleIds();
  for (const fs::directory_entry& page :
       fs::directory_iterator(support::SourceDir() / "docs" / "rules")) {
    EXPECT_TRUE(ids.contains(page.path().stem().string())) << page.path();
  }
  for (const fs::directory_entry& folder :
       fs::directory_iterator(support::SourceDir() / "fixtures" / "rules")) {
    EXPECT_TRUE(ids.contains(folder.path().filename().string())) << folder.path();
  }
}

TEST(RulesTest, EveryRuleHasFixtures) {
  for (const engine::Rule* rule : rules::AllRules()) {
    std::vector<Case> cases = CasesOf(rule->id);
    auto good =
        std::count_if(cases.begin(), cases.end(), [](const Case& item) { return item.good; });
    auto bad = static_cast<long>(cases.size()) - good;
    EXPECT_GE(good, 1) << rule->id << " has " << Join(cases);
    EXPECT_GE(bad, 2) << rule->id << " has " << Join(cases);
    for (const fs::directory_entry& entry : fs::directory_iterator(FixtureFolder(rule->id))) {
      std::string name = entry.path().filename().string();
      EXPECT_TRUE(IsCaseName(name) || name == "rolelint.yaml") << entry.path();
      if (entry.path().extension() == ".expected") {
        bool has_input = false;
        for (const char* extension : {".json", ".yaml", ".tf"}) {
          fs::path input = entry.path();
          has_input = has_input || fs::exists(input.replace_extension(extension));
        }
        EXPECT_TRUE(has_input) << entry.path() << " belongs to no input";
      }
    }
  }
}

class RuleFixtures : public ::testing::TestWithParam<const engine::Rule*> {};

TEST_P(RuleFixtures, GiveTheExpectedFindings) {
  const engine::Rule& rule = *GetParam();
  const bool update = std::getenv("ROLELINT_UPDATE_EXPECTED") != nullptr;
  for (const Case& item : CasesOf(rule.id)) {
    SCOPED_TRACE(item.name);
    std::string findings = Findings(rule, item);
    if (item.good) {
      EXPECT_EQ(findings, "");
      continue;
    }
    EXPECT_NE(findings, "") << "a bad fixture without a finding";
    if (update) {
      std::ofstream(item.expected, std::ios::binary) << findings;
      continue;
    }
    if (!fs::exists(item.expected)) {
      ADD_FAILURE() << item.expected << " is missing; it would hold\n" << findings;
      continue;
    }
    EXPECT_EQ(findings, support::ReadFile(item.expected));
  }
}

INSTANTIATE_TEST_SUITE_P(All, RuleFixtures,
                         ::testing::ValuesIn(rules::AllRules().begin(), rules::AllRules().end()),
                         [](const ::testing::TestParamInfo<const engine::Rule*>& rule) {
                           return engine::PascalCase(rule.param->id);
                         });

}  // namespace
}  // namespace rolelint::rules_test
