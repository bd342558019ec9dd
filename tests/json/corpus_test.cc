// Real files: what the reader says of them is true of their bytes.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/json/character_name.h"
#include "tests/json/invariants.h"
#include "tests/json/yaml_invariants.h"
#include "tests/support/paths.h"

namespace rolelint::json::corpus_test {
namespace {

// The project's own fixtures and documents, and whatever else ROLELINT_CORPUS names.
std::vector<std::filesystem::path> Files(std::initializer_list<std::string_view> endings) {
  std::vector<std::filesystem::path> files;
  std::vector<std::filesystem::path> folders = {support::SourceDir()};
  if (const char* corpus = std::getenv("ROLELINT_CORPUS")) folders.emplace_back(corpus);
  for (const std::filesystem::path& folder : folders) {
    for (auto entry = std::filesystem::recursive_directory_iterator(folder);
         entry != std::filesystem::recursive_directory_iterator(); ++entry) {
      const std::string name = entry->path().filename().string();
      if (entry->is_directory() && (name.starts_with(".") || name.starts_with("build"))) {
        entry.disable_recursion_pending();
      } else if (entry->is_regular_file() &&
                 std::any_of(endings.begin(), endings.end(),
                             [&](std::string_view ending) { return name.ends_with(ending); })) {
        files.push_back(entry->path());
      }
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string Contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

bool IsUtf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    Character c = DecodeCharacter(text, at);
    if (!c.valid) return false;
    at += c.bytes;
  }
  return true;
}

TEST(Corpus, EveryValueOfEveryFileReadsAloneAsInItsFile) {
  size_t checked = 0;
  for (const std::filesystem::path& path : Files({".json", ".ndjson", ".template"})) {
    const std::string bytes = Contents(path);
    if (!IsUtf8(bytes)) continue;
    EXPECT_EQ(CheckText(bytes, size_t{16} << 20), "") << path;
    ++checked;
  }
  EXPECT_GT(checked, 0U);
  RecordProperty("files", static_cast<int>(checked));
}

TEST(Corpus, EveryYamlFileHoldsTheInvariants) {
  size_t checked = 0;
  for (const std::filesystem::path& path : Files({".yaml", ".yml", ".template", ".json"})) {
    EXPECT_EQ(CheckYaml(Contents(path)), "") << path;
    ++checked;
  }
  EXPECT_GT(checked, 0U);
  RecordProperty("files", static_cast<int>(checked));
}

}  // namespace
}  // namespace rolelint::json::corpus_test
