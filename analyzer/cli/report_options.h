#ifndef ROLELINT_CLI_REPORT_OPTIONS_H_
#define ROLELINT_CLI_REPORT_OPTIONS_H_

// The options of `check` that say how findings are reported: folded, grouped, counted, split.

#include <string>
#include <vector>

#include "analyzer/cli/command_line.h"
#include "analyzer/report/report.h"

namespace rolelint::cli {

struct ReportArguments {
  std::string format = "text";
  std::string output;
  std::string group_by;
  std::vector<std::string> split_by;  // "account" and the folder
  std::string sarif_category;
  std::string compat;
  int max_results = 0;  // 0: all
  bool no_fold = false;
  bool statistics = false;
};

void AddReportOptions(Command command, ReportArguments* arguments);

report::Format FormatOf(const ReportArguments& arguments);
// Why the options do not go together, or "".
std::string WrongReport(const ReportArguments& arguments);
// What the options say of the report.
void SetReportOptions(const ReportArguments& arguments, report::ReportOptions* options);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_REPORT_OPTIONS_H_
