#ifndef ROLELINT_SERVE_CLIENT_ROOTS_H_
#define ROLELINT_SERVE_CLIENT_ROOTS_H_

// The files that a client may name: those in the folders that it gave as roots, wherever links
// lead. What is read is read here, so that what reads inputs is given bytes and opens nothing.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/check.h"

namespace rolelint::serve {

class ClientRoots {
 public:
  // Of one call.
  static constexpr size_t kMostFiles = 10'000;
  static constexpr uint64_t kMostBytes = uint64_t{256} << 20;

  ClientRoots() = default;
  // A folder that does not exist gives nothing.
  explicit ClientRoots(const std::vector<std::string>& folders);

  bool empty() const { return roots_.empty(); }
  // Files and folders, absolute or relative to a root, as inputs of a run. Of a folder the files
  // that `check` takes from one, without hidden folders, node_modules and links. False, with a
  // sentence in `error`, if one is not within a root, or cannot be read.
  bool Read(const std::vector<std::string>& paths, std::vector<engine::InputSpec>* inputs,
            std::string* error) const;

 private:
  class Reader;

  // Without links; "" if it does not exist within a root.
  std::string Resolve(const std::string& path) const;
  bool Contains(const std::string& real) const;

  std::vector<std::string> roots_;  // without links
};

}  // namespace rolelint::serve

#endif  // ROLELINT_SERVE_CLIENT_ROOTS_H_
