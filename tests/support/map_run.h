#ifndef ROLELINT_TESTS_SUPPORT_MAP_RUN_H_
#define ROLELINT_TESTS_SUPPORT_MAP_RUN_H_

// Runs the program in a folder of its own, over files made by the test.

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace rolelint::support {

class MapRun {
 public:
  explicit MapRun(std::filesystem::path program);
  ~MapRun();
  MapRun(const MapRun&) = delete;
  MapRun& operator=(const MapRun&) = delete;

  void Write(const std::string& name, const std::string& text) const;
  const RunResult& Run(std::vector<std::string> arguments, const std::string& input = "");
  // With --format json; fails the test where that is not what comes out.
  nlohmann::json Json(std::vector<std::string> arguments, const std::string& input = "");
  int status() const { return result_.status; }
  const RunResult& result() const { return result_; }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path program_;
  std::filesystem::path folder_;
  RunResult result_;
};

}  // namespace rolelint::support

#endif  // ROLELINT_TESTS_SUPPORT_MAP_RUN_H_
