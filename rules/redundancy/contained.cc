#include "rules/redundancy/contained.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <string>

#include "analyzer/text/glance.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules {
namespace {

using Facts = std::span<const logic::ActionFacts* const>;

constexpr uint64_t kOdd = 0x9E3779B97F4A7C15;
constexpr size_t kNone = std::string_view::npos;
// Comparisons of two patterns in one list. Lists of real policies need a few thousand.
constexpr uint64_t kMaxComparisons = 200'000;
// … before the texts are sorted.
constexpr uint64_t kQuickComparisons = 20'000;
// Members of all groups of a list.
constexpr uint64_t kMaxMembers = 20'000;

bool HasWildcard(std::string_view text) { return text::FindWildcard(text) != kNone; }

bool HasEscape(std::string_view pattern) {
  return pattern.find("${*}") != kNone || pattern.find("${?}") != kNone;
}

// Which letters stand beside each other, wildcards aside, as a set: a text that is in a pattern has
// all that the pattern has. Different pairs may share a bit.
uint64_t Neighbours(std::string_view text) {
  uint64_t set = uint64_t{1} << 63;  // never empty
  for (size_t i = 1; i < text.size(); ++i) {
    const char a = text[i - 1];
    const char b = text[i];
    if (a == '*' || a == '?' || b == '*' || b == '?') continue;
    set |= uint64_t{1} << (((a | 0x20) * 5 + (b | 0x20)) & 63);
  }
  return set;
}

// The texts of a list, folded if need be, sorted, each once.
class Index {
 public:
  Index(const policy::TextList& list, bool fold) {
    if (fold) {
      size_t size = 0;
      for (const policy::Text& item : list.items) size += item.value.size();
      folded_.reserve(size);
    }
    entries_.reserve(list.items.size());
    for (uint32_t i = 0; i < list.items.size(); ++i) {
      std::string_view text = list.items[i].value;
      if (!list.items[i].known || text.empty()) continue;
      if (fold) {
        const size_t begin = folded_.size();
        folded_ += text;
        for (size_t k = begin; k < folded_.size(); ++k) folded_[k] = text::AsciiLower(folded_[k]);
        text = std::string_view(folded_).substr(begin);
      }
      Entry& entry = entries_.emplace_back();
      entry.text = text;
      entry.item = i;
    }
    Sort();
  }

  std::vector<Group> Groups() {
    Contain();
    std::stable_sort(holds_.begin(), holds_.end(),
                     [](const Holds& a, const Holds& b) { return a.outer < b.outer; });
    std::vector<Group> groups;
    uint64_t members = 0;
    for (size_t at = 0; at < holds_.size();) {
      const size_t begin = at;
      while (at < holds_.size() && holds_[at].outer == holds_[begin].outer) ++at;
      const Entry& entry = entries_[holds_[begin].outer];
      if (entry.inside) continue;
      members += at - begin;
      if (members > kMaxMembers) break;
      Group& group = groups.emplace_back();
      group.container = entry.item;
      for (size_t h = begin; h < at; ++h) {
        const size_t inner = holds_[h].inner;
        const Entry& other = entries_[inner];
        if (other.item != entry.item) group.contained.push_back(other.item);
        // Equal texts follow the first of them.
        for (size_t k = inner + 1; k < entries_.size() && entries_[k].first == inner; ++k) {
          if (entries_[k].item != entry.item) group.contained.push_back(entries_[k].item);
        }
      }
      std::sort(group.contained.begin(), group.contained.end());
      group.contained.erase(std::unique(group.contained.begin(), group.contained.end()),
                            group.contained.end());
    }
    std::sort(groups.begin(), groups.end(),
              [](const Group& a, const Group& b) { return a.container < b.container; });
    return groups;
  }

 private:
  struct Entry {
    std::string_view text;
    uint32_t item = 0;
    bool inside = false;      // in another text's pattern, or an equal text stands before it
    size_t first = 0;         // of the entries of this text
    uint64_t neighbours = 0;  // 0: not known yet
  };
  // `outer` contains the text whose first entry is `inner`: itself where it has equals.
  struct Holds {
    size_t outer;
    size_t inner;
  };

  void Sort() {
    const auto before = [](const Entry& a, const Entry& b) {
      const int order = a.text.compare(b.text);
      return order != 0 ? order < 0 : a.item < b.item;
    };
    // People and programs like their lists sorted.
    if (!std::is_sorted(entries_.begin(), entries_.end(), before)) {
      std::sort(entries_.begin(), entries_.end(), before);
    }
    for (size_t i = 0; i < entries_.size(); ++i) {
      const bool again = i > 0 && entries_[i].text == entries_[i - 1].text;
      entries_[i].first = again ? entries_[i - 1].first : i;
      entries_[i].inside = again;
      const size_t first = entries_[i].first;
      if (again && (holds_.empty() || holds_.back().outer != first))
        holds_.push_back({first, first});
    }
  }

  // By the ends: what a pattern contains begins and ends as it does. Sorted texts give the
  // beginning, reversed ones the end; the shorter row of the two is looked at.
  void Contain() {
    std::vector<size_t> by_end;
    uint64_t work = 0;
    for (size_t i = 0; i < entries_.size(); ++i) {
      const std::string_view outer = entries_[i].text;
      if (entries_[i].first != i || !HasWildcard(outer) || HasEscape(outer)) continue;
      const auto [begin, end] = RowByPrefix(outer);
      size_t from = begin;
      size_t to = end;
      bool forward = true;
      constexpr size_t kShortRow = 64;
      if (end - begin > kShortRow) {
        if (by_end.empty()) by_end = SortedByEnd();
        const auto [end_begin, end_end] = RowBySuffix(outer, by_end);
        if (end_end - end_begin < end - begin) {
          from = end_begin;
          to = end_end;
          forward = false;
        }
      }
      work += to - from;
      if (work > kMaxComparisons) return;
      // Most patterns end with their only wildcard.
      const bool takes_row =
          forward && text::FirstWildcard(outer) + 1 == outer.size() && outer.back() == '*';
      for (size_t k = from; k < to; ++k) {
        const size_t inner = forward ? k : by_end[k];
        Entry& other = entries_[inner];
        if (other.first != inner || inner == i) continue;
        if (!takes_row && ((NeighboursOf(&entries_[i]) & ~NeighboursOf(&other)) != 0 ||
                           !GlobContains(outer, other.text, false))) {
          continue;
        }
        // Of two that contain each other ("**" and "*") the first in the text is kept.
        if (entries_[i].inside && GlobContains(other.text, outer, false)) continue;
        holds_.push_back({i, inner});
        other.inside = true;
      }
    }
  }

  static uint64_t NeighboursOf(Entry* entry) {
    if (entry->neighbours == 0) entry->neighbours = Neighbours(entry->text);
    return entry->neighbours;
  }

  std::vector<size_t> SortedByEnd() const {
    std::vector<size_t> by_end(entries_.size());
    std::iota(by_end.begin(), by_end.end(), size_t{0});
    std::sort(by_end.begin(), by_end.end(), [&](size_t a, size_t b) {
      return std::lexicographical_compare(entries_[a].text.rbegin(), entries_[a].text.rend(),
                                          entries_[b].text.rbegin(), entries_[b].text.rend());
    });
    return by_end;
  }

  std::pair<size_t, size_t> RowByPrefix(std::string_view outer) const {
    const std::string_view prefix = outer.substr(0, text::FirstWildcard(outer));
    const auto begin = std::lower_bound(
        entries_.begin(), entries_.end(), prefix,
        [](const Entry& entry, std::string_view wanted) { return entry.text < wanted; });
    const auto end = std::partition_point(
        begin, entries_.end(), [&](const Entry& entry) { return entry.text.starts_with(prefix); });
    return {begin - entries_.begin(), end - entries_.begin()};
  }

  std::pair<size_t, size_t> RowBySuffix(std::string_view outer,
                                        const std::vector<size_t>& by_end) const {
    const std::string_view suffix = outer.substr(outer.find_last_of("*?") + 1);
    const auto begin =
        std::lower_bound(by_end.begin(), by_end.end(), suffix, [&](size_t i, std::string_view end) {
          return std::lexicographical_compare(entries_[i].text.rbegin(), entries_[i].text.rend(),
                                              end.rbegin(), end.rend());
        });
    const auto end = std::partition_point(
        begin, by_end.end(), [&](size_t i) { return entries_[i].text.ends_with(suffix); });
    return {begin - by_end.begin(), end - by_end.begin()};
  }

  std::string folded_;  // what the texts of entries_ are parts of, reserved in whole
  std::vector<Entry> entries_;
  std::vector<Holds> holds_;
};

// Whether the texts may be alike up to `length`, by the last of these letters. What stands in one
// list mostly has its first letters in common.
bool MayBeginAlike(std::string_view outer, std::string_view inner, size_t length) {
  if (inner.size() < length) return false;
  if (length >= text::kWord) {
    const size_t last = length - text::kWord;
    return text::LooseWord(outer, last) == text::LooseWord(inner, last);
  }
  return length == 0 || text::AsciiLower(outer[length - 1]) == text::AsciiLower(inner[length - 1]);
}

// Whether there is anything to be found, which mostly there is not: two equal texts, or one in the
// pattern of another.
bool MayHaveGroups(const policy::TextList& list, bool fold, Facts facts) {
  const std::span<const policy::Text> items = list.items;
  // Hashes have twice as many places as there are texts, and a power of two.
  constexpr size_t kFew = 64;
  size_t places = 4;
  while (places < 2 * items.size()) places *= 2;
  uint64_t few[3 * kFew];
  std::vector<uint64_t> many;
  if (items.size() > kFew) many.resize(places + items.size());
  uint64_t* const seen = many.empty() ? few : many.data();
  std::fill_n(seen, places, uint64_t{0});
  size_t wildcards = 0;
  for (size_t i = 0; i < items.size(); ++i) {
    const bool known = i < facts.size() && facts[i]->action;
    const uint64_t number = known ? facts[i]->action->id() * kOdd : text::LooseHash(items[i].value);
    const uint64_t hash = number | 1;  // 0 is a free place
    size_t at = hash / 2 % places;
    while (seen[at] != 0) {
      if (seen[at] == hash) return true;
      at = (at + 1) % places;
    }
    seen[at] = hash;
    if (!known && HasWildcard(items[i].value)) ++wildcards;
  }
  if (wildcards == 0) return false;
  if (wildcards * items.size() > kQuickComparisons) return true;
  uint64_t* const neighbours = seen + places;  // 0: not known yet
  std::fill_n(neighbours, items.size(), uint64_t{0});
  const auto neighbours_of = [&](size_t i) {
    if (neighbours[i] == 0) neighbours[i] = Neighbours(items[i].value);
    return neighbours[i];
  };
  for (size_t i = 0; i < items.size(); ++i) {
    const std::string_view outer = items[i].value;
    const size_t lead = text::FirstWildcard(outer);
    if (lead == kNone) continue;
    for (size_t k = 0; k < items.size(); ++k) {
      const std::string_view inner = items[k].value;
      if (k != i && MayBeginAlike(outer, inner, lead) &&
          (neighbours_of(i) & ~neighbours_of(k)) == 0 && GlobContains(outer, inner, fold)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

// The text of `inner` is matched with its wildcards as letters of their own: only a star takes in a
// star, only a star or a question mark a question mark.
bool GlobContains(std::string_view outer, std::string_view inner, bool fold) {
  size_t o = 0;
  size_t i = 0;
  size_t star = kNone;  // where to go on in `outer` after the last star
  size_t taken = 0;     // how far that star reaches in `inner`
  // What stands before the first wildcard settles nearly all.
  while (o < outer.size() && outer[o] != '*' && outer[o] != '?') {
    if (i == inner.size()) return false;
    const char have = inner[i];
    if (outer[o] != have && !(fold && text::AsciiLower(outer[o]) == text::AsciiLower(have))) {
      return false;
    }
    ++o;
    ++i;
  }
  while (i < inner.size()) {
    const char want = o < outer.size() ? outer[o] : '\0';
    const char have = inner[i];
    if (o < outer.size() && want == '*') {
      star = ++o;
      taken = i;
      continue;
    }
    const bool same = fold ? text::AsciiLower(want) == text::AsciiLower(have) : want == have;
    if (o < outer.size() && have != '*' && (same || want == '?')) {
      ++o;
      ++i;
      continue;
    }
    if (star == kNone) return false;
    o = star;
    i = ++taken;
  }
  while (o < outer.size() && outer[o] == '*') ++o;
  return o == outer.size();
}

std::vector<Group> FindGroups(const policy::TextList& list, bool fold, Facts facts) {
  if (list.items.size() < 2 || !MayHaveGroups(list, fold, facts)) return {};
  return Index(list, fold).Groups();
}

}  // namespace rolelint::rules
