#include "analyzer/fix/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace rolelint::fix {
namespace {

using Lines = std::vector<std::string_view>;  // each with its line break

constexpr size_t kContext = 3;
// Edit steps of the exact search between two lines that are alike; what differs more is shown as
// replaced in whole.
constexpr size_t kMostDifferences = 1000;

Lines LinesOf(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

// A run of lines that are replaced.
struct DiffRun {
  size_t old_begin = 0, old_end = 0;
  size_t new_begin = 0, new_end = 0;
};

// The shortest edit script by Myers' greedy algorithm, from the end of each path back to its start.
class Script {
 public:
  Script(const Lines& before, const Lines& after) : before_(before), after_(after) {}

  std::vector<DiffRun> Runs() {
    size_t head = 0;
    size_t old_end = before_.size();
    size_t new_end = after_.size();
    while (head < old_end && head < new_end && before_[head] == after_[head]) ++head;
    while (old_end > head && new_end > head && before_[old_end - 1] == after_[new_end - 1]) {
      --old_end;
      --new_end;
    }
    if (head == old_end && head == new_end) return {};
    if (head < old_end && head < new_end && Search(head, old_end, new_end)) return Joined();
    return {{head, old_end, head, new_end}};
  }

 private:
  // Fills steps_ with the single lines that are taken out or put in. False if there are too many.
  bool Search(size_t head, size_t old_end, size_t new_end) {
    const auto n = static_cast<int64_t>(old_end - head);
    const auto m = static_cast<int64_t>(new_end - head);
    const int64_t most = std::min<int64_t>(n + m, kMostDifferences);
    std::vector<int64_t> reach(2 * static_cast<size_t>(most) + 3, 0);
    std::vector<std::vector<int64_t>> trace;
    const auto at = [most](int64_t k) { return static_cast<size_t>(k + most + 1); };
    for (int64_t d = 0; d <= most; ++d) {
      for (int64_t k = -d; k <= d; k += 2) {
        const bool down = k == -d || (k != d && reach[at(k - 1)] < reach[at(k + 1)]);
        int64_t x = down ? reach[at(k + 1)] : reach[at(k - 1)] + 1;
        while (x < n && x - k < m && x - k >= 0 &&
               before_[head + static_cast<size_t>(x)] ==
                   after_[head + static_cast<size_t>(x - k)]) {
          ++x;
        }
        reach[at(k)] = x;
        if (x < n || x - k < m) continue;
        Trace(trace, d, k, head);
        return true;
      }
      // Only what later steps look at.
      trace.emplace_back(reach.begin() + static_cast<std::ptrdiff_t>(at(-d)),
                         reach.begin() + static_cast<std::ptrdiff_t>(at(d)) + 1);
    }
    return false;
  }

  void Trace(const std::vector<std::vector<int64_t>>& trace, int64_t d, int64_t k, size_t head) {
    for (; d > 0; --d) {
      const std::vector<int64_t>& reach = trace[static_cast<size_t>(d - 1)];
      // Index k + d - 1: the row of step d-1 begins at -(d-1).
      const auto of = [&](int64_t j) {
        return j < -(d - 1) || j > d - 1 ? int64_t{-1} : reach[static_cast<size_t>(j + d - 1)];
      };
      const bool down = k == -d || (k != d && of(k - 1) < of(k + 1));
      const int64_t from = down ? k + 1 : k - 1;
      const int64_t x = of(from);
      const auto old_line = head + static_cast<size_t>(x);
      const auto new_line = head + static_cast<size_t>(x - from);
      if (down) {
        steps_.push_back({old_line, old_line, new_line, new_line + 1});
      } else {
        steps_.push_back({old_line, old_line + 1, new_line, new_line});
      }
      k = from;
    }
    std::reverse(steps_.begin(), steps_.end());
  }

  std::vector<DiffRun> Joined() const {
    std::vector<DiffRun> runs;
    for (const DiffRun& step : steps_) {
      if (!runs.empty() && runs.back().old_end == step.old_begin &&
          runs.back().new_end == step.new_begin) {
        runs.back().old_end = step.old_end;
        runs.back().new_end = step.new_end;
      } else {
        runs.push_back(step);
      }
    }
    return runs;
  }

  const Lines& before_;
  const Lines& after_;
  std::vector<DiffRun> steps_;
};

void AddLine(char mark, std::string_view line, std::string* diff) {
  diff->push_back(mark);
  diff->append(line);
  if (!line.ends_with('\n')) diff->append("\n\\ No newline at end of file\n");
}

// A hunk's range: its first line and how many there are; of none the line before.
std::string Range(size_t begin, size_t end) {
  const size_t count = end - begin;
  if (count == 1) return fmt::format("{}", begin + 1);
  return fmt::format("{},{}", count == 0 ? begin : begin + 1, count);
}

void AddHunk(const Lines& before, const Lines& after, const DiffRun* first, const DiffRun* last,
             std::string* diff) {
  const size_t lead = std::min(first->old_begin, kContext);
  const size_t old_begin = first->old_begin - lead;
  const size_t new_begin = first->new_begin - lead;
  const size_t tail = std::min(before.size() - last->old_end, kContext);
  *diff += fmt::format("@@ -{} +{} @@\n", Range(old_begin, last->old_end + tail),
                       Range(new_begin, last->new_end + tail));
  size_t at = old_begin;
  for (const DiffRun* run = first; run <= last; ++run) {
    for (; at < run->old_begin; ++at) AddLine(' ', before[at], diff);
    for (; at < run->old_end; ++at) AddLine('-', before[at], diff);
    for (size_t i = run->new_begin; i < run->new_end; ++i) AddLine('+', after[i], diff);
  }
  for (; at < last->old_end + tail; ++at) AddLine(' ', before[at], diff);
}

std::string QuotedPath(std::string_view prefix, std::string_view name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\';
  });
  if (plain) return fmt::format("{}{}", prefix, name);
  std::string text = fmt::format("\"{}", prefix);
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      text.append({'\\', c});
    } else if (byte < 0x20 || byte >= 0x7F) {
      text += fmt::format("\\{:03o}", byte);
    } else {
      text.push_back(c);
    }
  }
  return text + '"';
}

}  // namespace

std::string UnifiedDiff(std::string_view name, std::string_view before, std::string_view after) {
  const Lines old_lines = LinesOf(before);
  const Lines new_lines = LinesOf(after);
  const std::vector<DiffRun> runs = Script(old_lines, new_lines).Runs();
  if (runs.empty()) return "";
  std::string diff =
      fmt::format("--- {}\n+++ {}\n", QuotedPath("a/", name), QuotedPath("b/", name));
  for (size_t i = 0; i < runs.size();) {
    size_t last = i;
    while (last + 1 < runs.size() &&
           runs[last + 1].old_begin - runs[last].old_end <= 2 * kContext) {
      ++last;
    }
    AddHunk(old_lines, new_lines, &runs[i], &runs[last], &diff);
    i = last + 1;
  }
  return diff;
}

}  // namespace rolelint::fix
