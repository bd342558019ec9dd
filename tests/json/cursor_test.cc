#include "analyzer/json/cursor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/json/reading.h"

namespace rolelint::json::cursor_test {
namespace {

struct Walk {
  explicit Walk(std::string_view text) : padded(text), reader(padded.view(), &arena, &issues) {
    tree.text = padded.view();
  }
  std::string_view At(Span span) const { return padded.view().substr(span.begin, span.size()); }

  Padded padded;
  text::Arena arena;
  std::vector<Issue> issues;
  Reader reader;
  Tree tree;
};

TEST(Cursor, StepsThroughMembersReadingSomeAndSkippingOthers) {
  Walk walk(R"( {"a": 1, "\u0062" : {"x": [2]} , "c":[ ], "d": "e"} 7)");
  Cursor cursor(&walk.reader, 1);
  std::vector<std::string> seen;
  while (cursor.Next()) {
    walk.tree.Clear();
    if (cursor.key() == "c") continue;  // passed over by Next()
    if (cursor.key() == "d") {
      ASSERT_TRUE(cursor.Skip());
      seen.push_back("skipped " + std::string(walk.At(cursor.key_span())));
      continue;
    }
    ASSERT_TRUE(cursor.Read(&walk.tree));
    EXPECT_EQ(walk.tree.root().span().begin, cursor.value());
    seen.push_back(std::to_string(cursor.index()) + std::string(cursor.key()) + "=" +
                   std::string(walk.tree.root().raw()));
  }
  EXPECT_FALSE(walk.reader.failed());
  EXPECT_EQ(seen, (std::vector<std::string>{"0a=1", "1b={\"x\": [2]}", "skipped \"d\""}));
  EXPECT_EQ(walk.padded.view().substr(cursor.end()), " 7");
  EXPECT_FALSE(cursor.Next());
  EXPECT_TRUE(walk.issues.empty());
}

TEST(Cursor, NestsByGoingOnBehindTheInnerOne) {
  Walk walk(R"({"Roles": [{"n": 1}, {"n": 2}], "Rest": true})");
  Cursor outer(&walk.reader, 0);
  std::string seen;
  while (outer.Next()) {
    if (outer.first_byte() != '[') continue;
    Cursor inner(&walk.reader, outer.value());
    while (inner.Next()) {
      EXPECT_EQ(inner.key(), "");
      walk.tree.Clear();
      ASSERT_TRUE(inner.Read(&walk.tree));
      seen += walk.tree.root().Find("n").raw();
    }
    outer.GoOnAt(inner.end());
  }
  EXPECT_EQ(seen, "12");
  EXPECT_EQ(outer.end(), walk.padded.view().size());
}

// What ReadAll says of a text, a cursor says too.
TEST(Cursor, ReportsWhatTheReaderReports) {
  for (std::string_view text : {R"({})",
                                R"([])",
                                R"([1,])",
                                R"({"a":1,})",
                                R"({"a":1,"b":2,"\u0061":3})",
                                R"([/*x*/1//y
])",
                                R"([1 2])",
                                R"({"a" 1})",
                                R"({"a":1 "b":2})",
                                R"({'a':1})",
                                R"({"a":1,,})",
                                R"({,})",
                                R"([,])",
                                R"([1,,2])",
                                R"([1)",
                                R"([1,)",
                                R"([)",
                                R"({)",
                                R"({"a)",
                                R"({"a")",
                                R"({"a":)",
                                R"({"a":1)",
                                R"({"a":1,)",
                                R"([1})",
                                R"({"a":1])",
                                R"(["x":1])",
                                R"({"a":{{x}}})",
                                R"([1,/*)",
                                R"([})",
                                R"({"a":})",
                                R"([1,nul])"}) {
    SCOPED_TRACE(text);
    Reading whole(text);
    Walk walk(text);
    Cursor cursor(&walk.reader, 0);
    while (cursor.Next()) {
      walk.tree.Clear();
      if (!cursor.Read(&walk.tree)) break;
    }
    EXPECT_EQ(walk.reader.failed(), !whole.ok);
    ASSERT_EQ(walk.issues.size(), whole.issues.size());
    for (size_t i = 0; i < whole.issues.size(); ++i) {
      EXPECT_EQ(walk.issues[i].code, whole.issues[i].code);
      EXPECT_EQ(walk.issues[i].span, whole.issues[i].span);
      EXPECT_EQ(walk.issues[i].related, whole.issues[i].related);
      EXPECT_EQ(walk.issues[i].message, whole.issues[i].message);
    }
    if (whole.ok) {
      EXPECT_EQ(cursor.end(), whole.root().span().end);
    }
  }
}

TEST(Cursor, SaysThatASkippedValueDoesNotEnd) {
  Walk walk("[{\"a\": [1}");
  Cursor cursor(&walk.reader, 0);
  ASSERT_TRUE(cursor.Next());
  EXPECT_FALSE(cursor.Next());
  ASSERT_EQ(walk.issues.size(), 1U);
  EXPECT_EQ(walk.issues[0].code, Issue::Code::kTruncated);
  EXPECT_EQ(walk.issues[0].related, (Span{1, 2}));
}

}  // namespace
}  // namespace rolelint::json::cursor_test
