// The HTML page: one file that holds everything, runs no script but its own, and shows thousands of
// findings in a browser.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "analyzer/engine/rule.h"
#include "analyzer/report/html_page.h"
#include "analyzer/report/report.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"
#include "tests/support/report_sample.h"

namespace rolelint::report::html_test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kHostile =
    "</script><script>document.title='pwned'</script><img src=x onerror=\"document.title='pwned'\">"
    "<!--<script>";

std::string Html(const engine::CheckResult& result) {
  std::ostringstream out;
  Write(Format::kHtml, result, support::SampleRules(), support::SampleOptions(), out);
  return out.str();
}

engine::CheckResult Hostile() {
  engine::CheckResult result = support::SampleResult();
  for (engine::Finding& finding : result.findings) {
    finding.message = kHostile;
    finding.help = kHostile;
    finding.source_line = kHostile;
    finding.location.file = kHostile;
    finding.policy.name = kHostile;
    finding.policy.owner_arn = kHostile;
    finding.fingerprint += kHostile;
  }
  result.notes.push_back({std::string(kHostile), std::nullopt});
  result.errors.push_back({std::string(kHostile), std::string(kHostile), std::nullopt});
  return result;
}

json DataOf(const std::string& page) {
  constexpr std::string_view kBegin = "<script type=\"application/json\" id=\"data\">";
  const size_t begin = page.find(kBegin) + kBegin.size();
  return json::parse(page.substr(begin, page.find("</script>", begin) - begin));
}

size_t Count(std::string_view text, std::string_view part) {
  size_t count = 0;
  for (size_t at = 0; (at = text.find(part, at)) != text.npos; at += part.size()) ++count;
  return count;
}

TEST(Html, HoldsAllFindingsTheMostSevereFirst) {
  const json data = DataOf(Html(support::SampleResult()));
  ASSERT_EQ(data["findings"].size(), 5U);
  EXPECT_EQ(data["findings"][0]["rule"], "public-trust");
  EXPECT_EQ(data["findings"][0]["account"], "444455556666");
  EXPECT_TRUE(data["findings"][0].contains("evidence"));
  EXPECT_EQ(data["notes"].size(), 2U);
  EXPECT_EQ(data["errors"].size(), 2U);
  EXPECT_EQ(data["summary_line"], SummaryLine(support::SampleResult()));
}

TEST(Html, NothingOfAPolicyIsReadAsHtml) {
  const std::string page = Html(Hostile());
  EXPECT_EQ(Count(page, "<script"), 2U);
  EXPECT_EQ(Count(page, "</script>"), 2U);
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("<!--")));
  EXPECT_EQ(DataOf(page)["findings"][0]["message"], kHostile);
  for (const char* risky :
       {"innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval("}) {
    EXPECT_THAT(std::string(kHtmlScript), Not(HasSubstr(risky)));
  }
}

TEST(Html, ReadsNothingFromTheNetwork) {
  const std::string page = Html({});
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  for (const char* outside : {"http:", "https:", "src=", "href=", "@import", "url(", "fetch("}) {
    EXPECT_THAT(page, Not(HasSubstr(outside)));
  }
}

TEST(Html, TheSecurityPolicyAllowsTheScript) {
  ROLELINT_REQUIRE(support::RunProgram("python3", {"-c", ""}).status == 0, "python3");
  support::RunOptions options;
  options.input = std::string(kHtmlScript);
  const auto run = support::RunProgram("python3",
                                       {"-c",
                                        "import base64, hashlib, sys\n"
                                        "print(base64.b64encode(hashlib.sha256(sys.stdin.buffer."
                                        "read()).digest()).decode(), end='')"},
                                       options);
  EXPECT_EQ(run.out, kHtmlScriptHash) << "analyzer/report/html_page.cc: kHtmlScriptHash";
}

class HtmlInBrowser : public testing::Test {
 protected:
  void SetUp() override {
    ROLELINT_REQUIRE(support::RunProgram("chromium", {"--version"}).status == 0, "chromium");
    folder_ = support::NewFolder("html");
  }
  void TearDown() override {
    if (!folder_.empty()) fs::remove_all(folder_);
  }

  // What the page is once its script has run.
  std::string Dom(const engine::CheckResult& result, const std::string& fragment = "") const {
    const fs::path file = folder_ / "report.html";
    std::ofstream(file, std::ios::binary) << Html(result);
    const auto run = support::RunProgram(
        "chromium",
        {"--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
         "--user-data-dir=" + (folder_ / "profile").string(), "--virtual-time-budget=20000",
         "--dump-dom", "file://" + file.string() + fragment});
    EXPECT_EQ(run.status, 0) << run.err;
    // Without the data, which has every text too.
    std::string dom = run.out;
    for (size_t at = 0; (at = dom.find("<script", at)) != std::string::npos;) {
      dom.erase(at, dom.find("</script>", at) - at);
      at = std::min(at + 1, dom.size());
    }
    return dom;
  }

  fs::path folder_;
};

TEST_F(HtmlInBrowser, ShowsThousandsOfFindings) {
  engine::CheckResult result;
  const engine::CheckResult sample = support::SampleResult();
  for (size_t i = 0; i < 5'000; ++i) {
    result.findings.push_back(sample.findings[i % sample.findings.size()]);
    result.findings.back().fingerprint = "f" + std::to_string(i);
  }
  const std::string all = Dom(result);
  EXPECT_THAT(all, HasSubstr("5000 of 5000 findings"));
  EXPECT_EQ(Count(all, "class=\"row\""), 300U);
  EXPECT_THAT(all, HasSubstr("Show 300 more of 4700"));
  const std::string some = Dom(result, "#severity=medium&q=trusts+111122223333&open=f1");
  EXPECT_THAT(some, HasSubstr("1000 of 5000 findings"));
  EXPECT_THAT(some, HasSubstr("class=\"row open\""));
  EXPECT_THAT(some, HasSubstr("<dt>Evidence</dt>"));
  EXPECT_THAT(some, HasSubstr("<mark>arn:aws:iam::111122223333:root</mark>"));
}

TEST_F(HtmlInBrowser, RunsNothingOfAPolicy) {
  const std::string page = Dom(Hostile());
  EXPECT_THAT(page, HasSubstr("5 of 5 findings"));
  EXPECT_THAT(page, HasSubstr("<title>rolelint report</title>"));
  EXPECT_THAT(page, HasSubstr("&lt;img src=x"));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
}

}  // namespace
}  // namespace rolelint::report::html_test
