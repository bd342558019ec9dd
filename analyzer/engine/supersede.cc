#include "analyzer/engine/supersede.h"

#include <algorithm>
#include <cassert>

#include "analyzer/text/few.h"
#include "analyzer/text/glob.h"

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
  explicit Reported(size_t rules) : spans_(rules), named_(rules) {}

  void Clear() {
    for (uint16_t rule : used_) {
      spans_[rule].clear();
      named_[rule].clear();
    }
    used_.clear();
  }
  void Add(const Mark& mark) {
    if (!Any(mark.rule)) used_.push_back(mark.rule);
    if (mark.names.empty()) {
      spans_[mark.rule].push_back(mark.span);
    } else {
      named_[mark.rule].push_back(&mark);
    }
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
  // Findings that name no actions and so mean all of the statement, or of their text …
  bool AnyNameless(uint16_t rule) const { return !spans_[rule].empty(); }
  bool NamelessAround(uint16_t rule, Span span) const {
    const std::vector<Span>& spans = spans_[rule];
    auto after = std::upper_bound(spans.begin(), spans.end(), span.begin,
                                  [](uint32_t at, Span other) { return at < other.begin; });
    return after != spans.begin() && std::prev(after)->end >= span.end;
  }
  // … and those that name some.
  const std::vector<const Mark*>& Named(uint16_t rule) const { return named_[rule]; }
  bool Any(uint16_t rule) const { return !spans_[rule].empty() || !named_[rule].empty(); }
  bool Around(uint16_t rule, Span span) const {
    return NamelessAround(rule, span) ||
           std::any_of(named_[rule].begin(), named_[rule].end(),
                       [&](const Mark* mark) { return mark->span.Contains(span); });
  }

 private:
  // By rule.
  std::vector<std::vector<Span>> spans_;
  std::vector<std::vector<const Mark*>> named_;
  std::vector<uint16_t> used_;
};

// Of a finding that names no actions.
bool Yields(const ActiveRule& rule, Span span, const Reported& reported) {
  return std::any_of(rule.yields_to.begin(), rule.yields_to.end(),
                     [&](uint16_t other) { return reported.Any(other); }) ||
         std::any_of(rule.yields_within.begin(), rule.yields_within.end(),
                     [&](uint16_t other) { return reported.Around(other, span); });
}

// The actions of a finding that none of those which it yields to names.
class Remainder {
 public:
  Remainder(const ActiveRule& rule, const Mark& mark, const Reported& reported) {
    const auto nameless =
        std::any_of(rule.yields_to.begin(), rule.yields_to.end(),
                    [&](uint16_t other) { return reported.AnyNameless(other); }) ||
        std::any_of(rule.yields_within.begin(), rule.yields_within.end(),
                    [&](uint16_t other) { return reported.NamelessAround(other, mark.span); });
    if (nameless) return;
    for (const auto* others : {&rule.yields_to, &rule.yields_within}) {
      for (uint16_t other : *others) {
        for (const Mark* named : reported.Named(other)) Take(named->names);
      }
    }
    std::sort(exact_.begin(), exact_.end());
    for (const NamedAction& one : mark.names) {
      if (!IsTaken(one.name)) left_.push_back(one);
    }
  }
  const std::vector<NamedAction>& left() const { return left_; }

 private:
  void Take(const std::vector<NamedAction>& names) {
    for (const NamedAction& one : names) {
      (text::HasWildcard(one.name) ? patterns_ : exact_).push_back(one.name);
    }
  }
  bool IsTaken(std::string_view name) const {
    return std::binary_search(exact_.begin(), exact_.end(), name) ||
           std::any_of(patterns_.begin(), patterns_.end(), [&](std::string_view pattern) {
             return text::GlobMatchesFolded(pattern, name);
           });
  }

  std::vector<std::string_view> exact_;
  std::vector<std::string_view> patterns_;
  std::vector<NamedAction> left_;
};

std::string Listed(const std::vector<NamedAction>& names) {
  std::vector<std::string_view> texts;
  texts.reserve(names.size());
  for (const NamedAction& one : names) texts.push_back(one.name);
  return text::Few(texts);
}

// The finding says and shows what is left of its actions.
void Reduce(const policy::Document& document, const Mark& mark,
            const std::vector<NamedAction>& left, Finding* finding) {
  const std::string all = Listed(mark.names);
  const size_t at = finding->message.find(all);
  if (at == std::string::npos) return;
  finding->message.replace(at, all.size(), Listed(left));
  const bool shown = std::any_of(left.begin(), left.end(), [&](const NamedAction& one) {
    return mark.span.Contains(one.span);
  });
  if (shown) return;
  const NamedAction& first = *std::min_element(
      left.begin(), left.end(),
      [](const NamedAction& a, const NamedAction& b) { return a.span.begin < b.span.begin; });
  finding->place.span = document.view->ToFile(first.span);
  finding->matched_text = MatchedText(*document.view, first.span);
}

}  // namespace

void DropSuperseded(const policy::Document& document, const ActiveRules& rules,
                    Severity min_severity, std::span<const Mark> marks, size_t begin,
                    std::vector<Finding>* findings) {
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
      if (SeverityOf((*findings)[begin + number]) >= min_severity) reported.Add(marks[number]);
    }
    reported.Finish();
    for (size_t i = first; i < end; ++i) {
      const uint32_t number = items[i].number;
      const Mark& mark = marks[number];
      if (mark.names.empty()) {
        dropped[number] = Yields(all[mark.rule], mark.span, reported);
        continue;
      }
      const Remainder remainder(all[mark.rule], mark, reported);
      dropped[number] = remainder.left().empty();
      if (!dropped[number] && remainder.left().size() < mark.names.size()) {
        Reduce(document, mark, remainder.left(), &(*findings)[begin + number]);
      }
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
