#include "analyzer/text/source.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/paths.h"
#include "tests/text/random_text.h"

namespace rolelint::text::source_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Code = SourceError::Code;

constexpr Encoding kAll[] = {Encoding::kUtf8, Encoding::kUtf16Le, Encoding::kUtf16Be,
                             Encoding::kUtf32Le, Encoding::kUtf32Be};
constexpr std::string_view kPolicy =
    "{\n  \"Version\": \"2012-10-17\",\n  \"Id\": \"caf\u00e9 \U0001F600\"\n}\n";

const Characters kPolicyCharacters = [] {
  Characters all;
  for (char c : kPolicy.substr(0, kPolicy.find("\u00e9"))) {
    all.push_back(static_cast<unsigned char>(c));
  }
  all.insert(all.end(), {0xE9, ' ', 0x1F600, '"', '\n', '}', '\n'});
  return all;
}();

std::string Units16(const std::vector<uint32_t>& units) {
  std::string bytes;
  for (uint32_t unit : units) {
    bytes.push_back(static_cast<char>(unit & 0xFF));
    bytes.push_back(static_cast<char>(unit >> 8));
  }
  return bytes;
}

Source Good(std::string bytes) {
  SourceError error;
  std::optional<Source> source = Source::FromBytes("test", std::move(bytes), &error);
  EXPECT_TRUE(source.has_value()) << error.message;
  if (!source) return *Source::FromBytes("test", "unreadable", &error);
  return std::move(*source);
}

// The error, which must have a message.
SourceError Bad(std::string bytes) {
  SourceError error{Code::kCannotOpen, ~uint64_t{0}, ""};
  std::optional<Source> source = Source::FromBytes("test", std::move(bytes), &error);
  EXPECT_FALSE(source.has_value()) << source->text();
  EXPECT_THAT(error.message, Not(IsEmpty()));
  return error;
}

void ExpectPadded(const Source& source) {
  const char* end = source.text().data() + source.text().size();
  EXPECT_EQ(std::string_view(end, kPadding), std::string(kPadding, '\0'));
}

class EncodingTest : public ::testing::TestWithParam<Encoding> {};

TEST_P(EncodingTest, WithAndWithoutAByteOrderMark) {
  for (bool mark : {false, true}) {
    for (bool gzip : {false, true}) {
      std::string bytes = Encode(kPolicyCharacters, GetParam());
      if (mark) bytes.insert(0, ByteOrderMark(GetParam()));
      Source source = Good(gzip ? Gzip(bytes) : bytes);
      EXPECT_EQ(source.text(), kPolicy);
      EXPECT_EQ(source.gzip(), gzip);
      bool utf8_mark = mark && GetParam() == Encoding::kUtf8;
      EXPECT_EQ(source.encoding(), utf8_mark ? Encoding::kUtf8Bom : GetParam());
      EXPECT_EQ(source.DiskOffset(static_cast<uint32_t>(source.text().size())), bytes.size());
      ExpectPadded(source);
    }
  }
}

TEST_P(EncodingTest, RandomTextsOfAnyLength) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    // Some beyond one chunk of decoding and beyond one step of reading.
    uint32_t length = round % 60 == 0 ? 200'000 : 1 + Pick(&random, 3000);
    Characters characters = RandomCharacters(&random, length);
    Source source = Good(ByteOrderMark(GetParam()) + Encode(characters, GetParam()));
    ASSERT_EQ(source.text(), ToUtf8(characters));
    ExpectPadded(source);
  }
}

TEST_P(EncodingTest, TellsTheOffsetOfANul) {
  for (size_t before : {1U, 2U, 7U, 100U, 40'000U}) {
    Characters characters(before, 'x');
    std::string mark = ByteOrderMark(GetParam());
    std::string good = Encode(characters, GetParam());
    characters.push_back(0);
    characters.push_back('y');
    SourceError error = Bad(mark + Encode(characters, GetParam()));
    EXPECT_EQ(error.code, Code::kNul);
    EXPECT_EQ(error.disk_offset, mark.size() + good.size());
  }
}

TEST_P(EncodingTest, OnlyAByteOrderMarkIsEmpty) {
  EXPECT_EQ(Bad(ByteOrderMark(GetParam())).code, Code::kEmpty);
}

TEST_P(EncodingTest, DiskOffsetAgreesWithEncodingAgain) {
  std::mt19937 random(4);
  for (int round = 0; round < 30; ++round) {
    Characters characters = RandomCharacters(&random, 1 + Pick(&random, 6000));
    std::string mark = ByteOrderMark(GetParam());
    Source source = Good(mark + Encode(characters, GetParam()));
    uint64_t disk = mark.size();
    uint32_t offset = 0;
    for (uint32_t c : characters) {
      ASSERT_EQ(source.DiskOffset(offset), disk);
      // Within a character: its beginning; in UTF-8 the byte itself.
      auto bytes = static_cast<uint32_t>(ToUtf8({c}).size());
      bool utf8 = GetParam() == Encoding::kUtf8;
      for (uint32_t i = 1; i < bytes; ++i) {
        ASSERT_EQ(source.DiskOffset(offset + i), utf8 ? disk + i : disk);
      }
      offset += bytes;
      disk += Encode({c}, GetParam()).size();
    }
    EXPECT_EQ(source.DiskOffset(offset), disk);
    EXPECT_EQ(source.DiskOffset(offset + 100), disk);
  }
}

INSTANTIATE_TEST_SUITE_P(All, EncodingTest, ::testing::ValuesIn(kAll), [](const auto& test) {
  std::string name(EncodingName(test.param));
  std::erase(name, '-');
  return name;
});

TEST(SourceTest, TextInAnotherScriptIsStillUtf16) {
  Characters characters = {'{', '"'};
  characters.insert(characters.end(), 60, 0x4E00);  // its low byte is zero
  for (char c : std::string_view("\":\"a policy of plain words\"}")) {
    characters.push_back(static_cast<unsigned char>(c));
  }
  for (Encoding encoding : kAll) {
    Source source = Good(Encode(characters, encoding));
    EXPECT_EQ(source.encoding(), encoding);
    EXPECT_EQ(source.text(), ToUtf8(characters));
  }
}

TEST(SourceTest, ANulInAsciiIsNotTakenForUtf16) {
  for (size_t at = 0; at < 64; ++at) {
    std::string bytes(64, 'a');
    bytes[at] = '\0';
    SourceError error = Bad(bytes);
    EXPECT_EQ(error.code, Code::kNul) << at;
    EXPECT_EQ(error.disk_offset, at);
  }
}

struct ErrorCase {
  std::string name;
  std::string bytes;
  Code code;
  uint64_t offset;
};

class SourceErrorTest : public ::testing::TestWithParam<ErrorCase> {};

TEST_P(SourceErrorTest, HasItsCodeAndPlace) {
  SourceError error = Bad(GetParam().bytes);
  EXPECT_EQ(error.code, GetParam().code) << error.message;
  EXPECT_EQ(error.disk_offset, GetParam().offset) << error.message;
}

TEST_P(SourceErrorTest, HasThemInsideGzipToo) {
  if (GetParam().bytes.starts_with("\x1F\x8B")) {
    EXPECT_EQ(Bad(Gzip(GetParam().bytes)).code, Code::kBinary);
    return;
  }
  SourceError error = Bad(Gzip(GetParam().bytes));
  EXPECT_EQ(error.code, GetParam().code) << error.message;
  EXPECT_EQ(error.disk_offset, GetParam().offset) << error.message;
}

const std::string kLeMark = Units16({0xFEFF});
const std::string kZipped = Gzip(std::string(kPolicy));

INSTANTIATE_TEST_SUITE_P(
    Encodings, SourceErrorTest,
    ::testing::ValuesIn(std::vector<ErrorCase>{
        {"Nothing", "", Code::kEmpty, 0},
        {"Latin1", "{\"caf\xE9\": 1}", Code::kInvalidUtf8, 5},
        {"CutOffCharacter", "{}\xE2\x82", Code::kInvalidUtf8, 2},
        {"Overlong", "ab\xC0\xAF", Code::kInvalidUtf8, 2},
        {"Surrogate", "a\xED\xA0\x80", Code::kInvalidUtf8, 1},
        {"AboveUnicode", "abc\xF4\x90\x80\x80", Code::kInvalidUtf8, 3},
        {"AfterTheMark", "\xEF\xBB\xBF{\xFF}", Code::kInvalidUtf8, 4},
        {"FarIn", std::string(600'000, 'x') + "\x80", Code::kInvalidUtf8, 600'000},
        {"OddLength", kLeMark + Units16({'{', '}'}) + "x", Code::kInvalidUtf16, 6},
        {"LoneHigh", kLeMark + Units16({'{', 0xD83D, '}'}), Code::kInvalidUtf16, 4},
        {"LoneLow", kLeMark + Units16({'{', 0xDE00, '}'}), Code::kInvalidUtf16, 4},
        {"HighAtTheEnd", kLeMark + Units16({'{', '}', 0xD83D}), Code::kInvalidUtf16, 6},
        {"HighAndAByte", kLeMark + Units16({'{', 0xD83D}) + "x", Code::kInvalidUtf16, 4},
        {"LoneHighBig", std::string("\xFE\xFF\0{\xD8\x3D\0}", 8), Code::kInvalidUtf16, 4},
        {"WideSurrogate", std::string("\xFF\xFE\0\0{\0\0\0\x3D\xD8\0\0", 12), Code::kInvalidUtf32,
         8},
        {"WideTooLarge", std::string("{\0\0\0}\0\0\0\0\0\x11\0", 12), Code::kInvalidUtf32, 8},
        {"WideCutOff", std::string("{\0\0\0}\0\0\0\n\0", 10), Code::kInvalidUtf32, 8},
    }),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Gzip, SourceErrorTest,
    ::testing::ValuesIn(std::vector<ErrorCase>{
        {"HeaderOnly", kZipped.substr(0, 10), Code::kBadGzip, 0},
        {"MagicOnly", "\x1F\x8B", Code::kBadGzip, 0},
        {"NoChecksum", kZipped.substr(0, kZipped.size() - 8), Code::kBadGzip, kPolicy.size()},
        {"NoLength", kZipped.substr(0, kZipped.size() - 1), Code::kBadGzip, kPolicy.size()},
        {"WrongChecksum", kZipped.substr(0, kZipped.size() - 8) + std::string(8, 'x'),
         Code::kBadGzip, kPolicy.size()},
        {"OtherBytesAfter", kZipped + "{}", Code::kBadGzip, kPolicy.size()},
        {"OtherBytesAfterZeros", kZipped + std::string(9, '\0') + kZipped, Code::kBadGzip,
         kPolicy.size()},
        {"SecondMemberCutOff", kZipped + kZipped.substr(0, 10), Code::kBadGzip, kPolicy.size()},
        {"HoldsNothing", Gzip(""), Code::kEmpty, 0},
        {"HoldsGzip", Gzip(kZipped), Code::kBinary, 0},
    }),
    [](const auto& test) { return test.param.name; });

struct BinaryCase {
  std::string bytes;
  std::string word;
};

TEST(SourceTest, BinaryFilesAreNamed) {
  std::string tar(512, '\0');
  tar.replace(0, 8, "dump.json");
  tar.replace(257, 5, "ustar");
  const std::vector<BinaryCase> cases = {
      {"PK\x03\x04 and so on", "ZIP"},
      {"PK\x05\x06", "ZIP"},
      {"%PDF-1.7\n", "PDF"},
      {"\x89PNG\r\n\x1A\n", "PNG"},
      {"\xFF\xD8\xFF\xE0", "JPEG"},
      {"GIF89a", "GIF"},
      {"7z\xBC\xAF\x27\x1C", "7z"},
      {std::string("\xFD\x37zXZ\0", 6), "xz"},
      {"BZh91AY&SY", "bzip2"},
      {"\x28\xB5\x2F\xFD", "zstd"},
      {"\x7F"
       "ELF\x02",
       "ELF"},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "Office"},
      {std::string("SQLite format 3\0", 16), "SQLite"},
      {tar, "tar"},
  };
  for (const BinaryCase& c : cases) {
    SourceError error = Bad(c.bytes);
    EXPECT_EQ(error.code, Code::kBinary) << c.word;
    EXPECT_EQ(error.disk_offset, 0U);
    EXPECT_THAT(error.message, HasSubstr(c.word));
    EXPECT_THAT(Bad(Gzip(c.bytes)).message, HasSubstr(c.word));
  }
  // What only begins like one is text.
  for (std::string bytes : {"PK", "PKCS", "BZh9 is no file", "%PDF", "7z", "GIF"}) Good(bytes);
}

TEST(SourceTest, ControlCharactersAreNoReasonToRefuse) {
  std::string bytes;
  for (char c = 1; c < 32; ++c) bytes.push_back(c);
  bytes += '\x7F';
  EXPECT_EQ(Good(bytes).text(), bytes);
  EXPECT_EQ(Good(" ").text(), " ");
}

TEST(SourceTest, MembersOfAGzipStreamAreOneText) {
  std::string policy(kPolicy);
  EXPECT_EQ(Good(Gzip(policy) + Gzip("") + Gzip(policy)).text(), policy + policy);
  EXPECT_EQ(Good(Gzip(policy) + std::string(100'000, '\0')).text(), policy);
  // A character may lie across two members.
  EXPECT_EQ(Good(Gzip("caf\xC3") + Gzip("\xA9")).text(), "caf\u00e9");
}

TEST(SourceTest, ABombIsRefusedEarly) {
  std::string bomb = Gzip(std::string(size_t{160} << 20, ' '), 9);
  SourceError error = Bad(bomb);
  EXPECT_EQ(error.code, Code::kTooLarge);
  EXPECT_LE(error.disk_offset, bomb.size() * kMaxInflateRatio + kInflateSlack + (1 << 20));
  EXPECT_THAT(error.message, HasSubstr(std::to_string(kMaxInflateRatio)));
}

TEST(SourceTest, WhatInflatesManyTimesIsFineWhileSmall) {
  std::string spaces(size_t{8} << 20, ' ');
  EXPECT_EQ(Good(Gzip(spaces, 9)).text().size(), spaces.size());
}

TEST(SourceTest, MovesKeepTheTextWhereItIs) {
  Source first = Good(std::string(kPolicy));
  const char* data = first.text().data();
  EXPECT_EQ(first.Locate(2).line, 2U);
  Source second = std::move(first);
  EXPECT_EQ(second.text().data(), data);
  EXPECT_EQ(second.Locate(2).line, 2U);
  EXPECT_EQ(second.name(), "test");
}

class SourceFileTest : public ::testing::Test {
 protected:
  SourceFileTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "rolelintXXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~SourceFileTest() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, std::string_view bytes) {
    std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  std::filesystem::path folder_;
  SourceError error_{Code::kEmpty, 0, ""};
};

TEST_F(SourceFileTest, FilesOfAnySize) {
  std::mt19937 random(5);
  for (size_t size : {1U, 63U, 1023U, 1024U, 1025U, 262'143U, 262'144U, 262'145U, 3'000'000U}) {
    Characters characters = RandomCharacters(&random, size);
    characters[0] = '{';  // and no byte order mark
    std::string bytes = ToUtf8(characters);
    std::optional<Source> source = Source::FromFile(Write("file", bytes), "name", &error_);
    ASSERT_TRUE(source) << error_.message;
    EXPECT_EQ(source->text(), bytes);
    EXPECT_EQ(source->name(), "name");
    ExpectPadded(*source);
    source = Source::FromFile(Write("file.gz", Gzip(bytes)), "name", &error_);
    ASSERT_TRUE(source) << error_.message;
    EXPECT_EQ(source->text(), bytes);
    ExpectPadded(*source);
  }
}

TEST_F(SourceFileTest, WhatCannotBeOpened) {
  EXPECT_FALSE(Source::FromFile((folder_ / "absent").string(), "absent", &error_));
  EXPECT_EQ(error_.code, Code::kCannotOpen);
  EXPECT_THAT(error_.message, HasSubstr("No such file"));
  EXPECT_FALSE(Source::FromFile(folder_.string(), "folder", &error_));
  EXPECT_EQ(error_.code, Code::kCannotOpen);
  EXPECT_THAT(error_.message, HasSubstr("directory"));
  EXPECT_FALSE(Source::FromFile(Write("empty", ""), "empty", &error_));
  EXPECT_EQ(error_.code, Code::kEmpty);
}

TEST_F(SourceFileTest, AFileAboveTheLimitIsNotRead) {
  std::string path = Write("large", "{}");
  ASSERT_EQ(::truncate(path.c_str(), static_cast<off_t>(kMaxFileBytes) + 1), 0);
  EXPECT_FALSE(Source::FromFile(path, "large", &error_));
  EXPECT_EQ(error_.code, Code::kTooLarge);
}

TEST_F(SourceFileTest, APipeIsReadToItsEnd) {
  std::string path = (folder_ / "pipe").string();
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  std::mt19937 random(6);
  std::string text = "{" + ToUtf8(RandomCharacters(&random, 700'000));
  for (const std::string& bytes : {text, Gzip(text)}) {
    std::thread writer([&] {
      // In pieces, the first shorter than what detection looks at.
      int descriptor = ::open(path.c_str(), O_WRONLY);
      size_t done = 0;
      for (size_t step = 1; done < bytes.size(); step = 50'000) {
        size_t piece = std::min(step, bytes.size() - done);
        ssize_t count = ::write(descriptor, bytes.data() + done, piece);
        if (count <= 0) break;
        done += static_cast<size_t>(count);
      }
      ::close(descriptor);
    });
    std::optional<Source> source = Source::FromFile(path, "pipe", &error_);
    writer.join();
    ASSERT_TRUE(source) << error_.message;
    EXPECT_EQ(source->text(), text);
    ExpectPadded(*source);
  }
}

TEST_F(SourceFileTest, ADescriptorIsReadFromWhereItStands) {
  std::string path = Write("file", "skipped{}");
  int descriptor = ::open(path.c_str(), O_RDONLY);
  ASSERT_EQ(::lseek(descriptor, 7, SEEK_SET), 7);
  std::optional<Source> source = Source::FromDescriptor(descriptor, "stdin", &error_);
  EXPECT_EQ(::close(descriptor), 0) << "it must be open still";
  ASSERT_TRUE(source) << error_.message;
  EXPECT_EQ(source->text(), "{}");
  EXPECT_FALSE(Source::FromDescriptor(-1, "closed", &error_));
  EXPECT_EQ(error_.code, Code::kCannotOpen);
}

TEST_F(SourceFileTest, FilesThatHideTheirSize) {
  std::optional<Source> source = Source::FromFile("/proc/self/status", "status", &error_);
  ASSERT_TRUE(source) << error_.message;
  EXPECT_THAT(std::string(source->text()), HasSubstr("Name:"));
  EXPECT_FALSE(Source::FromFile("/dev/zero", "zero", &error_));
  EXPECT_EQ(error_.code, Code::kNul);
}

struct BrokenCase {
  const char* file;
  Encoding encoding;
  std::optional<Code> error;
  uint64_t offset = 0;
};

// The files whose trouble is their bytes; those whose trouble is the JSON in them are good sources.
TEST(BrokenFilesTest, Encodings) {
  ROLELINT_REQUIRE(support::SharedData(), "the shared data (ROLELINT_SHARED_DATA)");
  const std::filesystem::path folder = *support::SharedData() / "broken";
  const std::string good = support::ReadFile(folder / "00-good.json");
  const std::vector<BrokenCase> cases = {
      {"01-bom-utf8.json", Encoding::kUtf8Bom, {}},
      {"02-utf16le-bom.json", Encoding::kUtf16Le, {}},
      {"03-utf16be-bom.json", Encoding::kUtf16Be, {}},
      {"04-utf16le-nobom.json", Encoding::kUtf16Le, {}},
      {"05-utf32le-bom.json", Encoding::kUtf32Le, {}},
      {"06-crlf.json", Encoding::kUtf8, {}},
      {"07-cr-only.json", Encoding::kUtf8, {}},
      {"22-truncated.json", Encoding::kUtf8, {}},
      {"23-empty.json", Encoding::kUtf8, Code::kEmpty},
      {"24-whitespace-only.json", Encoding::kUtf8, {}},
      {"34-gz.json.gz", Encoding::kUtf8, {}},
      {"37-lone-surrogate.json", Encoding::kUtf8, {}},
      {"38-invalid-utf8.json", Encoding::kUtf8, Code::kInvalidUtf8, 71},
      {"39-nul-byte.json", Encoding::kUtf8, Code::kNul, 71},
      {"40-control-char-in-string.json", Encoding::kUtf8, {}},
      {"41-nbsp-indent.json", Encoding::kUtf8, {}},
      {"42-zero-width-in-action.json", Encoding::kUtf8, {}},
      {"43-homoglyph-action.json", Encoding::kUtf8, {}},
      {"44-trailing-space-in-arn.json", Encoding::kUtf8, {}},
  };
  for (const BrokenCase& c : cases) {
    SCOPED_TRACE(c.file);
    SourceError error;
    std::string path = (folder / c.file).string();
    std::optional<Source> source = Source::FromFile(path, c.file, &error);
    ASSERT_EQ(source.has_value(), !c.error.has_value()) << error.message;
    if (c.error) {
      EXPECT_EQ(error.code, *c.error);
      EXPECT_EQ(error.disk_offset, c.offset);
      continue;
    }
    EXPECT_EQ(source->encoding(), c.encoding);
    // Whatever the encoding and the line breaks, these say the same at the same places.
    std::string_view number = std::string_view(c.file).substr(0, 2);
    if (number > "07" && number != "34") continue;
    EXPECT_EQ(source->gzip(), number == "34");
    std::string text(source->text());
    for (size_t at = 0; (at = text.find('\r', at)) != std::string::npos;) {
      text.replace(at, text.compare(at, 2, "\r\n") == 0 ? 2 : 1, "\n");
    }
    EXPECT_EQ(text, good);
    EXPECT_EQ(source->LineCount(), 15U);
    LineColumn place = source->Locate(static_cast<uint32_t>(source->text().find("Effect")));
    EXPECT_EQ(place.line, 6U);
    EXPECT_EQ(place.column, 8U);
    EXPECT_EQ(source->Line(6), "      \"Effect\": \"Allow\",");
  }
}

}  // namespace
}  // namespace rolelint::text::source_test
