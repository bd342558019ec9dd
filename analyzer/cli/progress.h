#ifndef ROLELINT_CLI_PROGRESS_H_
#define ROLELINT_CLI_PROGRESS_H_

// One line on a terminal's standard error while a run takes longer than a second: "checking 1200
// files: 3 s". It is gone when the object ends.

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>

namespace rolelint::cli {

class Progress {
 public:
  // Nothing is shown if `wanted` is false or standard error is no terminal.
  Progress(bool wanted, size_t files);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

 private:
  void Show();

  size_t files_;
  std::mutex mutex_;
  std::condition_variable done_;
  bool is_done_ = false;
  std::thread thread_;  // after what it uses
};

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_PROGRESS_H_
