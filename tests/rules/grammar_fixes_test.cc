// What the rules of the grammar offer as a fix does what it says: where it is applied, the finding
// is gone, and nothing that the rule found elsewhere has come.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "rules/registry.h"
#include "tests/support/paths.h"

namespace rolelint::grammar_fixes_test {
namespace {

namespace fs = std::filesystem;

std::optional<policy::Kind> KindOf(const fs::path& file) {
  const std::string kind = file.stem().extension().string();
  return kind.empty() ? std::nullopt : policy::ParseKind(kind.substr(1));
}

std::vector<engine::Finding> Findings(const engine::Rule& rule, const std::string& bytes,
                                      std::optional<policy::Kind> kind) {
  engine::InputSpec input;
  input.display_name = "policy.json";
  input.bytes = bytes;
  engine::CheckOptions options;
  options.kind = kind;
  options.threads = 1;
  std::vector<engine::InputSpec> inputs;
  inputs.push_back(std::move(input));
  engine::CheckResult result = engine::Check(std::move(inputs), rules::AllRules(),
                                             engine::Config::Default(rules::AllRules()),
                                             catalog::Catalog::BuiltIn(), options);
  std::erase_if(result.findings,
                [&](const engine::Finding& finding) { return finding.rule != &rule; });
  return std::move(result.findings);
}

std::string Apply(std::string bytes, std::vector<engine::Edit> edits) {
  std::sort(edits.begin(), edits.end(), [](const engine::Edit& a, const engine::Edit& b) {
    return a.start_byte > b.start_byte;
  });
  for (const engine::Edit& edit : edits) {
    bytes.replace(edit.start_byte, edit.end_byte - edit.start_byte, edit.text);
  }
  return bytes;
}

TEST(GrammarFixes, RemoveTheFinding) {
  const fs::path root = support::SourceDir() / "fixtures" / "rules";
  std::set<std::string_view> fixed;
  for (const char* id :
       {"json-comment", "trailing-comma", "unknown-element", "invalid-effect", "invalid-version",
        "missing-version", "outdated-version", "principal-form", "principal-key",
        "unknown-operator", "unsupported-character", "sid-format"}) {
    const engine::Rule* rule = rules::FindRule(id);
    ASSERT_NE(rule, nullptr) << id;
    for (const fs::directory_entry& entry : fs::directory_iterator(root / id)) {
      const fs::path& file = entry.path();
      if (file.extension() != ".json" || !file.filename().string().starts_with("bad-")) continue;
      SCOPED_TRACE(file.filename().string());
      const std::string bytes = support::ReadFile(file);
      const std::vector<engine::Finding> before = Findings(*rule, bytes, KindOf(file));
      for (const engine::Finding& finding : before) {
        if (!finding.fix) continue;
        fixed.insert(rule->id);
        const std::string after = Apply(bytes, finding.fix->edits);
        EXPECT_NE(after, bytes);
        EXPECT_EQ(Findings(*rule, after, KindOf(file)).size(), before.size() - 1)
            << finding.message << "\n"
            << after;
      }
    }
  }
  EXPECT_EQ(fixed.size(), 12U);
}

}  // namespace
}  // namespace rolelint::grammar_fixes_test
