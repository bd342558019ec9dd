#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "analyzer/text/source.h"
#include "analyzer/text/view.h"
#include "tests/text/random_text.h"

namespace rolelint::text::view_builder_test {
namespace {

TEST(ViewBuilder, CopiesPutsAndLeavesOut) {
  const std::string outer = "ab\\ncd  ef";
  const View root(outer);
  Arena arena;
  ViewBuilder builder(root, {0, 10}, &arena);
  builder.Copy({0, 2});
  builder.Put("\n", {2, 4});
  builder.Copy({4, 6});
  builder.Put("", {6, 7});  // stands for nothing
  builder.Copy({8, 10});
  EXPECT_EQ(builder.text(), "ab\ncdef");
  const View* view = builder.Finish();
  EXPECT_EQ(view->text(), "ab\ncdef");
  EXPECT_EQ(view->parent(), &root);
  EXPECT_EQ(view->raw(), (Span{0, 10}));
  EXPECT_EQ(view->ToParent({0, 1}), (Span{0, 1}));
  EXPECT_EQ(view->ToParent({2, 3}), (Span{2, 4}));
  EXPECT_EQ(view->ToParent({1, 4}), (Span{1, 5}));
  EXPECT_EQ(view->ToParent({5, 7}), (Span{8, 10}));
  EXPECT_EQ(view->ToParent({3, 6}), (Span{4, 9}));
  EXPECT_EQ(view->FromParent(3), 2U);
  EXPECT_EQ(view->FromParent(9), 6U);
  EXPECT_EQ(view->FromParent(10), 7U);
  EXPECT_EQ(view->text().data()[view->text().size()], '\0');  // padded
}

TEST(ViewBuilder, OfNothing) {
  const std::string outer = "abc";
  const View root(outer);
  Arena arena;
  const View* view = ViewBuilder(root, {1, 2}, &arena).Finish();
  EXPECT_EQ(view->text(), "");
  EXPECT_TRUE(view->ToParent({0, 0}).empty());
}

// A piece as a whole is where each of its bytes came from.
struct Reference {
  std::vector<Span> outer;      // of each decoded byte
  std::vector<uint32_t> first;  // the first decoded byte of its piece
};

// A view of random pieces over `parent`, and what must be true of it.
const View* RandomView(std::mt19937* random, const View& parent, Arena* arena,
                       Reference* reference) {
  const auto size = static_cast<uint32_t>(parent.text().size());
  ViewBuilder builder(parent, {0, size}, arena);
  uint32_t at = 0;
  while (at < size) {
    const uint32_t end = std::min(size, at + 1 + Pick(random, 6));
    const auto made = static_cast<uint32_t>(builder.text().size());
    switch (Pick(random, 4)) {
      case 0:  // left out
        break;
      case 1: {
        const std::string text = ToUtf8(RandomCharacters(random, Pick(random, 3)));
        builder.Put(text, {at, end});
        for (size_t i = 0; i < text.size(); ++i) {
          reference->outer.push_back({at, end});
          reference->first.push_back(made);
        }
        break;
      }
      default:
        builder.Copy({at, end});
        for (uint32_t i = at; i < end; ++i) {
          reference->outer.push_back({i, i + 1});
          reference->first.push_back(made + i - at);
        }
    }
    at = end;
  }
  return builder.Finish();
}

TEST(ViewBuilder, EveryByteLeadsBack) {
  std::mt19937 random(7);
  for (int round = 0; round < 400; ++round) {
    const std::string outer = ToUtf8(RandomCharacters(&random, 1 + Pick(&random, 40)));
    const View root(outer);
    Arena arena;
    Reference reference;
    const View* view = RandomView(&random, root, &arena, &reference);
    const auto size = static_cast<uint32_t>(view->text().size());
    ASSERT_EQ(reference.outer.size(), size);
    for (uint32_t i = 0; i < size; ++i) {
      ASSERT_EQ(view->ToParent({i, i + 1}), reference.outer[i]);
      ASSERT_EQ(view->FromParent(reference.outer[i].begin), reference.first[i]);
      const uint32_t end = i + 1 + Pick(&random, size - i);
      ASSERT_EQ(view->ToParent({i, end}),
                (Span{reference.outer[i].begin, reference.outer[end - 1].end}));
    }
  }
}

// Views of views compose.
TEST(ViewBuilder, Nested) {
  std::mt19937 random(8);
  for (int round = 0; round < 200; ++round) {
    const std::string outer = ToUtf8(RandomCharacters(&random, 30));
    const View root(outer);
    Arena arena;
    Reference first;
    Reference second;
    const View* middle = RandomView(&random, root, &arena, &first);
    const View* inner = RandomView(&random, *middle, &arena, &second);
    for (uint32_t i = 0; i < inner->text().size(); ++i) {
      const Span there = second.outer[i];
      ASSERT_EQ(inner->ToFile({i, i + 1}),
                (Span{first.outer[there.begin].begin, first.outer[there.end - 1].end}));
    }
  }
}

}  // namespace
}  // namespace rolelint::text::view_builder_test
