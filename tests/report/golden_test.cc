// Every format's output for the sample, byte for byte. After a wanted change,
// ROLELINT_UPDATE_GOLDEN=1 writes the files anew.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "analyzer/report/report.h"
#include "tests/support/paths.h"
#include "tests/support/report_sample.h"

namespace rolelint::report::golden_test {
namespace {

void ExpectGolden(const std::string& name, const std::string& actual) {
  const auto path = support::SourceDir() / "tests" / "report" / "golden" / name;
  if (std::getenv("ROLELINT_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << actual;
  }
  EXPECT_EQ(actual, support::ReadFile(path)) << name;
}

std::string Report(Format format, bool color = false) {
  ReportOptions options = support::SampleOptions();
  options.color = color;
  std::ostringstream out;
  Write(format, support::SampleResult(), support::SampleRules(), options, out);
  return out.str();
}

TEST(Golden, Text) { ExpectGolden("text.txt", Report(Format::kText)); }
TEST(Golden, TextInColor) { ExpectGolden("text_color.txt", Report(Format::kText, true)); }
TEST(Golden, Concise) { ExpectGolden("concise.txt", Report(Format::kConcise)); }
TEST(Golden, Json) { ExpectGolden("report.json", Report(Format::kJson)); }
TEST(Golden, Jsonl) { ExpectGolden("report.jsonl", Report(Format::kJsonl)); }
TEST(Golden, Sarif) { ExpectGolden("report.sarif", Report(Format::kSarif)); }
TEST(Golden, Github) { ExpectGolden("github.txt", Report(Format::kGithub)); }
TEST(Golden, Gitlab) { ExpectGolden("gitlab.json", Report(Format::kGitlab)); }
TEST(Golden, Junit) { ExpectGolden("junit.xml", Report(Format::kJunit)); }
TEST(Golden, Markdown) { ExpectGolden("report.md", Report(Format::kMarkdown)); }
TEST(Golden, Csv) { ExpectGolden("report.csv", Report(Format::kCsv)); }
TEST(Golden, Parliament) { ExpectGolden("parliament.jsonl", Report(Format::kParliament)); }

TEST(Golden, Messages) {
  std::ostringstream out;
  WriteMessages(support::SampleResult(), support::SampleOptions(), out);
  ExpectGolden("messages.txt", out.str());
}

TEST(Golden, NothingFound) {
  engine::CheckResult clean;
  clean.inputs = {{"fine.json", "policy", "utf-8", 1, {}, "", "", {}}};
  clean.policies = 1;
  for (const std::string_view name : FormatNames()) {
    // Nearly all of the page is the same for any report.
    if (name == "html") continue;
    std::ostringstream out;
    Write(*ParseFormat(name), clean, support::SampleRules(), support::SampleOptions(), out);
    ExpectGolden("clean." + std::string(name), out.str());
  }
}

}  // namespace
}  // namespace rolelint::report::golden_test
