#include "analyzer/text/utf8.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "tests/text/random_text.h"

namespace rolelint::text::utf8_test {
namespace {

using Stop = Utf8Scan::Stop;

// Every scalar value's encoding is good, and whatever is not one of them is not: decided by
// decoding and encoding again.
Utf8Scan NaiveScan(std::string_view bytes) {
  size_t at = 0;
  while (at < bytes.size()) {
    auto byte = static_cast<unsigned char>(bytes[at]);
    if (byte == 0) return {Stop::kNul, at};
    size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    uint32_t mask = length == 1 ? 0x7F : 0x7FU >> length;
    uint32_t c = byte & mask;
    // The smallest and the largest character that the bytes at hand may still become.
    size_t given = std::min(length, bytes.size() - at);
    for (size_t i = 1; i < given; ++i) {
      auto next = static_cast<unsigned char>(bytes[at + i]);
      if (next < 0x80 || next > 0xBF) {
        // Ill-formed anyhow; but the bytes before it might have been.
        return {Stop::kInvalid, at};
      }
      c = c * 64 + next % 64;
    }
    // What is missing may be any tail: the first and the last decide, as no rule has a hole.
    bool good = false;
    uint32_t missing = 1;
    for (size_t i = given; i < length; ++i) missing *= 64;
    for (uint32_t tail : {0U, missing - 1}) {
      uint32_t whole = c * missing + tail;
      if (IsSurrogate(whole) || whole > 0x10FFFF) continue;
      good = good || ToUtf8({whole}).substr(0, given) == bytes.substr(at, given);
    }
    if (!good) return {Stop::kInvalid, at};
    if (given < length) return {Stop::kIncomplete, at};
    at += length;
  }
  return {Stop::kEnd, at};
}

std::string Describe(std::string_view bytes) {
  std::string text;
  for (char c : bytes) {
    char hex[8];
    std::snprintf(hex, sizeof(hex), "%02X ", static_cast<unsigned char>(c));
    text += hex;
  }
  return text;
}

void ExpectAsNaive(std::string_view bytes) {
  Utf8Scan scan = ScanUtf8(bytes);
  Utf8Scan naive = NaiveScan(bytes);
  ASSERT_EQ(scan.stop, naive.stop) << Describe(bytes);
  ASSERT_EQ(scan.valid, naive.valid) << Describe(bytes);
}

TEST(Utf8ScanTest, EveryOneAndTwoBytes) {
  for (int a = 0; a < 256; ++a) {
    ASSERT_NO_FATAL_FAILURE(ExpectAsNaive(std::string(1, static_cast<char>(a))));
    for (int b = 0; b < 256; ++b) {
      std::string bytes = {static_cast<char>(a), static_cast<char>(b)};
      ASSERT_NO_FATAL_FAILURE(ExpectAsNaive(bytes));
    }
  }
}

TEST(Utf8ScanTest, EveryCharacter) {
  for (uint32_t c = 1; c <= 0x10FFFF; ++c) {
    if (IsSurrogate(c)) continue;
    std::string bytes = ToUtf8({c});
    ASSERT_EQ(ScanUtf8(bytes).stop, Stop::kEnd) << c;
    char put[4];
    ASSERT_EQ(std::string(put, PutUtf8(c, put)), bytes) << c;
  }
}

TEST(Utf8ScanTest, EverySurrogateAndWhatIsAboveUnicode) {
  for (uint32_t c = 0xD800; c <= 0xDFFF; ++c) {
    EXPECT_EQ(ScanUtf8(ToUtf8({c})).stop, Stop::kInvalid) << c;
  }
  for (uint32_t c = 0x110000; c <= 0x1FFFFF; c += 61) {
    EXPECT_EQ(ScanUtf8(ToUtf8({c})).stop, Stop::kInvalid) << c;
  }
}

TEST(Utf8ScanTest, OverlongForms) {
  for (std::string bytes : {"\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF",
                            "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF"}) {
    EXPECT_EQ(ScanUtf8(bytes).stop, Stop::kInvalid) << Describe(bytes);
  }
}

TEST(Utf8ScanTest, StopsAtTheSamePlaceWhereverItStands) {
  // Around the boundaries of the vectors by which ASCII is passed over.
  const std::string offences[] = {std::string(1, '\0'), "\xFF",         "\x80",         "\xC3",
                                  "\xE2\x82",           "\xED\xA0\x80", "\xF0\x9F\x98", "\xC3("};
  for (const std::string& offence : offences) {
    for (size_t before = 0; before < 140; ++before) {
      for (size_t after : {0U, 1U, 15U, 16U, 64U, 100U}) {
        std::string bytes = std::string(before, 'a') + offence + std::string(after, 'b');
        Utf8Scan scan = ScanUtf8(bytes);
        ASSERT_EQ(scan.valid, before) << Describe(offence);
        ASSERT_EQ(scan.stop, NaiveScan(bytes).stop) << Describe(offence) << after;
      }
    }
  }
}

TEST(Utf8ScanTest, RandomTextsAndRandomDamage) {
  std::mt19937 random(1);
  for (int round = 0; round < 4000; ++round) {
    std::string bytes = ToUtf8(RandomCharacters(&random, Pick(&random, 200)));
    ASSERT_EQ(ScanUtf8(bytes).stop, Stop::kEnd);
    ASSERT_EQ(ScanUtf8(bytes).valid, bytes.size());
    if (bytes.empty()) continue;
    bytes[Pick(&random, static_cast<uint32_t>(bytes.size()))] = static_cast<char>(random());
    ASSERT_NO_FATAL_FAILURE(ExpectAsNaive(bytes));
    bytes.resize(Pick(&random, static_cast<uint32_t>(bytes.size())));
    ASSERT_NO_FATAL_FAILURE(ExpectAsNaive(bytes));
  }
}

TEST(CountCharactersTest, AgreesWithTheEncoders) {
  std::mt19937 random(2);
  for (int round = 0; round < 2000; ++round) {
    Characters characters = RandomCharacters(&random, Pick(&random, 300));
    CharacterCounts counts = CountCharacters(ToUtf8(characters));
    EXPECT_EQ(counts.code_points, characters.size());
    EXPECT_EQ(counts.utf16_units * 2, Encode(characters, Encoding::kUtf16Le).size());
  }
}

TEST(CountCharactersTest, DoesNotOverflowItsByteCounters) {
  std::string bytes;
  for (int i = 0; i < 20000; ++i) bytes += "\xF0\x9F\x98\x80";
  EXPECT_EQ(CountCharacters(bytes).code_points, 20000U);
  EXPECT_EQ(CountCharacters(bytes).utf16_units, 40000U);
  // A part that begins and ends within characters holds those that begin in it.
  EXPECT_EQ(CountCharacters(std::string_view(bytes).substr(1, 4)).code_points, 1U);
}

TEST(CountVisibleTest, LeavesOutBlanksAndControlCharacters) {
  std::mt19937 random(3);
  for (int round = 0; round < 2000; ++round) {
    // Some longer than a byte counter lasts.
    const Characters characters =
        RandomCharacters(&random, Pick(&random, round % 50 == 0 ? 9000 : 300));
    const auto visible =
        std::count_if(characters.begin(), characters.end(), [](uint32_t c) { return c > ' '; });
    ASSERT_EQ(CountVisible(ToUtf8(characters)), static_cast<uint32_t>(visible));
  }
}

}  // namespace
}  // namespace rolelint::text::utf8_test
