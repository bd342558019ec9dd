#ifndef ROLELINT_TEXT_PARALLEL_H_
#define ROLELINT_TEXT_PARALLEL_H_

// Work spread over threads.

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace rolelint::text {

// Calls work() on each of `threads` threads, the calling one among them; on fewer where the system
// starts no more. Returns when all have ended; then what one of them threw is thrown.
template <typename Work>
void RunOnThreads(size_t threads, Work work) {
  std::mutex mutex;
  std::exception_ptr thrown;
  auto guarded = [&] {
    try {
      work();
    } catch (...) {
      const std::lock_guard<std::mutex> lock(mutex);
      if (!thrown) thrown = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  others.reserve(threads);
  try {
    while (others.size() + 1 < threads) others.emplace_back(guarded);
  } catch (const std::system_error&) {
    // Those that there are do it all.
  }
  guarded();
  for (std::thread& other : others) other.join();
  if (thrown) std::rethrow_exception(thrown);
}

// Calls work(i) for every i below `count`, each once, on at most `threads` threads.
template <typename Work>
void ParallelFor(size_t count, int threads, Work work) {
  std::atomic<size_t> next{0};
  const size_t wanted = threads < 1 ? 1 : static_cast<size_t>(threads);
  RunOnThreads(wanted < count ? wanted : count, [&] {
    for (size_t i = next++; i < count; i = next++) work(i);
  });
}

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_PARALLEL_H_
