#include "analyzer/text/buffer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace rolelint::text::buffer_test {
namespace {

// Bytes that tell where they stand.
void Fill(Buffer* buffer, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    buffer->tail()[i] = static_cast<char>((buffer->size() + i) * 31 >> 4);
  }
  buffer->Add(count);
}

size_t FirstDifference(const char* data, size_t size) {
  size_t at = 0;
  while (at < size && data[at] == static_cast<char>(at * 31 >> 4)) ++at;
  return at;
}

struct Growth {
  std::string_view name;
  size_t step;  // bytes asked for at a time
  size_t size;
};

class BufferTest : public ::testing::TestWithParam<Growth> {};

// From the heap into huge pages and from there to more of them.
TEST_P(BufferTest, KeepsItsBytesAsItGrows) {
  const auto& [name, step, size] = GetParam();
  Buffer buffer;
  while (buffer.size() < size) {
    const size_t count = std::min(step, size - buffer.size());
    ASSERT_TRUE(buffer.Reserve(count));
    ASSERT_GE(buffer.room(), count);
    Fill(&buffer, count);
  }
  const Buffer::Memory memory = buffer.Finish(64);
  ASSERT_NE(memory, nullptr);
  EXPECT_EQ(FirstDifference(memory.get(), size), size);
  EXPECT_EQ(std::string_view(memory.get() + size, 64), std::string(64, '\0'));
  EXPECT_EQ(buffer.data(), nullptr);
  EXPECT_EQ(buffer.room(), 0U);
}

INSTANTIATE_TEST_SUITE_P(
    All, BufferTest,
    ::testing::Values(Growth{"Small", 100, 1000},
                      Growth{"AtOnce", size_t{9} << 20, size_t{9} << 20},
                      Growth{"InPieces", size_t{256} << 10, (size_t{9} << 20) + 5},
                      Growth{"BeyondAStep", size_t{30} << 20, size_t{150} << 20},
                      Growth{"ToTheEndOfAPage", size_t{4} << 20, size_t{8} << 20}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(HugePagesTest, LieOnTheirBoundariesAndKeepTheirBytes) {
  char* data = MapHuge(3 * kHugePage);
  ASSERT_NE(data, nullptr);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(data) % kHugePage, 0U);
  data[0] = 'a';
  data[3 * kHugePage - 1] = 'z';
  data = RemapHuge(data, 3 * kHugePage, 20 * kHugePage);
  ASSERT_NE(data, nullptr);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(data) % kHugePage, 0U);
  EXPECT_EQ(data[0], 'a');
  EXPECT_EQ(data[3 * kHugePage - 1], 'z');
  EXPECT_EQ(data[20 * kHugePage - 1], '\0');
  data = RemapHuge(data, 20 * kHugePage, kHugePage);
  EXPECT_EQ(data[0], 'a');
  UnmapHuge(data, kHugePage);
}

TEST(HugePagesTest, AReservedHeapServesAsBefore) {
  const std::string before(100'000, 'b');
  ReserveHeap(size_t{8} << 20);
  std::string grown;
  for (int i = 0; i < 200'000; ++i) grown += "0123456789";
  ReserveHeap(size_t{8} << 20);
  EXPECT_EQ(before, std::string(100'000, 'b'));
  EXPECT_EQ(grown.substr(grown.size() - 10), "0123456789");
}

}  // namespace
}  // namespace rolelint::text::buffer_test
