#include "tests/support/map_run.h"
#include "tests/support/paths.h"

#include <gtest/gtest.h>

#include <fstream>

namespace rolelint::support {

namespace fs = std::filesystem;

MapRun::MapRun(fs::path program) : program_(std::move(program)) {
  folder_ = NewFolder("map");
  fs::remove_all(folder_);
  fs::create_directories(folder_ / ".git");
}

MapRun::~MapRun() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void MapRun::Write(const std::string& name, const std::string& text) const {
  fs::create_directories((folder_ / name).parent_path());
  std::ofstream(folder_ / name, std::ios::binary) << text;
}

const RunResult& MapRun::Run(std::vector<std::string> arguments, const std::string& input) {
  RunOptions options;
  options.directory = folder_;
  options.input = input;
  result_ = RunProgram(program_, arguments, options);
  return result_;
}

nlohmann::json MapRun::Json(std::vector<std::string> arguments, const std::string& input) {
  arguments.insert(arguments.end(), {"--format", "json"});
  Run(std::move(arguments), input);
  nlohmann::json value = nlohmann::json::parse(result_.out, nullptr, false);
  if (value.is_discarded()) {
    ADD_FAILURE() << "status " << result_.status << ": " << result_.err << result_.out;
    return nlohmann::json::object();
  }
  return value;
}

}  // namespace rolelint::support
