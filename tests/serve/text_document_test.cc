// Positions of the Language Server Protocol, and edits by them.

#include "analyzer/serve/text_document.h"

#include <gtest/gtest.h>

namespace rolelint::serve::text_document_test {
namespace {

// é is two bytes and one unit, 😀 four bytes and two units.
constexpr const char* kText = "ab\r\né😀x\n\rlast";

TEST(TextDocument, PositionsCountUtf16) {
  const TextDocument document(kText);
  struct Case {
    TextPosition position;
    size_t offset;
  };
  const Case cases[] = {{{0, 0}, 0},  {{0, 2}, 2},  {{1, 0}, 4},  {{1, 1}, 6},
                        {{1, 3}, 10}, {{1, 4}, 11}, {{2, 0}, 12}, {{3, 4}, 17}};
  for (const Case& item : cases) {
    EXPECT_EQ(document.OffsetOf(item.position), item.offset);
    EXPECT_EQ(document.PositionOf(item.offset), item.position) << item.offset;
  }
}

TEST(TextDocument, PositionsOutsideAreTheNearest) {
  const TextDocument document(kText);
  EXPECT_EQ(document.OffsetOf({0, 99}), 2U);
  EXPECT_EQ(document.OffsetOf({1, 2}), 6U);  // within a surrogate pair
  EXPECT_EQ(document.OffsetOf({99, 0}), 17U);
  EXPECT_EQ(document.PositionOf(99), (TextPosition{3, 4}));
  EXPECT_EQ(TextDocument().OffsetOf({0, 1}), 0U);
}

TEST(TextDocument, Replaces) {
  TextDocument document(kText);
  document.Replace({1, 1}, {1, 3}, "\n");
  EXPECT_EQ(document.text(), "ab\r\né\nx\n\rlast");
  EXPECT_EQ(document.OffsetOf({2, 0}), 7U);
  document.Replace({9, 0}, {0, 0}, "!");  // the end is before the beginning
  EXPECT_EQ(document.text(), "ab\r\né\nx\n\rlast!");
}

}  // namespace
}  // namespace rolelint::serve::text_document_test
