#include "analyzer/report/report.h"

#include <array>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "analyzer/report/fold.h"
#include "analyzer/report/log_safe.h"
#include "analyzer/report/paint.h"
#include "analyzer/report/path.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {
namespace {

constexpr std::array<std::string_view, 11> kNames = {"text",     "concise", "json",   "jsonl",
                                                     "sarif",    "github",  "gitlab", "junit",
                                                     "markdown", "csv",     "html"};
constexpr std::array<std::string_view, 4> kGroupNames = {"rule", "owner", "account", "file"};

std::string Count(size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string Place(const std::string& file, const std::optional<engine::Location>& location) {
  const std::string& name = location && !location->file.empty() ? location->file : file;
  if (name.empty()) return "";
  if (!location) return PrintablePath(name) + ": ";
  return fmt::format("{}:{}:{}: ", PrintablePath(name), location->start_line,
                     location->start_column);
}

// A note, and how many there are of its kind.
struct NoteLine {
  const engine::RunNote* note;
  size_t count;
};

std::vector<NoteLine> NoteLines(const std::vector<engine::RunNote>& notes, bool fold) {
  std::vector<NoteLine> lines;
  std::unordered_map<std::string, size_t> seen;
  for (const engine::RunNote& note : notes) {
    if (fold) {
      const auto [place, is_new] = seen.try_emplace(MaskedNote(note.message), lines.size());
      if (!is_new) {
        ++lines[place->second].count;
        continue;
      }
    }
    lines.push_back({&note, 1});
  }
  return lines;
}

}  // namespace

std::span<const std::string_view> FormatNames() { return kNames; }

std::optional<Format> ParseFormat(std::string_view name) {
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Format>(i);
  }
  return std::nullopt;
}

bool IsForTerminal(Format format) { return format == Format::kText || format == Format::kConcise; }

bool NeedsFacts(Format format) {
  switch (format) {
    case Format::kJson:
    case Format::kJsonl:
    case Format::kSarif:
    case Format::kGitlab:
    case Format::kCsv:
    case Format::kHtml:
      return true;
    default:
      return false;
  }
}

std::string_view FileEnding(Format format) {
  switch (format) {
    case Format::kText:
    case Format::kConcise:
    case Format::kGithub:
      return "txt";
    case Format::kJson:
    case Format::kGitlab:
      return "json";
    case Format::kJsonl:
    case Format::kParliament:
      return "jsonl";
    case Format::kJunit:
      return "xml";
    case Format::kMarkdown:
      return "md";
    default:
      return kNames[static_cast<size_t>(format)];
  }
}

std::span<const std::string_view> GroupNames() { return kGroupNames; }

GroupBy ParseGroup(std::string_view name) {
  for (size_t i = 0; i < kGroupNames.size(); ++i) {
    if (kGroupNames[i] == name) return static_cast<GroupBy>(i + 1);
  }
  return GroupBy::kNone;
}

void Write(Format format, const engine::CheckResult& result,
           std::span<const engine::Rule* const> rules, const ReportOptions& options,
           std::ostream& out) {
  LogSafe for_people(out);
  switch (format) {
    case Format::kText:
      return WriteText(result, options, for_people);
    case Format::kConcise:
      return WriteConcise(result, options, for_people);
    case Format::kJson:
      return WriteJson(result, options, out);
    case Format::kJsonl:
      return WriteJsonl(result, options, out);
    case Format::kSarif:
      return WriteSarif(result, rules, options, out);
    case Format::kGithub:
      return WriteGithub(result, options, out);
    case Format::kGitlab:
      return WriteGitlab(result, options, out);
    case Format::kJunit:
      return WriteJunit(result, options, out);
    case Format::kMarkdown:
      return WriteMarkdown(result, options, for_people);
    case Format::kCsv:
      return WriteCsv(result, options, out);
    case Format::kHtml:
      return WriteHtml(result, options, out);
    case Format::kParliament:
      return WriteParliament(result, options, out);
  }
}

void WriteMessages(const engine::CheckResult& result, const ReportOptions& options,
                   std::ostream& out) {
  const Paint paint(options.color);
  for (const NoteLine& line : NoteLines(result.notes, options.fold)) {
    const engine::RunNote& note = *line.note;
    out << paint.Bold("note:") << ' ' << Place("", note.location) << Printable(note.message);
    if (line.count > 1) {
      out << " (and " << line.count - 1 << " more note" << (line.count == 2 ? "" : "s")
          << " of this kind)";
    }
    out << '\n';
  }
  for (const engine::RunError& error : result.errors) {
    out << paint.Severity(engine::Severity::kHigh, "error:") << ' '
        << Place(error.file, error.location) << Printable(error.message) << '\n';
  }
}

std::string SummaryLine(const engine::CheckResult& result) {
  std::string severities;  // the most severe first
  for (int i = engine::kSeverityCount - 1; i >= 0; --i) {
    if (result.by_severity[i] == 0) continue;
    if (!severities.empty()) severities += ", ";
    severities += fmt::format("{} {}", result.by_severity[i],
                              engine::SeverityName(static_cast<engine::Severity>(i)));
  }
  std::string line = result.findings.empty() ? std::string("no findings")
                                             : Count(result.findings.size(), "finding", "findings");
  if (!severities.empty()) line += fmt::format(" ({})", severities);
  if (result.suppressed != 0) line += fmt::format(", {} suppressed", result.suppressed);
  if (result.baselined != 0) line += fmt::format(", {} baselined", result.baselined);
  line += fmt::format(" in {} of {}", Count(result.policies, "policy", "policies"),
                      Count(result.inputs.size(), "file", "files"));
  if (result.not_checked != 0) line += fmt::format("; {} not checked", result.not_checked);
  return line;
}

}  // namespace rolelint::report
