#include "tests/opposition/simulate.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::opposition {
namespace {

using nlohmann::json;

std::vector<std::string> Ask(const std::filesystem::path& program,
                             const std::vector<std::string>& arguments,
                             const std::vector<json>& cases) {
  support::RunOptions options;
  for (const json& contract_case : cases) options.input += contract_case.dump() + "\n";
  support::RunResult result = support::RunProgram(program, arguments, options);
  if (result.status != 0) {
    ADD_FAILURE() << program << " ended with " << result.status << ": " << result.err;
    return {};
  }
  std::vector<std::string> decisions;
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) {
    json answer = json::parse(line, nullptr, false);
    bool decided = answer.is_object() && answer.contains("decision");
    decisions.push_back(decided ? answer["decision"].get<std::string>() : "error: " + line);
    if (!decided) continue;
    // Answers keep the order of the questions.
    EXPECT_EQ(answer["id"], cases.at(decisions.size() - 1)["id"]);
  }
  EXPECT_EQ(decisions.size(), cases.size());
  decisions.resize(cases.size(), "no answer");
  return decisions;
}

}  // namespace

std::vector<std::string> SimulateAll(const std::vector<json>& cases) {
  return Ask(support::Program(), {"simulate", "--cases", "-"}, cases);
}

std::vector<std::string> PeerDecides(const std::filesystem::path& package,
                                     const std::vector<json>& cases) {
  std::string script = (support::SourceDir() / "tests/opposition/peer/decide.mjs").string();
  return Ask("node", {script, package.string()}, cases);
}

}  // namespace rolelint::opposition
