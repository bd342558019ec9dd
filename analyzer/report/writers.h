#ifndef ROLELINT_REPORT_WRITERS_H_
#define ROLELINT_REPORT_WRITERS_H_

// One function a format; report.cc chooses. See report.h for what they share.

#include <ostream>
#include <span>
#include <string_view>

#include "analyzer/report/report.h"

namespace rolelint::report {

void WriteText(const engine::CheckResult& result, const ReportOptions& options, std::ostream& out);
void WriteConcise(const engine::CheckResult& result, const ReportOptions& options,
                  std::ostream& out);
void WriteJson(const engine::CheckResult& result, const ReportOptions& options, std::ostream& out);
void WriteJsonl(const engine::CheckResult& result, const ReportOptions& options, std::ostream& out);
void WriteSarif(const engine::CheckResult& result, std::span<const engine::Rule* const> rules,
                const ReportOptions& options, std::ostream& out);
void WriteGithub(const engine::CheckResult& result, const ReportOptions& options,
                 std::ostream& out);
void WriteGitlab(const engine::CheckResult& result, const ReportOptions& options,
                 std::ostream& out);
void WriteJunit(const engine::CheckResult& result, const ReportOptions& options, std::ostream& out);
void WriteMarkdown(const engine::CheckResult& result, const ReportOptions& options,
                   std::ostream& out);
void WriteCsv(const engine::CheckResult& result, const ReportOptions& options, std::ostream& out);
void WriteHtml(const engine::CheckResult& result, const ReportOptions& options, std::ostream& out);
void WriteParliament(const engine::CheckResult& result, const ReportOptions& options,
                     std::ostream& out);

}  // namespace rolelint::report

#endif  // ROLELINT_REPORT_WRITERS_H_
