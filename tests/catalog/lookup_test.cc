// Every look-up against a scan of the whole catalogue that is too simple to be wrong.

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <random>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"

namespace rolelint::catalog::lookup_test {
namespace {

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

std::string Upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return upper;
}

// Tries everything a star may stand for.
bool NaiveMatch(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern[0] == '*') {
    return NaiveMatch(pattern.substr(1), name) ||
           (!name.empty() && NaiveMatch(pattern, name.substr(1)));
  }
  if (name.empty()) return false;
  return (pattern[0] == '?' || std::tolower(pattern[0]) == std::tolower(name[0])) &&
         NaiveMatch(pattern.substr(1), name.substr(1));
}

std::vector<uint32_t> Matches(const Catalog& catalog, std::string_view pattern) {
  std::vector<uint32_t> ids;
  for (const Action action : catalog.MatchActions(pattern)) ids.push_back(action.id());
  return ids;
}

std::vector<uint32_t> NaiveMatches(const Catalog& catalog, std::string_view pattern) {
  std::vector<uint32_t> ids;
  for (const Action action : catalog.actions()) {
    if (NaiveMatch(pattern, action.full_name())) ids.push_back(action.id());
  }
  return ids;
}

TEST(CatalogLookup, FindsEveryActionInAnyCaseAndNoOther) {
  const Catalog& catalog = Catalog::BuiltIn();
  for (const Action action : catalog.actions()) {
    for (const std::string& name :
         {std::string(action.full_name()), Lower(action.full_name()), Upper(action.full_name())}) {
      const auto found = catalog.FindAction(name);
      ASSERT_TRUE(found.has_value()) << name;
      ASSERT_EQ(*found, action) << name;
      ASSERT_FALSE(catalog.IsKnownAction(name + "~"));
      ASSERT_FALSE(catalog.IsKnownAction("!" + name));
    }
    ASSERT_EQ(catalog.FindAction(action.service().prefix(), action.name()), action);
  }
  for (const char* name : {"", ":", "s3", "s3:", ":GetObject", "s3:Get*", "s3:GetObject:x", "*"}) {
    EXPECT_FALSE(catalog.IsKnownAction(name)) << name;
  }
}

TEST(CatalogLookup, EveryServiceOwnsItsActionsAndTypes) {
  const Catalog& catalog = Catalog::BuiltIn();
  std::size_t actions = 0;
  std::size_t types = 0;
  for (const Service service : catalog.services()) {
    ASSERT_EQ(catalog.FindService(Upper(service.prefix())), service);
    ASSERT_FALSE(service.name().empty());
    for (const Action action : service.actions()) {
      ASSERT_EQ(action.service(), service);
      ++actions;
      for (const ActionResource resource : action.resources()) {
        ASSERT_EQ(resource.type().service(), service) << action.full_name();
      }
      for (const ConditionKey key : action.condition_keys()) {
        ASSERT_TRUE(Contains(service.condition_keys(), key)) << action.full_name();
      }
    }
    for (const ResourceType type : service.resource_types()) {
      ASSERT_EQ(type.service(), service);
      ASSERT_EQ(catalog.FindResourceType(service.prefix(), Lower(type.name())), type);
      ASSERT_GE(type.arns().size(), 1u);
      for (std::size_t i = 0; i < type.arns().size(); ++i) {
        ASSERT_EQ(type.arns()[i].text().substr(0, 4), "arn:");
        ASSERT_EQ(type.arns()[i].glob().find('$'), std::string_view::npos);
      }
      ++types;
    }
  }
  EXPECT_EQ(actions, catalog.actions().size());
  EXPECT_EQ(types, catalog.resource_types().size());
  EXPECT_FALSE(catalog.FindService("").has_value());
  EXPECT_FALSE(catalog.FindService("s33").has_value());
}

TEST(CatalogLookup, TablesAscendByFoldedName) {
  const Catalog& catalog = Catalog::BuiltIn();
  for (std::size_t i = 1; i < catalog.services().size(); ++i) {
    ASSERT_LT(catalog.services()[i - 1].prefix(), catalog.services()[i].prefix());
  }
  for (const Service service : catalog.services()) {
    for (std::size_t i = 1; i < service.actions().size(); ++i) {
      ASSERT_LT(Lower(service.actions()[i - 1].name()), Lower(service.actions()[i].name()));
    }
  }
  for (std::size_t i = 1; i < catalog.condition_keys().size(); ++i) {
    ASSERT_LT(Lower(catalog.condition_keys()[i - 1].name()),
              Lower(catalog.condition_keys()[i].name()));
  }
}

TEST(CatalogLookup, FindsEveryConditionKeyAndFillsEveryTemplate) {
  const Catalog& catalog = Catalog::BuiltIn();
  std::size_t templates = 0;
  for (const ConditionKey key : catalog.condition_keys()) {
    ASSERT_EQ(catalog.FindConditionKey(Upper(key.name())), key);
    if (!key.is_template()) continue;
    ++templates;
    // With every hole filled the template is found; with the holes emptied it is not.
    std::string filled;
    std::string emptied;
    for (std::size_t i = 0; i < key.name().size(); ++i) {
      const char c = key.name()[i];
      if (c == '<' || c == '$') {
        filled += "some-Tag";
        i = key.name().find_first_of(">}", i);
      } else {
        filled += c;
        emptied += c;
      }
    }
    ASSERT_EQ(catalog.FindConditionKey(filled), key) << filled;
    ASSERT_NE(catalog.FindConditionKey(emptied), key) << emptied;
  }
  EXPECT_GT(templates, 100u);
}

TEST(CatalogWildcards, CommonPatterns) {
  const Catalog& catalog = Catalog::BuiltIn();
  EXPECT_EQ(Matches(catalog, "*").size(), catalog.actions().size());
  EXPECT_EQ(Matches(catalog, "*:*").size(), catalog.actions().size());
  EXPECT_EQ(Matches(catalog, "iam:*").size(), catalog.FindService("iam")->actions().size());
  EXPECT_EQ(Matches(catalog, "STS:assumerole").size(), 1u);
  EXPECT_TRUE(Matches(catalog, "").empty());
  EXPECT_TRUE(Matches(catalog, "s3").empty());
  EXPECT_TRUE(Matches(catalog, "s3:").empty());
  for (const char* pattern : {"s3:Get*", "s3:*Object*", "s3:Get?bject", "s3*", "ec2*:Describe*",
                              "*:Get*", "s?:*", "s3:g*t", "sts:Assume*", "iam:?*", "*e*e*e*e*e*",
                              "**", "s3:**", "*:", "ec2:Describe???s", "x*"}) {
    EXPECT_EQ(Matches(catalog, pattern), NaiveMatches(catalog, pattern)) << pattern;
  }
}

TEST(CatalogWildcards, RandomPatternsAgreeWithTheNaiveMatcher) {
  const Catalog& catalog = Catalog::BuiltIn();
  std::mt19937 random(20240917);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  std::size_t hits = 0;
  for (int round = 0; round < 300; ++round) {
    // A real name with pieces replaced by wildcards, so that most patterns match something.
    std::string pattern(catalog.actions()[below(catalog.actions().size())].full_name());
    for (std::size_t edits = 1 + below(4); edits > 0; --edits) {
      const std::size_t at = below(pattern.size() + 1);
      switch (below(5)) {
        case 0:
          pattern.insert(at, "*");
          break;
        case 1:
          pattern.replace(at, below(6), "*");
          break;
        case 2:
          pattern.replace(at, 1, "?");
          break;
        case 3:
          pattern.resize(at);
          pattern += "*";
          break;
        default:
          for (char& c : pattern) {
            if (below(2) == 0) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
          }
      }
    }
    const std::vector<uint32_t> expected = NaiveMatches(catalog, pattern);
    ASSERT_EQ(Matches(catalog, pattern), expected) << pattern;
    hits += !expected.empty();
  }
  EXPECT_GT(hits, 100u);
}

TEST(CatalogWildcards, HostilePatternsCostLittle) {
  const Catalog& catalog = Catalog::BuiltIn();
  std::string stars_and_letters;
  for (int i = 0; i < 1000000; ++i) stars_and_letters += "a*";
  EXPECT_TRUE(Matches(catalog, stars_and_letters).empty());
  EXPECT_EQ(Matches(catalog, std::string(1000000, '*')).size(), catalog.actions().size());
  EXPECT_TRUE(Matches(catalog, std::string(1000000, '?')).empty());
  std::string many = "*";
  for (int i = 0; i < 200; ++i) many += "e*";
  EXPECT_TRUE(Matches(catalog, many + "z").empty());
  EXPECT_TRUE(catalog.SuggestActions("s3:" + std::string(1000000, 'x')).empty());
  EXPECT_FALSE(catalog.FindConditionKey("aws:RequestTa/" + std::string(1000000, 'x')).has_value());
  EXPECT_TRUE(catalog.FindConditionKey("aws:RequestTag/" + std::string(1000000, 'x')).has_value());
}

TEST(CatalogSuggestions, KeepTheClosestAsTheyCome) {
  Suggestions<int> found;
  EXPECT_TRUE(found.empty());
  for (const int item : {1, 2}) found.Offer(item, 5);
  found.Offer(3, 9);
  EXPECT_EQ(found.size(), 2u);
  for (const int item : {4, 5, 6, 7}) found.Offer(item, 2);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0], 4);
  EXPECT_EQ(found[2], 6);
  found.Offer(8, 0);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0], 8);
}

TEST(CatalogNames, CompareAndMatchWithoutCase) {
  EXPECT_EQ(CompareFolded("GetObject", "getobject"), 0);
  EXPECT_LT(CompareFolded("get", "GETOBJECT"), 0);
  EXPECT_GT(CompareFolded("Z", "a"), 0);
  EXPECT_TRUE(StartsWithFolded("GetObject", "gETo"));
  EXPECT_FALSE(StartsWithFolded("Get", "GetObject"));
  EXPECT_EQ(FoldedDistance("ASSUMErole", "AsumeRole", 2), 1u);
  EXPECT_EQ(FoldedDistance("abc", "xyz", 2), 3u);
  EXPECT_EQ(Glob("s3:Get*").literal_prefix(), "s3:Get");
  EXPECT_FALSE(Glob(std::string(513, 'x')).possible());
  EXPECT_TRUE(Glob(std::string(512, 'x')).Matches(std::string(512, 'X')));
}

}  // namespace
}  // namespace rolelint::catalog::lookup_test
