#include "analyzer/engine/supersede.h"

#include <algorithm>
#include <cassert>

namespace rolelint::engine {
namespace {

using Mark = Collector::Mark;

constexpr uint32_t kNoStatement = 0xFFFFFFFFU;

struct Item {
  uint32_t statement = kNoStatement;
  uint32_t number = 0;  // among the marks
};

uint32_t StatementOf(const policy::Document& document, Span span) {
  const std::span<const policy::Statement> statements = document.statements;
  auto after = std::upper_bound(
      statements.begin(), statements.end(), span.begin,
      [](uint32_t at, const policy::Statement& statement) { return at < statement.span.begin; });
  if (after == statements.begin()) return kNoStatement;
  --after;
  if (!after->span.Contains(span)) return kNoStatement;
  return static_cast<uint32_t>(after - statements.begin());
}

// The reported findings of one statement, asked by rule.
class Reported {
 public:
  explicit Reported(size_t rules) : spans_(rules) {}

  void Clear() {
    for (uint16_t rule : used_) spans_[rule].clear();
    used_.clear();
  }
  void Add(const Mark& mark) {
    if (spans_[mark.rule].empty()) used_.push_back(mark.rule);
    spans_[mark.rule].push_back(mark.span);
  }
  // Sorts by beginning; an end then says how far any span up to it reaches.
  void Finish() {
    for (uint16_t rule : used_) {
      std::vector<Span>& spans = spans_[rule];
      std::sort(spans.begin(), spans.end(), [](Span a, Span b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
      });
      for (size_t i = 1; i < spans.size(); ++i) {
        spans[i].end = std::max(spans[i].end, spans[i - 1].end);
      }
    }
  }
  bool Any(uint16_t rule) const { return !spans_[rule].empty(); }
  bool Around(uint16_t rule, Span span) const {
    const std::vector<Span>& spans = spans_[rule];
    auto after = std::upper_bound(spans.begin(), spans.end(), span.begin,
                                  [](uint32_t at, Span other) { return at < other.begin; });
    return after != spans.begin() && std::prev(after)->end >= span.end;
  }

 private:
  std::vector<std::vector<Span>> spans_;  // by rule
  std::vector<uint16_t> used_;
};

bool Yields(const ActiveRule& rule, Span span, const Reported& reported) {
  return std::any_of(rule.yields_to.begin(), rule.yields_to.end(),
                     [&](uint16_t other) { return reported.Any(other); }) ||
         std::any_of(rule.yields_within.begin(), rule.yields_within.end(),
                     [&](uint16_t other) { return reported.Around(other, span); });
}

}  // namespace

void DropSuperseded(const policy::Document& document, const ActiveRules& rules, Level min_level,
                    std::span<const Mark> marks, size_t begin, std::vector<Finding>* findings) {
  assert(marks.size() == findings->size() - begin);
  if (marks.size() < 2) return;
  const std::span<const ActiveRule> all = rules.all();
  const bool any = std::any_of(marks.begin(), marks.end(), [&](const Mark& mark) {
    return !all[mark.rule].yields_to.empty() || !all[mark.rule].yields_within.empty();
  });
  if (!any) return;

  std::vector<Item> items;
  items.reserve(marks.size());
  for (uint32_t i = 0; i < marks.size(); ++i) {
    const uint32_t statement = StatementOf(document, marks[i].span);
    if (statement != kNoStatement) items.push_back({statement, i});
  }
  std::stable_sort(items.begin(), items.end(),
                   [](const Item& a, const Item& b) { return a.statement < b.statement; });

  std::vector<bool> dropped(marks.size());
  Reported reported(all.size());
  for (size_t first = 0; first < items.size();) {
    size_t end = first;
    while (end < items.size() && items[end].statement == items[first].statement) ++end;
    reported.Clear();
    for (size_t i = first; i < end; ++i) {
      const uint32_t number = items[i].number;
      if ((*findings)[begin + number].level >= min_level) reported.Add(marks[number]);
    }
    reported.Finish();
    for (size_t i = first; i < end; ++i) {
      const Mark& mark = marks[items[i].number];
      dropped[items[i].number] = Yields(all[mark.rule], mark.span, reported);
    }
    first = end;
  }

  size_t kept = begin;
  for (size_t i = 0; i < marks.size(); ++i) {
    if (dropped[i]) continue;
    if (kept != begin + i) (*findings)[kept] = std::move((*findings)[begin + i]);
    ++kept;
  }
  findings->resize(kept);
}

}  // namespace rolelint::engine
