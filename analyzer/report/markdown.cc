#include "analyzer/report/markdown.h"

#include <algorithm>

#include "analyzer/text/ascii.h"

namespace rolelint::report {
namespace {

// Takes the next line off `rest`, without its end.
std::string_view TakeLine(std::string_view* rest) {
  const size_t end = rest->find('\n');
  std::string_view line = rest->substr(0, end);
  rest->remove_prefix(end == std::string_view::npos ? rest->size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// The text of a heading line, or empty.
std::string_view HeadingOf(std::string_view line) {
  const size_t marks = line.find_first_not_of('#');
  if (marks == 0 || marks > 6 || marks == std::string_view::npos || line[marks] != ' ') return {};
  line.remove_prefix(marks + 1);
  while (line.ends_with(' ') || line.ends_with('#')) line.remove_suffix(1);
  return line;
}

bool IsFence(std::string_view line) { return text::Trim(line).starts_with("```"); }

void AppendInline(std::string_view line, std::string* out) {
  const auto is_mark = [](char c) { return c == '`' || c == '*' || c == '[' || c == '<'; };
  for (size_t i = 0; i < line.size(); ++i) {
    const auto* const mark = std::find_if(line.begin() + i, line.end(), is_mark);
    out->append(line.begin() + i, mark);
    i = static_cast<size_t>(mark - line.begin());
    if (i == line.size()) break;
    const char c = line[i];
    if (c == '`') {
      // A code span is taken as it stands; without its end it is a backtick.
      const size_t end = line.find('`', i + 1);
      if (end != std::string_view::npos) {
        out->append(line.substr(i + 1, end - i - 1));
        i = end;
        continue;
      }
    } else if (line.substr(i, 2) == "**") {
      ++i;
      continue;
    } else if (c == '[') {
      const size_t middle = line.find("](", i);
      const size_t end = middle == std::string_view::npos ? middle : line.find(')', middle);
      if (end != std::string_view::npos) {
        AppendInline(line.substr(i + 1, middle - i - 1), out);
        out->append(" (").append(line.substr(middle + 2, end - middle - 1));
        i = end;
        continue;
      }
    } else if (c == '<' && line.substr(i + 1).starts_with("http")) {
      const size_t end = line.find('>', i);
      if (end != std::string_view::npos) {
        out->append(line.substr(i + 1, end - i - 1));
        i = end;
        continue;
      }
    }
    out->push_back(c);
  }
}

}  // namespace

std::string_view MarkdownSection(std::string_view page, std::string_view heading) {
  std::string_view rest = page;
  const char* begin = nullptr;
  const char* end = page.data() + page.size();
  bool fenced = false;
  while (!rest.empty()) {
    const char* const here = rest.data();
    const std::string_view line = TakeLine(&rest);
    if (IsFence(line)) fenced = !fenced;
    const std::string_view title = fenced ? std::string_view() : HeadingOf(line);
    if (title.empty()) continue;
    if (begin != nullptr) {
      end = here;
      break;
    }
    if (title == heading) begin = rest.data();
  }
  if (begin == nullptr) return {};
  return text::Trim(std::string_view(begin, static_cast<size_t>(end - begin)));
}

std::string MarkdownToText(std::string_view page) {
  std::string out;
  out.reserve(page.size());
  bool fenced = false;
  std::string_view rest = page;
  while (!rest.empty()) {
    const std::string_view line = TakeLine(&rest);
    if (IsFence(line)) {
      fenced = !fenced;
      continue;
    }
    if (fenced) {
      if (!line.empty()) out.append("    ").append(line);
    } else if (const std::string_view title = HeadingOf(line); !title.empty()) {
      AppendInline(title, &out);
    } else {
      AppendInline(line, &out);
    }
    out.push_back('\n');
  }
  return std::string(text::Trim(out));
}

std::string Shorten(std::string_view text, size_t limit) {
  constexpr std::string_view kEllipsis = "…";
  if (text.size() <= limit) return std::string(text);
  if (limit <= kEllipsis.size()) return {};
  std::string_view cut = text.substr(0, limit - kEllipsis.size());
  const size_t sentence = cut.rfind(". ");
  if (sentence != std::string_view::npos) return std::string(cut.substr(0, sentence + 1));
  if (const size_t word = cut.find_last_of(" \n"); word != std::string_view::npos) {
    cut = cut.substr(0, word);
  } else {
    while (!cut.empty() && (static_cast<unsigned char>(text[cut.size()]) & 0xC0U) == 0x80U) {
      cut.remove_suffix(1);
    }
  }
  return std::string(cut).append(kEllipsis);
}

}  // namespace rolelint::report
