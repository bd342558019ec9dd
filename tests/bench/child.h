#ifndef ROLELINT_TESTS_BENCH_CHILD_H_
#define ROLELINT_TESTS_BENCH_CHILD_H_

// Runs a program to its end and tells what it cost as a whole process. The measuring process must
// stay small: the kernel counts its own peak as the child's until the child replaces it.

#include <cstdint>
#include <string>
#include <vector>

namespace rolelint::bench {

struct Cost {
  double wall = 0;     // seconds
  double cpu = 0;      // seconds, user and system
  double peak_mb = 0;  // MB (10^6 bytes) resident
  int status = -1;     // exit status; 128 + signal; -1 if it could not be started
  std::string out;     // the end of standard output, if kept
};

// Standard input and error are /dev/null; standard output too unless `keep_output`.
Cost RunChild(const std::vector<std::string>& command, bool keep_output = false);

}  // namespace rolelint::bench

#endif  // ROLELINT_TESTS_BENCH_CHILD_H_
