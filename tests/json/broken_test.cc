// One trust policy, damaged in all the ways in which people hand policies over: what comes of each,
// from bytes on disk to trees and issues.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "analyzer/json/reader.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/source.h"

namespace rolelint::json::broken_test {
namespace {

using ::testing::HasSubstr;
using Code = Issue::Code;
using text::SourceError;

constexpr std::string_view kGood = R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OneUser",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:user/bob"
      },
      "Action": "sts:AssumeRole",
      "Condition": {}
    }
  ]
}
)";

std::string Replaced(std::string_view from, std::string_view to,
                     std::string text = std::string(kGood)) {
  size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  for (; at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

// ASCII text with every character on `width` bytes.
std::string Widened(std::string_view text, size_t width, bool big_endian, std::string_view mark) {
  std::string wide(mark);
  for (char c : text) {
    if (big_endian) wide.append(width - 1, '\0');
    wide.push_back(c);
    if (!big_endian) wide.append(width - 1, '\0');
  }
  return wide;
}

struct Outcome {
  std::optional<SourceError> error;
  std::optional<text::Source> source;
  text::Arena arena;
  std::vector<Tree> trees;
  std::vector<Issue> issues;
  bool ok = false;

  explicit Outcome(std::string bytes) {
    SourceError refused;
    source = text::Source::FromBytes("policy.json", std::move(bytes), &refused);
    if (!source) {
      error = refused;
      return;
    }
    ok = ReadAll(source->text(), &arena, &trees, &issues);
  }
};

TEST(Broken, EncodingsAndLineEndsReadAlike) {
  const std::string good(kGood);
  for (const std::string& bytes :
       {good, "\xEF\xBB\xBF" + good, Widened(good, 2, false, "\xFF\xFE"),
        Widened(good, 2, true, "\xFE\xFF"), Widened(good, 2, false, ""), Widened(good, 2, true, ""),
        Widened(good, 4, false, std::string("\xFF\xFE\0\0", 4)), Replaced("\n", "\r\n"),
        Replaced("\n", "\r")}) {
    Outcome outcome(bytes);
    ASSERT_TRUE(outcome.ok) << bytes.substr(0, 20);
    EXPECT_TRUE(outcome.issues.empty());
    ASSERT_EQ(outcome.trees.size(), 1U);
    Value statement = *outcome.trees[0].root().Find("Statement").begin();
    EXPECT_EQ(statement.Find("Principal").Find("AWS").str(), "arn:aws:iam::111122223333:user/bob");
    text::LineColumn place = outcome.source->Locate(statement.Find("Action").span().begin);
    EXPECT_EQ(place.line, 10U);
    EXPECT_EQ(place.column, 17U);
  }
}

TEST(Broken, WhatIsNoTextIsRefusedWithItsOffset) {
  Outcome invalid(Replaced("OneUser", "One\xFFUser"));
  ASSERT_TRUE(invalid.error);
  EXPECT_EQ(invalid.error->code, SourceError::Code::kInvalidUtf8);
  EXPECT_EQ(invalid.error->disk_offset, kGood.find("OneUser") + 3);
  Outcome nul(Replaced("OneUser", std::string_view("One\0User", 8)));
  ASSERT_TRUE(nul.error);
  EXPECT_EQ(nul.error->code, SourceError::Code::kNul);
  EXPECT_EQ(nul.error->disk_offset, kGood.find("OneUser") + 3);
}

struct Row {
  std::string bytes;
  Code code;
  std::string_view at;  // the bytes of the span
  uint32_t line;
  uint32_t column;
  std::string_view message;
};

void Expect(const Row& row, bool goes_on) {
  SCOPED_TRACE(row.bytes);
  Outcome outcome(row.bytes);
  ASSERT_TRUE(outcome.source);
  EXPECT_EQ(outcome.ok, goes_on);
  EXPECT_EQ(outcome.trees.size(), goes_on ? 1U : 0U);
  ASSERT_EQ(outcome.issues.size(), 1U);
  const Issue& issue = outcome.issues[0];
  EXPECT_EQ(issue.code, row.code);
  EXPECT_EQ(outcome.source->text().substr(issue.span.begin, issue.span.size()), row.at);
  text::LineColumn place = outcome.source->Locate(issue.span.begin);
  EXPECT_EQ(place.line, row.line);
  EXPECT_EQ(place.column, row.column);
  EXPECT_THAT(issue.message, HasSubstr(row.message));
}

TEST(Broken, WhatAwsRefusesButOneCanReadPast) {
  for (const Row& row : {
           Row{Replaced("{}", "{},"), Code::kTrailingComma, ",", 11, 22, "comma"},
           Row{Replaced("    }\n  ]", "    },\n  ]"), Code::kTrailingComma, ",", 12, 6, "comma"},
           Row{Replaced("\"Action\"", "// who\n      \"Action\""), Code::kComment, "// who", 10, 7,
               "comments"},
           Row{"/* trust */\n" + std::string(kGood), Code::kComment, "/* trust */", 1, 1,
               "comments"},
           Row{Replaced("\"Effect\"", "\"Effect\": \"Deny\",\n      \"Eff\\u0065ct\""),
               Code::kDuplicateKey, "\"Eff\\u0065ct\"", 7, 7, "\"Effect\""},
           Row{Replaced("  ]\n", "  ],\n  \"Statement\": []\n"), Code::kDuplicateKey,
               "\"Statement\"", 14, 3, "once"},
           Row{Replaced("OneUser", "One\\ud800User"), Code::kLoneSurrogate, "\\ud800", 5, 18,
               "half"},
       }) {
    Expect(row, true);
  }
}

TEST(Broken, WhatStopsReadingIsOneIssue) {
  for (const Row& row : {
           Row{"# trust\n" + std::string(kGood), Code::kSyntax, "#", 1, 1, "no comments"},
           Row{Replaced("\"", "'"), Code::kSyntax, "'", 2, 3, "single quote"},
           Row{Replaced("\"Allow\"", "\u201cAllow\u201d"), Code::kSyntax, "\u201c", 6, 17,
               "U+201C"},
           Row{Replaced("\"", "\u201d"), Code::kSyntax, "\u201d", 2, 3, "U+201D"},
           Row{std::string(kGood.substr(0, 120)), Code::kTruncated, "", 7, 20, "object"},
           Row{" \n\n ", Code::kTruncated, "", 3, 2, "no JSON value"},
           Row{Replaced("    {\n", ""), Code::kSyntax, ":", 4, 12, "'{' missing"},
           Row{Replaced("\"arn:aws:iam::111122223333:user/bob\"", "{{ arns | tojson }}"),
               Code::kTemplate, "{{ arns | tojson }}", 8, 16, "render"},
           Row{Replaced("  \"Version\"", "  {{#if x}}\"Version\""), Code::kTemplate, "{{#if x}}", 2,
               3, "render"},
           Row{Replaced("OneUser", "One\tUser"), Code::kSyntax, "\t", 5, 18, "U+0009 TAB"},
           Row{Replaced("  \"Version\"", "\u00a0 \"Version\""), Code::kSyntax, "\u00a0", 2, 1,
               "NO-BREAK SPACE"},
           Row{Replaced("\"arn:aws:iam::111122223333:user/bob\"", "012345678901"), Code::kSyntax,
               "0", 8, 16, "account ID"},
           Row{Replaced("{}", "NaN"), Code::kSyntax, "NaN", 11, 20, "no such number"},
           Row{"\x1B[1;39m" + std::string(kGood), Code::kNotJson, "\x1B[1;39m", 1, 1, "colour"},
           Row{"$ aws iam get-role --role-name x\n" + std::string(kGood), Code::kNotJson,
               "$ aws iam get-role --role-name x", 1, 1, "terminal"},
           Row{"\nAn error occurred (AccessDenied) when calling the GetRole operation: no\n",
               Code::kNotJson,
               "An error occurred (AccessDenied) when calling the GetRole operation: no", 2, 1,
               "(AccessDenied)"},
           Row{"Version: '2012-10-17'\nStatement: []\n", Code::kNotJson, "Version: '2012-10-17'", 1,
               1, "YAML"},
           Row{std::string(100000, '['), Code::kTooDeep, "[", 1, kMaxDepth + 1, "deeper"},
       }) {
    Expect(row, false);
  }
}

TEST(Broken, SeveralDocumentsInOneFile) {
  const std::string good(kGood);
  for (const std::string& bytes :
       {good + good, std::string("{\"a\": 1}\n{\"a\": 2}\n"), good + "\n\n" + good}) {
    Outcome outcome(bytes);
    EXPECT_TRUE(outcome.ok);
    EXPECT_EQ(outcome.trees.size(), 2U);
  }
}

}  // namespace
}  // namespace rolelint::json::broken_test
