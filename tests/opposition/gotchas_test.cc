// Hand-written cases of what is easily got wrong (gotchas/*.jsonl: the case, the decision that
// AWS's documentation asks for, why, and where it says so), decided by the naive evaluator and by
// rolelint itself.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/opposition/simulate.h"
#include "tests/oracle/naive_evaluator.h"
#include "tests/support/paths.h"

namespace rolelint::opposition::gotchas_test {
namespace {

using nlohmann::json;

struct Gotcha {
  json contract_case;
  std::string expect;
  std::string about;  // id, why and source, for messages
};

std::vector<std::filesystem::path> Files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(support::SourceDir() / "tests/opposition/gotchas")) {
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<Gotcha> Read(const std::filesystem::path& file) {
  std::vector<Gotcha> gotchas;
  std::istringstream lines(support::ReadFile(file));
  for (std::string line; std::getline(lines, line);) {
    json read = json::parse(line);
    std::string about = read["case"]["id"].get<std::string>() + ": " +
                        read["why"].get<std::string>() + " (" + read["source"].get<std::string>() +
                        ")";
    gotchas.push_back({read["case"], read["expect"], about});
  }
  return gotchas;
}

TEST(Gotchas, EveryOneHasThreeCases) {
  std::vector<size_t> cases(23);
  for (const std::filesystem::path& file : Files()) {
    for (const Gotcha& gotcha : Read(file)) {
      size_t at = gotcha.about.find("(gotcha ");
      if (at != std::string::npos) ++cases.at(std::stoul(gotcha.about.substr(at + 8)));
    }
  }
  for (size_t i = 1; i < cases.size(); ++i) EXPECT_GE(cases[i], 3U) << "gotcha " << i;
}

TEST(Gotchas, NaiveEvaluator) {
  for (const std::filesystem::path& file : Files()) {
    for (const Gotcha& gotcha : Read(file)) {
      EXPECT_EQ(naive::Decide(gotcha.contract_case), gotcha.expect) << gotcha.about;
    }
  }
}

TEST(Gotchas, Rolelint) {
  for (const std::filesystem::path& file : Files()) {
    std::vector<Gotcha> gotchas = Read(file);
    std::vector<json> cases;
    for (const Gotcha& gotcha : gotchas) cases.push_back(gotcha.contract_case);
    std::vector<std::string> decisions = SimulateAll(cases);
    ASSERT_EQ(decisions.size(), cases.size()) << file;
    for (size_t i = 0; i < cases.size(); ++i) {
      EXPECT_EQ(decisions[i], gotchas[i].expect) << gotchas[i].about << "\n" << cases[i];
    }
  }
}

}  // namespace
}  // namespace rolelint::opposition::gotchas_test
