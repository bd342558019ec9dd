// Comma-separated values (RFC 4180) for spreadsheets and databases: a header, then a line a
// finding. A cell that a spreadsheet would take for a formula begins with an apostrophe.
// https://owasp.org/www-community/attacks/CSV_Injection

#include <string>
#include <string_view>

#include "analyzer/engine/rule.h"
#include "analyzer/engine/severity.h"
#include "analyzer/report/chunks.h"
#include "analyzer/report/fold.h"
#include "analyzer/report/path.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {
namespace {

constexpr std::string_view kCsvHeader =
    "severity,level,confidence,rule,message,file,line,column,end_line,end_column,account,owner,"
    "policy,kind,pointer,help,fingerprint\r\n";

// The full-width forms count too: some spreadsheets take them for the plain ones.
bool BeginsFormula(std::string_view cell) {
  for (const std::string_view sign :
       {"=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"}) {
    if (cell.starts_with(sign)) return true;
  }
  return false;
}

class CsvLine {
 public:
  explicit CsvLine(std::string* out) : out_(*out) {}

  void Text(std::string_view text) {
    Separate();
    // What stands behind blanks is looked at too.
    const size_t begin = text.find_first_not_of(' ');
    const bool harmful = begin != std::string_view::npos && BeginsFormula(text.substr(begin));
    std::string cell = Printable(text, true);
    if (harmful) cell.insert(0, "'");
    if (cell.find_first_of("\",\n\r ") == std::string::npos) {
      out_.append(cell);
      return;
    }
    out_.push_back('"');
    for (const char c : cell) {
      if (c == '"') out_.push_back('"');
      out_.push_back(c);
    }
    out_.push_back('"');
  }
  void Number(uint32_t number) {
    Separate();
    AppendNumber(number, &out_);
  }
  void End() { out_.append("\r\n"); }

 private:
  void Separate() {
    if (!first_) out_.push_back(',');
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

void AppendCsvFinding(const engine::Finding& finding, std::string* out) {
  const engine::Location& at = finding.location;
  const engine::PolicyRef& policy = finding.policy;
  CsvLine line(out);
  line.Text(engine::SeverityName(engine::SeverityOf(finding)));
  line.Text(engine::LevelName(finding.level));
  line.Text(engine::ConfidenceName(finding.confidence));
  line.Text(finding.rule->id);
  line.Text(finding.message);
  line.Text(Utf8Path(at.file));
  line.Number(at.start_line);
  line.Number(at.start_column);
  line.Number(at.end_line);
  line.Number(at.end_column);
  line.Text(AccountOf(finding));
  line.Text(OwnerOf(finding));
  line.Text(policy.name);
  line.Text(policy.present ? policy::KindName(policy.kind) : std::string_view());
  line.Text(finding.file_pointer);
  line.Text(finding.help);
  line.Text(finding.fingerprint);
  line.End();
}

}  // namespace

void WriteCsv(const engine::CheckResult& result, const ReportOptions&, std::ostream& out) {
  Chunks chunks(out);
  chunks.text().append(kCsvHeader);
  for (const engine::Finding& finding : result.findings) {
    AppendCsvFinding(finding, &chunks.text());
    chunks.FlushIfLarge();
  }
}

}  // namespace rolelint::report
