// The text form: what it may say, what is refused and where, and that no text does harm.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <random>
#include <string>

#include "analyzer/catalog/catalog.h"
#include "analyzer/catalog/compiler.h"
#include "tests/support/paths.h"

namespace rolelint::catalog::load_test {
namespace {

using ::testing::HasSubstr;

std::string CommittedPath() {
  return support::SourceDir() / "analyzer/catalog/data/aws-catalog.tsv";
}

// Adds the first line, the source line and the end line.
std::string Text(std::string_view lines) {
  std::string text =
      "rolelint-catalog\t1\nd\t2025-01-02\tsome-package\t1.2.3\n" + std::string(lines);
  const auto count = std::count(text.begin(), text.end(), '\n');
  return text + "end\t" + std::to_string(count) + "\n";
}

constexpr char kSmall[] =
    "@\t@r\taws:ResourceTag/${TagKey}\n"
    "g\taws:ResourceTag/${TagKey}\tString\n"
    "g\taws:CalledVia\tArrayOfString\n"
    "k\tzoo:Keeper\tARN|String\n"
    "k\tzoo:Tag/<key>/name\tBinary\n"
    "s\tZOO\tThe Zoo\trcp\t@r :Keeper\n"
    "t\tcage of lions\t@r\tarn:${Partition}:zoo:::cage/${Name}\tarn:aws:zoo:::lions\n"
    "t\tape\t\tarn:${Partition}:zoo:::ape/*\n"
    "W\tFeedApe\t:Keeper aws:CalledVia\t!ape\t-cage of lions=@r "
    ":Keeper\t>zoo:Count\t>iam:PassRole\n"
    "L\tCount\n"
    "s\tafar\tFar away\n"
    "P\tTravel\n";

// Walks every handle and every string there is.
std::size_t Walk(const Catalog& catalog) {
  std::size_t bytes = catalog.date().size() + catalog.source().size();
  const auto walk_keys = [&](KeyRange keys) {
    for (const ConditionKey key : keys) bytes += key.name().size() + key.id();
  };
  for (const ConditionKey key : catalog.condition_keys()) {
    bytes += key.name().size() + ValueTypeName(key.type()).size();
    EXPECT_TRUE(key.Accepts(key.type()));
    EXPECT_TRUE(catalog.FindConditionKey(key.name()).has_value());
  }
  for (const Service service : catalog.services()) {
    bytes += service.prefix().size() + service.name().size();
    EXPECT_TRUE(catalog.FindService(service.prefix()).has_value());
    walk_keys(service.condition_keys());
    for (const ResourceType type : service.resource_types()) {
      for (std::size_t i = 0; i < type.arns().size(); ++i) {
        bytes += type.arns()[i].text().size();
        (void)type.MatchesArn(type.arns()[i].glob());
      }
      walk_keys(type.condition_keys());
    }
    for (const Action action : service.actions()) {
      bytes += action.name().size() + AccessLevelName(action.access_level()).size();
      EXPECT_TRUE(catalog.IsKnownAction(action.full_name()));
      walk_keys(action.condition_keys());
      for (const ActionResource resource : action.resources()) {
        bytes += resource.type().name().size();
        walk_keys(resource.condition_keys());
      }
      for (const DependentAction other : action.dependent_actions()) {
        bytes += other.full_name().size();
      }
    }
  }
  for (const Action action : catalog.MatchActions("*a*")) bytes += action.id();
  return bytes;
}

TEST(CatalogLoad, TheBuiltInCatalogueIsTheCommittedFile) {
  const LoadResult loaded = Catalog::LoadFromFile(CommittedPath());
  ASSERT_EQ(loaded.error, "");
  EXPECT_TRUE(loaded.catalog->bytes() == Catalog::BuiltIn().bytes());
  EXPECT_EQ(loaded.catalog->date(), Catalog::BuiltIn().date());
  EXPECT_GT(Walk(*loaded.catalog), 1000000u);
}

TEST(CatalogLoad, ReadsAllThatTheTextSays) {
  const LoadResult loaded = Catalog::LoadFromText(Text(kSmall), "small");
  ASSERT_EQ(loaded.error, "");
  const Catalog& catalog = *loaded.catalog;
  EXPECT_EQ(catalog.date(), "2025-01-02");
  EXPECT_EQ(catalog.source(), "some-package");
  EXPECT_EQ(catalog.source_version(), "1.2.3");
  ASSERT_EQ(catalog.services().size(), 2u);
  EXPECT_EQ(catalog.services()[0].prefix(), "afar");
  const Service zoo = catalog.services()[1];
  EXPECT_EQ(zoo.prefix(), "zoo");
  EXPECT_EQ(zoo.name(), "The Zoo");
  EXPECT_TRUE(zoo.supports_rcp());
  ASSERT_EQ(zoo.resource_types().size(), 2u);
  EXPECT_EQ(zoo.resource_types()[0].name(), "ape");
  EXPECT_EQ(zoo.resource_types()[1].arns()[0].glob(), "arn:*:zoo:::cage/*");
  EXPECT_EQ(zoo.resource_types()[1].arns()[1].text(), "arn:aws:zoo:::lions");

  const Action feed = *catalog.FindAction("zoo:feedape");
  EXPECT_EQ(feed.full_name(), "zoo:FeedApe");
  EXPECT_EQ(feed.access_level(), AccessLevel::kWrite);
  ASSERT_EQ(feed.condition_keys().size(), 2u);
  EXPECT_EQ(feed.condition_keys()[0].name(), "zoo:Keeper");
  EXPECT_TRUE(feed.condition_keys()[1].multivalued());
  ASSERT_EQ(feed.resources().size(), 2u);
  EXPECT_EQ(feed.resources()[0].type().name(), "ape");
  EXPECT_TRUE(feed.resources()[0].required());
  EXPECT_EQ(feed.resources()[1].type().name(), "cage of lions");
  EXPECT_FALSE(feed.resources()[1].required());
  EXPECT_EQ(feed.resources()[1].condition_keys().size(), 2u);
  ASSERT_EQ(feed.dependent_actions().size(), 2u);
  EXPECT_EQ(feed.dependent_actions()[1].full_name(), "iam:PassRole");

  const ConditionKey keeper = *catalog.FindConditionKey("zoo:keeper");
  EXPECT_EQ(keeper.type(), ValueType::kArn);
  EXPECT_TRUE(keeper.Accepts(ValueType::kString));
  EXPECT_FALSE(keeper.global());
  EXPECT_EQ(catalog.FindConditionKey("zoo:Tag/a/b/name")->name(), "zoo:Tag/<key>/name");
  EXPECT_FALSE(catalog.FindConditionKey("zoo:Tag//name").has_value());
  EXPECT_FALSE(catalog.FindConditionKey("zoo:Tag/a").has_value());
}

TEST(CatalogLoad, HandlesOutliveAMoveOfTheirCatalogue) {
  LoadResult loaded = Catalog::LoadFromText(Text(kSmall), "small");
  const Action feed = *loaded.catalog->FindAction("zoo:FeedApe");
  const Catalog moved = std::move(*loaded.catalog);
  loaded.catalog.reset();
  EXPECT_EQ(feed.name(), "FeedApe");
  EXPECT_EQ(moved.FindAction("zoo:FeedApe"), feed);
}

struct Refusal {
  const char* lines;
  const char* error;
};

void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.error; }

class CatalogRefusals : public ::testing::TestWithParam<Refusal> {};

TEST_P(CatalogRefusals, SayWhatAndWhere) {
  const LoadResult loaded = Catalog::LoadFromText(Text(GetParam().lines), "file.tsv");
  EXPECT_FALSE(loaded.catalog.has_value());
  EXPECT_THAT(loaded.error, HasSubstr(GetParam().error));
}

INSTANTIATE_TEST_SUITE_P(
    All, CatalogRefusals,
    ::testing::Values(
        Refusal{"", "file.tsv: the catalogue lists no service"},
        Refusal{"q\tx\n", "file.tsv:3: unknown kind of line 'q'"},
        Refusal{"\n", "file.tsv:3: unknown kind of line ''"},
        Refusal{"x\x01\xff\n", "unknown kind of line 'x\?\?'"},
        Refusal{"d\t2025-01-02\ta\tb\n", "file.tsv:3: a second d line"},
        Refusal{"k\taws:X\tFloat\n", "file.tsv:3: unknown type 'Float'"},
        Refusal{"k\taws:X\tString|ArrayOfString\n", "single-valued and multivalued"},
        Refusal{"k\taws:X\n", "a condition key has a name and a type"},
        Refusal{"k\tnocolon\tString\n", "not a condition key"},
        Refusal{"k\ta:*\tString\n", "not a condition key"},
        Refusal{"k\ta:${x\tString\n", "a placeholder that is not closed"},
        Refusal{"k\ta:${}\tString\n", "has no name"},
        Refusal{"k\ta:b\tString\nk\tA:B\tARN\n", "file.tsv:4: condition key 'A:B' is listed twice"},
        Refusal{"@\tr\taws:x\n", "an @ line has"},
        Refusal{"@\t@r\taws:x\n@\t@r\taws:y\n", "'@r' is defined twice"},
        Refusal{"s\tx\tX\t\t@r\n", "undefined short form '@r'"},
        Refusal{"s\tx\tX\t\t:k\n", "condition key 'x:k' is not listed"},
        Refusal{"s\tx\tX\t\ta:b  c:d\n", "is not listed"}, Refusal{"s\tx\n", "a service has"},
        Refusal{"s\tx:y\tX\n", "not a service prefix"},
        Refusal{"s\tx\tX\tfast\n", "unknown service flag 'fast'"},
        Refusal{"s\tx\tX\ns\tX\tY\n", "service 'X' is listed twice"},
        Refusal{"s\tx\tX\nk\ta:b\tString\n", "condition keys come before the first service"},
        Refusal{"t\ta\t\tarn:x\n", "a resource type before the first service"},
        Refusal{"L\tA\n", "an action before the first service"},
        Refusal{"s\tx\tX\nt\ta\t\n", "a resource type has"},
        Refusal{"s\tx\tX\nt\ta=b\t\tarn:x\n", "not a resource type"},
        Refusal{"s\tx\tX\nt\ta\t\turn:x\n", "not an ARN pattern"},
        Refusal{"s\tx\tX\nt\ta\t\tarn:${\n", "not an ARN pattern"},
        Refusal{"s\tx\tX\nt\ta\t\tarn:x\nt\tA\t\tarn:y\n", "resource type 'A' is listed twice"},
        Refusal{"s\tx\tX\nL\tA\nt\ta\t\tarn:x\n", "resource types come before"},
        Refusal{"s\tx\tX\nL\tA\t\t!b\n", "resource type 'b' is not listed"},
        Refusal{"s\tx\tX\nL\tA\t\tb\n", "unknown part of an action: 'b'"},
        Refusal{"s\tx\tX\nL\tA\t\t\n", "unknown part of an action: ''"},
        Refusal{"s\tx\tX\nL\tA\t\t>\n", "not a dependent action"},
        Refusal{"s\tx\tX\nL\tA*\n", "not an action name"},
        Refusal{"s\tx\tX\nL\n", "not an action name"},
        Refusal{"s\tx\tX\nL\tA\nL\ta\n", "file.tsv:5: action 'a' is listed twice"},
        Refusal{"end\t2\n", "file.tsv:4: text after the end line"},
        Refusal{"end\t7\n", "file.tsv:3: the end line does not count"}));

TEST(CatalogLoad, RefusesOtherFilesAndOtherVersions) {
  const auto error = [](std::string_view text) { return Catalog::LoadFromText(text, "f").error; };
  EXPECT_EQ(error(""), "f: the catalogue ends in mid-line");
  EXPECT_THAT(error("{\"Version\": \"2012-10-17\"}\n"), HasSubstr("f:1: not a rolelint catalogue"));
  EXPECT_THAT(error("rolelint-catalog\t2\nend\t1\n"), HasSubstr("another format version"));
  EXPECT_THAT(error("rolelint-catalog\t1\nend\t1\n"), HasSubstr("the d line"));
  EXPECT_THAT(error("rolelint-catalog\t1\nd\tyesterday\ta\tb\nend\t2\n"), HasSubstr("not a date"));
  EXPECT_THAT(error("rolelint-catalog\t1\n" + std::string(2 << 20, 'x') + "\nend\t2\n"),
              HasSubstr("f:2: a line longer"));
  EXPECT_THAT(error(Text("s\t" + std::string(300, 'x') + "\tX\n")),
              HasSubstr("not a service prefix"));
}

TEST(CatalogLoad, SaysWhichFileCannotBeRead) {
  EXPECT_THAT(Catalog::LoadFromFile("/nonexistent/catalog.tsv").error,
              HasSubstr("/nonexistent/catalog.tsv: cannot be read: No such file"));
  EXPECT_THAT(Catalog::LoadFromFile(support::SourceDir()).error, HasSubstr("cannot be read"));
  EXPECT_THAT(Catalog::LoadFromFile("/dev/zero").error, HasSubstr("too large"));
}

TEST(CatalogLoad, RefusesEveryTruncation) {
  const std::string text = Text(kSmall);
  ASSERT_EQ(Catalog::LoadFromText(text, "whole").error, "");
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(Catalog::LoadFromText(text.substr(0, size), "part").catalog.has_value()) << size;
  }
}

TEST(CatalogLoad, SurvivesRandomDamage) {
  const std::string text = Text(kSmall);
  std::mt19937 random(7);
  const std::string bytes = std::string("\t\n @:$<>{}=!-*?skgtLRWPTd19\x00\x7f\xff", 30);
  std::size_t loaded = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string damaged = text;
    for (unsigned edits = 1 + random() % 3; edits > 0; --edits) {
      const std::size_t at = random() % damaged.size();
      const char byte = bytes[random() % bytes.size()];
      switch (random() % 3) {
        case 0:
          damaged[at] = byte;
          break;
        case 1:
          damaged.insert(at, 1, byte);
          break;
        default:
          damaged.erase(at, 1 + random() % 8);
      }
    }
    const LoadResult result = Catalog::LoadFromText(damaged, "damaged");
    ASSERT_NE(result.catalog.has_value(), !result.error.empty());
    if (!result.catalog) continue;
    ++loaded;
    Walk(*result.catalog);
  }
  EXPECT_GT(loaded, 100u) << "the damage should leave some texts in order";
}

}  // namespace
}  // namespace rolelint::catalog::load_test
