// GitLab's Code Quality report: one JSON array, one element a finding.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format

#include <string>
#include <string_view>

#include "analyzer/engine/rule.h"
#include "analyzer/engine/severity.h"
#include "analyzer/report/chunks.h"
#include "analyzer/report/json_writer.h"
#include "analyzer/report/path.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {
namespace {

std::string_view GitlabSeverity(engine::Severity severity) {
  switch (severity) {
    case engine::Severity::kCritical:
      return "blocker";
    case engine::Severity::kHigh:
      return "critical";
    case engine::Severity::kMedium:
      return "major";
    case engine::Severity::kLow:
      return "minor";
  }
  return "major";
}

// GitLab shows no check_name, so the description begins with it. It refuses a finding without a
// path.
void WriteGitlabFinding(const engine::Finding& finding, JsonWriter* json) {
  const engine::Location& at = finding.location;
  json->BeginObject();
  json->Text("description", std::string(finding.rule->id) + ": " + finding.message);
  json->Text("check_name", finding.rule->id);
  json->Text("fingerprint", finding.fingerprint);
  json->Text("severity", GitlabSeverity(engine::SeverityOf(finding)));
  json->Key("location").BeginObject();
  json->Text("path", at.file.empty() ? "." : Utf8Path(at.file));
  json->Key("lines").BeginObject();
  json->Number("begin", at.start_line);
  json->Number("end", at.end_line);
  json->EndObject();
  json->EndObject();
  json->EndObject();
}

}  // namespace

void WriteGitlab(const engine::CheckResult& result, const ReportOptions&, std::ostream& out) {
  Chunks chunks(out);
  std::string& text = chunks.text();
  text.append("[");
  const char* before = "\n ";
  for (const engine::Finding& finding : result.findings) {
    text.append(before);
    JsonWriter json(&text);
    WriteGitlabFinding(finding, &json);
    before = ",\n ";
    chunks.FlushIfLarge();
  }
  text.append(result.findings.empty() ? "]\n" : "\n]\n");
}

}  // namespace rolelint::report
