#include "analyzer/logic/action_lists.h"

#include <algorithm>
#include <string>

#include "analyzer/logic/glob_word.h"
#include "analyzer/logic/work_budget.h"
#include "analyzer/text/glance.h"
#include "analyzer/text/glob.h"

namespace rolelint::logic {
namespace {

// Items of a statement that are tried; those after them hardly say anything new.
constexpr size_t kFewItems = 8;
// Most items are told apart by their services.
constexpr size_t kComparisonsOfUnit = 16;
// Keys of actions that the catalogue does not know.
constexpr uint64_t kUnknown = uint64_t{1} << 62;

uint64_t KeyOf(const ActionFacts& facts, std::string_view text) {
  if (facts.action) return uint64_t{facts.action->id()} + 1;
  if (text::FindWildcard(text) != std::string_view::npos) return 0;
  return text::LooseHash(text) >> 2 | kUnknown;
}

}  // namespace

void ActionLists::Read(const policy::Document& document, PolicyNames* names) {
  items_.clear();
  lists_.clear();
  for (auto& wildcards : wildcards_) wildcards.clear();
  std::fill(std::begin(untold_), std::end(untold_), false);
  size_t count = 0;
  for (const policy::Statement& statement : document.statements) {
    count += statement.action.items.size();
  }
  items_.reserve(count);  // spans of it and pointers into it stay as they are
  size_t slots = 8;
  while (slots < 2 * count) slots *= 2;
  slots_.assign(slots, Slot());
  for (uint32_t i = 0; i < document.statements.size(); ++i) {
    const policy::Statement& statement = document.statements[i];
    const StatementNames& its = names->Statement(i);
    List& list = lists_.emplace_back();
    list.services = its.services;
    list.told = statement.action.present;
    list.effect = statement.allows() ? 1 : statement.denies() ? 0 : kNone;
    const size_t begin = items_.size();
    for (size_t k = 0; k < its.action.size(); ++k) {
      const std::string_view text = statement.action.items[k].value;
      items_.push_back({KeyOf(*its.action[k], text), its.action[k]->service, text, i});
    }
    list.items = std::span<const Item>(items_).subspan(begin);
    if (list.effect == kNone) continue;
    if (!list.told) untold_[list.effect] = true;
    for (const Item& item : list.items) {
      if (item.key == 0) {
        wildcards_[list.effect].push_back(&item);
        continue;
      }
      Slot& slot = SlotOf(item.key, list.effect);
      if (slot.key == 0) {
        slot = {item.key << 1 | list.effect, i};
      } else if (slot.statement != i) {
        slot.statement = kSeveral;
      }
    }
  }
}

ActionLists::Slot& ActionLists::SlotOf(uint64_t key, uint8_t effect) {
  const uint64_t wanted = key << 1 | effect;
  const size_t mask = slots_.size() - 1;
  size_t at = static_cast<size_t>(wanted ^ wanted >> 20) & mask;
  while (slots_[at].key != 0 && slots_[at].key != wanted) at = (at + 1) & mask;
  return slots_[at];
}

bool ActionLists::IsOwn(const Item& item, uint8_t effect) const {
  if (!WorkBudget::Spend(wildcards_[effect].size() / kComparisonsOfUnit)) return true;
  std::string word;
  std::string_view text = item.text;
  if (item.key == 0) {
    word = GlobWord(item.text);
    text = word;
  } else if (SlotOf(item.key, effect).statement != item.statement) {
    return false;
  }
  return std::none_of(wildcards_[effect].begin(), wildcards_[effect].end(), [&](const Item* other) {
    return other->statement != item.statement && (other->services & item.services) != 0 &&
           text::GlobMatchesFolded(other->text, text);
  });
}

bool ActionLists::HasOwn(size_t statement) const {
  const List& list = lists_[statement];
  if (list.effect == kNone || untold_[list.effect]) return false;
  const std::span<const Item> few = list.items.first(std::min(list.items.size(), kFewItems));
  return std::any_of(few.begin(), few.end(),
                     [&](const Item& item) { return IsOwn(item, list.effect); });
}

bool ActionLists::AreApart(size_t a, size_t b) const {
  const List& one = lists_[a];
  const List& other = lists_[b];
  if (!one.told || !other.told) return false;
  if ((one.services & other.services) == 0) return true;
  WorkBudget::Spend(one.items.size() * other.items.size() / kComparisonsOfUnit);
  const auto differ = [](const Item& x, const Item& y) {
    if ((x.services & y.services) == 0) return true;
    if (x.key != 0 && y.key != 0) return x.key != y.key;
    if (y.key != 0) return !text::GlobMatchesFolded(x.text, y.text);
    if (x.key != 0) return !text::GlobMatchesFolded(y.text, x.text);
    // Two patterns: by what stands before their wildcards.
    const size_t lead = std::min(text::FirstWildcard(x.text), text::FirstWildcard(y.text));
    return !text::EqualsFolded(x.text.substr(0, lead), y.text.substr(0, lead));
  };
  return std::all_of(one.items.begin(), one.items.end(), [&](const Item& x) {
    return (x.services & other.services) == 0 ||
           std::all_of(other.items.begin(), other.items.end(),
                       [&](const Item& y) { return differ(x, y); });
  });
}

}  // namespace rolelint::logic
