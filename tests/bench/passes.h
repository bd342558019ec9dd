#ifndef ROLELINT_TESTS_BENCH_PASSES_H_
#define ROLELINT_TESTS_BENCH_PASSES_H_

// The passes that a whole check is compared with, each run in a process of its own by
// process_bench. They print the CPU seconds of the best round.

#include <string>
#include <vector>

namespace rolelint::bench {

// "bare": RapidJSON with an empty handler, iterative, numbers as strings. "model": every element
// read into its tree, every policy into its model, the facts into records; no rule. The file is in
// memory before the clock starts. "files": reads and parses bare all files of a folder, to be
// measured as a whole process. Exit status.
int RunPass(const std::string& name, const std::vector<std::string>& arguments);

}  // namespace rolelint::bench

#endif  // ROLELINT_TESTS_BENCH_PASSES_H_
