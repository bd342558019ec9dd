// `rolelint map --format html`: one page that holds its answer, in a browser.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/cli/map_html.h"
#include "tests/support/estate_json.h"
#include "tests/support/map_run.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::map_html_test {
namespace {

using support::AccountJson;
using support::Allow;
using support::MapRun;
using support::Trusts;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kAda = "arn:aws:iam::581470236914:user/ada";
const std::string kOps = "arn:aws:iam::581470236914:role/ops";
const std::string kTop = "arn:aws:iam::581470236914:role/top";
constexpr const char* kHostile = "</script <img src=x";

class MapHtml : public ::testing::Test {
 protected:
  void SetUp() override {
    AccountJson hub("581470236914");
    hub.User("ada", {Allow("sts:AssumeRole", kOps)});
    hub.User("bob", {Allow("sts:AssumeRole", kTop)});
    hub.Role("ops", {Trusts(kAda)}, {Allow("sts:AssumeRole", kTop)});
    hub.Role("top", {Trusts(kOps, {{"StringEquals", {{"aws:UserAgent", kHostile}}}})});
    hub.AttachAdministrator();
    run_.Write("hub.json", hub.text());
  }

  std::string Page(std::vector<std::string> question) {
    question.insert(question.begin(), "map");
    question.insert(question.end(), {"--format", "html", "hub.json"});
    return run_.Run(question).out;
  }

  // What the page is once its script has run, without its data.
  std::string Dom(const std::string& page, const std::string& fragment) {
    run_.Write("map.html", page);
    const auto run = support::RunProgram(
        "chromium",
        {"--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
         "--user-data-dir=" + (run_.folder() / "profile").string(), "--virtual-time-budget=20000",
         "--dump-dom", "file://" + (run_.folder() / "map.html").string() + fragment});
    EXPECT_EQ(run.status, 0) << run.err;
    std::string dom = run.out;
    for (size_t at = 0; (at = dom.find("<script", at)) != std::string::npos;) {
      dom.erase(at, dom.find("</script>", at) - at);
      at = std::min(at + 1, dom.size());
    }
    return dom;
  }

  MapRun run_{support::Program()};
};

TEST_F(MapHtml, NothingOfAPolicyIsReadAsHtml) {
  const std::string page = Page({"paths", "--from", kAda, "--to", "admin"});
  EXPECT_EQ(run_.status(), 1);
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  for (const char* risky :
       {"innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval("}) {
    EXPECT_THAT(std::string(cli::kMapHtmlScript), Not(HasSubstr(risky)));
  }
}

TEST_F(MapHtml, TheSecurityPolicyAllowsTheScript) {
  support::RunOptions options;
  options.input = std::string(cli::kMapHtmlScript);
  const auto run = support::RunProgram("python3",
                                       {"-c",
                                        "import base64, hashlib, sys\n"
                                        "print(base64.b64encode(hashlib.sha256(sys.stdin.buffer."
                                        "read()).digest()).decode(), end='')"},
                                       options);
  EXPECT_EQ(run.out, cli::kMapHtmlScriptHash) << "analyzer/cli/map_html.cc: kMapHtmlScriptHash";
}

TEST_F(MapHtml, ShowsPathsAsPicturesAndSwitchesAsATable) {
  ROLELINT_REQUIRE(support::RunProgram("chromium", {"--version"}).status == 0, "chromium");
  const std::string path = Dom(Page({"paths", "--from", kAda, "--to", "admin"}), "#open=1");
  EXPECT_THAT(path, HasSubstr("1 of 1 answers"));
  EXPECT_THAT(path, HasSubstr("<svg"));
  EXPECT_THAT(path, HasSubstr(">top<"));
  EXPECT_THAT(path, HasSubstr("<dt>Step 2</dt>"));
  EXPECT_THAT(path, HasSubstr("<dt>Evidence</dt>"));
  EXPECT_THAT(path, HasSubstr("hub.json:"));
  EXPECT_THAT(path, HasSubstr("&lt;img src=x"));
  EXPECT_THAT(path, Not(HasSubstr("<img")));
  const std::string all = Dom(Page({"switches"}), "");
  EXPECT_THAT(all, HasSubstr("3 of 3 answers"));
  const std::string some = Dom(Page({"switches"}), "#q=bob&open=1");
  EXPECT_THAT(some, HasSubstr("1 of 3 answers"));
  EXPECT_THAT(some, HasSubstr("half-built"));
  EXPECT_THAT(some, HasSubstr("<dt>Missing</dt>"));
}

}  // namespace
}  // namespace rolelint::map_html_test
