// Files of every input format with one thing changed: a key gone, or a value that is something
// else. Whatever comes of it, a check ends, in time, without a crash, and its reports can be
// written. The sanitizers watch the same test.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "analyzer/json/reader.h"
#include "analyzer/json/yaml.h"
#include "analyzer/report/report.h"
#include "analyzer/text/source.h"
#include "rules/registry.h"
#include "tests/support/paths.h"

namespace rolelint::engine::mutation_test {
namespace {

namespace fs = std::filesystem;

// What one run tries, drawn with a fixed seed. ROLELINT_MUTATIONS=all: every one of them.
constexpr size_t kTried = 600;
constexpr uint32_t kSeed = 13;
constexpr std::chrono::seconds kMostTime{5};

struct Place {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t key_begin = 0;  // as begin where there is no key
};

enum class Change : uint8_t {
  kRemove,
  kNull,
  kEmptyList,
  kEmptyObject,
  kEmptyText,
  kNumber,
  kListOfItself,
  kOpenReference,
  kTerraformReference,
};
constexpr int kChanges = 9;

struct Mutation {
  const fs::path* file = nullptr;
  Place place;
  Change change = Change::kRemove;
};

bool IsYaml(const fs::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

std::vector<Place> PlacesOfTrees(const fs::path& path, const std::string& text) {
  text::SourceError error;
  const std::optional<text::Source> source = text::Source::FromBytes(path.string(), text, &error);
  std::vector<Place> places;
  if (!source || source->text().size() != text.size()) return places;
  text::Arena arena;
  std::vector<json::Tree> trees;
  std::vector<json::Issue> issues;
  if (IsYaml(path)) {
    json::ReadYaml(source->text(), &arena, &trees, &issues, json::YamlUse::kPlain);
  } else {
    json::ReadAll(source->text(), &arena, &trees, &issues);
  }
  for (const json::Tree& tree : trees) {
    for (const json::Node& node : tree.nodes) {
      places.push_back({node.begin, node.end, node.key_end != 0 ? node.key_begin : node.begin});
    }
  }
  return places;
}

// Of HCL: the right side of each attribute, and each block, by lines.
std::vector<Place> PlacesOfLines(const std::string& text) {
  std::vector<Place> places;
  std::vector<uint32_t> blocks;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = std::string_view(text).substr(at, end - at);
    const size_t equals = line.find(" = ");
    const auto begin = static_cast<uint32_t>(at);
    if (equals != std::string_view::npos) {
      places.push_back(
          {begin + static_cast<uint32_t>(equals) + 3, static_cast<uint32_t>(end), begin});
    }
    if (line.ends_with("{")) blocks.push_back(begin);
    if (line.ends_with("}") && !blocks.empty()) {
      places.push_back({blocks.back(), static_cast<uint32_t>(end), blocks.back()});
      blocks.pop_back();
    }
    at = end + 1;
  }
  return places;
}

std::string Apply(const std::string& text, const Place& place, Change change) {
  const std::string value = text.substr(place.begin, place.end - place.begin);
  const auto with = [&](std::string_view replacement) {
    std::string changed = text;
    return changed.replace(place.begin, value.size(), replacement);
  };
  switch (change) {
    case Change::kNull:
      return with("null");
    case Change::kEmptyList:
      return with("[]");
    case Change::kEmptyObject:
      return with("{}");
    case Change::kEmptyText:
      return with("\"\"");
    case Change::kNumber:
      return with("7");
    case Change::kListOfItself:
      return with("[" + value + ", " + value + "]");
    case Change::kOpenReference:
      return with(R"({"Ref": "Missing"})");
    case Change::kTerraformReference:
      return with(R"("${var.missing}")");
    case Change::kRemove:
      break;
  }
  // With the comma behind it, else the one before.
  size_t begin = place.key_begin;
  size_t end = place.end;
  const size_t next = text.find_first_not_of(" \t\r\n", end);
  if (next != std::string::npos && text[next] == ',') {
    end = next + 1;
  } else {
    const size_t before = begin == 0 ? begin : text.find_last_not_of(" \t\r\n", begin - 1);
    if (before != std::string::npos && text[before] == ',') begin = before;
  }
  std::string changed = text;
  return changed.erase(begin, end - begin);
}

std::vector<fs::path> Files() {
  std::vector<fs::path> files;
  for (std::string_view folder : {"inputs", "guide", "simulate", "prove", "rules"}) {
    const fs::path root = support::SourceDir() / "fixtures" / folder;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
      const fs::path extension = entry.path().extension();
      if (entry.is_regular_file() && (extension == ".json" || extension == ".ndjson" ||
                                      extension == ".tf" || IsYaml(entry.path()))) {
        files.push_back(entry.path());
      }
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<Mutation> AllMutations(const std::vector<fs::path>& files) {
  std::vector<Mutation> all;
  for (const fs::path& file : files) {
    const std::string text = support::ReadFile(file);
    const std::vector<Place> places =
        file.extension() == ".tf" ? PlacesOfLines(text) : PlacesOfTrees(file, text);
    for (const Place& place : places) {
      for (int change = 0; change < kChanges; ++change) {
        all.push_back({&file, place, static_cast<Change>(change)});
      }
    }
  }
  return all;
}

// Half of the sample are input formats, of which there are fewer files than of rules.
std::vector<Mutation> Sample(const std::vector<Mutation>& all) {
  const char* wanted = std::getenv("ROLELINT_MUTATIONS");
  if (wanted != nullptr && std::string_view(wanted) == "all") return all;
  std::vector<Mutation> formats;
  std::vector<Mutation> rules;
  for (const Mutation& one : all) {
    const bool of_rule = one.file->string().find("/fixtures/rules/") != std::string::npos;
    (of_rule ? rules : formats).push_back(one);
  }
  std::mt19937 random(kSeed);
  std::vector<Mutation> sample;
  for (std::vector<Mutation>* group : {&formats, &rules}) {
    std::shuffle(group->begin(), group->end(), random);
    group->resize(std::min(group->size(), kTried / 2));
    sample.insert(sample.end(), group->begin(), group->end());
  }
  return sample;
}

void CheckText(const std::string& name, std::string text) {
  InputSpec spec;
  spec.display_name = name;
  spec.bytes = std::move(text);
  std::vector<InputSpec> inputs;
  inputs.push_back(std::move(spec));
  CheckOptions options;
  options.threads = 1;
  static const Config config = Config::Default(rules::AllRules());
  const CheckResult result =
      Check(std::move(inputs), rules::AllRules(), config, catalog::Catalog::BuiltIn(), options);
  report::ReportOptions how;
  std::ostringstream out;
  report::Write(report::Format::kText, result, rules::AllRules(), how, out);
  report::Write(report::Format::kSarif, result, rules::AllRules(), how, out);
}

TEST(MutationTest, NoChangeOfAFixtureCrashesOrHangs) {
  const std::vector<fs::path> files = Files();
  const std::vector<Mutation> all = AllMutations(files);
  ASSERT_GT(all.size(), size_t{100'000});
  // What was tried last, should the process end here.
  const fs::path last = fs::path(testing::TempDir()) / "rolelint-last-mutation";
  for (const Mutation& one : Sample(all)) {
    const std::string text = Apply(support::ReadFile(*one.file), one.place, one.change);
    const std::string told = one.file->string() + " at byte " + std::to_string(one.place.begin) +
                             ", change " + std::to_string(static_cast<int>(one.change));
    std::ofstream(last, std::ios::binary) << told << '\n' << text;
    const auto start = std::chrono::steady_clock::now();
    EXPECT_NO_THROW(CheckText(one.file->filename().string(), text)) << told;
    EXPECT_LT(std::chrono::steady_clock::now() - start, kMostTime) << told;
  }
}

}  // namespace
}  // namespace rolelint::engine::mutation_test
