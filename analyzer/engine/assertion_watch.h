#ifndef ROLELINT_ENGINE_ASSERTION_WATCH_H_
#define ROLELINT_ENGINE_ASSERTION_WATCH_H_

// Which assertions about policies of certain names meet any policy of the run: a mistyped name
// would turn an assertion off unseen. Any number of threads may look at once.

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/assertion.h"

namespace rolelint::engine {

class AssertionWatch {
 public:
  // The assertions must outlive the watch.
  explicit AssertionWatch(const std::vector<Assertion>& assertions);

  void See(const policy::Document& document, const inputs::Owner& owner, std::string_view file);
  // A sentence for each assertion that met none.
  std::vector<std::string> Idle() const;

 private:
  std::vector<const Assertion*> watched_;
  std::unique_ptr<std::atomic<bool>[]> met_;
  std::atomic<size_t> left_;
};

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_ASSERTION_WATCH_H_
