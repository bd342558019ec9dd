#include "tests/support/managed_policies.h"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/json/reader.h"
#include "analyzer/json/tree.h"
#include "analyzer/text/source.h"

namespace rolelint::support {

void ForEachManagedPolicy(const std::filesystem::path& package,
                          const std::function<void(const std::string&, const std::string&,
                                                   const std::string&, bool)>& visit) {
  // The file has 77 MB: read by the analyzer's own reader, a tenth of the time.
  const std::string path = (package / "dist" / "managedPolicies.json").string();
  text::SourceError error;
  const std::optional<text::Source> source = text::Source::FromFile(path, path, &error);
  ASSERT_TRUE(source) << path;
  text::Arena arena;
  std::vector<json::Tree> trees;
  std::vector<json::Issue> issues;
  ASSERT_TRUE(json::ReadAll(source->text(), &arena, &trees, &issues));
  for (const json::Value policy : trees[0].root()) {
    const std::string_view latest = policy.Find("latestVersionId").str();
    for (const json::Value version : policy.Find("versions")) {
      const json::Span span = version.Find("document").span();
      visit(std::string(policy.key()), std::string(version.key()),
            std::string(source->text().substr(span.begin, span.size())), version.key() == latest);
    }
  }
}

}  // namespace rolelint::support
