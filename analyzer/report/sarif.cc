// SARIF 2.1.0 as GitHub code scanning and editors read it (docs/formats.md says why it looks as it
// does). One run, written element by element: no tree of all results is ever in memory.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "analyzer/report/sarif_values.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {
namespace {

constexpr std::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

// The elements of an array, each on its line.
class Elements {
 public:
  Elements(std::string_view indent, std::ostream& out) : indent_(indent), out_(out) { out_ << '['; }
  void Add(const Json& element) {
    out_ << (empty_ ? "\n" : ",\n") << indent_ << "  " << Dump(element);
    empty_ = false;
  }
  void End() {
    if (!empty_) out_ << '\n' << indent_;
    out_ << ']';
  }

 private:
  std::string_view indent_;
  std::ostream& out_;
  bool empty_ = true;
};

void WriteDriver(std::span<const engine::Rule* const> rules, const ReportOptions& options,
                 std::ostream& out) {
  out << "   \"tool\": {\n    \"driver\": {\n     \"name\": \"rolelint\",\n     \"fullName\": "
      << Dump(fmt::format("rolelint {}", options.tool_version))
      << ",\n     \"semanticVersion\": " << Dump(options.tool_version);
  if (!options.homepage.empty()) {
    out << ",\n     \"informationUri\": " << Dump(options.homepage);
  }
  out << ",\n     \"properties\": " << Dump({{"catalogDate", options.catalog_date}})
      << ",\n     \"rules\": ";
  Elements elements("     ", out);
  for (const engine::Rule* rule : rules) {
    const std::string_view page =
        options.rule_page == nullptr ? std::string_view() : options.rule_page(rule->id);
    elements.Add(SarifRule(*rule, page));
  }
  elements.End();
  out << "\n    }\n   }";
}

// What a log says about the run rather than about a policy. A syntax error is both a result and
// told here, since the rest of its file went unread.
void WriteInvocation(const engine::CheckResult& result, const SarifArtifacts& artifacts,
                     std::ostream& out) {
  const bool complete = result.errors.empty() && !result.incomplete;
  out << "   \"invocations\": [\n    {\n     \"executionSuccessful\": "
      << (complete ? "true" : "false") << ",\n     \"toolExecutionNotifications\": ";
  Elements elements("     ", out);
  // A part that was not checked is an error too, unless the user accepts that: told once.
  std::set<std::pair<std::string_view, uint64_t>> told;
  for (const engine::RunError& error : result.errors) {
    if (error.location) told.emplace(error.location->file, error.location->start_byte);
    elements.Add(SarifNotification("error", error.message, error.file,
                                   error.location ? &*error.location : nullptr, artifacts));
  }
  for (const engine::InputSummary& input : result.inputs) {
    for (const engine::NotCheckedPart& part : input.not_checked) {
      if (told.contains({input.file, part.location.start_byte})) continue;
      const std::string where = part.pointer.empty() ? "" : fmt::format(" ({})", part.pointer);
      elements.Add(SarifNotification("warning",
                                     fmt::format("Not checked: {}{}", part.reason, where),
                                     input.file, &part.location, artifacts));
    }
  }
  for (const engine::RunNote& note : result.notes) {
    elements.Add(SarifNotification("note", note.message, "",
                                   note.location ? &*note.location : nullptr, artifacts));
  }
  if (result.findings.size() > kSarifResultLimit) {
    elements.Add(SarifNotification(
        "warning",
        fmt::format("This run has {} results; GitHub takes no more than {} and refuses the file. "
                    "Raise --min-level or check fewer files at a time",
                    result.findings.size(), kSarifResultLimit),
        "", nullptr, artifacts));
  }
  elements.End();
  out << "\n    }\n   ]";
}

}  // namespace

void WriteSarif(const engine::CheckResult& result, std::span<const engine::Rule* const> rules,
                const ReportOptions& options, std::ostream& out) {
  const SarifArtifacts artifacts(result.inputs);
  std::unordered_map<std::string_view, size_t> index;
  for (size_t i = 0; i < rules.size(); ++i) index.emplace(rules[i]->id, i);

  out << "{\n \"$schema\": \"" << kSchema << "\",\n \"version\": \"2.1.0\",\n \"runs\": [\n  {\n";
  WriteDriver(rules, options, out);
  out << ",\n   \"automationDetails\": {\"id\": " << Dump(options.category) << "},\n"
      << "   \"columnKind\": \"utf16CodeUnits\",\n   \"originalUriBaseIds\": {\"%SRCROOT%\": "
         "{\"description\": {\"text\": \"The root of the repository, or the working "
         "directory.\"}}},\n";
  WriteInvocation(result, artifacts, out);
  out << ",\n   \"artifacts\": ";
  Elements inputs("   ", out);
  for (const engine::InputSummary& input : result.inputs) inputs.Add(SarifArtifacts::Object(input));
  inputs.End();
  out << ",\n   \"results\": ";
  Elements results("   ", out);
  for (const engine::Finding& finding : result.findings) {
    const auto rule = index.find(finding.rule->id);
    results.Add(SarifResult(
        finding, rule == index.end() ? std::nullopt : std::optional(rule->second), artifacts));
  }
  results.End();
  out << "\n  }\n ]\n}\n";
}

}  // namespace rolelint::report
