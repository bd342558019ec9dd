#include "analyzer/cli/split_report.h"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "analyzer/engine/rule.h"
#include "analyzer/engine/severity.h"
#include "analyzer/policy/arn.h"
#include "analyzer/report/fold.h"
#include "analyzer/report/json_values.h"

namespace rolelint::cli {
namespace {

using IndexJson = nlohmann::ordered_json;

std::string FileOfAccount(const std::string& account, std::string_view ending) {
  return fmt::format("{}.{}", account.empty() ? "no-account" : account, ending);
}

// Counts what the report of one account has, and takes the inputs that it is about.
void CompleteAccount(const engine::CheckResult& whole, engine::CheckResult* part) {
  std::set<std::string_view> files;
  for (const engine::Finding& finding : part->findings) {
    ++part->by_level[static_cast<size_t>(finding.level)];
    ++part->by_severity[static_cast<size_t>(engine::SeverityOf(finding))];
    files.insert(finding.location.file);
  }
  for (const engine::Finding& finding : part->hidden) {
    const bool baselined = finding.facts != nullptr && finding.facts->suppression &&
                           finding.facts->suppression->by == engine::Suppression::By::kBaseline;
    ++(baselined ? part->baselined : part->suppressed);
    files.insert(finding.location.file);
  }
  for (const engine::InputSummary& input : whole.inputs) {
    if (!files.contains(input.file)) continue;
    part->inputs.push_back(input);
    part->policies += input.policies;
    part->not_checked += static_cast<uint32_t>(input.not_checked.size());
  }
  for (const engine::RunError& error : whole.errors) {
    if (!files.contains(error.file)) continue;
    part->errors.push_back(error);
    part->incomplete = true;
  }
}

IndexJson SeverityCounts(const engine::CheckResult& result) {
  IndexJson counts = IndexJson::object();
  for (int i = engine::kSeverityCount - 1; i >= 0; --i) {
    counts[std::string(engine::SeverityName(static_cast<engine::Severity>(i)))] =
        result.by_severity[i];
  }
  return counts;
}

// Nothing in it needs escaping: digits, and names made of them.
std::string IndexPage(const std::vector<AccountReport>& reports) {
  std::string text =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n<title>rolelint reports</title>\n<style>:root { color-scheme: light "
      "dark } body { font: 14px/1.6 system-ui, sans-serif } td, th { padding: .2rem 1rem; "
      "text-align: right }</style>\n</head>\n<body>\n<h1>rolelint</h1>\n<table>\n<tr><th>account"
      "</th><th>findings</th><th>critical</th><th>high</th><th>medium</th><th>low</th></tr>\n";
  for (const AccountReport& one : reports) {
    const uint32_t* counts = one.result.by_severity;
    text += fmt::format(
        "<tr><td><a href=\"{}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}"
        "</td></tr>\n",
        one.file, one.account.empty() ? "not known" : one.account, one.result.findings.size(),
        counts[3], counts[2], counts[1], counts[0]);
  }
  return text + "</table>\n</body>\n</html>\n";
}

}  // namespace

std::vector<AccountReport> SplitByAccount(const engine::CheckResult& result,
                                          std::string_view ending) {
  std::map<std::string_view, engine::CheckResult> parts;
  for (const engine::Finding& finding : result.findings) {
    parts[report::AccountOf(finding)].findings.push_back(finding);
  }
  for (const engine::Finding& finding : result.hidden) {
    const auto part = parts.find(report::AccountOf(finding));
    if (part != parts.end()) part->second.hidden.push_back(finding);
  }
  for (const engine::PolicyChange& change : result.changes) {
    const std::optional<policy::Arn> arn = policy::ParseArn(change.owner);
    const auto part = parts.find(arn ? arn->account : std::string_view());
    if (part != parts.end()) part->second.changes.push_back(change);
  }
  std::vector<AccountReport> reports;
  for (auto& [account, part] : parts) {
    CompleteAccount(result, &part);
    std::string name(account);
    std::string file = FileOfAccount(name, ending);
    reports.push_back({std::move(name), std::move(file), std::move(part)});
  }
  // The map has "" first.
  if (!reports.empty() && reports.front().account.empty()) {
    std::rotate(reports.begin(), reports.begin() + 1, reports.end());
  }
  return reports;
}

std::vector<IndexFile> IndexFiles(const std::vector<AccountReport>& reports,
                                  const engine::CheckResult& result,
                                  const report::ReportOptions& options, report::Format format) {
  IndexJson list = IndexJson::array();
  for (const AccountReport& one : reports) {
    list.push_back({{"account", one.account.empty() ? IndexJson(nullptr) : IndexJson(one.account)},
                    {"file", one.file},
                    {"findings", one.result.findings.size()},
                    {"severities", SeverityCounts(one.result)}});
  }
  const IndexJson index = {{"schema_version", 1},
                           {"tool", report::ToolObject(options)},
                           {"severities", SeverityCounts(result)},
                           {"reports", std::move(list)}};
  std::vector<IndexFile> files;
  if (format == report::Format::kHtml) files.push_back({"index.html", IndexPage(reports)});
  files.push_back({"index.json", index.dump(1) + "\n"});
  return files;
}

}  // namespace rolelint::cli
