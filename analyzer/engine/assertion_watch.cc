#include "analyzer/engine/assertion_watch.h"

#include <fmt/format.h>

namespace rolelint::engine {

AssertionWatch::AssertionWatch(const std::vector<Assertion>& assertions) {
  for (const Assertion& assertion : assertions) {
    if (!assertion.of_principals && !assertion.names.empty()) watched_.push_back(&assertion);
  }
  met_ = std::make_unique<std::atomic<bool>[]>(watched_.size());
  left_ = watched_.size();
}

void AssertionWatch::See(const policy::Document& document, const inputs::Owner& owner,
                         std::string_view file) {
  if (left_.load(std::memory_order_relaxed) == 0) return;
  for (size_t i = 0; i < watched_.size(); ++i) {
    if (met_[i].load(std::memory_order_relaxed)) continue;
    if (!watched_[i]->Concerns(document, owner, file)) continue;
    if (!met_[i].exchange(true)) --left_;
  }
}

std::vector<std::string> AssertionWatch::Idle() const {
  std::vector<std::string> sentences;
  for (size_t i = 0; i < watched_.size(); ++i) {
    if (met_[i]) continue;
    sentences.push_back(
        fmt::format("assertion \"{}\" is about no policy of the input: none fits {}",
                    watched_[i]->name, fmt::join(watched_[i]->names, ", ")));
  }
  return sentences;
}

}  // namespace rolelint::engine
