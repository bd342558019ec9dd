// Findings as diagnostics, and their fixes as code actions.

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "analyzer/engine/rule.h"
#include "analyzer/engine/severity.h"
#include "analyzer/report/report.h"
#include "analyzer/serve/lsp_document.h"

namespace rolelint::serve {
namespace {

// The protocol's numbers.
constexpr int kErrorSeverity = 1;
constexpr int kWarningSeverity = 2;
constexpr int kInformationSeverity = 3;

int SeverityNumber(const engine::Finding& finding) {
  switch (engine::SeverityOf(finding)) {
    case engine::Severity::kCritical:
    case engine::Severity::kHigh:
      return kErrorSeverity;
    case engine::Severity::kMedium:
      return kWarningSeverity;
    case engine::Severity::kLow:
      break;
  }
  return kInformationSeverity;
}

JsonTree RangeOf(const LspDocument& document, const engine::Location& location) {
  return RangeObject(document.text, location.start_byte, location.end_byte);
}

JsonTree RelatedOf(const LspDocument& document, const engine::Finding& finding) {
  JsonTree list = JsonTree::array();
  for (const engine::Related& other : finding.related) {
    if (other.location.file.empty()) continue;
    list.push_back(
        {{"location", {{"uri", document.uri}, {"range", RangeOf(document, other.location)}}},
         {"message", report::Printable(other.label)}});
  }
  return list;
}

JsonTree DiagnosticOf(const LspDocument& document, const LspClient& client,
                      const engine::Finding& finding) {
  std::string message = finding.message;
  if (!finding.help.empty()) message += "\nhelp: " + finding.help;
  JsonTree diagnostic = {{"range", RangeOf(document, finding.location)},
                         {"severity", SeverityNumber(finding)},
                         {"code", finding.rule->id},
                         {"source", "rolelint"},
                         {"message", report::Printable(message, true)}};
  if (client.related_information && !finding.related.empty()) {
    diagnostic["relatedInformation"] = RelatedOf(document, finding);
  }
  return diagnostic;
}

std::string FixTitle(const engine::Finding& finding) {
  const auto& edits = finding.fix->edits;
  std::string title;
  if (edits.size() == 1 && !edits[0].text.empty()) {
    title = fmt::format("Replace by {}", edits[0].text);
  } else if (edits.size() == 1) {
    title = "Remove the text";
  } else {
    title = fmt::format("Change {} places", edits.size());
  }
  constexpr size_t kMost = 80;
  if (title.size() > kMost || title.find('\n') != std::string::npos) title = "Apply the fix";
  return report::Printable(title) + fmt::format(" ({})", finding.rule->id);
}

JsonTree EditOf(const LspDocument& document, const LspClient& client, const engine::Fix& fix) {
  JsonTree edits = JsonTree::array();
  for (const engine::Edit& edit : fix.edits) {
    edits.push_back({{"range", RangeObject(document.text, edit.start_byte, edit.end_byte)},
                     {"newText", edit.text}});
  }
  if (!client.document_changes) {
    JsonTree changes = JsonTree::object();
    changes[document.uri] = std::move(edits);
    return {{"changes", std::move(changes)}};
  }
  JsonTree change = {{"textDocument", {{"uri", document.uri}, {"version", document.version}}},
                     {"edits", std::move(edits)}};
  return {{"documentChanges", JsonTree::array({std::move(change)})}};
}

}  // namespace

JsonTree RangeObject(const TextDocument& document, size_t begin, size_t end) {
  const TextPosition from = document.PositionOf(begin);
  const TextPosition to = document.PositionOf(std::max(begin, end));
  return {{"start", {{"line", from.line}, {"character", from.character}}},
          {"end", {{"line", to.line}, {"character", to.character}}}};
}

JsonTree DiagnosticsOf(const LspDocument& document, const LspClient& client) {
  JsonTree list = JsonTree::array();
  std::set<std::string_view> told;
  for (const engine::Finding& finding : document.result.findings) {
    told.insert(finding.message);
    list.push_back(DiagnosticOf(document, client, finding));
  }
  // A text that cannot be read is an error and, where a rule finds it, a finding too.
  for (const engine::RunError& error : document.result.errors) {
    if (told.contains(error.message)) continue;
    list.push_back({{"range", error.location ? RangeOf(document, *error.location)
                                             : RangeObject(document.text, 0, 0)},
                    {"severity", kErrorSeverity},
                    {"source", "rolelint"},
                    {"message", report::Printable(error.message)}});
  }
  JsonTree parameters = {{"uri", document.uri}};
  if (!document.version.is_null()) parameters["version"] = document.version;
  parameters["diagnostics"] = std::move(list);
  return parameters;
}

JsonTree CodeActionsIn(const LspDocument& document, const LspClient& client, size_t begin,
                       size_t end) {
  JsonTree actions = JsonTree::array();
  for (const engine::Finding& finding : document.result.findings) {
    const bool touches = finding.location.start_byte <= end && finding.location.end_byte >= begin;
    if (!finding.fix || finding.fix->edits.empty() || !touches) continue;
    actions.push_back({{"title", FixTitle(finding)},
                       {"kind", "quickfix"},
                       {"diagnostics", JsonTree::array({DiagnosticOf(document, client, finding)})},
                       {"isPreferred", finding.fix->safe},
                       {"edit", EditOf(document, client, *finding.fix)}});
  }
  return actions;
}

}  // namespace rolelint::serve
