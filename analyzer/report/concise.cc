// One line a finding, as compilers have it: editors' and CI's matchers read it without being told
// how.

#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/report/paint.h"
#include "analyzer/report/path.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {

void WriteConcise(const engine::CheckResult& result, const ReportOptions& options,
                  std::ostream& out) {
  const Paint paint(options.color);
  for (const engine::Finding& finding : result.findings) {
    const engine::Location& at = finding.location;
    out << fmt::format(
        "{}:{}:{}: {} {}\n", PrintablePath(at.file), at.start_line, at.start_column,
        paint.Level(finding.level,
                    fmt::format("{}[{}]", engine::LevelName(finding.level), finding.rule->id)),
        Printable(finding.message));
  }
}

}  // namespace rolelint::report
