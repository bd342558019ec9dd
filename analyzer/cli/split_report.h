#ifndef ROLELINT_CLI_SPLIT_REPORT_H_
#define ROLELINT_CLI_SPLIT_REPORT_H_

// --split-by account: the result of a run as one result for each account, and the index of them.
// File names are made of twelve digits, or are no-account: nothing of them comes from a policy.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/check.h"
#include "analyzer/report/report.h"

namespace rolelint::cli {

struct AccountReport {
  std::string account;  // "": findings whose account is not known
  std::string file;     // "123456789012.json"
  engine::CheckResult result;
};

// By account; those of no known account last. Without findings there is no report.
std::vector<AccountReport> SplitByAccount(const engine::CheckResult& result,
                                          std::string_view ending);

struct IndexFile {
  std::string file;
  std::string text;
};

// index.json, and for HTML a page that links the reports.
std::vector<IndexFile> IndexFiles(const std::vector<AccountReport>& reports,
                                  const engine::CheckResult& result,
                                  const report::ReportOptions& options, report::Format format);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_SPLIT_REPORT_H_
