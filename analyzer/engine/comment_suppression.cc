#include "analyzer/engine/comment_suppression.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "analyzer/engine/source_location.h"
#include "analyzer/inputs/syntax.h"
#include "analyzer/text/ascii.h"

namespace rolelint::engine {
namespace {

constexpr std::string_view kMark = "rolelint:";
constexpr std::string_view kIgnore = "ignore";
// Of the line of a comment a report shows this much.
constexpr size_t kMostShown = 240;
// So many comments of a file are read, and so many lines of comment looked past for a statement.
constexpr size_t kMaxComments = 10'000;
constexpr uint32_t kMaxLinesBelow = 64;
constexpr std::string_view kBlanks = " \t\r";

// Where the comment of a line begins: a `#` (of HCL also `//`) that is not within quotes, and in
// YAML is the first of its word. npos if there is none.
size_t CommentIn(std::string_view line, bool hcl) {
  char quote = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != 0) {
      if (c == '\\' && quote == '"')
        ++i;
      else if (c == quote)
        quote = 0;
      continue;
    }
    const bool first = i == 0 || kBlanks.find(line[i - 1]) != std::string_view::npos;
    if (c == '"' || (c == '\'' && !hcl && (first || line[i - 1] == '[' || line[i - 1] == ','))) {
      quote = c;
    } else if (c == '#' && (hcl || first)) {
      return i;
    } else if (hcl && c == '/' && i + 1 < line.size() && line[i + 1] == '/') {
      return i;
    }
  }
  return std::string_view::npos;
}

// The part of a comment behind "rolelint:"; nothing if it is about something else.
std::optional<std::string_view> Instruction(std::string_view comment) {
  comment = text::Trim(comment.substr(comment.starts_with("//") ? 2 : 1));
  if (!comment.starts_with(kMark)) return std::nullopt;
  return text::Trim(comment.substr(kMark.size()));
}

void ReadInstruction(std::string_view text, CommentSuppression* comment) {
  const size_t close = text.find(']');
  if (!text.starts_with(kIgnore) || text.substr(kIgnore.size(), 1) != "[" ||
      close == std::string_view::npos) {
    comment->problem = "a suppression is written as `rolelint: ignore[rule] reason`";
    return;
  }
  std::string_view rules = text.substr(kIgnore.size() + 1, close - kIgnore.size() - 1);
  while (true) {
    const size_t comma = rules.find(',');
    const std::string_view rule = text::Trim(rules.substr(0, comma));
    if (rule.empty()) comment->problem = "a suppression names the rules that it is about";
    comment->rules.emplace_back(rule);
    if (comma == std::string_view::npos) break;
    rules.remove_prefix(comma + 1);
  }
  comment->reason = text::Trim(text.substr(close + 1));
  if (comment->problem.empty() && comment->reason.empty()) {
    comment->problem = "a suppression needs a reason behind the brackets";
  }
}

bool IsCommentLine(std::string_view line, bool hcl) {
  const std::string_view text = text::Trim(line);
  return text.starts_with('#') || (hcl && text.starts_with("//"));
}

// The first line below `line` that is no comment.
uint32_t LineBelow(const text::Source& source, uint32_t line, bool hcl) {
  const uint32_t last = std::min(source.LineCount(), line + kMaxLinesBelow);
  do {
    ++line;
  } while (line < last && IsCommentLine(source.Line(line), hcl));
  return line;
}

}  // namespace

bool CommentSuppression::Reaches(uint32_t at, uint32_t statement_begin,
                                 uint32_t statement_end) const {
  if (!problem.empty()) return false;
  if (line == at || below == at) return true;
  if (statement_begin == 0) return false;
  return below == statement_begin || (line >= statement_begin && line <= statement_end);
}

std::vector<CommentSuppression> FindComments(const text::Source& source) {
  std::vector<CommentSuppression> comments;
  const std::string_view text = source.text();
  if (text.find(kMark) == std::string_view::npos) return comments;
  const inputs::Syntax syntax = inputs::SniffSyntax(text);
  const bool hcl = syntax == inputs::Syntax::kHcl;
  if (!hcl && syntax != inputs::Syntax::kYaml) return comments;
  uint32_t last = 0;
  for (size_t at = text.find(kMark); at != std::string_view::npos; at = text.find(kMark, at + 1)) {
    const uint32_t line = source.Locate(static_cast<uint32_t>(at)).line;
    if (line == last) continue;
    last = line;
    const std::string_view whole = source.Line(line);
    const size_t begin = CommentIn(whole, hcl);
    if (begin == std::string_view::npos) continue;
    const std::optional<std::string_view> instruction = Instruction(whole.substr(begin));
    if (!instruction) continue;
    CommentSuppression& comment = comments.emplace_back();
    comment.span.begin = source.LineBegin(line) + static_cast<uint32_t>(begin);
    comment.span.end =
        comment.span.begin + static_cast<uint32_t>(text::Trim(whole.substr(begin)).size());
    comment.line = line;
    comment.location = LocationOf(source, comment.span);
    comment.source_line = whole.substr(0, kMostShown);
    if (IsCommentLine(whole, hcl)) comment.below = LineBelow(source, line, hcl);
    ReadInstruction(*instruction, &comment);
    if (comments.size() == kMaxComments) {
      comment.problem = "the file has more suppressions than are read";
      break;
    }
  }
  return comments;
}

}  // namespace rolelint::engine
