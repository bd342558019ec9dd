// SARIF 2.1.0 as GitHub code scanning and editors read it (docs/formats.md says why it looks as it
// does). One run, written element by element: no tree of all results is ever in memory.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzer/report/chunks.h"
#include "analyzer/report/fold.h"
#include "analyzer/report/sarif_values.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {
namespace {

constexpr std::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

// The elements of an array, each on its line.
class Elements {
 public:
  Elements(std::string_view indent, Chunks* chunks) : indent_(indent), chunks_(*chunks) {
    chunks_.text().push_back('[');
  }

  // `write` is given the JsonWriter to write one with.
  template <typename Write>
  void Add(Write write) {
    chunks_.text().append(empty_ ? "\n" : ",\n").append(indent_).append("  ");
    JsonWriter json(&chunks_.text());
    write(&json);
    chunks_.FlushIfLarge();
    empty_ = false;
  }

  void End() {
    if (!empty_) chunks_.text().append("\n").append(indent_);
    chunks_.text().push_back(']');
  }

 private:
  std::string_view indent_;
  Chunks& chunks_;
  bool empty_ = true;
};

void AppendText(std::string_view text, std::string* out) { JsonWriter(out).Text(text); }

void WriteDriver(std::span<const engine::Rule* const> rules, const ReportOptions& options,
                 Chunks* chunks) {
  std::string& text = chunks->text();
  text.append(
      "   \"tool\": {\n    \"driver\": {\n     \"name\": \"rolelint\",\n     \"fullName\": ");
  AppendText(fmt::format("rolelint {}", options.tool_version), &text);
  text.append(",\n     \"semanticVersion\": ");
  AppendText(options.tool_version, &text);
  if (!options.homepage.empty()) {
    text.append(",\n     \"informationUri\": ");
    AppendText(options.homepage, &text);
  }
  text.append(",\n     \"properties\": {\"catalogDate\":");
  AppendText(options.catalog_date, &text);
  text.append("},\n     \"rules\": ");
  Elements elements("     ", chunks);
  for (const engine::Rule* rule : rules) {
    const std::string_view page =
        options.rule_page == nullptr ? std::string_view() : options.rule_page(rule->id);
    elements.Add([&](JsonWriter* json) { WriteSarifRule(*rule, page, json); });
  }
  elements.End();
  text.append("\n    }\n   }");
}

// What a log says about the run rather than about a policy. A syntax error is both a result and
// told here, since the rest of its file went unread.
void WriteInvocation(const engine::CheckResult& result, const std::string& left_out,
                     const SarifArtifacts& artifacts, Chunks* chunks) {
  const bool complete = result.errors.empty() && !result.incomplete;
  std::string& text = chunks->text();
  text.append("   \"invocations\": [\n    {\n     \"executionSuccessful\": ");
  text.append(complete ? "true" : "false").append(",\n     \"toolExecutionNotifications\": ");
  Elements elements("     ", chunks);
  const auto notify = [&](std::string_view level, const std::string& message,
                          const std::string& file, const engine::Location* location) {
    elements.Add([&](JsonWriter* json) {
      WriteSarifNotification(level, message, file, location, artifacts, json);
    });
  };
  // A part that was not checked is an error too, unless the user accepts that: told once.
  std::set<std::pair<std::string_view, uint64_t>> told;
  for (const engine::RunError& error : result.errors) {
    if (error.location) told.emplace(error.location->file, error.location->start_byte);
    notify("error", error.message, error.file, error.location ? &*error.location : nullptr);
  }
  for (const engine::InputSummary& input : result.inputs) {
    for (const engine::NotCheckedPart& part : input.not_checked) {
      if (told.contains({input.file, part.location.start_byte})) continue;
      const std::string where = part.pointer.empty() ? "" : fmt::format(" ({})", part.pointer);
      notify("warning", fmt::format("Not checked: {}{}", part.reason, where), input.file,
             &part.location);
    }
  }
  for (const engine::RunNote& note : result.notes) {
    notify("note", note.message, "", note.location ? &*note.location : nullptr);
  }
  if (!left_out.empty()) notify("warning", left_out, "", nullptr);
  elements.End();
  text.append("\n    }\n   ]");
}

// The results of the log, no more than GitHub takes.
struct SarifResults {
  std::vector<const engine::Finding*> findings;
  std::string left_out;  // says what is not among them, or ""
};

// In the order of the report; where GitHub would refuse so many, the most severe. What is
// suppressed is last.
SarifResults ChooseResults(const engine::CheckResult& result, bool suppressed) {
  SarifResults chosen;
  const size_t hidden = suppressed ? result.hidden.size() : 0;
  if (result.findings.size() > kSarifResultLimit) {
    chosen.findings = MostSevereFirst(result.findings);
  } else {
    for (const engine::Finding& finding : result.findings) chosen.findings.push_back(&finding);
  }
  for (size_t i = 0; i < hidden; ++i) chosen.findings.push_back(&result.hidden[i]);
  if (chosen.findings.size() <= kSarifResultLimit) return chosen;
  const std::span<const engine::Finding* const> all = chosen.findings;
  chosen.left_out = fmt::format(
      "GitHub takes {} results of a run: the most severe of {} are here, and {} are left out",
      kSarifResultLimit, CountBySeverity(all), CountBySeverity(all.subspan(kSarifResultLimit)));
  chosen.findings.resize(kSarifResultLimit);
  return chosen;
}

// GitHub takes what is before the last slash.
std::string SarifCategory(std::string_view category) {
  return std::string(category) + (category.ends_with('/') ? "" : "/");
}

}  // namespace

void WriteSarif(const engine::CheckResult& result, std::span<const engine::Rule* const> rules,
                const ReportOptions& options, std::ostream& out) {
  const SarifArtifacts artifacts(result.inputs);
  std::unordered_map<std::string_view, size_t> index;
  for (size_t i = 0; i < rules.size(); ++i) index.emplace(rules[i]->id, i);

  Chunks chunks(out);
  std::string& text = chunks.text();
  text.append("{\n \"$schema\": \"").append(kSchema);
  text.append("\",\n \"version\": \"2.1.0\",\n \"runs\": [\n  {\n");
  WriteDriver(rules, options, &chunks);
  text.append(",\n   \"automationDetails\": {\"id\": ");
  AppendText(SarifCategory(options.category), &text);
  text.append(
      "},\n   \"columnKind\": \"utf16CodeUnits\",\n   \"originalUriBaseIds\": {\"%SRCROOT%\": "
      "{\"description\": {\"text\": \"The root of the repository, or the working "
      "directory.\"}}},\n");
  const SarifResults chosen = ChooseResults(result, options.show_suppressed);
  WriteInvocation(result, chosen.left_out, artifacts, &chunks);
  text.append(",\n   \"artifacts\": ");
  Elements inputs("   ", &chunks);
  for (const engine::InputSummary& input : result.inputs) {
    inputs.Add([&](JsonWriter* json) { SarifArtifacts::WriteArtifact(input, json); });
  }
  inputs.End();
  text.append(",\n   \"results\": ");
  Elements results("   ", &chunks);
  const bool suppressions = options.show_suppressed;
  const auto add = [&](const engine::Finding& finding) {
    const auto rule = index.find(finding.rule->id);
    const auto place = rule == index.end() ? std::nullopt : std::optional(rule->second);
    results.Add(
        [&](JsonWriter* json) { WriteSarifResult(finding, place, suppressions, artifacts, json); });
  };
  for (const engine::Finding* finding : chosen.findings) add(*finding);
  results.End();
  text.append("\n  }\n ]\n}\n");
}

}  // namespace rolelint::report
