// The formats that other programs read beside JSON: the same findings in each, and nothing in a
// policy or a file name that those programs would take for theirs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "analyzer/engine/rule.h"
#include "analyzer/report/report.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"
#include "tests/support/report_sample.h"

namespace rolelint::report::ci_formats_test {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string Report(Format format, const engine::CheckResult& result,
                   const ReportOptions& options = support::SampleOptions()) {
  std::ostringstream out;
  Write(format, result, support::SampleRules(), options, out);
  return out.str();
}

std::vector<std::string> Lines(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// The sample's findings, one of them with this message and file.
engine::CheckResult WithText(const std::string& message, const std::string& file) {
  engine::CheckResult result = support::SampleResult();
  result.findings[1].message = message;
  result.findings[1].location.file = file;
  return result;
}

TEST(JsonReport, LongEvidenceIsNotRepeated) {
  for (const size_t length : {size_t{100}, size_t{40'000}}) {
    accept::Evidence evidence;
    evidence.parts = {
        {policy::Kind::kIdentity, true, {R"({"x":")" + std::string(length, 'a') + R"("})"}}};
    auto facts = std::make_shared<engine::FindingFacts>();
    facts->evidence = std::make_shared<const accept::Evidence>(evidence);
    engine::CheckResult result = support::SampleResult();
    result.findings[0].facts = facts;
    const json report = json::parse(Report(Format::kJson, result));
    EXPECT_EQ(report["findings"][0]["evidence"].is_null(), length > 100) << length;
  }
}

engine::CheckResult Many(size_t count) {
  engine::CheckResult result;
  const engine::Finding one = support::SampleResult().findings[1];
  for (size_t i = 0; i < count; ++i) {
    result.findings.push_back(one);
    result.findings.back().message = "value number" + std::string(i % 97, 'x') + std::to_string(i);
    result.findings.back().fingerprint = std::to_string(i);
  }
  result.by_severity[1] = static_cast<uint32_t>(count);
  return result;
}

TEST(Github, OneCommandAFindingTheMostSevereFirst) {
  const auto lines = Lines(Report(Format::kGithub, support::SampleResult()));
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_THAT(lines[0], StartsWith("::error file=dump.json.gz,line=1,endLine=1,col="));
  EXPECT_THAT(lines[0], HasSubstr(",title=public-trust (critical)::anybody may assume this role"));
  EXPECT_THAT(lines[2], StartsWith("::warning file=acme/trust.json,line=6,endLine=6,col=30,"
                                   "endColumn=60,title=root-principal (medium)::the role trusts "
                                   "all of account 111122223333%0Aname the person"));
  // A range of several lines has no columns.
  EXPECT_THAT(lines[4], StartsWith("::notice file=../outside.json,line=10,endLine=14,title="));
}

TEST(Github, NothingLeavesItsField) {
  const auto result = WithText("a%0A::add-mask::b\n::error::c\r##[group]d", "x,y:z%\n::w.json");
  for (const std::string& line : Lines(Report(Format::kGithub, result))) {
    EXPECT_THAT(line, testing::MatchesRegex("::(error|warning|notice) .*"));
    EXPECT_THAT(line, Not(HasSubstr("##[")));
    if (line.find("%250A") == std::string::npos) continue;
    EXPECT_THAT(line, HasSubstr("file=x%2Cy%3Az%25"));
    EXPECT_THAT(line, HasSubstr("::a%250A::add-mask::b%0A::error::c"));
  }
}

TEST(Github, SaysThatMoreAreThanGithubShows) {
  EXPECT_THAT(Lines(Report(Format::kGithub, Many(11))).back(), StartsWith("rolelint: 11 findings"));
}

TEST(Gitlab, HasTheMembersThatGitlabReads) {
  const json report = json::parse(Report(Format::kGitlab, support::SampleResult()));
  ASSERT_EQ(report.size(), 5U);
  std::set<std::string> fingerprints;
  std::vector<std::string> severities;
  for (const json& one : report) {
    fingerprints.insert(one.at("fingerprint").get<std::string>());
    severities.push_back(one.at("severity"));
    EXPECT_THAT(one.at("description").get<std::string>(),
                StartsWith(one.at("check_name").get<std::string>() + ": "));
    EXPECT_FALSE(one.at("location").at("path").get<std::string>().empty());
    EXPECT_GE(one.at("location").at("lines").at("begin").get<int>(), 1);
  }
  EXPECT_EQ(fingerprints.size(), 5U);
  EXPECT_THAT(severities, ElementsAre("minor", "major", "critical", "blocker", "minor"));
  EXPECT_EQ(json::parse(Report(Format::kGitlab, {})), json::array());
}

TEST(Junit, IsXmlWithASuiteAFile) {
  const auto result = WithText("]]><x a='\"'>&amp;\x1B\xEF\xBF\xBE\xFF", "a<b>&\"'.json");
  support::RunOptions options;
  options.input = Report(Format::kJunit, result);
  constexpr const char* kRead =
      "import sys, xml.etree.ElementTree as E\n"
      "root = E.fromstring(sys.stdin.buffer.read())\n"
      "print(root.get('tests'), root.get('failures'), root.get('errors'))\n"
      "for s in root:\n"
      "  f = s.findall('testcase/failure')\n"
      "  assert len(s.findall('testcase')) == int(s.get('tests'))\n"
      "  assert len(f) == int(s.get('failures'))\n"
      "  print(ascii(s.get('name')), [x.get('type') for x in f], "
      "len(s.findall('testcase/error')))\n";
  ROLELINT_REQUIRE(support::RunProgram("python3", {"-c", ""}).status == 0, "python3");
  const auto run = support::RunProgram("python3", {"-c", kRead}, options);
  EXPECT_EQ(run.status, 0) << run.err << options.input;
  EXPECT_THAT(run.out, StartsWith("7 5 1\n"));
  EXPECT_THAT(run.out, HasSubstr("'acme/trust.json' [] 0\n"));
  EXPECT_THAT(run.out, HasSubstr("'a<b>&\"\\'.json' ['medium'] 0\n"));
  EXPECT_THAT(run.out, HasSubstr("'broken.json' ['high'] 0\n")) << "told once";
  EXPECT_THAT(run.out, HasSubstr("'gone\\u241b.json' [] 1\n"));
}

// RFC 4180, as a reader that knows nothing else reads it.
std::vector<std::vector<std::string>> ReadCsv(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && quoted && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      rows.back().emplace_back();
    } else if (c == '\r' && !quoted) {
      continue;
    } else if (c == '\n' && !quoted) {
      rows.push_back({""});
    } else {
      rows.back().back() += c;
    }
  }
  rows.pop_back();
  return rows;
}

TEST(Csv, RowsHaveTheColumnsOfTheHeader) {
  const auto rows = ReadCsv(Report(Format::kCsv, support::SampleResult()));
  ASSERT_EQ(rows.size(), 6U);
  for (const auto& row : rows) EXPECT_EQ(row.size(), 17U) << testing::PrintToString(row);
  EXPECT_EQ(rows[0][0], "severity");
  EXPECT_EQ(rows[2][4], "the role trusts all of account 111122223333");
  EXPECT_EQ(rows[2][10], "444455556666");
  EXPECT_THAT(rows[2][15], HasSubstr("\n\"arn:aws:iam::111122223333:user/eve\""));
}

TEST(Csv, CellsAreNoFormulas) {
  for (const char* cell : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\uFF1D1",
                           "=HYPERLINK(\"http://x\",\"a\")"}) {
    const auto rows = ReadCsv(Report(Format::kCsv, WithText(cell, cell)));
    ASSERT_EQ(rows.size(), 6U) << cell;
    EXPECT_THAT(rows[2][4], StartsWith("'")) << cell;
    EXPECT_THAT(rows[2][5], StartsWith("'")) << cell;
  }
  EXPECT_EQ(ReadCsv(Report(Format::kCsv, WithText("a=1", "b.json")))[2][4], "a=1");
}

// `text` without its code spans.
std::string OutsideCode(const std::string& text) {
  std::string outside;
  for (size_t at = 0; at < text.size();) {
    const size_t open = text.find('`', at);
    outside += text.substr(at, open - at);
    if (open == std::string::npos) break;
    const size_t begin = std::min(text.find_first_not_of('`', open), text.size());
    const std::string fence = text.substr(open, begin - open);
    size_t close = begin;
    while (true) {
      close = text.find(fence, close);
      if (close == std::string::npos) return outside + " UNCLOSED";
      const size_t end = std::min(text.find_first_not_of('`', close), text.size());
      if (end - close == fence.size()) break;
      close = end;
    }
    at = close + fence.size();
  }
  return outside;
}

TEST(MarkdownReport, WhatPoliciesSayIsCode) {
  for (const char* hostile :
       {"@everyone <img src=x> [a](http://x) #1", "``` `x` ````", "`", "` @a `", "a\n\n# b\n<b>",
        "<!-- -->", "\\`@a", "www.example.com ##[group]"}) {
    for (const GroupBy by : {GroupBy::kNone, GroupBy::kFile}) {
      ReportOptions options = support::SampleOptions();
      options.group_by = by;
      const std::string text = Report(Format::kMarkdown, WithText(hostile, hostile), options);
      const std::string outside = OutsideCode(text.substr(text.find("\n\n")));
      for (const char* bad : {"@", "<", "[", "http", "www", "UNCLOSED", "everyone", "\\"}) {
        EXPECT_THAT(outside, Not(HasSubstr(bad))) << hostile;
      }
    }
  }
}

TEST(MarkdownReport, FitsIntoACommentAndCountsTheRest) {
  const std::string text = Report(Format::kMarkdown, Many(5'000));
  EXPECT_LE(text.size(), 65'536U);
  EXPECT_GE(text.size(), 60'000U);
  std::smatch left_out;
  ASSERT_TRUE(std::regex_search(text, left_out,
                                std::regex("\n(\\d+) findings \\(\\1 medium\\) are left out")));
  const auto lines = Lines(text);
  const auto items = std::count_if(lines.begin(), lines.end(),
                                   [](const std::string& line) { return line.starts_with("- "); });
  EXPECT_EQ(items + std::stol(left_out[1]), 5'000);
}

TEST(MarkdownReport, FoldsLikeText) {
  engine::CheckResult result = Many(3);
  for (engine::Finding& finding : result.findings) finding.message = "the same";
  const std::string text = Report(Format::kMarkdown, result);
  EXPECT_THAT(text, HasSubstr("and 2 more places in 1 account (`acme/trust.json:6:30"));
}

TEST(Parliament, HasItsMembersAndNoOthers) {
  const auto lines = Lines(Report(Format::kParliament, support::SampleResult()));
  ASSERT_EQ(lines.size(), 5U);
  const json root = json::parse(lines[1]);
  std::vector<std::string> members;
  for (const auto& [name, value] : root.items()) members.push_back(name);
  EXPECT_THAT(members, testing::UnorderedElementsAre("issue", "title", "severity", "description",
                                                     "detail", "location"));
  EXPECT_EQ(root["issue"], "ROOT_PRINCIPAL");
  EXPECT_EQ(root["severity"], "MEDIUM");
  EXPECT_EQ(root["description"], "Everybody there may come.");
  EXPECT_EQ(root["detail"], "the role trusts all of account 111122223333");
  EXPECT_EQ(root["location"]["line"], 6);
  EXPECT_EQ(root["location"]["filepath"], "acme/trust.json");
}

}  // namespace
}  // namespace rolelint::report::ci_formats_test
