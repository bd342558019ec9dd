// Workflow commands of GitHub Actions, one a finding, which GitHub shows beside the lines of a pull
// request. https://docs.github.com/actions/reference/workflow-commands-for-github-actions

#include <string>
#include <string_view>

#include "analyzer/engine/rule.h"
#include "analyzer/engine/severity.h"
#include "analyzer/report/chunks.h"
#include "analyzer/report/fold.h"
#include "analyzer/report/path.h"
#include "analyzer/report/severity_word.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {
namespace {

// GitHub shows this many annotations of each kind of a step.
constexpr size_t kGithubShown = 10;

std::string_view GithubCommand(engine::Severity severity) {
  const std::string_view word = SeverityWord(severity);
  return word == "note" ? "notice" : word;
}

// As GitHub's own toolkit escapes: the data of a command, or with `property` one of its properties.
void AppendGithubText(std::string_view text, bool property, std::string* out) {
  const std::string shown = Printable(text, true);
  int number_signs = 0;
  for (const char c : shown) {
    const bool old_command = c == '[' && number_signs >= 2;
    number_signs = c == '#' ? number_signs + 1 : 0;
    if (old_command) {
      out->append("\\x{5b}");
    } else if (c == '%') {
      out->append("%25");
    } else if (c == '\r') {
      out->append("%0D");
    } else if (c == '\n') {
      out->append("%0A");
    } else if (property && c == ':') {
      out->append("%3A");
    } else if (property && c == ',') {
      out->append("%2C");
    } else {
      out->push_back(c);
    }
  }
}

void AppendGithubNumber(std::string_view name, uint32_t number, std::string* out) {
  out->append(",").append(name).append("=");
  AppendNumber(number, out);
}

void AppendGithubFinding(const engine::Finding& finding, std::string* out) {
  const engine::Location& at = finding.location;
  const engine::Severity severity = engine::SeverityOf(finding);
  out->append("::").append(GithubCommand(severity)).append(" ");
  if (!at.file.empty()) {
    out->append("file=");
    AppendGithubText(Utf8Path(at.file), true, out);
    AppendGithubNumber("line", at.start_line, out);
    AppendGithubNumber("endLine", at.end_line, out);
    // GitHub refuses columns of a range of several lines.
    if (at.start_line == at.end_line) {
      AppendGithubNumber("col", at.start_column, out);
      AppendGithubNumber("endColumn", at.end_column, out);
    }
    out->push_back(',');
  }
  out->append("title=").append(finding.rule->id).append(" (");
  out->append(engine::SeverityName(severity)).append(")::");
  AppendGithubText(finding.message, false, out);
  if (!finding.help.empty()) {
    out->append("%0A");
    AppendGithubText(finding.help, false, out);
  }
  out->push_back('\n');
}

}  // namespace

// The most severe first, since GitHub shows few of many.
void WriteGithub(const engine::CheckResult& result, const ReportOptions&, std::ostream& out) {
  Chunks chunks(out);
  for (const engine::Finding* finding : MostSevereFirst(result.findings)) {
    AppendGithubFinding(*finding, &chunks.text());
    chunks.FlushIfLarge();
  }
  if (result.findings.size() <= kGithubShown) return;
  std::string& text = chunks.text();
  text.append("rolelint: ");
  AppendNumber(result.findings.size(), &text);
  text.append(" findings; GitHub shows at most 10 errors, 10 warnings and 10 notices of a step\n");
}

}  // namespace rolelint::report
