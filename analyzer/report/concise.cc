// One line a finding, as compilers print diagnostics, so that the problem matchers of editors and
// CI systems read it.

#include "analyzer/engine/rule.h"
#include "analyzer/report/chunks.h"
#include "analyzer/report/glyph.h"
#include "analyzer/report/paint.h"
#include "analyzer/report/path.h"
#include "analyzer/report/severity_word.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {

void WriteConcise(const engine::CheckResult& result, const ReportOptions& options,
                  std::ostream& out) {
  const Paint paint(options.color);
  Chunks chunks(out);
  std::string& text = chunks.text();
  for (const engine::Finding& finding : result.findings) {
    const engine::Location& at = finding.location;
    AppendPlace(at.file, at.start_line, at.start_column, &text);
    const engine::Severity severity = engine::SeverityOf(finding);
    text.append(": ").append(paint.SeverityStart(severity)).append(SeverityWord(severity));
    text.append(":").append(paint.End()).append(" ");
    AppendPrintable(finding.message, &text);
    text.append(" [").append(finding.rule->id).append(", ");
    text.append(engine::SeverityName(severity)).append("]\n");
    chunks.FlushIfLarge();
  }
}

}  // namespace rolelint::report
