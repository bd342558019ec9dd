// Markdown for the comment of a pull request: the most severe findings, as many as a comment takes,
// and how many are left out. What comes from policies and file names is in code spans, in which
// nothing is a link, a mention or a tag.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/engine/severity.h"
#include "analyzer/report/chunks.h"
#include "analyzer/report/fold.h"
#include "analyzer/report/path.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {
namespace {

// GitHub takes no longer comment. Counted in bytes, of which there are at least as many.
constexpr size_t kCommentLimit = 65'536;
// Kept free for the line about what is left out.
constexpr size_t kCommentEnd = 400;
// A longer message is cut, so that one hostile value does not fill the comment.
constexpr size_t kMessageBytes = 1'000;

size_t LongestBacktickRun(std::string_view text) {
  size_t longest = 0;
  size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// The fence is longer than any in the text; the blanks beside it are dropped by readers.
std::string CodeSpan(std::string_view text) {
  std::string shown = Printable(text);
  if (shown.size() > kMessageBytes) {
    size_t end = kMessageBytes;
    while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xC0U) == 0x80U) --end;
    shown.resize(end);
    shown += "…";
  }
  if (shown.empty()) return "";
  const std::string fence(LongestBacktickRun(shown) + 1, '`');
  const bool blanks = shown.front() == '`' || shown.back() == '`' || shown.front() == ' ';
  return fmt::format("{0}{1}{2}{1}{0}", fence, blanks ? " " : "", shown);
}

std::string MarkdownItem(const Fold& fold) {
  const engine::Finding& finding = fold.first();
  const engine::Location& at = finding.location;
  std::string item =
      fmt::format("- **{}** {}: {}", engine::SeverityName(engine::SeverityOf(finding)),
                  CodeSpan(finding.rule->id), CodeSpan(finding.message));
  if (!at.file.empty()) {
    item += fmt::format(" at {}", CodeSpan(fmt::format("{}:{}:{}", Utf8Path(at.file), at.start_line,
                                                       at.start_column)));
  }
  if (fold.findings.size() > 1) {
    const std::string more = MorePlaces(fold);
    const size_t colon = more.find(": ");
    item += " " + more.substr(0, colon);
    if (colon != std::string::npos) item += " (" + CodeSpan(more.substr(colon + 2)) + ")";
  }
  return item + "\n";
}

std::string LeftOutLine(const std::vector<const engine::Finding*>& left_out) {
  return fmt::format("\n{} left out: the comment has no room for more.\n",
                     CountBySeverity(left_out) + (left_out.size() == 1 ? " is" : " are"));
}

}  // namespace

void WriteMarkdown(const engine::CheckResult& result, const ReportOptions& options,
                   std::ostream& out) {
  std::string text = "<!-- rolelint -->\n### rolelint\n\n" + SummaryLine(result) + "\n";
  std::vector<const engine::Finding*> left_out;
  bool full = false;
  for (const FindingGroup& group : GroupFindings(result.findings, options.group_by)) {
    std::string before = "\n";
    if (!group.name.empty()) {
      before +=
          fmt::format("#### {}: {}\n\n", CodeSpan(group.name), CountBySeverity(group.findings));
    }
    for (const Fold& fold : FoldFindings(group.findings, options.fold)) {
      const std::string item = before + MarkdownItem(fold);
      full = full || text.size() + item.size() > kCommentLimit - kCommentEnd;
      if (full) {
        left_out.insert(left_out.end(), fold.findings.begin(), fold.findings.end());
        continue;
      }
      text += item;
      before.clear();
    }
  }
  if (!left_out.empty()) text += LeftOutLine(left_out);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace rolelint::report
