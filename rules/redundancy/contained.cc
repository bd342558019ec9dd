#include "rules/redundancy/contained.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "analyzer/text/glob.h"

namespace rolelint::rules {
namespace {

constexpr size_t kNone = std::string_view::npos;
// Comparisons of two patterns in one list. Lists of real policies need a few thousand.
constexpr uint64_t kMaxComparisons = 200'000;
// Members of all groups of a list.
constexpr uint64_t kMaxMembers = 20'000;

bool HasEscape(std::string_view pattern) {
  return pattern.find("${*}") != kNone || pattern.find("${?}") != kNone;
}

// The texts of a list, folded if need be, sorted, each once.
class Index {
 public:
  Index(const policy::TextList& list, bool fold) {
    for (uint32_t i = 0; i < list.items.size(); ++i) {
      if (!list.items[i].known || list.items[i].value.empty()) continue;
      Entry& entry = entries_.emplace_back();
      entry.text = list.items[i].value;
      entry.item = i;
    }
    for (Entry& entry : entries_) {
      for (char& c : entry.text) c = fold ? text::AsciiLower(c) : c;
    }
    Sort();
  }

  std::vector<Group> Groups() {
    Contain();
    std::vector<Group> groups;
    uint64_t members = 0;
    for (size_t i = 0; i < entries_.size(); ++i) {
      Entry& entry = entries_[i];
      if (entry.inside || entry.inner.empty()) continue;
      members += entry.inner.size();
      if (members > kMaxMembers) break;
      Group& group = groups.emplace_back();
      group.container = entry.item;
      for (size_t inner : entry.inner) {
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
    std::string text;
    uint32_t item = 0;
    size_t first = 0;           // of the entries of this text
    bool inside = false;        // in another text's pattern, or an equal text stands before it
    std::vector<size_t> inner;  // first entries of what it contains, itself where it has equals
  };

  void Sort() {
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
      return a.text != b.text ? a.text < b.text : a.item < b.item;
    });
    for (size_t i = 0; i < entries_.size(); ++i) {
      const bool again = i > 0 && entries_[i].text == entries_[i - 1].text;
      entries_[i].first = again ? entries_[i - 1].first : i;
      entries_[i].inside = again;
      if (again && entries_[entries_[i].first].inner.empty()) {
        entries_[entries_[i].first].inner.push_back(entries_[i].first);
      }
    }
  }

  // By the ends: what a pattern contains begins and ends as it does. Sorted texts give the
  // beginning, reversed ones the end; the shorter row of the two is looked at.
  void Contain() {
    std::vector<size_t> by_end(entries_.size());
    std::iota(by_end.begin(), by_end.end(), size_t{0});
    std::sort(by_end.begin(), by_end.end(), [&](size_t a, size_t b) {
      return std::lexicographical_compare(entries_[a].text.rbegin(), entries_[a].text.rend(),
                                          entries_[b].text.rbegin(), entries_[b].text.rend());
    });
    uint64_t work = 0;
    for (size_t i = 0; i < entries_.size(); ++i) {
      const std::string& outer = entries_[i].text;
      if (entries_[i].first != i || !text::HasWildcard(outer) || HasEscape(outer)) continue;
      const auto [begin, end] = RowByPrefix(outer);
      const auto [end_begin, end_end] = RowBySuffix(outer, by_end);
      const bool forward = end - begin <= end_end - end_begin;
      const size_t from = forward ? begin : end_begin;
      const size_t to = forward ? end : end_end;
      work += to - from;
      if (work > kMaxComparisons) return;
      for (size_t k = from; k < to; ++k) {
        const size_t inner = forward ? k : by_end[k];
        Entry& other = entries_[inner];
        if (other.first != inner || inner == i || !GlobContains(outer, other.text, false)) continue;
        // Of two that contain each other ("**" and "*") the first in the text is kept.
        if (entries_[i].inside && GlobContains(other.text, outer, false)) continue;
        entries_[i].inner.push_back(inner);
        other.inside = true;
      }
    }
  }

  std::pair<size_t, size_t> RowByPrefix(std::string_view outer) const {
    const std::string_view prefix = outer.substr(0, outer.find_first_of("*?"));
    const auto begin = std::lower_bound(
        entries_.begin(), entries_.end(), prefix,
        [](const Entry& entry, std::string_view wanted) { return entry.text < wanted; });
    const auto end = std::partition_point(begin, entries_.end(), [&](const Entry& entry) {
      return std::string_view(entry.text).starts_with(prefix);
    });
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
    const auto end = std::partition_point(begin, by_end.end(), [&](size_t i) {
      return std::string_view(entries_[i].text).ends_with(suffix);
    });
    return {begin - by_end.begin(), end - by_end.begin()};
  }

  std::vector<Entry> entries_;
};

}  // namespace

// The text of `inner` is matched with its wildcards as letters of their own: only a star takes in a
// star, only a star or a question mark a question mark.
bool GlobContains(std::string_view outer, std::string_view inner, bool fold) {
  size_t o = 0;
  size_t i = 0;
  size_t star = kNone;  // where to go on in `outer` after the last star
  size_t taken = 0;     // how far that star reaches in `inner`
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

std::vector<Group> FindGroups(const policy::TextList& list, bool fold) {
  if (list.items.size() < 2) return {};
  return Index(list, fold).Groups();
}

}  // namespace rolelint::rules
