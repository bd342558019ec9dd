#include "analyzer/engine/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <filesystem>
#include <fstream>

#include "analyzer/engine/rule.h"
#include "tests/support/paths.h"

namespace rolelint::engine::config_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr RuleOption kOptions[] = {
    {"pattern", OptionType::kRegex, "^[a-z]+$", "what names look like"},
    {"limit", OptionType::kInteger, "64", "how long they may be"},
    {"strict", OptionType::kBoolean, "false", "whether to be strict"},
    {"tags", OptionType::kStringList, "owner, team", "tags that every role has"},
    {"prefix", OptionType::kString, "x-", "how names begin"},
};
const Rule kWithOptions = {.id = "name-convention", .summary = "s", .options = kOptions};
const Rule kPlain = {.id = "plain-rule", .summary = "s", .level = Level::kError};
const Rule* const kRules[] = {&kWithOptions, &kPlain};

std::optional<Config> Parse(std::string_view text, std::vector<ConfigError>* errors) {
  return Config::Parse(text, "rolelint.yaml", kRules, errors);
}

// "line:column message" of the only error.
std::string ErrorOf(std::string_view text) {
  std::vector<ConfigError> errors;
  EXPECT_FALSE(Parse(text, &errors));
  if (errors.size() != 1) return "errors: " + std::to_string(errors.size());
  return std::to_string(errors[0].location.start_line) + ":" +
         std::to_string(errors[0].location.start_column) + " " + errors[0].message;
}

TEST(ConfigTest, DefaultsAreTheRulesOwn) {
  Config config = Config::Default(kRules);
  const OptionValues& options = config.OptionsOf(kWithOptions);
  EXPECT_TRUE(RE2::FullMatch("abc", options.Regex("pattern")));
  EXPECT_EQ(options.Integer("limit"), 64);
  EXPECT_FALSE(options.Boolean("strict"));
  EXPECT_THAT(options.List("tags"), ElementsAre("owner", "team"));
  EXPECT_EQ(options.String("prefix"), "x-");
  EXPECT_FALSE(options.AnySet());
  EXPECT_FALSE(config.IsOff(kPlain));
  EXPECT_EQ(config.LevelOf(kPlain), std::nullopt);
}

TEST(ConfigTest, ReadsAllThereIs) {
  std::vector<ConfigError> errors;
  std::optional<Config> config = Parse(R"(
accounts:
  "111122223333": { name: acme, relation: client }
  444455556666: { relation: own }
  012345678901: { name: auditor, relation: third-party }
rules:
  name-convention:
    level: error
    pattern: '^acme-'
    limit: 32
    strict: true
    tags: [a, b]
    prefix: acme
  plain-rule: off
)",
                                       &errors);
  for (const ConfigError& error : errors) ADD_FAILURE() << error.message;
  ASSERT_TRUE(config);
  ASSERT_NE(config->FindAccount("111122223333"), nullptr);
  EXPECT_EQ(config->FindAccount("111122223333")->name, "acme");
  EXPECT_EQ(config->RelationOf("111122223333"), Relation::kClient);
  EXPECT_EQ(config->RelationOf("444455556666"), Relation::kOwn);
  EXPECT_EQ(config->RelationOf("012345678901"), Relation::kThirdParty);
  EXPECT_EQ(config->RelationOf("999999999999"), Relation::kUnknown);
  EXPECT_EQ(config->LevelOf(kWithOptions), Level::kError);
  EXPECT_TRUE(config->IsOff(kPlain));
  const OptionValues& options = config->OptionsOf(kWithOptions);
  EXPECT_TRUE(RE2::PartialMatch("acme-x", options.Regex("pattern")));
  EXPECT_EQ(options.Integer("limit"), 32);
  EXPECT_TRUE(options.Boolean("strict"));
  EXPECT_THAT(options.List("tags"), ElementsAre("a", "b"));
  EXPECT_EQ(options.String("prefix"), "acme");
  EXPECT_TRUE(options.IsSet("limit"));
}

TEST(ConfigTest, ALevelAlone) {
  std::vector<ConfigError> errors;
  std::optional<Config> config = Parse("rules: {plain-rule: suggestion}", &errors);
  ASSERT_TRUE(config);
  EXPECT_EQ(config->LevelOf(kPlain), Level::kSuggestion);
  EXPECT_FALSE(config->OptionsOf(kWithOptions).AnySet());
}

TEST(ConfigTest, NothingInItIsFine) {
  std::vector<ConfigError> errors;
  EXPECT_TRUE(Parse("", &errors));
  EXPECT_TRUE(Parse("# only a comment\n", &errors));
  EXPECT_TRUE(Parse("rules:\naccounts:\n", &errors));
  EXPECT_TRUE(errors.empty());
}

TEST(ConfigTest, ErrorsHaveAPlaceAndASuggestion) {
  EXPECT_EQ(ErrorOf("rulez: {}"), "1:1 unknown key \"rulez\"; did you mean \"rules\"?");
  EXPECT_EQ(ErrorOf("rules:\n  plan-rule: off"),
            "2:3 unknown rule \"plan-rule\"; did you mean \"plain-rule\"?");
  EXPECT_EQ(ErrorOf("rules:\n  name-convention: { limits: 3 }"),
            "2:22 unknown option of name-convention \"limits\"; did you mean \"limit\"?");
  EXPECT_EQ(
      ErrorOf("rules: {plain-rule: warnning}"),
      "1:21 a level is off, suggestion, warning, security or error; did you mean \"warning\"?");
  EXPECT_EQ(ErrorOf("rules: {plain-rule: {level: high}}"),
            "1:29 a level is off, suggestion, warning, security or error");
  EXPECT_EQ(ErrorOf("rules: {plain-rule: 3}"),
            "1:21 a rule is set to off, to a level, or to a mapping of its options");
  EXPECT_EQ(ErrorOf("rules: {name-convention: {limit: many}}"),
            "1:34 limit must be a whole number");
  EXPECT_EQ(ErrorOf("rules: {name-convention: {limit: 1.5}}"), "1:34 limit must be a whole number");
  EXPECT_EQ(ErrorOf("rules: {name-convention: {strict: 'yes'}}"),
            "1:35 strict must be true or false");
  EXPECT_EQ(ErrorOf("rules: {name-convention: {prefix: 5}}"), "1:35 prefix must be a string");
  EXPECT_EQ(ErrorOf("rules: {name-convention: {tags: owner}}"),
            "1:33 tags must be a list of strings");
  EXPECT_THAT(ErrorOf("rules: {name-convention: {pattern: '['}}"),
              HasSubstr("1:36 pattern must be a regular expression"));
  EXPECT_EQ(ErrorOf("accounts: {\"1234\": {}}"),
            "1:12 \"1234\" is not an account ID (12 digits, in quotes)");
  EXPECT_EQ(ErrorOf("accounts: {\"111122223333\": {relation: cliant}}"),
            "1:39 relation must be own, client or third-party; did you mean \"client\"?");
  EXPECT_EQ(ErrorOf("[]"), "1:1 the configuration must be a mapping, not an array");
}

TEST(ConfigTest, AllErrorsAtOnce) {
  std::vector<ConfigError> errors;
  EXPECT_FALSE(Parse("rules: {a: off, b: off}\nc: 1", &errors));
  EXPECT_EQ(errors.size(), 3U);
}

TEST(ConfigTest, BrokenYamlIsAnError) {
  std::vector<ConfigError> errors;
  EXPECT_FALSE(Parse("rules: {", &errors));
  ASSERT_FALSE(errors.empty());
  EXPECT_EQ(errors[0].file, "rolelint.yaml");
  errors.clear();
  EXPECT_FALSE(Parse("rules: \xff", &errors));
  EXPECT_EQ(errors.size(), 1U);
}

class FindConfigFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = support::NewFolder("config");
    std::filesystem::create_directories(root_ / "repository/.git");
    std::filesystem::create_directories(root_ / "repository/a/b");
    Write("rolelint.yaml");
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void Write(const std::string& path) { std::ofstream(root_ / path) << "rules: {}\n"; }
  std::string Find() {
    return FindConfigFile((root_ / "repository/a/b").string()).value_or("none");
  }

  std::filesystem::path root_;
};

TEST_F(FindConfigFileTest, StopsAtTheRepository) { EXPECT_EQ(Find(), "none"); }

TEST_F(FindConfigFileTest, TheNearestWins) {
  Write("repository/rolelint.yaml");
  EXPECT_EQ(Find(), (root_ / "repository/rolelint.yaml").string());
  Write("repository/a/.rolelint.yaml");
  EXPECT_EQ(Find(), (root_ / "repository/a/.rolelint.yaml").string());
}

TEST(ConfigTest, OverridesHoldInTheirFilesTheLastOneFirst) {
  std::vector<ConfigError> errors;
  std::optional<Config> config = Parse(R"(
rules: { name-convention: off }
overrides:
  - paths: ["a/*", "b/*"]
    rules: { plain-rule: warning, name-convention: error }
  - paths: "a/x.json"
    rules: { plain-rule: off }
)",
                                       &errors);
  ASSERT_TRUE(config);
  EXPECT_FALSE(config->SettingFor(kPlain, "c/x.json"));
  EXPECT_EQ(config->SettingFor(kPlain, "b/x.json")->level, Level::kWarning);
  EXPECT_TRUE(config->SettingFor(kPlain, "a/x.json")->off);
  EXPECT_TRUE(config->IsOff(kWithOptions));
  EXPECT_FALSE(config->IsOffEverywhere(kWithOptions));
}

TEST(ConfigTest, WrongOverridesSuppressionsAndExcludesAreTold) {
  EXPECT_THAT(ErrorOf("overrides: [{ paths: a, rules: { plain-rul: off } }]"),
              HasSubstr("unknown rule \"plain-rul\"; did you mean"));
  EXPECT_THAT(ErrorOf("overrides: [{ path: a, rules: { plain-rule: off } }]"),
              HasSubstr("unknown key of an override"));
  EXPECT_THAT(ErrorOf("overrides: {}"), HasSubstr("overrides must be a list"));
  EXPECT_THAT(ErrorOf("exclude: [1]"), HasSubstr("must be strings"));
  EXPECT_THAT(ErrorOf("suppressions: [{ rule: plain-rule, reason: \"\" }]"),
              HasSubstr("reason must be a string that is not empty"));
  EXPECT_THAT(ErrorOf("exlude: []"), HasSubstr("did you mean \"exclude\"?"));
}

TEST(ConfigTest, AnExtendingTextGoesBeforeWhatItExtends) {
  const ConfigText texts[] = {
      {"base.yaml",
       "accounts: { \"111122223333\": { name: base } }\n"
       "rules: { plain-rule: off, name-convention: { limit: 5, strict: true } }\n"
       "kinds: { \"*.json\": scp }\nexclude: base\n"},
      {"rolelint.yaml",
       "extends: base.yaml\naccounts: { \"111122223333\": { name: own } }\n"
       "rules: { plain-rule: warning, name-convention: { limit: 6 } }\n"
       "kinds: { \"a*\": rcp }\nexclude: [own]\n"}};
  std::vector<ConfigError> errors;
  const std::optional<Config> config = Config::Parse(texts, kRules, &errors);
  ASSERT_TRUE(config);
  EXPECT_FALSE(config->IsOff(kPlain));
  EXPECT_EQ(config->LevelOf(kPlain), Level::kWarning);
  EXPECT_EQ(config->OptionsOf(kWithOptions).Integer("limit"), 6);
  EXPECT_TRUE(config->OptionsOf(kWithOptions).Boolean("strict"));
  ASSERT_EQ(config->accounts().size(), 1U);
  EXPECT_EQ(config->accounts()[0].name, "own");
  EXPECT_EQ(config->KindOf("a.json"), policy::Kind::kRcp);
  EXPECT_EQ(config->KindOf("b.json"), policy::Kind::kScp);
  EXPECT_THAT(config->exclude(), ElementsAre("base", "own"));
  EXPECT_THAT(Config::ExtendedBy(texts[1].text), ElementsAre("base.yaml"));
  EXPECT_EQ(config->origins().back().location.file, "rolelint.yaml");
}

}  // namespace
}  // namespace rolelint::engine::config_test
