#include "analyzer/cli/report_options.h"

#include <limits>
#include <string_view>

namespace rolelint::cli {
namespace {

std::vector<std::string> FormatWords() {
  return {report::FormatNames().begin(), report::FormatNames().end()};
}

std::vector<std::string> GroupWords() {
  return {report::GroupNames().begin(), report::GroupNames().end()};
}

std::string WrongStatistics(const ReportArguments& arguments) {
  if (arguments.format != "text" && arguments.format != "json") {
    return "--statistics writes text or json, not " + arguments.format;
  }
  const std::string_view other = !arguments.group_by.empty()   ? "--group-by"
                                 : !arguments.split_by.empty() ? "--split-by"
                                 : !arguments.compat.empty()   ? "--compat"
                                 : arguments.max_results != 0  ? "--max-results"
                                                               : "";
  return other.empty() ? "" : "--statistics counts all findings; leave out " + std::string(other);
}

}  // namespace

void AddReportOptions(Command command, ReportArguments* arguments) {
  ReportArguments& a = *arguments;
  command.AddOption("--format", a.format, "Write findings in this format")
      .OneOf(FormatWords())
      .ShowDefault();
  command.AddOption("--output", a.output, "Write findings to FILE instead of standard output")
      .File();
  command.AddFlag("--no-fold", a.no_fold,
                  "Write every finding and note in text and markdown, also those that say the same "
                  "of other accounts and names");
  command
      .AddOption("--group-by", a.group_by,
                 "Group the findings of text and markdown, with a count of each group")
      .OneOf(GroupWords());
  command
      .AddOption("--max-results", a.max_results,
                 "Write the N most severe findings; the exit status is that of all")
      .TypeName("N")
      .InRange(1, std::numeric_limits<int>::max());
  command
      .AddOption("--split-by", a.split_by,
                 "Write a report for each account to FOLDER, and index.json: --split-by account "
                 "FOLDER")
      .TypeName("account FOLDER")
      .Expected(2)
      .OneWord();
  command.AddFlag("--statistics", a.statistics,
                  "Count the findings by severity, rule, principal and policy instead; also as "
                  "json");
  command
      .AddOption("--sarif-category", a.sarif_category,
                 "File the SARIF run under this category of GitHub's code scanning")
      .TypeName("NAME");
  command
      .AddOption("--compat", a.compat,
                 "Write findings as another tool does: parliament's JSON "
                 "lines")
      .OneOf({"parliament"});
}

report::Format FormatOf(const ReportArguments& arguments) {
  if (!arguments.compat.empty()) return report::Format::kParliament;
  return report::ParseFormat(arguments.format).value_or(report::Format::kText);
}

std::string WrongReport(const ReportArguments& arguments) {
  const std::string& format = arguments.format;
  if (arguments.statistics) return WrongStatistics(arguments);
  if (!arguments.compat.empty() && format != "text") {
    return "--compat " + arguments.compat + " is a format of its own; leave out --format";
  }
  const bool grouped = FormatOf(arguments) == report::Format::kText || format == "markdown";
  if (!arguments.group_by.empty() && !grouped) {
    return "--group-by is for text and markdown; findings of other formats have their rule, owner, "
           "account and file";
  }
  if (!arguments.sarif_category.empty() && format != "sarif") {
    return "--sarif-category is for --format sarif";
  }
  if (arguments.split_by.empty()) return "";
  if (arguments.split_by.front() != "account") {
    return "--split-by: \"" + report::Printable(arguments.split_by.front()) +
           "\" is not account; use --split-by account FOLDER";
  }
  if (arguments.split_by.back().empty()) return "--split-by: an empty name is not a folder";
  if (!arguments.output.empty()) return "--split-by writes files of its own; leave out --output";
  return "";
}

void SetReportOptions(const ReportArguments& arguments, report::ReportOptions* options) {
  options->fold = !arguments.no_fold;
  options->group_by = report::ParseGroup(arguments.group_by);
  if (!arguments.sarif_category.empty()) options->category = arguments.sarif_category;
}

}  // namespace rolelint::cli
