// The servers as clients of other hands see them: scripts in Python, with the official SDK of the
// Model Context Protocol and pygls where they are installed (CONTRIBUTING.md).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::client_test {
namespace {

namespace fs = std::filesystem;

using ::testing::HasSubstr;

// The Python that has the packages.
fs::path ClientPython() { return support::SourceDir() / "build/venv/mcp/bin/python"; }

bool HasModule(const fs::path& python, const std::string& module) {
  return support::RunProgram(python, {"-c", "import " + module}).status == 0;
}

void RunScript(const fs::path& python, const std::string& script) {
  const support::RunResult run = support::RunProgram(
      python, {(support::SourceDir() / "tests/serve" / script).string(), support::Program()});
  EXPECT_EQ(run.status, 0) << run.out << run.err;
  EXPECT_THAT(run.out, HasSubstr("all is well"));
  std::cout << run.out;
}

TEST(ServeClient, LspByScript) {
  ROLELINT_REQUIRE(HasModule("python3", "json"), "python3");
  RunScript("python3", "lsp_client.py");
}

// The client of docs/worker.md, as it is there.
TEST(ServeClient, WorkerByItsPage) {
  ROLELINT_REQUIRE(HasModule("python3", "json"), "python3");
  const std::string page = support::ReadFile(support::SourceDir() / "docs/worker.md");
  const std::string fence = "```python\n";
  const size_t begin = page.find(fence) + fence.size();
  support::RunOptions options;
  options.directory = support::NewFolder("worker");
  std::ofstream(options.directory / "policy.json")
      << R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get", "Resource": "*"}})";
  const std::string path = fs::path(support::Program()).parent_path().string();
  options.environment = {{"PATH", path + ":" + std::getenv("PATH")}};
  const support::RunResult run = support::RunProgram(
      "python3", {"-c", page.substr(begin, page.find("```", begin) - begin)}, options);
  fs::remove_all(options.directory);
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("unknown-action"));
}

TEST(ServeClient, LspByPygls) {
  ROLELINT_REQUIRE(HasModule(ClientPython(), "pygls.lsp.client"), "pygls in build/venv/mcp");
  RunScript(ClientPython(), "lsp_pygls_client.py");
}

TEST(ServeClient, McpBySdk) {
  ROLELINT_REQUIRE(HasModule(ClientPython(), "mcp.client.stdio"), "mcp in build/venv/mcp");
  RunScript(ClientPython(), "mcp_sdk_client.py");
}

}  // namespace
}  // namespace rolelint::client_test
