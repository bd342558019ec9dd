// One line a finding, as compilers have it: editors' and CI's matchers read it without being told
// how.

#include "analyzer/engine/rule.h"
#include "analyzer/report/chunks.h"
#include "analyzer/report/glyph.h"
#include "analyzer/report/paint.h"
#include "analyzer/report/path.h"
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
    text.append(": ").append(paint.LevelStart(finding.level));
    text.append(engine::LevelName(finding.level)).append("[").append(finding.rule->id).append("]");
    text.append(paint.End()).append(" ");
    AppendPrintable(finding.message, &text);
    text.push_back('\n');
    chunks.FlushIfLarge();
  }
}

}  // namespace rolelint::report
