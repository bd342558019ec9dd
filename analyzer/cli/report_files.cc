#include "analyzer/cli/report_files.h"

#include <fmt/format.h>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>

#include "analyzer/cli/color.h"
#include "analyzer/cli/output_file.h"
#include "analyzer/cli/split_report.h"
#include "rules/registry.h"

namespace rolelint::cli {
namespace {

using ReportWriter = std::function<void(std::ostream&)>;

bool WriteReportFile(const std::string& path, const ReportWriter& write, const Streams& streams) {
  OutputFile file(path);
  if (file.stream()) write(file.stream());
  std::string error;
  if (file.Commit(&error)) return true;
  Fail(streams, "cannot write " + path + ": " + error);
  return false;
}

// One file after another, and the index at last, so that it names files that are there.
bool WriteSplit(const ReportArguments& arguments, const engine::CheckResult& result,
                const report::ReportOptions& options, const ReadFiles& read,
                const Streams& streams) {
  const report::Format format = FormatOf(arguments);
  const std::filesystem::path folder = arguments.split_by.back();
  const std::vector<AccountReport> reports = SplitByAccount(result, report::FileEnding(format));
  std::vector<IndexFile> indexes = IndexFiles(reports, result, options, format);
  std::vector<std::string> targets;
  targets.reserve(reports.size() + indexes.size());
  for (const AccountReport& one : reports) targets.push_back((folder / one.file).string());
  for (const IndexFile& index : indexes) targets.push_back((folder / index.file).string());
  for (const std::string& target : targets) {
    if (const std::string same = read.SameAs(target); !same.empty()) {
      Fail(streams, fmt::format("--split-by: {} would replace the input {}", target, same));
      return false;
    }
  }
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    Fail(streams, "cannot make the folder " + folder.string() + ": " + error.message());
    return false;
  }
  for (const AccountReport& one : reports) {
    const auto write = [&](std::ostream& out) {
      report::Write(format, one.result, rules::AllRules(), options, out);
    };
    if (!WriteReportFile((folder / one.file).string(), write, streams)) return false;
  }
  for (const IndexFile& index : indexes) {
    const auto write = [&](std::ostream& out) { out << index.text; };
    if (!WriteReportFile((folder / index.file).string(), write, streams)) return false;
  }
  return true;
}

}  // namespace

void ReadFiles::Add(const std::string& path) {
  if (!path.empty()) paths_.push_back(path);
}

std::string ReadFiles::SameAs(const std::string& output) const {
  struct stat wanted {};
  if (::stat(output.c_str(), &wanted) != 0 || !S_ISREG(wanted.st_mode)) return "";
  for (const std::string& path : paths_) {
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0 && status.st_dev == wanted.st_dev &&
        status.st_ino == wanted.st_ino) {
      return path;
    }
  }
  return "";
}

bool WriteReport(const ReportArguments& arguments, const std::string& color,
                 const engine::CheckResult& result, report::ReportOptions options,
                 const ReadFiles& read, const Streams& streams) {
  const bool to_file = !arguments.output.empty() || !arguments.split_by.empty();
  options.color = to_file ? color == "always" : UseColor(color, STDOUT_FILENO);
  if (!arguments.split_by.empty()) return WriteSplit(arguments, result, options, read, streams);
  const ReportWriter write = [&](std::ostream& out) {
    if (arguments.statistics) {
      report::WriteStatistics(result, options, arguments.format == "json", out);
    } else {
      report::Write(FormatOf(arguments), result, rules::AllRules(), options, out);
    }
  };
  if (to_file) return WriteReportFile(arguments.output, write, streams);
  write(streams.out);
  streams.out.flush();
  if (streams.out) return true;
  Fail(streams, "cannot write to standard output");
  return false;
}

}  // namespace rolelint::cli
