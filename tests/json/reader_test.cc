#include "analyzer/json/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/json/invariants.h"
#include "tests/json/reading.h"

namespace rolelint::json::reader_test {
namespace {

using ::testing::HasSubstr;

// ---- trees

TEST(Reader, TellsWhereEveryTokenBegins) {
  Reading doc("\n { \"a\" :\t[ 1 , true,\"x\"] /*c*/ , // d\n \"b\":{ } , \"c\" : -2.50e+1 }\r\n");
  ASSERT_TRUE(doc.ok);
  Value root = doc.root();
  EXPECT_EQ(root.span(), (Span{2, static_cast<uint32_t>(doc.text.size()) - 2}));
  Value a = root.Find("a");
  EXPECT_EQ(doc.At(a.key_span()), "\"a\"");
  EXPECT_EQ(a.raw(), "[ 1 , true,\"x\"]");
  ASSERT_EQ(a.size(), 3U);
  std::vector<std::string_view> raws;
  std::vector<Type> types;
  for (Value element : a) {
    raws.push_back(element.raw());
    types.push_back(element.type());
    EXPECT_FALSE(element.has_key());
  }
  EXPECT_EQ(raws, (std::vector<std::string_view>{"1", "true", "\"x\""}));
  EXPECT_EQ(types, (std::vector<Type>{Type::kNumber, Type::kBool, Type::kString}));
  EXPECT_EQ(root.Find("b").raw(), "{ }");
  EXPECT_EQ(root.Find("b").size(), 0U);
  EXPECT_EQ(root.Find("c").raw(), "-2.50e+1");
  EXPECT_FALSE(root.Find("d"));
  EXPECT_EQ(CheckText(doc.text), "");
}

TEST(Reader, TellsStringsWithAndWithoutEscapesApart) {
  Reading doc(
      R"(["plain", "", "a\"\\\/\b\f\n\r\tb", "\u00e9\u0041", "\uD83D\uDE00", "\u0000", {"k\u0065y": 1}])");
  ASSERT_TRUE(doc.ok);
  std::vector<std::string> strings;
  std::vector<bool> escapes;
  for (Value element : doc.root()) {
    if (!element.is_string()) continue;
    strings.emplace_back(element.str());
    escapes.push_back(element.has_escapes());
  }
  EXPECT_EQ(strings, (std::vector<std::string>{"plain", "", "a\"\\/\b\f\n\r\tb", "\u00e9A",
                                               "\U0001F600", std::string(1, '\0')}));
  EXPECT_EQ(escapes, (std::vector<bool>{false, false, true, true, true, true}));
  Value object = *doc.root().begin();
  for (Value element : doc.root()) object = element;
  EXPECT_EQ(object.Find("key").raw(), "1");
  EXPECT_EQ(doc.At((*object.begin()).key_span()), R"("k\u0065y")");
  EXPECT_TRUE(doc.issues.empty());
}

TEST(Reader, ReadsUnescapedTextOfAnyLengthAcrossVectorBorders) {
  for (size_t length = 0; length < 100; ++length) {
    std::string plain(length, 'x');
    Reading doc(std::string(length % 37, ' ') + "\"" + plain + "\\n\u00e9" + plain + "\"");
    ASSERT_TRUE(doc.ok) << length;
    EXPECT_EQ(doc.root().str(), plain + "\n\u00e9" + plain);
  }
}

TEST(Reader, AppendsToATreeAndLeavesItAloneWhenItFails) {
  Padded text("[1,{\"a\":\"\\n\"}] [2,{\"b\\n\":3}, x]");
  text::Arena arena;
  std::vector<Issue> issues;
  Tree tree;
  tree.text = text.view();
  Reader reader(text.view(), &arena, &issues);
  EXPECT_EQ(reader.ReadValue(0, &tree), 14U);
  const size_t nodes = tree.nodes.size();
  const size_t decoded = tree.decoded.size();
  EXPECT_EQ(reader.ReadValue(3, &tree), 13U);
  EXPECT_EQ(tree.nodes.size(), nodes + 2);
  EXPECT_EQ(Value(&tree, static_cast<uint32_t>(nodes)).Find("a").str(), "\n");
  EXPECT_EQ(reader.ReadValue(15, &tree), Reader::kFailed);
  EXPECT_EQ(tree.nodes.size(), nodes + 2);
  EXPECT_EQ(tree.decoded.size(), decoded + 1);
  EXPECT_TRUE(reader.failed());
  // One fatal issue in a reader's life.
  EXPECT_EQ(reader.ReadValue(0, &tree), Reader::kFailed);
  reader.ReportUnexpected(15, "a value");
  EXPECT_EQ(issues.size(), 1U);
}

TEST(Reader, ReadsAllDocumentsOfAText) {
  for (std::string_view text : {"{\"a\":1}\n{\"a\":2}\n", "{\"a\":1}{\"a\":2}",
                                "{\"a\":1}\r\n\r\n[]", "1 2", "\"a\"\"b\"", "null\ttrue"}) {
    Reading doc(text);
    EXPECT_TRUE(doc.ok) << text;
    EXPECT_EQ(doc.trees.size(), 2U) << text;
    EXPECT_TRUE(doc.issues.empty()) << text;
  }
}

TEST(Reader, KeepsTheDocumentsBeforeAFatalIssue) {
  Reading doc("{\"a\":1}\n{\"a\":}\n{\"a\":3}");
  EXPECT_FALSE(doc.ok);
  ASSERT_EQ(doc.trees.size(), 1U);
  EXPECT_EQ(doc.root().Find("a").raw(), "1");
  ASSERT_EQ(doc.issues.size(), 1U);
  EXPECT_EQ(doc.issues[0].span, (Span{13, 14}));
}

TEST(Reader, SaysWhenThereIsNoValue) {
  for (std::string_view text : {"", " ", "\n\t\r\n "}) {
    Reading doc(text);
    EXPECT_FALSE(doc.ok);
    ASSERT_EQ(doc.issues.size(), 1U);
    EXPECT_EQ(doc.issues[0].code, Issue::Code::kTruncated);
    EXPECT_THAT(doc.issues[0].message, HasSubstr(text.empty() ? "empty" : "no JSON value"));
  }
  Reading comment("// nothing\n");
  EXPECT_FALSE(comment.ok);
  ASSERT_EQ(comment.issues.size(), 2U);
  EXPECT_EQ(comment.issues[0].code, Issue::Code::kComment);
  EXPECT_EQ(comment.issues[1].code, Issue::Code::kTruncated);
}

// ---- what can be passed over

TEST(Reader, ReportsEveryCommentAndGoesOn) {
  std::string_view text =
      "// a\r/*b*/{/* c { \" */\"x\"/*d*/:// e\n1/**/,/*f*/\"y\":[//g\n],/*h*/\"z\":2//i\r\n}//j";
  Reading doc(text);
  ASSERT_TRUE(doc.ok);
  std::vector<std::string_view> comments;
  for (const Issue& issue : doc.issues) {
    EXPECT_EQ(issue.code, Issue::Code::kComment);
    EXPECT_FALSE(issue.fatal());
    comments.push_back(doc.At(issue.span));
  }
  EXPECT_EQ(comments,
            (std::vector<std::string_view>{"// a", "/*b*/", "/* c { \" */", "/*d*/", "// e", "/**/",
                                           "/*f*/", "//g", "/*h*/", "//i", "//j"}));
  EXPECT_EQ(doc.root().size(), 3U);
  EXPECT_EQ(CheckText(text), "");
}

TEST(Reader, FindsNoCommentsInStrings) {
  Reading doc(R"({"a//b": "/*c*/", "d": "https://e"})");
  EXPECT_TRUE(doc.ok);
  EXPECT_TRUE(doc.issues.empty());
}

TEST(Reader, PointsAtTheTrailingComma) {
  Reading doc("{\"a\": [1, 2 , \n], \"b\": {\"c\": 1,/*x*/},\n}");
  ASSERT_TRUE(doc.ok);
  std::vector<uint32_t> commas;
  for (const Issue& issue : doc.issues) {
    if (issue.code != Issue::Code::kTrailingComma) continue;
    EXPECT_EQ(doc.At(issue.span), ",");
    commas.push_back(issue.span.begin);
  }
  EXPECT_EQ(commas, (std::vector<uint32_t>{12, 30, 37}));
  EXPECT_EQ(doc.root().Find("a").size(), 2U);
  EXPECT_EQ(doc.root().size(), 2U);
}

TEST(Reader, ReportsHalvesOfSurrogatePairs) {
  struct Case {
    std::string_view text, escape, value;
  };
  for (const Case& c :
       {Case{R"("a\udc00b")", R"(\udc00)", "a\uFFFDb"}, Case{R"("\uD800")", R"(\uD800)", "\uFFFD"},
        Case{R"("\ud800\u0041")", R"(\ud800)", "\uFFFDA"},
        Case{R"("\ud800\ud83d\ude00")", R"(\ud800)", "\uFFFD\U0001F600"}}) {
    Reading doc(c.text);
    ASSERT_TRUE(doc.ok) << c.text;
    ASSERT_EQ(doc.issues.size(), 1U) << c.text;
    EXPECT_EQ(doc.issues[0].code, Issue::Code::kLoneSurrogate);
    EXPECT_FALSE(doc.issues[0].fatal());
    EXPECT_EQ(doc.At(doc.issues[0].span), c.escape);
    EXPECT_EQ(doc.root().str(), c.value);
  }
  Reading key(R"({"\udfff": 1})");
  EXPECT_TRUE(key.ok);
  EXPECT_EQ(key.issues.size(), 1U);
}

// ---- numbers and literals

TEST(Reader, TakesExactlyTheNumbersOfTheGrammar) {
  for (std::string_view number : {"0", "-0", "1", "-12", "0.5", "10.25", "1e5", "1E+05", "1.5e-10",
                                  "123456789012345678901"}) {
    Reading doc(number);
    ASSERT_TRUE(doc.ok) << number;
    EXPECT_EQ(doc.root().type(), Type::kNumber);
    EXPECT_EQ(doc.root().raw(), number);
  }
}

struct Broken {
  std::string_view text;
  std::string_view at;  // the bytes of the issue's span
  uint32_t begin;
  std::string_view message;
};

void ExpectSyntax(const Broken& broken, Issue::Code code = Issue::Code::kSyntax) {
  SCOPED_TRACE(broken.text);
  Reading doc(broken.text);
  EXPECT_FALSE(doc.ok);
  ASSERT_FALSE(doc.issues.empty());
  const Issue& issue = doc.issues.back();
  EXPECT_EQ(issue.code, code) << issue.message;
  EXPECT_EQ(issue.span.begin, broken.begin);
  EXPECT_EQ(doc.At(issue.span), broken.at);
  EXPECT_THAT(issue.message, HasSubstr(broken.message));
  EXPECT_EQ(CheckText(broken.text), "");
}

TEST(Reader, SaysWhatIsWrongWithANumber) {
  for (const Broken& broken : {
           Broken{"[012]", "0", 1, "does not begin with a zero"},
           Broken{"[-012]", "0", 2, "does not begin with a zero"},
           Broken{"[00]", "0", 1, "does not begin with a zero"},
           Broken{"[+1]", "+", 1, "no plus sign"},
           Broken{"[.5]", ".", 1, "begins with a digit"},
           Broken{"[1.]", "]", 3, "digit after the decimal point"},
           Broken{"[1.e5]", "e", 3, "digit after the decimal point"},
           Broken{"[1e]", "]", 3, "digit in the exponent"},
           Broken{"[1e+]", "]", 4, "digit in the exponent"},
           Broken{"[-]", "]", 2, "digit after the minus sign"},
           Broken{"[--1]", "-", 2, "digit after the minus sign"},
           Broken{"[0x1F]", "x", 2, "end of the number"},
           Broken{"[1_000]", "_", 2, "end of the number"},
           Broken{"[1111-2222]", "-", 5, "end of the number"},
           Broken{"[12\u00b2]", "\u00b2", 3, "end of the number"},
           Broken{"[NaN]", "NaN", 1, "no such number"},
           Broken{"[Infinity]", "Infinity", 1, "no such number"},
           Broken{"[-Infinity]", "-Infinity", 1, "no such number"},
       }) {
    ExpectSyntax(broken);
  }
}

TEST(Reader, TakesLiteralsExactly) {
  for (const Broken& broken : {
           Broken{"[True]", "True", 1, "lower case"},
           Broken{"[TRUE]", "TRUE", 1, "lower case"},
           Broken{"[nul]", "nul", 1, "\"nul\""},
           Broken{"[nulls]", "nulls", 1, "\"nulls\""},
           Broken{"[true1]", "true1", 1, "\"true1\""},
           Broken{"[None]", "None", 1, "null"},
           Broken{"[undefined]", "undefined", 1, "null"},
           Broken{"[Allow]", "Allow", 1, "double quotes"},
           Broken{"{Effect: 1}", "Effect", 1, "a name needs double quotes"},
       }) {
    ExpectSyntax(broken);
  }
}

// ---- strings

TEST(Reader, NamesEveryControlCharacterInAString) {
  for (int code = 0; code < 0x20; ++code) {
    std::string text = "{\"k\": \"ab" + std::string(1, static_cast<char>(code)) + "c\"}";
    Reading doc(text);
    ASSERT_EQ(doc.issues.size(), 1U) << code;
    const Issue& issue = doc.issues[0];
    EXPECT_EQ(issue.code, Issue::Code::kSyntax);
    EXPECT_EQ(issue.span, (Span{9, 10}));
    EXPECT_EQ(issue.related, (Span{6, 7}));
    char name[8];
    std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(code));
    EXPECT_THAT(issue.message, HasSubstr(name));
    std::string_view more = code == 0                  ? "U+0000 NULL"
                            : code == 9                ? "U+0009 TAB"
                            : code == 10 || code == 13 ? "closing quote"
                                                       : "control character";
    EXPECT_THAT(issue.message, HasSubstr(more));
  }
  // U+007F is allowed.
  EXPECT_TRUE(Reading("\"\x7F\"").ok);
}

TEST(Reader, SaysWhatIsWrongWithAnEscape) {
  for (const Broken& broken : {
           Broken{R"("a\xb")", R"(\x)", 2, "no JSON escape"},
           Broken{R"("\'")", R"(\')", 1, "single quote"},
           Broken{"\"\\\u00e9\"", "\\\u00e9", 1, "U+00E9"},
           Broken{R"("\u12g4")", R"(\u12g)", 1, "'g'"},
           Broken{R"("\u")", R"(\u")", 1, "hexadecimal"},
           Broken{"\"\\\n\"", "\\\n", 1, "LINE FEED"},
           Broken{R"("\ud800\uzz")", R"(\uz)", 7, "hexadecimal"},
       }) {
    ExpectSyntax(broken);
  }
}

// ---- grammar

TEST(Reader, NamesWhatStandsWhereSomethingElseShould) {
  for (const Broken& broken : {
           Broken{"# c\n{}", "#", 0, "no comments"},
           Broken{"{}\n# c", "#", 3, "no comments"},
           Broken{"{'a': 1}", "'", 1, "single quote"},
           Broken{"[\u201ca\u201d]", "\u201c", 1, "U+201C LEFT DOUBLE QUOTATION MARK"},
           Broken{"{\"a\": \u201db\u201d}", "\u201d", 6, "U+201D RIGHT DOUBLE QUOTATION MARK"},
           Broken{"[\u2018a\u2019]", "\u2018", 1, "U+2018 LEFT SINGLE QUOTATION MARK"},
           Broken{"[`a`]", "`", 1, "backquote"},
           Broken{"{\n\u00a0\"a\": 1}", "\u00a0", 2, "U+00A0 NO-BREAK SPACE"},
           Broken{"[1,\u200b2]", "\u200b", 3, "U+200B ZERO WIDTH SPACE"},
           Broken{"{}\uFEFF{}", "\uFEFF", 2, "BYTE ORDER MARK"},
           Broken{"[1\uff0c2]", "\uff0c", 2, "FULLWIDTH COMMA"},
           Broken{"[1 \uff0c2]", "\uff0c", 3, "FULLWIDTH COMMA"},
           Broken{"{\"a\" 1}", "1", 5, "':' after the name"},
           Broken{"{\"a\" = 1}", "=", 5, "parted by ':'"},
           Broken{"{\"a\"}", "}", 4, "a value is missing"},
           Broken{"{\"a\":}", "}", 5, "a value is missing"},
           Broken{"{\"a\":1,\"b\":}", "}", 11, "a value is missing"},
           Broken{"[{\"a\":{},\"b\": }]", "}", 14, "a value is missing"},
           Broken{"{\"a\":,\"b\":1}", ",", 5, "a value is missing"},
           Broken{"{\"a\":1 \"b\":2}", "\"", 7, "comma missing"},
           Broken{"[1 2]", "2", 3, "comma missing"},
           Broken{"[1 {}]", "{", 3, "comma missing"},
           Broken{"[,1]", ",", 1, "a value is missing"},
           Broken{"[1,,2]", ",", 3, "a value is missing"},
           Broken{"{,}", ",", 1, "a name in double quotes or '}'"},
           Broken{"{\"a\":1,,}", ",", 7, "a name in double quotes"},
           Broken{"{1:2}", "1", 1, "a name in double quotes"},
           Broken{"[1;2]", ";", 2, "',' or ']'"},
           Broken{"[\"Sid\": 1]", ":", 6, "'{' missing"},
           Broken{"\"Version\": 1", ":", 9, "braces around the document"},
           Broken{"{}, {}", ",", 2, "not parted by commas"},
           Broken{"{}}", "}", 2, "no bracket is open"},
           Broken{"{} x", "x", 3, "\"x\""},
           Broken{"{}/", "/", 2, "begins with // or /*"},
           Broken{"[1\x01]", "\x01", 2, "U+0001"},
           Broken{"[1,\n<<<<<<< HEAD\n2]", "<<<<<<<", 4, "merge conflict"},
           Broken{std::string_view("[1]\0", 4), std::string_view("\0", 1), 3, "U+0000 NULL"},
           Broken{std::string_view("[\0]", 3), std::string_view("\0", 1), 1, "U+0000 NULL"},
       }) {
    ExpectSyntax(broken);
  }
}

TEST(Reader, ShowsTheBracketThatAWrongOneDoesNotClose) {
  Reading doc("{\"a\": [1, 2}");
  ASSERT_EQ(doc.issues.size(), 1U);
  EXPECT_EQ(doc.issues[0].span, (Span{11, 12}));
  EXPECT_EQ(doc.issues[0].related, (Span{6, 7}));
  EXPECT_THAT(doc.issues[0].message, HasSubstr("',' or ']'"));
}

// Cut anywhere, the reader says that the text ends too early, and what is open there.
TEST(Reader, KnowsATruncatedTextByItsEveryPrefix) {
  const std::string text =
      "{ \"a\\u00e9\\n\" : [ -12.5e+3, true ,false, null, \"x\\ud83d\\ude00\" ], /*c*/ \"b\": "
      "{\"c\": \"d\"} }";
  ASSERT_TRUE(Reading(text).ok);
  for (size_t length = 1; length < text.size(); ++length) {
    Reading doc(text.substr(0, length));
    SCOPED_TRACE(doc.text);
    EXPECT_FALSE(doc.ok);
    ASSERT_FALSE(doc.issues.empty());
    const Issue& issue = doc.issues.back();
    if (issue.code == Issue::Code::kSyntax) {
      // A slash alone may yet become a comment, but is none.
      EXPECT_EQ(doc.text.back(), '/');
      continue;
    }
    EXPECT_EQ(issue.code, Issue::Code::kTruncated) << issue.message;
    EXPECT_EQ(issue.span, (Span{static_cast<uint32_t>(length), static_cast<uint32_t>(length)}));
    ASSERT_FALSE(issue.related.empty());
    EXPECT_THAT(std::string("{[\"/-tfn"), HasSubstr(std::string(1, text[issue.related.begin])));
  }
}

TEST(Reader, CapsTheDepthAtItsExactPlace) {
  auto nested = [](size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(Reading(nested(kMaxDepth)).ok);
  for (size_t depth : {size_t{kMaxDepth} + 1, size_t{100000}}) {
    Reading doc(nested(depth));
    EXPECT_FALSE(doc.ok);
    ASSERT_EQ(doc.issues.size(), 1U);
    EXPECT_EQ(doc.issues[0].code, Issue::Code::kTooDeep);
    EXPECT_EQ(doc.issues[0].span, (Span{kMaxDepth, kMaxDepth + 1}));
  }
  std::string objects;
  for (int i = 0; i < 20000; ++i) objects += "{\"a\":";
  Reading doc(objects);
  ASSERT_EQ(doc.issues.size(), 1U);
  EXPECT_EQ(doc.issues[0].code, Issue::Code::kTooDeep);
  EXPECT_EQ(doc.issues[0].span.begin, kMaxDepth * 5);
}

// ---- other things than JSON

TEST(Reader, RecognisesTemplates) {
  for (const Broken& broken : {
           Broken{"{\"a\": {{ x | tojson }}}", "{{ x | tojson }}}", 6, "({{)"},
           Broken{"{\n  {{#if x}}\"a\": 1}", "{{#if x}}", 4, "({{)"},
           Broken{"{% if x %}{}", "{% if x %}", 0, "({%)"},
           Broken{"[{%- for x %}]", "{%- for x %}", 1, "({%)"},
           Broken{"[1, ${X}, 2]", "${X}", 4, "(${)"},
           Broken{"{\"a\": <%= x %>}", "<%= x %>", 6, "(<%)"},
           Broken{"[1, ${\n]", "${", 4, "(${)"},
       }) {
    ExpectSyntax(broken, Issue::Code::kTemplate);
  }
  EXPECT_TRUE(Reading(R"(["${aws:username}", "{{x}}", "<%= y %>"])").ok);
}

TEST(Reader, RecognisesWhatIsNoJsonAtAll) {
  for (const Broken& broken : {
           Broken{"\nAn error occurred (NoSuchEntity) when calling the GetRole operation: no\n",
                  "An error occurred (NoSuchEntity) when calling the GetRole operation: no", 1,
                  "AWS CLI error message (NoSuchEntity)"},
           Broken{"Unable to locate credentials. You can …\n",
                  "Unable to locate credentials. You can …", 0, "AWS CLI error message"},
           Broken{"\x1B[1;39m{}", "\x1B[1;39m", 0, "colour"},
           Broken{"{}\x1B[0m", "\x1B[0m", 2, "colour"},
           Broken{"{\"a\": \x1B[32m\"b\"}", "\x1B[32m", 6, "colour"},
           Broken{"$ aws iam get-role\n{}", "$ aws iam get-role", 0, "terminal"},
           Broken{"me@host:~/p$ aws iam get-role\n{}", "me@host:~/p$ aws iam get-role", 0,
                  "terminal"},
           Broken{"{}\n$ ls\n", "$ ls", 3, "terminal"},
           Broken{"<!DOCTYPE html>\n<html></html>", "<!DOCTYPE html>", 0, "HTML"},
           Broken{"<Role><Name>x</Name></Role>", "<Role><Name>x</Name></Role>", 0, "XML"},
           Broken{"```json\n{}\n```", "```json", 0, "code fence"},
           Broken{"-----------\n|  GetRole |\n", "-----------", 0, "table output"},
           Broken{"resource \"aws_iam_role\" \"x\" {", "resource \"aws_iam_role\" \"x\" {", 0,
                  "Terraform"},
           Broken{"Version: '2012-10-17'\n", "Version: '2012-10-17'", 0, "YAML"},
           Broken{"---\na: 1\n", "---", 0, "YAML"},
           Broken{"- a\n- b\n", "- a", 0, "YAML"},
           Broken{"# note\nStatement:\n  - Effect: Allow\n", "# note", 0, "YAML"},
           Broken{"name: x\n", "name: x", 0, "YAML"},
       }) {
    ExpectSyntax(broken, Issue::Code::kNotJson);
  }
}

// ---- skipping

TEST(Reader, SkipsToWhereReadingEnds) {
  for (std::string_view text :
       {R"({"a":"}]\"\\","b":[{},[],"\\\"]"]})", R"(["\\\\",{"x":"\\"}])", "[/*]*/1,//]\n2]",
        "[1,2/3]", "[\"/\",/*\"*/\"]\"]", "\"a\\\"b\"", "12", "true", "[]", "{}"}) {
    for (size_t indent = 0; indent < 130; ++indent) {
      std::string inner = std::string(text);
      std::string whole = "[" + std::string(indent, ' ') + inner + "]  ]}";
      Padded padded(whole);
      text::Arena arena;
      std::vector<Issue> issues;
      Reader reader(padded.view(), &arena, &issues);
      EXPECT_EQ(reader.SkipValue(0), whole.size() - 4) << whole;
      const auto at = static_cast<uint32_t>(indent) + 1;
      const auto size = static_cast<uint32_t>(inner.size());
      EXPECT_EQ(reader.SkipValue(at), at + size) << whole;
      EXPECT_EQ(reader.SkipValue(at, size), at + size) << whole;
      EXPECT_EQ(reader.SkipValue(at, size - 1), Reader::kFailed) << whole;
    }
  }
}

TEST(Reader, FailsToSkipWhatDoesNotEnd) {
  for (std::string_view text :
       {"[", "{\"a\":[]", "[\"]", "[\"\\\"]", "\"abc", "\"abc\\", "[/*]", "[//]", ",", "",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]"}) {
    Padded padded(text);
    text::Arena arena;
    std::vector<Issue> issues;
    EXPECT_EQ(Reader(padded.view(), &arena, &issues).SkipValue(0), Reader::kFailed) << text;
  }
}

}  // namespace
}  // namespace rolelint::json::reader_test
