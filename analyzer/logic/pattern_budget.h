#pragma once

// A limit on the work that questions about patterns (pattern.h) do together. Internal to this room.

#include <cstdint>

namespace rolelint::logic {

// While it lives, questions that are asked on this thread spend `*work`, and answer kTooHard once
// it is spent: one unit is a pattern chosen from a union or a state that a search visits. The
// innermost one counts.
class PatternBudget {
 public:
  explicit PatternBudget(uint64_t* work) : outer_(current_) { current_ = work; }
  ~PatternBudget() { current_ = outer_; }
  PatternBudget(const PatternBudget&) = delete;
  PatternBudget& operator=(const PatternBudget&) = delete;

  // False if there is none left. Without a budget there always is.
  static bool Spend(uint64_t work) {
    if (current_ == nullptr) return true;
    *current_ -= work < *current_ ? work : *current_;
    return *current_ != 0;
  }
  static uint64_t Left() { return current_ == nullptr ? UINT64_MAX : *current_; }

 private:
  static inline thread_local uint64_t* current_ = nullptr;
  uint64_t* const outer_;
};

}  // namespace rolelint::logic
