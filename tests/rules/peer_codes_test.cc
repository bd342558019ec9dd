// Who comes from another tool finds each of its codes: as an equivalent of a rule, or in
// docs/compare.md with the reason why there is none.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "rules/registry.h"
#include "tests/support/paths.h"

namespace rolelint::peer_codes_test {
namespace {

TEST(PeerCodesTest, EachHasARuleOrAReason) {
  std::set<std::string, std::less<>> known;
  for (const engine::Rule* rule : rules::AllRules()) {
    for (std::string_view code : rule->equivalents) known.emplace(code);
  }
  const std::string page = support::ReadFile(support::SourceDir() / "docs" / "compare.md");
  const auto codes = nlohmann::json::parse(
      support::ReadFile(support::SourceDir() / "tests" / "rules" / "peer_codes.json"));
  size_t count = 0;
  for (const auto& [tool, list] : codes.items()) {
    for (const std::string code : list) {
      ++count;
      const std::string row = "| " + tool + " | `" + code + "` | ";
      const bool told = page.find(row) != std::string::npos;
      EXPECT_TRUE(told || known.contains(tool + ":" + code)) << tool << ":" << code;
    }
  }
  EXPECT_GT(count, 130U);
}

// A code that no tool has is a slip of the pen.
TEST(PeerCodesTest, EquivalentsAreCodes) {
  const auto codes = nlohmann::json::parse(
      support::ReadFile(support::SourceDir() / "tests" / "rules" / "peer_codes.json"));
  std::set<std::string, std::less<>> known;
  for (const auto& [tool, list] : codes.items()) {
    for (const std::string code : list) known.insert(tool + ":" + code);
  }
  for (const engine::Rule* rule : rules::AllRules()) {
    for (std::string_view code : rule->equivalents) {
      const std::string tool(code.substr(0, code.find(':')));
      EXPECT_TRUE(!codes.contains(tool) || known.contains(code)) << rule->id << ": " << code;
    }
  }
}

}  // namespace
}  // namespace rolelint::peer_codes_test
