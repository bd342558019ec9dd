#ifndef ROLELINT_TESTS_SUPPORT_PROCESS_H_
#define ROLELINT_TESTS_SUPPORT_PROCESS_H_

// Runs a program to its end, as a user would from a shell: arguments, standard input, both outputs
// and the exit status. Never through a shell, so arguments arrive as they are.

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace rolelint::support {

struct RunOptions {
  std::string input;                                             // standard input
  std::filesystem::path directory;                               // empty: the test's own
  std::vector<std::pair<std::string, std::string>> environment;  // added to the test's own
};

struct RunResult {
  int status = -1;  // exit status; 128 + signal if killed by one; 127 if there is no such program
  std::string out;
  std::string err;
};

RunResult RunProgram(const std::filesystem::path& program,
                     const std::vector<std::string>& arguments, const RunOptions& options = {});

}  // namespace rolelint::support

#endif  // ROLELINT_TESTS_SUPPORT_PROCESS_H_
