#include "analyzer/cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

namespace rolelint::cli {
namespace {

bool HasTerminal() {
  const char* term = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && (term == nullptr || std::string_view(term) != "dumb");
}

// Whether it arrives does not matter.
void WriteToTerminal(std::string_view text) {
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

Progress::Progress(bool wanted, size_t files) : files_(files) {
  if (!wanted || !HasTerminal()) return;
  try {
    thread_ = std::thread([this] { Show(); });
  } catch (const std::system_error&) {
    // Without a thread the run does without the line.
  }
}

Progress::~Progress() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    is_done_ = true;
  }
  done_.notify_one();
  thread_.join();
}

void Progress::Show() {
  std::unique_lock lock(mutex_);
  int seconds = 0;
  while (!done_.wait_for(lock, std::chrono::seconds(1), [this] { return is_done_; })) {
    ++seconds;
    WriteToTerminal(
        fmt::format("\rchecking {} {}: {} s", files_, files_ == 1 ? "file" : "files", seconds));
  }
  if (seconds != 0) WriteToTerminal("\r\x1b[K");
}

}  // namespace rolelint::cli
