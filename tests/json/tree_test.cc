#include "analyzer/json/tree.h"

#include <gtest/gtest.h>

#include "tests/json/reading.h"

namespace rolelint::json::tree_test {
namespace {

TEST(Value, AnInvalidOneAnswersEverything) {
  Value none;
  EXPECT_FALSE(none);
  EXPECT_EQ(none.type(), Type::kMissing);
  EXPECT_EQ(none.str(), "");
  EXPECT_EQ(none.key(), "");
  EXPECT_EQ(none.raw(), "");
  EXPECT_EQ(none.size(), 0U);
  EXPECT_FALSE(none.truth());
  EXPECT_FALSE(none.Find("a").Find("b"));
  for (Value child : none) ADD_FAILURE() << child.raw();
}

TEST(Value, FindsTheFirstOfDuplicatesAndOnlyExactKeys) {
  Reading doc(R"({"a": 1, "A": 2, "a": 3, "b": {"a": 4}})");
  EXPECT_EQ(doc.root().Find("a").raw(), "1");
  EXPECT_EQ(doc.root().Find("A").raw(), "2");
  EXPECT_FALSE(doc.root().Find("c"));
  EXPECT_EQ(doc.root().size(), 4U);
  EXPECT_FALSE(doc.root().Find("a").Find("a"));
}

TEST(Value, InnerSpanLeavesTheQuotesOut) {
  Reading doc(R"({"a": "xyz", "b": [1], "c": ""})");
  EXPECT_EQ(doc.At(doc.root().Find("a").inner_span()), "xyz");
  EXPECT_EQ(doc.At(doc.root().Find("b").inner_span()), "[1]");
  EXPECT_TRUE(doc.root().Find("c").inner_span().empty());
}

TEST(Tree, NamesTypes) {
  Reading doc(R"([null, true, 1, "", [], {}])");
  std::vector<std::string_view> names;
  for (Value value : doc.root()) names.push_back(TypeName(value.type()));
  EXPECT_EQ(names, (std::vector<std::string_view>{"null", "a boolean", "a number", "a string",
                                                  "an array", "an object"}));
  EXPECT_EQ(TypeName(Type::kMissing), "nothing");
}

TEST(PointerAt, NamesTheDeepestKeyOrValue) {
  Reading doc(R"({"Statement": [{"a/b": "x", "m~n": [10, 20]}, 7], "": {"\u0041": null}})");
  auto pointer = [&](std::string_view part) {
    uint32_t at = static_cast<uint32_t>(doc.text.find(part));
    return PointerAt(doc.trees[0], {at, at + static_cast<uint32_t>(part.size())});
  };
  EXPECT_EQ(pointer("\"Statement\""), "/Statement");
  EXPECT_EQ(pointer("x"), "/Statement/0/a~1b");
  EXPECT_EQ(pointer("a/b"), "/Statement/0/a~1b");
  EXPECT_EQ(pointer("20"), "/Statement/0/m~0n/1");
  EXPECT_EQ(pointer("10, 20"), "/Statement/0/m~0n");
  EXPECT_EQ(pointer("7"), "/Statement/1");
  EXPECT_EQ(pointer("null"), "//A");
  EXPECT_EQ(pointer("]}, 7"), "/Statement");
  EXPECT_EQ(pointer("7], \"\""), "");
  EXPECT_EQ(PointerAt(doc.trees[0], doc.root().span()), "");
  EXPECT_EQ(PointerAt(Tree(), {0, 1}), "");
}

}  // namespace
}  // namespace rolelint::json::tree_test
