// What the parser takes, what it refuses and where, and that nothing is too much for it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "analyzer/hcl/syntax.h"
#include "analyzer/text/source.h"

namespace rolelint::hcl::parser_test {
namespace {

using testing::HasSubstr;

struct Parsed {
  text::Source source;
  File file;
  std::vector<json::Issue> issues;
  bool read = false;
};

text::Source SourceOf(std::string text) {
  text::SourceError error;
  return std::move(*text::Source::FromBytes("x.tf", std::move(text), &error));
}

Parsed Read(std::string text) {
  Parsed parsed{SourceOf(std::move(text)), {}, {}, false};
  parsed.read = Parse(parsed.source.text(), &parsed.file, &parsed.issues);
  return parsed;
}

TEST(HclParser, TakesWhatTerraformTakes) {
  const char* const kTexts[] = {
      "a = 1\n",
      "a = 1",
      "# only a comment",
      "/* and\n another */ a = -1.5e3 // behind",
      "a = [1, 2,\n 3,\n]\n",
      "a = {\n b = 1\n \"c\" : 2, (d) = 3\n 4 = 5, true = 6 }\n",
      "a = { for k, v in b : k => v... if v != null }",
      "a = [for x in [1] : x]",
      "a = b.c[0].d[\"e\"].*.f[*].g.0.h",
      "a = f(1, g(),\n h...)",
      "a = provider::aws::arn_parse(b)",
      "a = x ? y : z ? 1 : 2",
      "a = (x\n ? y\n : z)",
      "a = !b && -c >= d || e == f % 2",
      "a = \"x${ b }y$${c}%{ if d ~}e%{ else }f%{ endif }%%{g}\\\"\\u00e9\"",
      "a = \"${\"${\"nested\"}\"}\"",
      "a = <<EOF\n {\"x\": \"${ b }\"}\nEOF\n",
      "a = <<-EOF\r\n    text\r\n    EOF\r\nb = 2\r\n",
      "a = f(<<EOF\nx\nEOF\n)\n",
      "a = [<<A\nx\nA\n, <<B\ny\nB\n]",
      "resource \"t\" \"n\" {\n  a = 1\n  nested label {\n    b = 2\n  }\n}\n",
      "one { a = 1 }\ntwo {}\n",
      "for = 1\nin = 2\na = { for = 1 }",
      "a-b = c-d\n",
  };
  for (const char* text : kTexts) {
    SCOPED_TRACE(text);
    Parsed parsed = Read(text);
    EXPECT_TRUE(parsed.read) << (parsed.issues.empty() ? "" : parsed.issues[0].message);
    EXPECT_TRUE(parsed.issues.empty());
  }
}

TEST(HclParser, SaysWhatItDoesNotTakeAndWhere) {
  struct Case {
    const char* text;
    uint32_t at;
    const char* message;
    json::Issue::Code code = json::Issue::Code::kSyntax;
  };
  const Case kCases[] = {
      {"a = 1 2", 6, "'2'"},
      {"a = [1 2]", 7, "\",\" or \"]\""},
      {"a = \"x\nb = 1", 6, "before its closing quote"},
      {"a = {b 1}", 7, "\"=\" or \":\""},
      {"a = ]", 4, "a value"},
      {"a = \"${b c}\"", 9, "interpolation"},
      {"b \"x\" c", 7, "is expected", json::Issue::Code::kTruncated},
      {"b {\n a = 1\n", 11, "\"}\"", json::Issue::Code::kTruncated},
      {"a = <<EOF\nx\n", 12, "inside a heredoc", json::Issue::Code::kTruncated},
      {"/* a", 4, "inside a comment", json::Issue::Code::kTruncated},
      {"1 = 2", 0, "an attribute or a block"},
      {"a = f(1", 7, "is expected", json::Issue::Code::kTruncated},
      {"a = [for x on y : z]", 11, "\"in\""},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.text);
    Parsed parsed = Read(c.text);
    EXPECT_FALSE(parsed.read);
    ASSERT_EQ(parsed.issues.size(), 1U);
    EXPECT_EQ(parsed.issues[0].span.begin, c.at) << parsed.issues[0].message;
    EXPECT_THAT(parsed.issues[0].message, HasSubstr(c.message));
    EXPECT_EQ(parsed.issues[0].code, c.code);
  }
}

TEST(HclParser, WhatStandsBeforeAnErrorIsThere) {
  Parsed parsed = Read("resource \"a\" \"b\" {\n  c = 1\n}\nresource \"d\" {\n  e = ]\n");
  EXPECT_FALSE(parsed.read);
  ASSERT_EQ(parsed.file.body.blocks.size(), 1U);
  EXPECT_EQ(parsed.file.body.blocks[0].labels[1].text, "b");
}

TEST(HclParser, PlacesAreThoseOfTheText) {
  Parsed parsed = Read("resource \"aws_iam_role\" \"x\" {\n  name = \"${var.a}-b\"\n}\n");
  ASSERT_TRUE(parsed.read);
  const std::string_view text = parsed.source.text();
  const auto at = [&](Span span) { return text.substr(span.begin, span.size()); };
  const Block& block = parsed.file.body.blocks[0];
  EXPECT_EQ(at(block.type_span), "resource");
  EXPECT_EQ(at(block.labels[0].span), "\"aws_iam_role\"");
  EXPECT_EQ(at(block.body_span), "{\n  name = \"${var.a}-b\"\n}");
  const Attribute* name = block.body.Find("name");
  ASSERT_NE(name, nullptr);
  const Expr& value = parsed.file.expr(name->value);
  EXPECT_EQ(at(value.span), "\"${var.a}-b\"");
  EXPECT_EQ(at(parsed.file.expr(parsed.file.children(value)[0]).span), "${var.a}");
  EXPECT_EQ(at(parsed.file.expr(parsed.file.children(value)[1]).span), "-b");
}

std::string Repeated(const std::string& what, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += what;
  return text;
}

TEST(HclParser, DepthIsBounded) {
  for (const char* what :
       {"[", "{a=", "(", "f(", "\"${", "-", "!", "x?", "a.b[", "1+(", "<<A\n${"}) {
    SCOPED_TRACE(what);
    Parsed parsed = Read("a = " + Repeated(what, 100'000));
    EXPECT_FALSE(parsed.read);
    ASSERT_EQ(parsed.issues.size(), 1U);
    EXPECT_EQ(parsed.issues[0].code, json::Issue::Code::kTooDeep);
  }
  Parsed blocks = Read(Repeated("a {\n", 100'000));
  ASSERT_EQ(blocks.issues.size(), 1U);
  EXPECT_EQ(blocks.issues[0].code, json::Issue::Code::kTooDeep);
  Parsed steps = Read("a = b" + Repeated(".c", 100'000));
  ASSERT_EQ(steps.issues.size(), 1U);
  EXPECT_EQ(steps.issues[0].code, json::Issue::Code::kTooDeep);
}

// None of these is more than a pass over the text.
TEST(HclParser, TimeIsLinear) {
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string& text :
       {Repeated("\"", 400'000), "a = \"" + Repeated("$", 400'000), Repeated("a = 1\n", 100'000),
        "a = [" + Repeated("1,", 200'000) + "]", "a = 1" + Repeated("+1", 200'000),
        "a = <<EOF\n" + Repeated("EO \n", 100'000), Repeated("# x\n", 100'000),
        "a = <<E\n" + Repeated(" ", 400'000), Repeated("a \"b\" ", 100'000)}) {
    Read(text);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

}  // namespace
}  // namespace rolelint::hcl::parser_test
