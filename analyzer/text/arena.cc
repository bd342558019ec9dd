#include "analyzer/text/arena.h"

#include <algorithm>
#include <utility>

namespace rolelint::text {

void* Arena::AllocateSlow(size_t bytes, size_t align) {
  // Doubling keeps the number of blocks logarithmic in what one document needs. new[] of char is
  // aligned for any fundamental type, so a fresh block satisfies every allowed alignment at 0.
  (void)align;
  size_t size = std::max({kFirstBlock, capacity_ * 2, bytes});
  blocks_.push_back(std::make_unique_for_overwrite<char[]>(size));
  block_ = blocks_.back().get();
  capacity_ = size;
  reserved_ += size;
  used_ = bytes;
  return block_;
}

void Arena::Reset() {
  if (blocks_.size() > 1) {
    // Blocks only grow, so the last one is the largest.
    std::unique_ptr<char[]> largest = std::move(blocks_.back());
    blocks_.clear();
    block_ = largest.get();
    blocks_.push_back(std::move(largest));
    reserved_ = capacity_;
  }
  used_ = 0;
}

}  // namespace rolelint::text
