// The contents of strings as texts of their own: every byte of them leads back to the bytes of the
// file that it was written as, whatever the notation.

#include "analyzer/json/scalar_view.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "analyzer/json/yaml.h"
#include "tests/json/reading.h"

namespace rolelint::json::scalar_view_test {
namespace {

using text::View;

bool IsBlank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// "" or what is wrong with the view of `string`.
std::string CheckView(Value string, const View& file, const View& view) {
  std::string_view text = string.str();
  const std::string_view made = view.text();
  // The blanks in which a block scalar ends may reach beyond its place.
  if (text.substr(0, made.size()) != made) return "another text";
  for (char c : text.substr(made.size())) {
    if (!IsBlank(c)) return "text is missing";
  }
  Span before{string.span().begin, string.span().begin};
  for (uint32_t i = 0; i < made.size(); ++i) {
    const Span place = view.ToParent({i, i + 1});
    if (place.empty() || !string.span().Contains(place)) return "outside the scalar";
    if (place.begin < before.begin || place.end < before.end) return "out of order";
    before = place;
    // What is one byte there is the same byte here, but for folded blanks.
    const char there = file.text()[place.begin];
    if (place.size() == 1 && there != made[i] && !(IsBlank(there) && IsBlank(made[i]))) {
      return "another byte";
    }
    const uint32_t back = view.FromParent(place.begin);
    if (back > i || view.ToParent({back, back + 1}) != place) return "no way back";
  }
  return "";
}

struct Yaml {
  explicit Yaml(std::string_view bytes) : padded(bytes), view(padded.view()) {
    ok = ReadYaml(view.text(), &arena, &trees, &issues, YamlUse::kTemplate);
  }
  Value root() const { return trees.empty() ? Value() : trees[0].root(); }

  Padded padded;
  View view;
  text::Arena arena;
  std::vector<Tree> trees;
  std::vector<Issue> issues;
  bool ok = false;
};

void ExpectPlaces(std::string_view yaml, std::string_view expected) {
  SCOPED_TRACE(yaml);
  Yaml doc(yaml);
  ASSERT_TRUE(doc.ok);
  const Value value = doc.root().Find("a");
  ASSERT_TRUE(value.is_string());
  const View* view = ScalarView(value, doc.view, &doc.arena);
  EXPECT_EQ(view->text(), expected);
  EXPECT_EQ(CheckView(value, doc.view, *view), "");
}

TEST(ScalarView, YamlScalarsOfEveryStyle) {
  ExpectPlaces("a: plain text\n", "plain text");
  ExpectPlaces("a: plain\n  text\n\n  more\n", "plain text\nmore");
  ExpectPlaces("a: 'it''s'\n", "it's");
  ExpectPlaces("a: 'one\n  two'\n", "one two");
  ExpectPlaces("a: \"x\\n\\\"\\u00e9\\x41\\U0001F600\"\n", "x\n\"\u00e9A\U0001F600");
  ExpectPlaces("a: \"one\\\n   two\"\n", "onetwo");
  ExpectPlaces("a: |\n  {\n    \"b\": 1\n  }\n", "{\n  \"b\": 1\n}");
  ExpectPlaces("a: |2\n    x\n   y\n", "  x\n y");
  ExpectPlaces("a: >-\n  one\n  two\n\n  three\n", "one two\nthree");
  ExpectPlaces("a: |+ # kept\n  x\n\n\nb: 1\n", "x");
  ExpectPlaces("a: |\r\n  x\r\n  y\r\n", "x\ny");
}

TEST(ScalarView, JsonStringsOfAYamlText) {
  ExpectPlaces("{\"a\": \"{\\\"b\\\": \\\"c\\\"}\"}\n", "{\"b\": \"c\"}");
}

TEST(ScalarView, OfTheJsonReader) {
  Reading json(R"({"a": "x\u00e9\n\"y\""})");
  const View file(json.text);
  text::Arena arena;
  const Value value = json.root().Find("a");
  const View* view = ScalarView(value, file, &arena);
  EXPECT_EQ(view->text(), "x\u00e9\n\"y\"");
  EXPECT_EQ(CheckView(value, file, *view), "");
}

// A string that something else made has the view that was registered for it.
TEST(ScalarView, RegisteredViews) {
  Tree tree;
  tree.text = "ab";
  const View file(tree.text);
  text::Arena arena;
  text::ViewBuilder builder(file, {0, 2}, &arena);
  builder.Put("made", {0, 2});
  const View* made = builder.Finish();
  tree.decoded.push_back(made->text());
  tree.views.push_back(made);
  Node& node = tree.nodes.emplace_back();
  node.type = Type::kString;
  node.end = 2;
  node.next = 1;
  node.count = 1;
  node.quote = 0;
  EXPECT_EQ(ScalarView(tree.root(), file, &arena), made);
}

// Words, quotes, brackets and blanks: what documents are made of.
std::string RandomLine(std::mt19937* random) {
  static const std::vector<std::string> kPieces = {"{",
                                                   "}",
                                                   "\"Effect\": ",
                                                   "\"Allow\"",
                                                   "arn:aws:s3:::x",
                                                   "\u00e9",
                                                   "\U0001F600",
                                                   "a",
                                                   " ",
                                                   "  ",
                                                   ",",
                                                   "[",
                                                   "]",
                                                   "it",
                                                   "'",
                                                   "\\",
                                                   "*"};
  std::string line;
  for (unsigned i = 0; i < 1 + (*random)() % 6; ++i) line += kPieces[(*random)() % kPieces.size()];
  // A line that begins with a blank is a folding matter of its own.
  return "x" + line;
}

// `lines` in one of the styles.
std::string InStyle(unsigned style, const std::vector<std::string>& lines, const char* end) {
  std::string yaml = "k:\n  a: ";
  if (style < 2) {
    yaml += style == 0 ? "|" : ">-";
    yaml += end;
    for (const std::string& line : lines) yaml += "    " + line + end;
    return yaml + "  b: 1" + end;
  }
  const char quote = style == 2 ? '\'' : '"';
  yaml += quote;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i != 0) yaml += std::string(end) + "    ";
    for (char c : lines[i]) {
      if (style == 2 && c == '\'') yaml += '\'';
      if (style == 3 && (c == '"' || c == '\\')) yaml += '\\';
      yaml += c;
    }
  }
  return yaml + quote + end + "  b: 1" + end;
}

TEST(ScalarView, RandomScalars) {
  std::mt19937 random(3);
  size_t seen = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::string> lines(1 + random() % 4);
    for (std::string& line : lines) line = RandomLine(&random);
    const std::string yaml = InStyle(random() % 4, lines, random() % 4 == 0 ? "\r\n" : "\n");
    SCOPED_TRACE(yaml);
    Yaml doc(yaml);
    ASSERT_TRUE(doc.ok);
    const Value value = doc.root().Find("k").Find("a");
    ASSERT_TRUE(value.is_string());
    ++seen;
    const View* view = ScalarView(value, doc.view, &doc.arena);
    ASSERT_EQ(CheckView(value, doc.view, *view), "");
    // Not one piece that stands for all.
    if (view->text().size() > 8) {
      ASSERT_NE(view->ToParent({0, 1}), value.inner_span());
    }
  }
  EXPECT_EQ(seen, 2000U);
}

}  // namespace
}  // namespace rolelint::json::scalar_view_test
