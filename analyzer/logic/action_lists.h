#ifndef ROLELINT_LOGIC_ACTION_LISTS_H_
#define ROLELINT_LOGIC_ACTION_LISTS_H_

// The Action elements of one document, made ready for comparing: nearly every statement lists some
// action that none of the others does, and of the others few list any that it does. Like
// quick_look.h it goes by the texts; answers are one-sided: "yes" is sure, "no" says nothing.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/logic/names.h"
#include "analyzer/policy/document.h"

namespace rolelint::logic {

// Memory serves document after document.
class ActionLists {
 public:
  // `names` are those of the document, and both must outlive the questions about it.
  void Read(const policy::Document& document, PolicyNames* names);

  // Statements are told by their positions.
  //
  // It lists an action that no other statement of its effect covers.
  bool HasOwn(size_t statement) const;
  // No action is covered by both.
  bool AreApart(size_t a, size_t b) const;

 private:
  struct Item {
    // The same for the same action, however its letters are written; 0: it has wildcards.
    uint64_t key = 0;
    uint64_t services = 0;  // of which it may be, as bits
    std::string_view text;
    uint32_t statement = 0;
  };
  struct List {
    std::span<const Item> items;
    uint64_t services = 0;
    bool told = false;  // by Action, not by NotAction
    uint8_t effect = kNone;
  };
  struct Slot {
    uint64_t key = 0;
    uint32_t statement = 0;
  };
  static constexpr uint8_t kNone = 2;  // neither Allow nor Deny
  static constexpr uint32_t kSeveral = ~uint32_t{0};

  Slot& SlotOf(uint64_t key, uint8_t effect);
  const Slot& SlotOf(uint64_t key, uint8_t effect) const {
    return const_cast<ActionLists*>(this)->SlotOf(key, effect);
  }
  bool IsOwn(const Item& item, uint8_t effect) const;

  std::vector<Item> items_;
  std::vector<List> lists_;
  std::vector<const Item*> wildcards_[2];  // by effect
  bool untold_[2] = {};                    // a statement of the effect has no Action
  std::vector<Slot> slots_;                // which statement alone names an action
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_ACTION_LISTS_H_
