// What is checked and by which rules: configuration, selection, exclusion.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::config_command_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Json = nlohmann::json;
using Arguments = std::vector<std::string>;

const char kAdmin[] =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})";

class ConfigCommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = support::NewFolder("config");
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "repo/.git");
    Write("a/admin.json", kAdmin);
    Write("b/admin.json", kAdmin);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void Write(const std::string& name, std::string_view text) {
    const fs::path path = folder_ / "repo" / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }

  support::RunResult Run(const Arguments& arguments) {
    support::RunOptions options;
    options.directory = folder_ / "repo";
    return support::RunProgram(support::Program(), arguments, options);
  }

  std::string Concise(Arguments more) {
    more.insert(more.begin(), {"check", "--format", "concise"});
    return Run(more).out;
  }

  fs::path folder_;
};

TEST_F(ConfigCommandTest, ShowSaysWhereEachSettingComesFrom) {
  Write("shared/base.yaml", "rules:\n  admin-access: warning\n  broad-pattern: off\n");
  Write(
      "rolelint.yaml",
      "extends: shared/base.yaml\nrules:\n  admin-access:\n    level: error\nexclude: [vendor/]\n");
  const auto run = Run({"config", "show", "--ignore", "root-principal"});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("rules.admin-access: level: error  # rolelint.yaml:4\n"));
  EXPECT_THAT(run.out, HasSubstr("rules.broad-pattern: off  # shared/base.yaml:3\n"));
  EXPECT_THAT(run.out, HasSubstr("rules.root-principal: off  # --ignore\n"));
  EXPECT_THAT(run.out, HasSubstr("exclude: [vendor/]  # rolelint.yaml:5\n"));
  EXPECT_THAT(run.out, Not(HasSubstr("warning")));
  EXPECT_THAT(Run({"config", "show", "--all"}).out, HasSubstr("# default\n"));
  EXPECT_THAT(Run({"config", "show", "--isolated"}).out, IsEmpty());
  const Json json = Json::parse(Run({"config", "show", "--format", "json"}).out);
  EXPECT_EQ(json["file"], "rolelint.yaml");
  EXPECT_EQ(json["settings"].size(), 4U);
}

TEST_F(ConfigCommandTest, AnExtendedFileIsInTheRepositoryAndNotItself) {
  std::ofstream(folder_ / "outside.yaml") << "rules: { admin-access: off }\n";
  Write("rolelint.yaml", "extends: ../outside.yaml\n");
  EXPECT_EQ(Run({"check", "a"}).status, 2);
  EXPECT_NE(Run({"check", "a", "--config", "rolelint.yaml"}).status, 2);
  Write("rolelint.yaml", "extends: other.yaml\n");
  Write("other.yaml", "extends: rolelint.yaml\n");
  const auto run = Run({"check", "a"});
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr("extends itself"));
  Write("other.yaml", "rulse: {}\n");
  EXPECT_THAT(Run({"check", "a"}).err, HasSubstr("other.yaml:1:1: error: unknown key \"rulse\""));
}

TEST_F(ConfigCommandTest, OverridesSetLevelsByPath) {
  Write("rolelint.yaml", "overrides:\n  - { paths: \"a/*\", rules: { admin-access: off } }\n");
  const std::string out = Concise({"."});
  EXPECT_THAT(out, Not(HasSubstr("a/admin.json:1:98: security[admin-access,")));
  EXPECT_EQ(out.find("a/admin.json") == std::string::npos ||
                out.find("[admin-access,") > out.find("b/admin.json"),
            true)
      << out;
  EXPECT_THAT(out, HasSubstr("[admin-access,"));
}

TEST_F(ConfigCommandTest, SelectAndIgnoreTakeRulesFamiliesAndCodes) {
  EXPECT_THAT(Concise({"a", "--select", "admin-access"}), HasSubstr("[admin-access,"));
  EXPECT_THAT(Concise({"a", "--select", "trust,grammar"}), Not(HasSubstr("[admin-access,")));
  EXPECT_THAT(Concise({"a", "--select", "security"}), HasSubstr("[admin-access,"));
  EXPECT_THAT(Concise({"a", "--ignore", "admin-access", "--ignore", "trust"}),
              Not(HasSubstr("[admin-access,")));
  EXPECT_THAT(Concise({"a", "--select", "parliament:UNKNOWN_ACTION"}), IsEmpty());
  EXPECT_THAT(Concise({"a", "--ignore", "UNKNOWN_ACTION"}), HasSubstr("[admin-access,"));
  const auto run = Run({"check", "a", "--select", "admin-acess"});
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr("did you mean \"admin-access\"?"));
  // What the configuration turns off is on when it is selected.
  Write("rolelint.yaml", "rules: { admin-access: off }\n");
  EXPECT_THAT(Concise({"a", "--select", "admin-access"}), HasSubstr("[admin-access,"));
}

TEST_F(ConfigCommandTest, WhatIsExcludedOrIgnoredIsCountedUnlessNamed) {
  Write(".gitignore", "/b/\n");
  auto run = Run({"check", ".", "--format", "concise"});
  EXPECT_THAT(run.out, HasSubstr("a/admin.json"));
  EXPECT_THAT(run.out, Not(HasSubstr("b/admin.json")));
  EXPECT_THAT(run.err, HasSubstr("1 by .gitignore"));
  EXPECT_THAT(Concise({".", "--no-ignore"}), HasSubstr("b/admin.json"));
  EXPECT_THAT(Concise({"b/admin.json"}), HasSubstr("b/admin.json"));
  EXPECT_THAT(Concise({"b"}), HasSubstr("b/admin.json"));
  run = Run({"check", ".", "--exclude", "a/", "--no-ignore", "--format", "concise"});
  EXPECT_THAT(run.out, Not(HasSubstr("a/admin.json")));
  EXPECT_THAT(run.err, HasSubstr("1 by an exclude pattern"));
  Write("rolelint.yaml", "exclude: \"a/*.json\"\n");
  EXPECT_THAT(Concise({".", "--no-ignore"}), Not(HasSubstr("a/admin.json")));
  EXPECT_THAT(Concise({"a/admin.json"}), HasSubstr("a/admin.json"));
  EXPECT_THAT(Concise({"a/admin.json", "--skip-unrecognised"}), IsEmpty());
}

TEST_F(ConfigCommandTest, QuietWritesFindingsAndErrorsAlone) {
  const auto run = Run({"check", "a", "--quiet", "--verbose"});
  EXPECT_EQ(run.status, 1);
  EXPECT_THAT(run.out, Not(IsEmpty()));
  EXPECT_THAT(run.err, IsEmpty());
  EXPECT_THAT(Run({"check", "a/missing.json", "--quiet"}).err, HasSubstr("error:"));
}

TEST_F(ConfigCommandTest, TheSchemaIsPublishedAndDescribesConfigurations) {
  const fs::path published = support::SourceDir() / "docs/schema/rolelint.schema.json";
  const std::string schema = Run({"config", "schema"}).out;
  if (std::getenv("ROLELINT_UPDATE_GOLDEN") != nullptr) std::ofstream(published) << schema;
  EXPECT_EQ(schema, support::ReadFile(published)) << "ROLELINT_UPDATE_GOLDEN=1 writes it anew";
  ROLELINT_REQUIRE(support::RunProgram("python3", {"-c", "import jsonschema"}).status == 0,
                   "python3-jsonschema");
  const auto valid = [&](const Json& config) {
    support::RunOptions options;
    options.input = config.dump();
    return support::RunProgram(
               "python3",
               {(support::SourceDir() / "tests/report/validate.py").string(), published.string()},
               options)
               .status == 0;
  };
  const Json good = {
      {"extends", "base.yaml"},
      {"accounts", {{"111122223333", {{"name", "a"}, {"relation", "own"}}}}},
      {"kinds", {{"a/*", "scp"}}},
      {"exclude", {"vendor/"}},
      {"allow-unresolved", {"modules/*"}},
      {"overrides", {{{"paths", "a/*"}, {"rules", {{"admin-access", "off"}}}}}},
      {"suppressions", {{{"rule", "admin-access"}, {"reason", "x"}, {"expires", "2026-12-31"}}}},
      {"assertions", {{{"name", "n"}, {"forbid", {{"actions", {"s3:*"}}}}, {"level", "error"}}}},
      {"rules", {{"admin-access", "warning"}, {"role-tags", {{"required", {"client"}}}}}}};
  EXPECT_TRUE(valid(good));
  // The program reads what the schema allows, and refuses what it does not.
  Json bad = good;
  bad["suppressions"][0].erase("reason");
  EXPECT_FALSE(valid(bad));
  bad = good;
  bad["rules"]["admin-acess"] = "off";
  EXPECT_FALSE(valid(bad));
  bad = good;
  bad["kinds"]["a/*"] = "none";
  EXPECT_FALSE(valid(bad));
}

}  // namespace
}  // namespace rolelint::config_command_test
