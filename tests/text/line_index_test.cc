#include "analyzer/text/line_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/text/random_text.h"

namespace rolelint::text::line_index_test {
namespace {

// Counts from the beginning of the text, one character after another.
class NaiveCounter {
 public:
  explicit NaiveCounter(std::string_view text) : text_(text) {}

  // Passes over the character at at(), returns how many bytes it had.
  uint32_t Step() {
    uint32_t bytes = 1;
    while (at_ + bytes < text_.size() && (text_[at_ + bytes] & 0xC0) == 0x80) ++bytes;
    bool crlf = text_.compare(at_, 2, "\r\n") == 0;
    if (text_[at_] == '\n' || (text_[at_] == '\r' && !crlf)) {
      place_ = {place_.line + 1, 1, 1};
      begin_ = at_ + 1;
    } else {
      ++place_.column;
      place_.column_utf16 += bytes == 4 ? 2 : 1;
    }
    at_ += bytes;
    return bytes;
  }
  bool done() const { return at_ == text_.size(); }
  uint32_t at() const { return at_; }
  uint32_t line_begin() const { return begin_; }
  LineColumn place() const { return place_; }

 private:
  std::string_view text_;
  uint32_t at_ = 0;
  uint32_t begin_ = 0;
  LineColumn place_;
};

void ExpectPlace(LineColumn got, LineColumn expected, uint32_t offset) {
  ASSERT_EQ(got.line, expected.line) << offset;
  ASSERT_EQ(got.column, expected.column) << offset;
  ASSERT_EQ(got.column_utf16, expected.column_utf16) << offset;
}

// Every offset, and every line.
void ExpectAsNaive(const std::string& text) {
  LineIndex index(text);
  NaiveCounter naive(text);
  while (true) {
    uint32_t at = naive.at();
    LineColumn place = naive.place();
    ASSERT_NO_FATAL_FAILURE(ExpectPlace(index.Locate(at), place, at));
    if (at == naive.line_begin()) {
      ASSERT_EQ(index.LineBegin(place.line), at);
    }
    if (naive.done()) break;
    uint32_t bytes = naive.Step();
    for (uint32_t i = 1; i < bytes; ++i) {
      ASSERT_NO_FATAL_FAILURE(ExpectPlace(index.Locate(at + i), place, at + i));
    }
  }
  EXPECT_EQ(index.LineCount(), naive.place().line);
  EXPECT_EQ(index.LineBegin(naive.place().line + 1), text.size());
  EXPECT_EQ(index.LineBegin(0), text.size());
  ASSERT_NO_FATAL_FAILURE(ExpectPlace(index.Locate(0xFFFF'FFFF), naive.place(), 0));
}

// Some offsets in some order, some of them twice.
void ExpectAllAsNaive(const std::string& text, std::mt19937* random) {
  std::vector<LinePlace> expected;
  std::vector<uint32_t> offsets;
  for (NaiveCounter naive(text);;) {
    const uint32_t at = naive.at();
    const auto begin = naive.line_begin();
    const auto end =
        static_cast<uint32_t>(std::min(text.find_first_of("\r\n", begin), text.size()));
    const LinePlace place = {naive.place(), {begin, end}};
    const uint32_t bytes = naive.done() ? 1 : naive.Step();
    for (uint32_t i = at; i < at + bytes; ++i) {
      expected.push_back(place);
      for (size_t times = Pick(random, 3); times > 0; --times) offsets.push_back(i);
    }
    if (at == text.size()) break;
  }
  std::shuffle(offsets.begin(), offsets.end(), *random);
  const std::vector<LinePlace> places = LocateAll(text, offsets);
  ASSERT_EQ(places.size(), offsets.size());
  for (size_t i = 0; i < offsets.size(); ++i) {
    const uint32_t at = offsets[i];
    ASSERT_NO_FATAL_FAILURE(ExpectPlace(places[i].at, expected[at].at, at));
    ASSERT_EQ(places[i].line, expected[at].line) << at;
  }
}

TEST(LineIndexTest, Tables) {
  std::mt19937 random(5);
  for (std::string text :
       {"", "a", "\n", "\r", "\r\n", "\n\r", "\r\r\n\n", "a\nb", "a\nb\n", "a\r\nb\r\n", "a\rb\r",
        "\xC3\xA9\n\xC3\xA9", "\xF0\x9F\x98\x80\xF0\x9F\x98\x80x\n"}) {
    ASSERT_NO_FATAL_FAILURE(ExpectAsNaive(text)) << ::testing::PrintToString(text);
    ASSERT_NO_FATAL_FAILURE(ExpectAllAsNaive(text, &random)) << ::testing::PrintToString(text);
  }
}

TEST(LineIndexTest, RandomTexts) {
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    const std::string text = ToUtf8(RandomCharacters(&random, Pick(&random, 9000)));
    ASSERT_NO_FATAL_FAILURE(ExpectAsNaive(text));
    ASSERT_NO_FATAL_FAILURE(ExpectAllAsNaive(text, &random));
  }
}

TEST(LineIndexTest, EverythingAcrossACheckpoint) {
  for (std::string what :
       {"\n", "\r", "\r\n", "\r\r", "\n\r", "\xC3\xA9", "\xE4\xB8\x80", "\xF0\x9F\x98\x80"}) {
    for (uint32_t before = kLineIndexStep - 5; before <= kLineIndexStep + 1; ++before) {
      std::string text = std::string(before, 'x') + what + "yz";
      ASSERT_NO_FATAL_FAILURE(ExpectAsNaive(text)) << ::testing::PrintToString(what) << before;
      // The same where the text ends.
      ASSERT_NO_FATAL_FAILURE(ExpectAsNaive(std::string(before, 'x') + what));
    }
  }
}

TEST(LineIndexTest, OneLongLine) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "caf\xC3\xA9 \xF0\x9F\x98\x80 ";
  LineIndex index(text);
  NaiveCounter naive(text);
  while (!naive.done()) {
    if (naive.at() % 97 == 0) {
      ASSERT_NO_FATAL_FAILURE(ExpectPlace(index.Locate(naive.at()), naive.place(), naive.at()));
    }
    naive.Step();
  }
  EXPECT_EQ(index.LineCount(), 1U);
  EXPECT_EQ(index.LineBegin(2), text.size());
  // Each place is reached from the one before it, not from the line's begin.
  std::vector<uint32_t> offsets;
  for (uint32_t at = 0; at < text.size(); at += 11) offsets.push_back(at);
  const std::vector<LinePlace> places = LocateAll(text, offsets);
  for (size_t i = 0; i < offsets.size(); i += 1001) {
    ASSERT_NO_FATAL_FAILURE(ExpectPlace(places[i].at, index.Locate(offsets[i]), offsets[i]));
  }
}

TEST(LineIndexTest, AsciiIsCountedAsAnyOtherText) {
  std::mt19937 random(9);
  std::string text;
  while (text.size() < 50'000) {
    text.append(Pick(&random, 200), 'a');
    // Most stretches of real texts have one kind of line break.
    text += text.size() % 20'000 < 15'000 || Pick(&random, 3) != 0 ? "\n" : "\r";
  }
  LineIndex known(text, true);
  LineIndex index(text);
  for (uint32_t at = 0; at <= text.size(); at += 13) {
    ASSERT_NO_FATAL_FAILURE(ExpectPlace(known.Locate(at), index.Locate(at), at));
  }
  for (uint32_t line = 0; line <= index.LineCount() + 1; ++line) {
    ASSERT_EQ(known.LineBegin(line), index.LineBegin(line)) << line;
  }
}

TEST(LineIndexTest, ManyThreadsMayAskFirst) {
  std::mt19937 random(8);
  std::string text = ToUtf8(RandomCharacters(&random, 300'000));
  const LineColumn expected = LineIndex(text).Locate(static_cast<uint32_t>(text.size()));
  for (int round = 0; round < 20; ++round) {
    LineIndex index(text);
    std::vector<LineColumn> answers(4);
    std::vector<std::thread> threads;
    threads.reserve(answers.size());
    for (LineColumn& answer : answers) {
      threads.emplace_back([&] { answer = index.Locate(static_cast<uint32_t>(text.size())); });
    }
    for (std::thread& thread : threads) thread.join();
    for (const LineColumn& answer : answers) {
      EXPECT_EQ(answer.line, expected.line);
      EXPECT_EQ(answer.column_utf16, expected.column_utf16);
    }
  }
}

TEST(SourceLinesTest, LinesWithoutTheirBreaks) {
  SourceError error;
  std::optional<Source> source = Source::FromBytes("test", "one\ntwo\r\nthree\r\rfive", &error);
  ASSERT_TRUE(source);
  EXPECT_EQ(source->LineCount(), 5U);
  EXPECT_EQ(source->Line(1), "one");
  EXPECT_EQ(source->Line(2), "two");
  EXPECT_EQ(source->Line(3), "three");
  EXPECT_EQ(source->Line(4), "");
  EXPECT_EQ(source->Line(5), "five");
  EXPECT_EQ(source->Line(6), "");
  EXPECT_EQ(source->Line(0), "");
  EXPECT_EQ(source->LineBegin(3), 9U);
}

}  // namespace
}  // namespace rolelint::text::line_index_test
