#ifndef ROLELINT_CLI_REPORT_FILES_H_
#define ROLELINT_CLI_REPORT_FILES_H_

// Where the report of `check` goes: standard output, the file of --output, or with --split-by a
// file for each account.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/cli/report_options.h"
#include "analyzer/cli/streams.h"
#include "analyzer/engine/check.h"
#include "analyzer/report/report.h"

namespace rolelint::cli {

// The files that a run reads, which no report may replace.
class ReadFiles {
 public:
  void Add(const std::string& path);
  // The one that `output` is too, or "".
  std::string SameAs(const std::string& output) const;

 private:
  std::vector<std::string> paths_;
};

// False, with the reason told, if the report did not arrive whole. `color` is the word of --color.
bool WriteReport(const ReportArguments& arguments, const std::string& color,
                 const engine::CheckResult& result, report::ReportOptions options,
                 const ReadFiles& read, const Streams& streams);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_REPORT_FILES_H_
