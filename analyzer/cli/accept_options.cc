#include "analyzer/cli/accept_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <set>
#include <string_view>

#include "analyzer/cli/input_files.h"
#include "analyzer/engine/rule.h"
#include "analyzer/inputs/paths.h"
#include "analyzer/report/report.h"
#include "analyzer/text/source.h"

namespace rolelint::cli {
namespace {

namespace fs = std::filesystem;

// Of the entries that are gone at most this many are named.
constexpr size_t kMostNamed = 10;

std::string Named(const accept::AcceptedFinding& finding) {
  std::string text = finding.rule + " in " + finding.file;
  if (!finding.sid.empty()) text += " (Sid " + finding.sid + ")";
  return text;
}

std::string_view Word(engine::Suppression::By by) {
  switch (by) {
    case engine::Suppression::By::kBaseline:
      return "baselined";
    case engine::Suppression::By::kConfiguration:
      return "suppressed by the configuration";
    case engine::Suppression::By::kComment:
      break;
  }
  return "suppressed by a comment";
}

}  // namespace

void AddAcceptOptions(Command command, AcceptArguments* arguments) {
  command
      .AddOption("--baseline", arguments->baseline,
                 "Leave out the findings that FILE accepts, unless they became wider")
      .File();
  Option since =
      command
          .AddOption(
              "--since", arguments->since,
              "Report what changed since REF alone: findings, and access that policies grant")
          .TypeName("REF");
  command
      .AddFlag("--fail-on-new-access", arguments->fail_on_new_access,
               "Exit with 1 if a policy grants access that it did not grant at REF")
      .Needs(since);
  command.AddFlag("--show-suppressed", arguments->show_suppressed,
                  "Also list the findings that are suppressed or in the baseline");
}

std::optional<accept::Baseline> ReadBaselineFile(const std::string& path, std::string* error) {
  text::SourceError problem;
  const std::optional<text::Source> source = text::Source::FromFile(path, path, &problem);
  std::optional<accept::Baseline> baseline;
  if (source) {
    baseline = accept::ParseBaseline(source->text(), error);
  } else {
    *error = problem.message;
  }
  if (!baseline) *error = "cannot read the baseline " + path + ": " + *error;
  return baseline;
}

std::string Today() {
  std::time_t now = std::time(nullptr);
  if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH"); fixed != nullptr) {
    const std::string_view text = fixed;
    std::time_t seconds = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (problem == std::errc() && end == text.data() + text.size()) now = seconds;
  }
  std::tm utc = {};
  if (gmtime_r(&now, &utc) == nullptr) return {};
  return fmt::format("{:04}-{:02}-{:02}", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday);
}

std::vector<accept::AcceptedFinding> GoneFor(std::vector<accept::AcceptedFinding> unmatched,
                                             const std::vector<engine::InputSummary>& inputs) {
  std::set<std::string_view> read;
  for (const engine::InputSummary& input : inputs) read.insert(input.file);
  const fs::path root = inputs::BaseFolder(".");
  std::erase_if(unmatched, [&](const accept::AcceptedFinding& finding) {
    std::error_code error;
    return !read.contains(finding.file) && fs::exists(root / finding.file, error);
  });
  return unmatched;
}

std::string GoneNote(const std::vector<accept::AcceptedFinding>& gone) {
  if (gone.empty()) return "";
  std::string text =
      fmt::format("{} of the baseline {} gone; `rolelint baseline update` removes {}:",
                  gone.size() == 1 ? "1 finding" : fmt::format("{} findings", gone.size()),
                  gone.size() == 1 ? "is" : "are", gone.size() == 1 ? "it" : "them");
  for (size_t i = 0; i < gone.size() && i < kMostNamed; ++i) {
    text += (i == 0 ? " " : ", ") + Named(gone[i]);
  }
  if (gone.size() > kMostNamed) text += fmt::format(" and {} more", gone.size() - kMostNamed);
  return text;
}

void WriteSuppressed(const std::vector<engine::Finding>& hidden, std::ostream& out) {
  for (const engine::Finding& finding : hidden) {
    const engine::Suppression& suppression = *finding.facts->suppression;
    out << report::Printable(finding.location.file) << ':' << finding.location.start_line << ':'
        << finding.location.start_column << ": " << Word(suppression.by) << "[" << finding.rule->id
        << "] " << report::Printable(finding.message);
    if (!suppression.reason.empty()) out << " -- " << report::Printable(suppression.reason);
    out << '\n';
  }
}

bool HasNewAccess(const engine::CheckResult& result) {
  return std::any_of(result.changes.begin(), result.changes.end(),
                     [](const engine::PolicyChange& change) {
                       return change.verdict != engine::PolicyChange::Verdict::kNothingNew;
                     });
}

}  // namespace rolelint::cli
