#ifndef ROLELINT_LOGIC_WORK_BUDGET_H_
#define ROLELINT_LOGIC_WORK_BUDGET_H_

// The limit on the work that questions about one document, or one proof, may do together. All that
// can grow faster than the document (combinations of patterns, of statements, of actions) spends
// it, whichever rule or proof asks. What is left unanswered when it is spent is not said.
//
// One unit takes about 100 ns: a state that a search visits, a pattern chosen from a union, a dozen
// statements looked at.

#include <algorithm>
#include <cstdint>

namespace rolelint::logic {

// Never const: it changes while it lives.
class WorkBudget {
 public:
  // kWhole: for all that is asked while it lives. kShare: a part of the budget around it, for one
  // question, which then gives up without further notice; the others go on. kReserve: besides the
  // one around it, which is exceeded if this one is.
  enum class Kind : uint8_t { kWhole, kShare, kReserve };

  explicit WorkBudget(uint64_t work, Kind kind = Kind::kWhole)
      : outer_(current_), kind_(kind), left_(work) {
    if (kind == Kind::kShare && outer_ != nullptr) left_ = std::min(left_, outer_->left_);
    given_ = left_;
    current_ = this;
  }
  ~WorkBudget() {
    current_ = outer_;
    if (outer_ == nullptr) return;
    if (kind_ == Kind::kShare) outer_->Take(given_ - left_);
    if (kind_ == Kind::kReserve && exceeded_) outer_->exceeded_ = true;
  }
  WorkBudget(const WorkBudget&) = delete;
  WorkBudget& operator=(const WorkBudget&) = delete;

  // Of the innermost budget of this thread. False if there is none left; without a budget there
  // always is.
  static bool Spend(uint64_t work) { return current_ == nullptr || current_->Take(work); }
  static bool IsSpent() { return current_ != nullptr && current_->left_ == 0; }
  static bool Exists() { return current_ != nullptr; }

  uint64_t used() const { return given_ - left_; }
  // Nothing is left, so that something may not have been answered.
  bool exceeded() const { return exceeded_; }

 private:
  bool Take(uint64_t work) {
    left_ -= std::min(work, left_);
    exceeded_ = exceeded_ || left_ == 0;
    return left_ != 0;
  }

  static inline thread_local WorkBudget* current_ = nullptr;
  WorkBudget* const outer_;
  const Kind kind_;
  uint64_t left_;
  uint64_t given_;
  bool exceeded_ = false;
};

// What all rules together may spend on a document of so many bytes: some 0.4 s at the least, which
// policies within AWS's quotas do not need.
constexpr uint64_t WorkOfDocument(uint64_t bytes) { return 4'000'000 + bytes; }
// … and one question of a rule.
inline constexpr uint64_t kWorkOfQuestion = 50'000;
// … and one proof that is asked for by itself: a few seconds.
inline constexpr uint64_t kWorkOfProof = 50'000'000;

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_WORK_BUDGET_H_
