#ifndef ROLELINT_LOGIC_TEXT_MEMORY_H_
#define ROLELINT_LOGIC_TEXT_MEMORY_H_

// What was found out of a text, kept by the text: the same names and ARNs stand in policy after
// policy. Nothing is ever forgotten but all at once, and what is kept lies in one arena.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <vector>

#include "analyzer/text/arena.h"

namespace rolelint::logic {

uint64_t HashText(std::string_view text);

// Facts may refer to what arena() holds.
template <typename Facts>
class TextMemory {
  static_assert(std::is_trivially_copyable_v<Facts>);

 public:
  size_t size() const { return size_; }
  text::Arena& arena() { return arena_; }

  // The facts of `text`, made by `make()` if they are not known; valid until Clear().
  template <typename Make>
  const Facts* Get(std::string_view text, const Make& make) {
    const uint64_t hash = HashText(text);
    if (const Entry* entry = At(hash, text)->entry) return &entry->facts;
    const Facts facts = make();
    return Add(hash, text, facts);
  }
  // Null if they are not known.
  const Facts* Find(std::string_view text) {
    const Entry* entry = At(HashText(text), text)->entry;
    return entry == nullptr ? nullptr : &entry->facts;
  }

  void Clear() {
    slots_.assign(slots_.size(), Slot());
    arena_.Reset();
    size_ = 0;
  }

 private:
  static constexpr size_t kFirst = 256;
  struct Entry {
    std::string_view text;
    Facts facts;
  };
  struct Slot {
    uint64_t hash = 0;
    const Entry* entry = nullptr;
  };

  // Where the text is, or would be.
  Slot* At(uint64_t hash, std::string_view text) {
    const size_t mask = slots_.size() - 1;
    for (size_t i = static_cast<size_t>(hash) & mask;; i = (i + 1) & mask) {
      Slot& slot = slots_[i];
      if (slot.entry == nullptr || (slot.hash == hash && slot.entry->text == text)) return &slot;
    }
  }

  const Facts* Add(uint64_t hash, std::string_view text, const Facts& facts) {
    if (2 * (size_ + 1) > slots_.size()) Grow();
    void* place = arena_.Allocate(sizeof(Entry), alignof(Entry));
    const Entry* entry = new (place) Entry{arena_.Copy(text), facts};
    *At(hash, text) = {hash, entry};
    ++size_;
    return &entry->facts;
  }

  void Grow() {
    std::vector<Slot> old(2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.entry != nullptr) *At(slot.hash, slot.entry->text) = slot;
    }
  }

  text::Arena arena_;
  std::vector<Slot> slots_ = std::vector<Slot>(kFirst);
  size_t size_ = 0;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_TEXT_MEMORY_H_
