#pragma once

// A loop spread over threads.

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace rolelint::text {

// Calls work(i) for every i below `count`, each once, on at most `threads` threads, the calling one
// among them.
template <typename Work>
void ParallelFor(size_t count, int threads, Work work) {
  std::atomic<size_t> next{0};
  auto loop = [&] {
    for (size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> others;
  for (size_t i = 1; i < static_cast<size_t>(threads) && i < count; ++i) others.emplace_back(loop);
  loop();
  for (std::thread& other : others) other.join();
}

}  // namespace rolelint::text
