// The small parts that the formats are made of.

#include <gtest/gtest.h>

#include <iterator>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>
#include <string>

#include "analyzer/report/glyph.h"
#include "analyzer/report/json_values.h"
#include "analyzer/report/json_writer.h"
#include "analyzer/report/markdown.h"
#include "analyzer/report/path.h"
#include "analyzer/report/report.h"
#include "analyzer/report/snippet.h"
#include "tests/support/report_sample.h"

namespace rolelint::report::parts_test {
namespace {

TEST(Printable, ShowsWhatWouldAct) {
  EXPECT_EQ(Printable("plain é 日"), "plain é 日");
  EXPECT_EQ(Printable("\x1B[31m"), "␛[31m");
  EXPECT_EQ(Printable(std::string_view("a\0b", 3)), "a␀b");
  EXPECT_EQ(Printable("\x7F"), "␡");
  EXPECT_EQ(Printable("\xC2\x9B"), "\\u{9b}");
  EXPECT_EQ(Printable("\xE2\x80\xAE"), "\\u{202e}");
  EXPECT_EQ(Printable("\xE2\x80\x8B"), "\\u{200b}");
  EXPECT_EQ(Printable("\xEF\xBB\xBF"), "\\u{feff}");
  EXPECT_EQ(Printable("\xF3\xA0\x81\x81"), "\\u{e0041}");
  EXPECT_EQ(Printable("a\nb\r"), "a␊b␍");
  EXPECT_EQ(Printable("a\nb\r", true), "a\nb␍");
}

TEST(Printable, BytesThatAreNotUtf8) {
  EXPECT_EQ(Printable("\xFF"), "\\x{ff}");
  EXPECT_EQ(Printable("\xC0\xAF"), "\\x{c0}\\x{af}");             // overlong
  EXPECT_EQ(Printable("\xE0\x80\xAF"), "\\x{e0}\\x{80}\\x{af}");  // overlong
  EXPECT_EQ(Printable("\xED\xA0\x80"), "\\x{ed}\\x{a0}\\x{80}");  // a surrogate
  EXPECT_EQ(Printable("\xF4\x90\x80\x80").size(), 24U);           // above U+10FFFF
  EXPECT_EQ(Printable("\xE6\x97"), "\\x{e6}\\x{97}");             // cut off
}

// Bytes of all sorts, most of them plain, so that runs of these end anywhere.
std::string RandomBytes(std::mt19937* random) {
  const std::string_view pieces[] = {
      "plain", "\"",           "\\",         "\n",           "\x01",     "\x1F", " ",
      "~",     "\x7F",         "é",          "日",           "\xC2\x9B", "\xFF", "\xE6\x97",
      "\xF0",  "\xE2\x80\xAE", "\U000E0041", "\xED\xA0\x80", "\xF4\x90", "\xC0"};
  std::string text;
  for (size_t i = (*random)() % 12; i > 0; --i) {
    text += (*random)() % 3 == 0 ? pieces[(*random)() % std::size(pieces)] : "plain text";
  }
  return text;
}

TEST(Printable, RunsOfPlainTextMakeNoDifference) {
  std::mt19937 random(3);
  for (int round = 0; round < 2000; ++round) {
    const std::string text = RandomBytes(&random);
    std::string expected;
    for (std::string_view rest = text; !rest.empty();) {
      const Glyph glyph = DecodeGlyph(rest);
      AppendGlyph(glyph, rest, &expected);
      rest.remove_prefix(glyph.bytes);
    }
    ASSERT_EQ(Printable(text), expected);
  }
}

TEST(JsonWriter, WritesTextsAsDumpDoes) {
  std::mt19937 random(4);
  for (int round = 0; round < 2000; ++round) {
    const std::string text = RandomBytes(&random);
    std::string written;
    JsonWriter(&written).Text(text);
    ASSERT_EQ(written, Dump(Json(text)));
  }
}

TEST(JsonWriter, PutsCommasBetween) {
  std::string text;
  JsonWriter json(&text);
  json.BeginObject();
  json.Key("none").BeginArray();
  json.EndArray();
  json.Key("some").BeginArray();
  json.Number(1);
  json.BeginObject();
  json.EndObject();
  json.Raw("null");
  json.EndArray();
  json.Text("last", "x");
  json.EndObject();
  EXPECT_EQ(text, R"({"none":[],"some":[1,{},null],"last":"x"})");
}

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("é"), 1);
  EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1);
  EXPECT_EQ(DisplayWidth("日本"), 4);
  EXPECT_EQ(DisplayWidth("한"), 2);
  EXPECT_EQ(DisplayWidth("\xF0\x9F\x98\x80"), 2);
  EXPECT_EQ(DisplayWidth("ｱ"), 1);   // halfwidth
  EXPECT_EQ(DisplayWidth("Ａ"), 2);  // fullwidth
  EXPECT_EQ(DisplayWidth("\x1B"), 1);
}

TEST(Uri, EncodesWhatAPathMayNotHold) {
  EXPECT_EQ(UriReference("a/b.json"), "a/b.json");
  EXPECT_EQ(UriReference("./a//b.json"), "a//b.json");
  EXPECT_EQ(UriReference("100% odd/ünï.json"), "100%25%20odd/%C3%BCn%C3%AF.json");
  EXPECT_EQ(UriReference("a:b.json"), "a%3Ab.json");
  EXPECT_EQ(UriReference("a?b#c[d]\\\xFF"), "a%3Fb%23c%5Bd%5D%5C%FF");
  EXPECT_EQ(UriReference("../x.json"), "../x.json");
  EXPECT_EQ(UriReference("/x y"), "file:///x%20y");
  EXPECT_EQ(UriReference("//x"), "file:///x");
}

TEST(Path, OnlyForeignBytesAreEncoded) {
  EXPECT_EQ(Utf8Path("ü 100%\xFF"), "ü 100%%FF");
  EXPECT_EQ(PrintablePath("a\n\xFE"), "a␊%FE");
}

TEST(Markdown, FindsASection) {
  const std::string page =
      "# t\n\n## One\n\nfirst\n\n```json\n## not a heading\n```\n\n## Two ##\nsecond\n";
  EXPECT_EQ(MarkdownSection(page, "One"), "first\n\n```json\n## not a heading\n```");
  EXPECT_EQ(MarkdownSection(page, "Two"), "second");
  EXPECT_EQ(MarkdownSection(page, "Three"), "");
  EXPECT_EQ(MarkdownSection("## One", "One"), "");
}

TEST(Markdown, BecomesText) {
  EXPECT_EQ(
      MarkdownToText(
          "# T `x`\n\nSee [the `page`](https://a.b) or <https://c.d>, **now**.\n\n```\n{\n```\n"),
      "T x\n\nSee the page (https://a.b) or https://c.d, now.\n\n    {");
  EXPECT_EQ(MarkdownToText("a ` b [c] < d"), "a ` b [c] < d");
}

TEST(Shorten, KeepsSentencesWordsAndCharacters) {
  EXPECT_EQ(Shorten("short", 5), "short");
  EXPECT_EQ(Shorten("One. Two. Three and more", 15), "One. Two.");
  EXPECT_EQ(Shorten("one two three", 10), "one…");
  EXPECT_EQ(Shorten("日本日本", 8), "日…");
  EXPECT_EQ(Shorten("abcdef", 2), "");
}

// What the snippet shows of `line` with `needle` underlined.
std::string Snippet(std::string_view line, std::string_view needle, bool* cut = nullptr) {
  const engine::Location at = support::LocationIn("f", 7, line, needle);
  Mark mark;
  mark.location = &at;
  mark.source_line = line;
  mark.primary = true;
  std::ostringstream out;
  const SnippetOutcome outcome =
      WriteSnippet({mark}, {Paint(false), engine::Severity::kHigh, 1}, out);
  if (cut != nullptr) *cut = outcome.cut;
  return out.str();
}

TEST(Snippet, TabsAreExpanded) {
  EXPECT_EQ(Snippet("\ta\tb", "b"), "  |\n7 |     a   b\n  |         ^\n  |\n");
}

TEST(Snippet, WideCharactersTakeTwoColumns) {
  EXPECT_EQ(Snippet("日本x", "x"), "  |\n7 | 日本x\n  |     ^\n  |\n");
  EXPECT_EQ(Snippet("a日本", "日"), "  |\n7 | a日本\n  |  ^^\n  |\n");
}

TEST(Snippet, LongLinesAreCutAroundTheSpan) {
  const std::string line = std::string(500, 'a') + "NEEDLE" + std::string(500, 'b');
  bool cut = false;
  const std::string shown = Snippet(line, "NEEDLE", &cut);
  EXPECT_TRUE(cut);
  std::istringstream in(shown);
  std::string blank;
  std::string source;
  std::string carets;
  std::getline(in, blank);
  std::getline(in, source);
  std::getline(in, carets);
  EXPECT_EQ(DisplayWidth(source), 4 + 1 + kSnippetColumns + 1);
  const size_t needle = source.find("NEEDLE");
  ASSERT_NE(needle, std::string::npos);
  EXPECT_EQ(DisplayWidth(source.substr(0, needle)), static_cast<int>(carets.find('^')));
  EXPECT_EQ(std::count(carets.begin(), carets.end(), '^'), 6);
}

TEST(Snippet, ASpanWiderThanTheWindowIsCut) {
  const std::string shown =
      Snippet(std::string(40, 'a') + std::string(900, 'x'), std::string(900, 'x'));
  EXPECT_EQ(std::count(shown.begin(), shown.end(), '^'), kSnippetColumns - 16);
}

TEST(Snippet, ShortLinesAreWhole) {
  bool cut = true;
  Snippet(std::string(kSnippetColumns - 1, 'a') + "x", "x", &cut);
  EXPECT_FALSE(cut);
}

TEST(Snippet, ThePlaceAfterTheLastCharacter) {
  engine::Location at;
  at.start_line = at.end_line = 1;
  at.start_column = at.end_column = 3;
  Mark mark;
  mark.location = &at;
  mark.source_line = "{}";
  mark.primary = true;
  std::ostringstream out;
  EXPECT_TRUE(
      WriteSnippet({mark}, {Paint(false), engine::Severity::kHigh, 1}, out).unshown.empty());
  EXPECT_EQ(out.str(), "  |\n1 | {}\n  |   ^\n  |\n");
}

// Marks of one line that come with different parts of it are shown apart; what is not at hand is
// told, the others all the same.
TEST(Snippet, EachPartOfALineIsShownOnce) {
  engine::Location places[4];
  for (engine::Location& at : places) at.start_line = at.end_line = 3;
  std::vector<Mark> marks(4);
  const auto set = [&](size_t i, uint32_t column, std::string_view line, uint32_t cut) {
    places[i].start_column = column;
    places[i].end_column = column + 2;
    marks[i] = {&places[i], line, cut, "", i == 0};
  };
  set(0, 1, "abcdef", 0);
  set(1, 101, "uvwxyz", 100);
  set(2, 103, "uvwxyz", 100);
  set(3, 990, "", 0);
  std::ostringstream out;
  const SnippetOutcome outcome =
      WriteSnippet(marks, {Paint(false), engine::Severity::kHigh, 1}, out);
  EXPECT_EQ(out.str(), "  |\n3 | abcdef\n  | ^^\n3 | …uvwxyz\n  |  --\n  |    --\n  |\n");
  ASSERT_EQ(outcome.unshown.size(), 1U);
  EXPECT_EQ(outcome.unshown.front().location, &places[3]);
}

TEST(Snippet, TextThatIsNotAtHandIsReturned) {
  engine::Location at;
  at.start_column = 50;
  at.end_column = 51;
  Mark mark;
  mark.location = &at;
  mark.source_line = "{}";
  std::ostringstream out;
  EXPECT_EQ(WriteSnippet({mark}, {Paint(false), engine::Severity::kHigh, 1}, out).unshown.size(),
            1U);
}

}  // namespace
}  // namespace rolelint::report::parts_test
