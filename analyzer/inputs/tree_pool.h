#ifndef ROLELINT_INPUTS_TREE_POOL_H_
#define ROLELINT_INPUTS_TREE_POOL_H_

// Trees for documents inside strings: as many as one element of a dump needs, their memory kept for
// the next.

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "analyzer/json/tree.h"

namespace rolelint::inputs {

class TreePool {
 public:
  // An empty tree over `text`, good until Reset().
  json::Tree* Take(std::string_view text) {
    if (used_ == trees_.size()) trees_.push_back(std::make_unique<json::Tree>());
    json::Tree* tree = trees_[used_++].get();
    tree->Clear();
    tree->text = text;
    return tree;
  }
  void Reset() { used_ = 0; }
  // The tree itself, if it is one of these.
  json::Tree* Find(const json::Tree* tree) {
    for (size_t i = used_; i-- > 0;) {
      if (trees_[i].get() == tree) return trees_[i].get();
    }
    return nullptr;
  }

 private:
  std::vector<std::unique_ptr<json::Tree>> trees_;
  size_t used_ = 0;
};

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_TREE_POOL_H_
