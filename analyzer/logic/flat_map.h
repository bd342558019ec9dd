#ifndef ROLELINT_LOGIC_FLAT_MAP_H_
#define ROLELINT_LOGIC_FLAT_MAP_H_

// A hash map from 64-bit keys to small values, for look-ups by the million: open addressing in one
// block, nothing is ever erased but all.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rolelint::logic {

// The key ~0 may not be used.
template <typename Value>
class FlatMap {
 public:
  // The value of `key` and whether it was there; if not it is made.
  std::pair<Value*, bool> Emplace(uint64_t key, Value value) {
    if (2 * (size_ + 1) > slots_.size()) Grow();
    Slot& slot = SlotOf(key);
    if (slot.key == key) return {&slot.value, false};
    slot = {key, value};
    ++size_;
    return {&slot.value, true};
  }
  // Null if it is not there. Valid until the next Emplace.
  const Value* Find(uint64_t key) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = const_cast<FlatMap*>(this)->SlotOf(key);
    return slot.key == key ? &slot.value : nullptr;
  }
  size_t size() const { return size_; }
  void Clear() {
    slots_.clear();
    size_ = 0;
  }

 private:
  static constexpr uint64_t kFree = ~uint64_t{0};
  static constexpr size_t kFirst = 64;
  struct Slot {
    uint64_t key = kFree;
    Value value{};
  };

  Slot& SlotOf(uint64_t key) {
    const size_t mask = slots_.size() - 1;
    // Fibonacci hashing: the high bits of the product depend on all bits of the key.
    size_t at = static_cast<size_t>((key * 0x9E3779B97F4A7C15ULL) >> 20) & mask;
    while (slots_[at].key != key && slots_[at].key != kFree) at = (at + 1) & mask;
    return slots_[at];
  }

  void Grow() {
    std::vector<Slot> old(slots_.empty() ? kFirst : 2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.key != kFree) SlotOf(slot.key) = slot;
    }
  }

  std::vector<Slot> slots_;
  size_t size_ = 0;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_FLAT_MAP_H_
