#include "analyzer/engine/pointer_finder.h"

#include <gtest/gtest.h>

#include "analyzer/text/source.h"

namespace rolelint::engine::pointer_finder_test {
namespace {

text::Source SourceOf(std::string bytes) {
  text::SourceError error;
  std::optional<text::Source> source =
      text::Source::FromBytes("test.json", std::move(bytes), &error);
  EXPECT_TRUE(source) << error.message;
  return std::move(*source);
}

Span SpanOf(std::string_view text, std::string_view part) {
  size_t at = text.find(part);
  EXPECT_NE(at, std::string_view::npos) << part;
  return {static_cast<uint32_t>(at), static_cast<uint32_t>(at + part.size())};
}

// The answer for `part` of `bytes`, inside `document` (empty: none).
PointerQuery Ask(const std::string& bytes, std::string_view part, std::string_view document = "") {
  text::Source source = SourceOf(bytes);
  std::vector<PointerQuery> queries(1);
  queries[0].span = SpanOf(source.text(), part);
  if (!document.empty()) queries[0].document = SpanOf(source.text(), document);
  FindPointers(source.text(), &queries);
  return queries[0];
}

TEST(PointerFinderTest, NamesKeysAndElements) {
  const std::string json = R"({"a": [1, {"b/c~d": "x"}], "e": "y"})";
  EXPECT_EQ(Ask(json, "1").file_pointer, "/a/0");
  EXPECT_EQ(Ask(json, "x").file_pointer, "/a/1/b~1c~0d");
  EXPECT_EQ(Ask(json, "b/c~d").file_pointer, "/a/1/b~1c~0d");
  EXPECT_EQ(Ask(json, "\"e\"").file_pointer, "/e");
  EXPECT_EQ(Ask(json, json).file_pointer, "");
}

TEST(PointerFinderTest, SplitsAtTheDocument) {
  const std::string document =
      R"({"Statement": [{"Sid": "One", "Effect": "Allow"}, {"Effect": "Deny"}]})";
  const std::string json = R"({"Role": {"AssumeRolePolicyDocument": )" + document + "}}";
  PointerQuery answer = Ask(json, "Allow", document);
  EXPECT_EQ(answer.file_pointer, "/Role/AssumeRolePolicyDocument/Statement/0/Effect");
  EXPECT_EQ(answer.pointer, "/Statement/0/Effect");
  EXPECT_EQ(answer.stable_pointer, "/Statement/One/Effect");
  EXPECT_EQ(Ask(json, "Deny", document).stable_pointer, "/Statement/1/Effect");
}

TEST(PointerFinderTest, AStatementWithoutListHasNoIndex) {
  const std::string json = R"({"Statement": {"Sid": "Only", "Effect": "Allow"}})";
  PointerQuery answer = Ask(json, "Allow", json);
  EXPECT_EQ(answer.pointer, "/Statement/Effect");
  EXPECT_EQ(answer.stable_pointer, "/Statement/Effect");
}

TEST(PointerFinderTest, GoesOnInsideStrings) {
  const std::string document = R"({\"Statement\": [{\"Sid\": \"S\", \"Effect\": \"Allow\"}]})";
  const std::string json = R"({"PolicyDocument": ")" + document + R"(", "PolicyName": "p"})";
  PointerQuery answer = Ask(json, "Allow", document);
  EXPECT_EQ(answer.file_pointer, "/PolicyDocument/Statement/0/Effect");
  EXPECT_EQ(answer.pointer, "/Statement/0/Effect");
  EXPECT_EQ(answer.stable_pointer, "/Statement/S/Effect");
  EXPECT_EQ(Ask(json, "\"p\"", document).file_pointer, "/PolicyName");
}

TEST(PointerFinderTest, GoesOnInsideUrlEncoding) {
  const std::string document = "%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%7D%5D%7D";
  const std::string json = R"([{"PolicyDocument": ")" + document + R"("}])";
  PointerQuery answer = Ask(json, "Allow", document);
  EXPECT_EQ(answer.file_pointer, "/0/PolicyDocument/Statement/0/Effect");
  EXPECT_EQ(answer.pointer, "/Statement/0/Effect");
}

// The answer for `part` of a file in another notation, `document` being its innermost policy.
PointerQuery AskIn(const std::string& bytes, std::string_view part, std::string_view document,
                   bool markdown = false) {
  text::Source source = SourceOf(bytes);
  std::vector<PointerQuery> queries(1);
  queries[0].span = SpanOf(source.text(), part);
  queries[0].document = SpanOf(source.text(), document);
  FindPointers(source.text(), &queries, markdown);
  return queries[0];
}

TEST(PointerFinderTest, Yaml) {
  const std::string yaml =
      "a: 1\n---\nRole:\n  policy: |\n    {\"Statement\": [\n      {\"Effect\": \"Allow\"}]}\n";
  PointerQuery answer = AskIn(yaml, "Allow", "{\"Statement\": [\n      {\"Effect\": \"Allow\"}]}");
  EXPECT_EQ(answer.file_pointer, "/Role/policy/Statement/0/Effect");
  EXPECT_EQ(answer.pointer, "/Statement/0/Effect");
}

TEST(PointerFinderTest, Tables) {
  const std::string csv =
      "arn,policy\nx,\"{}\"\ny,\"{\"\"Statement\"\": [{\"\"Effect\"\": \"\"Allow\"\"}]}\"\n";
  PointerQuery answer =
      AskIn(csv, "Allow", "{\"\"Statement\"\": [{\"\"Effect\"\": \"\"Allow\"\"}]}");
  EXPECT_EQ(answer.file_pointer, "/1/policy/Statement/0/Effect");
  EXPECT_EQ(answer.pointer, "/Statement/0/Effect");
  EXPECT_EQ(answer.decoded, "Allow");
}

TEST(PointerFinderTest, Scripts) {
  const std::string script = "results =\n{\"p\": {\"Statement\": [{\"Effect\": \"Allow\"}]}}";
  PointerQuery answer = AskIn(script, "Allow", "{\"Statement\": [{\"Effect\": \"Allow\"}]}");
  EXPECT_EQ(answer.file_pointer, "/p/Statement/0/Effect");
  EXPECT_EQ(answer.pointer, "/Statement/0/Effect");
}

TEST(PointerFinderTest, Markdown) {
  const std::string text =
      "# Title\n\n```json\n{\"Effect\": 1}\n```\n\n> ```json\n> {\"Statement\": [\n>   "
      "{\"Effect\": "
      "\"Allow\"}]}\n> ```\n";
  const char* const document = "{\"Statement\": [\n>   {\"Effect\": \"Allow\"}]}";
  PointerQuery answer = AskIn(text, "Allow", document, true);
  EXPECT_EQ(answer.file_pointer, "/Statement/0/Effect");
  EXPECT_EQ(answer.pointer, "/Statement/0/Effect");
  EXPECT_EQ(AskIn(text, "Allow", document).file_pointer, "");
}

TEST(PointerFinderTest, StepsThroughLargeContainers) {
  std::string json = "{\"Users\": [";
  for (int i = 0; i < 20000; ++i) {
    json += (i == 0 ? "" : ",") + std::string("{\"Name\": \"user-") + std::to_string(i) +
            "\", \"Tags\": [1, 2]}";
  }
  json += "], \"IsTruncated\": false}";
  ASSERT_GT(json.size(), size_t{512} << 10);
  text::Source source = SourceOf(json);
  std::vector<PointerQuery> queries;
  // Asked out of order, several in one element, and the container itself.
  for (const char* part : {"\"user-19999\"", "\"user-3\"", "\"Users\"", "false", "\"user-10000\"",
                           "\"IsTruncated\""}) {
    queries.emplace_back().span = SpanOf(source.text(), part);
  }
  FindPointers(source.text(), &queries);
  std::vector<std::string> pointers;
  pointers.reserve(queries.size());
  for (const PointerQuery& query : queries) pointers.push_back(query.file_pointer);
  EXPECT_EQ(pointers,
            (std::vector<std::string>{"/Users/19999/Name", "/Users/3/Name", "/Users",
                                      "/IsTruncated", "/Users/10000/Name", "/IsTruncated"}));
}

TEST(PointerFinderTest, AnswersWhatStandsBeforeASyntaxError) {
  std::string json = R"({"a": [{"b": 1}, {"c": 2}, {"d": ')";
  EXPECT_EQ(Ask(json, "2").file_pointer, "/a/1/c");
  EXPECT_EQ(Ask(json, "'").file_pointer, "/a/2/d");
}

TEST(PointerFinderTest, SeveralValuesInOneText) {
  EXPECT_EQ(Ask("{\"a\": 1}\n{\"b\": 2}\n", "2").file_pointer, "/b");
}

TEST(PointerFinderTest, GoesThroughBlocksOfTerraform) {
  const std::string hcl = R"(resource "aws_iam_role" "a.b" {
  name = "x"
  assume_role_policy = jsonencode({ "Statement" : [{ Effect = "Allow" }] })
  inline_policy {
    policy = <<EOF
{"Statement": [{"Effect": "Deny", "Resource": "${var.a}"}]}
EOF
  }
  inline_policy {
    name = "second"
  }
  tags = { one = ["two"] }
}
data "aws_iam_policy_document" "d" {
  statement {
    actions = ["s3:Get*"]
  }
}
)";
  EXPECT_EQ(Ask(hcl, "x").file_pointer, "/resource/aws_iam_role/a.b/name");
  EXPECT_EQ(Ask(hcl, "second").file_pointer, "/resource/aws_iam_role/a.b/inline_policy/1/name");
  EXPECT_EQ(Ask(hcl, "two").file_pointer, "/resource/aws_iam_role/a.b/tags/one/0");
  PointerQuery encoded = Ask(hcl, "Allow", R"({ "Statement" : [{ Effect = "Allow" }] })");
  EXPECT_EQ(encoded.file_pointer,
            "/resource/aws_iam_role/a.b/assume_role_policy/Statement/0/Effect");
  EXPECT_EQ(encoded.pointer, "/Statement/0/Effect");
  PointerQuery heredoc =
      Ask(hcl, "Deny", R"({"Statement": [{"Effect": "Deny", "Resource": "${var.a}"}]})");
  EXPECT_EQ(heredoc.file_pointer,
            "/resource/aws_iam_role/a.b/inline_policy/0/policy/Statement/0/Effect");
  EXPECT_EQ(heredoc.pointer, "/Statement/0/Effect");
  EXPECT_EQ(Ask(hcl, "s3:Get*").file_pointer,
            "/data/aws_iam_policy_document/d/statement/0/actions/0");
}

}  // namespace
}  // namespace rolelint::engine::pointer_finder_test
