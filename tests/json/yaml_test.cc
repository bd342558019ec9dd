#include "analyzer/json/yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/json/yaml_invariants.h"

namespace rolelint::json::yaml_test {
namespace {

using ::testing::HasSubstr;

TEST(Yaml, TellsTheBytesOfKeysAndValues) {
  YamlReading doc(
      "# \u00fcber\n"
      "rules:\n"
      "  root-principal: {level: error, \"max\": 3}\n"
      "  '\u00e4': plain text  # comment\n"
      "accounts:\n"
      "- 111122223333\n"
      "- name: \"\u00f6\"\n"
      "  own: true\n"
      "last:\n");
  ASSERT_TRUE(doc.ok);
  EXPECT_TRUE(doc.issues.empty());
  Value root = doc.root();
  ASSERT_EQ(root.size(), 3U);
  Value rules = root.Find("rules");
  EXPECT_EQ(doc.At(rules.key_span()), "rules");
  EXPECT_EQ(rules.raw(), "root-principal: {level: error, \"max\": 3}\n  '\u00e4': plain text");
  Value principal = rules.Find("root-principal");
  EXPECT_EQ(principal.raw(), "{level: error, \"max\": 3}");
  EXPECT_EQ(principal.Find("level").raw(), "error");
  EXPECT_EQ(principal.Find("level").inner_span(), principal.Find("level").span());
  EXPECT_EQ(doc.At(principal.Find("max").key_span()), "\"max\"");
  EXPECT_EQ(principal.Find("max").type(), Type::kNumber);
  Value umlaut = rules.Find("\u00e4");
  EXPECT_EQ(doc.At(umlaut.key_span()), "'\u00e4'");
  EXPECT_EQ(umlaut.str(), "plain text");
  EXPECT_FALSE(umlaut.has_escapes());
  Value accounts = root.Find("accounts");
  ASSERT_EQ(accounts.size(), 2U);
  EXPECT_EQ(accounts.raw(), "- 111122223333\n- name: \"\u00f6\"\n  own: true");
  Value second = *++accounts.begin();
  EXPECT_EQ(second.Find("name").raw(), "\"\u00f6\"");
  EXPECT_EQ(doc.At(second.Find("name").inner_span()), "\u00f6");
  EXPECT_TRUE(second.Find("own").truth());
  EXPECT_EQ(root.Find("last").type(), Type::kNull);
  EXPECT_TRUE(root.Find("last").span().empty());
  EXPECT_EQ(PointerAt(doc.trees[0], second.Find("own").span()), "/accounts/1/own");
  EXPECT_EQ(CheckYaml(doc.text), "");
}

TEST(Yaml, TypesPlainScalarsByTheCoreSchema) {
  struct Case {
    std::string_view text;
    Type type;
  };
  for (const Case& c : {
           Case{"null", Type::kNull},
           Case{"~", Type::kNull},
           Case{"Null", Type::kNull},
           Case{"nULL", Type::kString},
           Case{"true", Type::kBool},
           Case{"FALSE", Type::kBool},
           Case{"yes", Type::kString},
           Case{"on", Type::kString},
           Case{"tRUE", Type::kString},
           Case{"12", Type::kNumber},
           Case{"-12", Type::kNumber},
           Case{"+12", Type::kNumber},
           Case{"012345678901", Type::kNumber},
           Case{"0o17", Type::kNumber},
           Case{"0o18", Type::kString},
           Case{"0xfF", Type::kNumber},
           Case{"0x", Type::kString},
           Case{"1_000", Type::kString},
           Case{"1.", Type::kNumber},
           Case{".5", Type::kNumber},
           Case{"-.5e+3", Type::kNumber},
           Case{"1e", Type::kString},
           Case{"1e5", Type::kNumber},
           Case{".", Type::kString},
           Case{"+", Type::kString},
           Case{".e5", Type::kString},
           Case{".inf", Type::kNumber},
           Case{"-.INF", Type::kNumber},
           Case{".nan", Type::kNumber},
           Case{"+.nan", Type::kString},
           Case{"2012-10-17", Type::kString},
           Case{"1.2.3", Type::kString},
           Case{"12:30", Type::kString},
           Case{"\"12\"", Type::kString},
           Case{"'null'", Type::kString},
           Case{"''", Type::kString},
           Case{"!!str 12", Type::kString},
           Case{"! 12", Type::kString},
       }) {
    YamlReading doc("k: " + std::string(c.text) + "\n");
    EXPECT_EQ(doc.root().Find("k").type(), c.type) << c.text;
    EXPECT_TRUE(doc.issues.empty()) << c.text;
  }
  YamlReading bools("[true, True, TRUE, false, False, FALSE]");
  std::vector<bool> truth;
  for (Value value : bools.root()) truth.push_back(value.truth());
  EXPECT_EQ(truth, (std::vector<bool>{true, true, true, false, false, false}));
}

TEST(Yaml, DecodesWhatIsNotWrittenAsItReads) {
  YamlReading doc(
      "double: \"a\\tb\\u00e9\"\n"
      "single: 'it''s'\n"
      "folded: one\n"
      "  two\n"
      "literal: |\n"
      "  first\n"
      "  second\n"
      "\n"
      "after: >-\n"
      "  x\n"
      "  y\n"
      "\"k\\x41\": 1\n");
  ASSERT_TRUE(doc.ok);
  Value root = doc.root();
  EXPECT_EQ(root.Find("double").str(), "a\tb\u00e9");
  EXPECT_EQ(root.Find("double").raw(), "\"a\\tb\\u00e9\"");
  EXPECT_EQ(root.Find("single").str(), "it's");
  EXPECT_EQ(root.Find("folded").str(), "one two");
  EXPECT_EQ(root.Find("folded").raw(), "one\n  two");
  EXPECT_EQ(root.Find("literal").str(), "first\nsecond\n");
  EXPECT_EQ(root.Find("literal").raw(), "|\n  first\n  second");
  EXPECT_EQ(root.Find("after").str(), "x y");
  for (std::string_view key : {"double", "single", "folded", "literal", "after"}) {
    EXPECT_TRUE(root.Find(key).has_escapes()) << key;
  }
  EXPECT_EQ(root.Find("kA").raw(), "1");
}

TEST(Yaml, ReportsDuplicateKeysAliasesAndTags) {
  YamlReading doc(
      "base: &anchor {a: 1, \"a\": 2}\n"
      "copy: *anchor\n"
      "made: !Sub 'x'\n"
      "list: !Join [a, !Ref b]\n"
      "base: 3\n");
  ASSERT_TRUE(doc.ok);
  std::vector<std::pair<Issue::Code, std::string_view>> found;
  for (const Issue& issue : doc.issues) {
    EXPECT_FALSE(issue.fatal());
    found.emplace_back(issue.code, doc.At(issue.span));
  }
  using Code = Issue::Code;
  EXPECT_EQ(found, (std::vector<std::pair<Code, std::string_view>>{{Code::kDuplicateKey, "\"a\""},
                                                                   {Code::kYamlAlias, "*anchor"},
                                                                   {Code::kYamlTag, "!Sub"},
                                                                   {Code::kYamlTag, "!Join"},
                                                                   {Code::kYamlTag, "!Ref"},
                                                                   {Code::kDuplicateKey, "base"}}));
  Value root = doc.root();
  // A value's span begins behind its anchor and tag.
  EXPECT_EQ(root.Find("base").raw(), "{a: 1, \"a\": 2}");
  EXPECT_EQ(root.Find("copy").type(), Type::kNull);
  EXPECT_EQ(root.Find("made").raw(), "'x'");
  EXPECT_EQ(root.Find("list").raw(), "[a, !Ref b]");
  EXPECT_EQ((*++root.Find("list").begin()).raw(), "b");
}

// "Billion laughs": nothing is expanded, so there is nothing to explode.
TEST(Yaml, DoesNotExpandAliases) {
  std::string text = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 30; ++i) {
    std::string name = "a" + std::to_string(i);
    std::string last = "*a" + std::to_string(i - 1);
    text += name + ": &" + name + " [" + last + ", " + last + "]\n";
  }
  YamlReading doc(text);
  ASSERT_TRUE(doc.ok);
  EXPECT_LT(doc.trees[0].nodes.size(), 100U);
  EXPECT_EQ(doc.issues.size(), 58U);
}

TEST(Yaml, ReadsSeveralDocumentsAndNone) {
  YamlReading two("---\na: 1\n---\n- b\n...\n");
  ASSERT_TRUE(two.ok);
  ASSERT_EQ(two.trees.size(), 2U);
  EXPECT_EQ(two.trees[1].root().raw(), "- b");
  for (std::string_view text : {"", "\n", "# only a comment\n", "---\n", "---\n# nothing\n...\n"}) {
    YamlReading none(text);
    EXPECT_TRUE(none.ok) << text;
    EXPECT_TRUE(none.trees.empty()) << text;
  }
  YamlReading null("null");
  EXPECT_EQ(null.trees.size(), 1U);
}

TEST(Yaml, GivesOneFatalIssueWithItsPlace) {
  struct Case {
    std::string_view text;
    Issue::Code code;
    uint32_t begin;
    std::string_view message;
    size_t trees;
  };
  using Code = Issue::Code;
  for (const Case& c : {
           Case{"a: b: c\n", Code::kSyntax, 4, "mapping values are not allowed", 0},
           Case{"\u00e4: @x\n", Code::kSyntax, 4, "'@'", 0},
           Case{"a:\n\tb: 1\n", Code::kSyntax, 3, "indented with spaces", 0},
           Case{"a: [1, 2\n", Code::kTruncated, 9, "flow sequence", 0},
           Case{"a: \"x\n", Code::kTruncated, 6, "quoted scalar", 0},
           Case{"a: 1\n---\nb: ]\n", Code::kSyntax, 12, "']'", 1},
           Case{"a: \x01\n", Code::kSyntax, 3, "U+0001", 0},
           Case{"? [a]\n: b\n", Code::kSyntax, 2, "in the place of a key", 0},
           Case{"{{x}}: 1\n", Code::kTemplate, 0, "template", 0},
           Case{"a: {{ x }}\n", Code::kTemplate, 3, "template", 0},
       }) {
    SCOPED_TRACE(c.text);
    YamlReading doc(c.text);
    EXPECT_FALSE(doc.ok);
    ASSERT_EQ(doc.issues.size(), 1U);
    EXPECT_EQ(doc.issues[0].code, c.code) << doc.issues[0].message;
    EXPECT_EQ(doc.issues[0].span.begin, c.begin) << doc.issues[0].message;
    EXPECT_THAT(doc.issues[0].message, HasSubstr(c.message));
    EXPECT_EQ(doc.trees.size(), c.trees);
    EXPECT_EQ(CheckYaml(c.text), "");
  }
}

TEST(Yaml, CapsTheDepth) {
  EXPECT_TRUE(YamlReading(std::string(kMaxDepth, '[') + std::string(kMaxDepth, ']')).ok);
  for (size_t depth : {size_t{kMaxDepth} + 1, size_t{50000}}) {
    YamlReading doc(std::string(depth, '['));
    ASSERT_EQ(doc.issues.size(), 1U);
    EXPECT_EQ(doc.issues[0].code, Issue::Code::kTooDeep);
    EXPECT_EQ(doc.issues[0].span, (Span{kMaxDepth, kMaxDepth + 1}));
  }
  std::string block;
  for (size_t i = 0; i < 1000; ++i) block += "- ";
  YamlReading doc(block + "x\n");
  ASSERT_EQ(doc.issues.size(), 1U);
  EXPECT_EQ(doc.issues[0].code, Issue::Code::kTooDeep);
}

TEST(Yaml, FindsPlacesBehindManyWideCharacters) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "# \u20ac\U0001F600\u00e9\n";
  const uint32_t at = static_cast<uint32_t>(text.size());
  text += "key: value\n";
  YamlReading doc(text);
  ASSERT_TRUE(doc.ok);
  EXPECT_EQ(doc.root().Find("key").key_span(), (Span{at, at + 3}));
  EXPECT_EQ(doc.root().Find("key").span(), (Span{at + 5, at + 10}));
}

// ---- JSON is YAML: both readers see the same tree at the same places.

std::string RandomJson(std::mt19937* random, int depth) {
  static const std::vector<std::string> kScalars = {"null",
                                                    "true",
                                                    "false",
                                                    "0",
                                                    "-1",
                                                    "2.5e3",
                                                    "\"\"",
                                                    "\"a b\"",
                                                    "\"x\\n\\u00e9\"",
                                                    "\"\u20ac: #\"",
                                                    "\"{[,\"",
                                                    "\"it's\"",
                                                    "{}",
                                                    "[]"};
  const unsigned kind = (*random)() % (depth == 0 ? 1 : 3);
  if (kind == 0) return kScalars[(*random)() % kScalars.size()];
  std::string text(1, kind == 1 ? '{' : '[');
  const unsigned count = (*random)() % 5;
  const char* blank = (*random)() % 2 == 0 ? " " : "\n  ";
  for (unsigned i = 0; i < count; ++i) {
    text += (i == 0 ? "" : ",") + std::string(blank);
    if (kind == 1) text += "\"k" + std::to_string((*random)() % 9) + "\": ";
    text += RandomJson(random, depth - 1);
  }
  return text + (kind == 1 ? "}" : "]");
}

TEST(Yaml, ReadsJsonAsTheJsonReaderDoes) {
  std::mt19937 random(5);
  for (int i = 0; i < 1500; ++i) {
    const std::string text = RandomJson(&random, 5);
    SCOPED_TRACE(text);
    Reading json(text);
    YamlReading yaml(text);
    ASSERT_TRUE(yaml.ok);
    ASSERT_EQ(yaml.trees.size(), 1U);
    ASSERT_TRUE(SameValue(json.root(), yaml.root()));
    ASSERT_EQ(json.trees[0].nodes.size(), yaml.trees[0].nodes.size());
    for (uint32_t node = 0; node < json.trees[0].nodes.size(); ++node) {
      Value a(&json.trees[0], node);
      Value b(&yaml.trees[0], node);
      ASSERT_EQ(a.span(), b.span());
      ASSERT_EQ(a.inner_span(), b.inner_span());
      ASSERT_EQ(a.key_span(), b.key_span());
      ASSERT_EQ(a.has_escapes(), b.has_escapes());
    }
    ASSERT_EQ(json.issues.size(), yaml.issues.size());
    ASSERT_EQ(CheckYaml(text), "");
  }
}

TEST(Yaml, HoldsItsInvariantsOnRandomSequencesOfTokens) {
  static const std::vector<std::string> kTokens = {
      "a",   "b: ",      "- ",        "\n",    "\n  ",  "\n    ", "? ",     ": ",     "[",
      "]",   "{",        "}",         ", ",    "&x ",   "*x ",    "!t ",    "!!str ", "\"q\"",
      "'s'", "|\n  l\n", ">-\n  f\n", "# c\n", "---\n", "...\n",  "\u00e9", "~",      "\t"};
  std::mt19937 random(6);
  int accepted = 0;
  for (int i = 0; i < 30000; ++i) {
    std::string text;
    for (unsigned n = 1 + random() % 9; n > 0; --n) text += kTokens[random() % kTokens.size()];
    ASSERT_EQ(CheckYaml(text), "") << text;
    accepted += YamlReading(text).ok ? 1 : 0;
  }
  EXPECT_GT(accepted, 1000);
}

}  // namespace
}  // namespace rolelint::json::yaml_test
