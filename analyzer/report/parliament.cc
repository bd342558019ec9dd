// Findings as parliament prints them with --json: one object a line, by parliament's code where the
// rule has one. https://github.com/duo-labs/parliament

#include <string>
#include <string_view>

#include "analyzer/engine/rule.h"
#include "analyzer/engine/severity.h"
#include "analyzer/report/chunks.h"
#include "analyzer/report/json_writer.h"
#include "analyzer/report/markdown.h"
#include "analyzer/report/path.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {
namespace {

constexpr std::string_view kParliamentPrefix = "parliament:";
constexpr size_t kParliamentDescription = 400;

std::string UpperCase(std::string_view text) {
  std::string upper;
  for (const char c : text) {
    upper.push_back(c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return upper;
}

// A rule that parliament does not have is named like its own: root-principal is ROOT_PRINCIPAL.
std::string ParliamentIssue(const engine::Rule& rule) {
  for (const std::string_view code : rule.equivalents) {
    if (code.starts_with(kParliamentPrefix)) {
      return std::string(code.substr(kParliamentPrefix.size()));
    }
  }
  return UpperCase(rule.id);
}

std::string ParliamentDescription(const engine::Finding& finding, const ReportOptions& options) {
  if (options.rule_page == nullptr) return finding.help;
  const std::string_view page = options.rule_page(finding.rule->id);
  return Shorten(MarkdownToText(MarkdownSection(page, "Why it matters")), kParliamentDescription);
}

void WriteParliamentFinding(const engine::Finding& finding, const ReportOptions& options,
                            JsonWriter* json) {
  const engine::Location& at = finding.location;
  json->BeginObject();
  json->Text("issue", ParliamentIssue(*finding.rule));
  json->Text("title", finding.rule->summary);
  json->Text("severity", UpperCase(engine::SeverityName(engine::SeverityOf(finding))));
  json->Text("description", ParliamentDescription(finding, options));
  json->Text("detail", finding.message);
  json->Key("location").BeginObject();
  json->Number("line", at.start_line);
  json->Number("column", at.start_column);
  json->Text("string", finding.matched_text);
  json->Text("filepath", Utf8Path(at.file));
  json->EndObject();
  json->EndObject();
}

}  // namespace

void WriteParliament(const engine::CheckResult& result, const ReportOptions& options,
                     std::ostream& out) {
  Chunks chunks(out);
  for (const engine::Finding& finding : result.findings) {
    JsonWriter json(&chunks.text());
    WriteParliamentFinding(finding, options, &json);
    chunks.text().push_back('\n');
    chunks.FlushIfLarge();
  }
}

}  // namespace rolelint::report
