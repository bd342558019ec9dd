// One HTML page that holds everything: the findings as JSON, the script that shows them, and the
// style. It reads nothing from anywhere.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/report/chunks.h"
#include "analyzer/report/fold.h"
#include "analyzer/report/html_page.h"
#include "analyzer/report/json_values.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {
namespace {

void WriteHtmlFinding(const engine::Finding& finding, JsonWriter* json) {
  json->BeginObject();
  WriteFinding(finding, json);
  json->Text("account", AccountOf(finding));
  json->Text("owner", OwnerOf(finding));
  json->Text("help", finding.help);
  json->Text("source_line", finding.source_line);
  json->Number("source_line_cut", finding.source_line_cut);
  json->EndObject();
}

// One element a line, so that the file can be compared.
template <typename Elements, typename WriteElement>
void AppendHtmlArray(std::string_view name, const Elements& elements, WriteElement write,
                     Chunks* chunks) {
  std::string& text = chunks->text();
  text.append(",\n\"").append(name).append("\":[");
  const char* before = "\n";
  std::string object;
  for (const auto& element : elements) {
    object.clear();
    JsonWriter json(&object);
    write(element, &json);
    text.append(before);
    AppendForScript(object, &text);
    before = ",\n";
    chunks->FlushIfLarge();
  }
  text.append("]");
}

void AppendHtmlData(const engine::CheckResult& result, const ReportOptions& options,
                    Chunks* chunks) {
  std::string head;
  JsonWriter json(&head);
  json.Text("summary_line", SummaryLine(result));
  json.Key("tool").BeginObject();
  WriteTool(options, &json);
  json.EndObject();
  chunks->text().push_back('{');
  AppendForScript(head, &chunks->text());
  AppendHtmlArray(
      "findings", MostSevereFirst(result.findings),
      [](const engine::Finding* finding, JsonWriter* out) { WriteHtmlFinding(*finding, out); },
      chunks);
  const auto object = [](auto members) {
    return [members](const auto& element, JsonWriter* out) {
      out->BeginObject();
      members(element, out);
      out->EndObject();
    };
  };
  AppendHtmlArray("errors", result.errors, object(WriteError), chunks);
  AppendHtmlArray("notes", result.notes, object(WriteNote), chunks);
  chunks->text().append("}");
}

}  // namespace

void WriteHtml(const engine::CheckResult& result, const ReportOptions& options, std::ostream& out) {
  constexpr std::string_view kTitle = "rolelint report";
  const HtmlParts parts{kTitle, kHtmlBody, kHtmlScript, kHtmlScriptHash};
  Chunks chunks(out);
  AppendHtmlBegin(parts, &chunks.text());
  AppendHtmlData(result, options, &chunks);
  AppendHtmlEnd(parts, &chunks.text());
}

}  // namespace rolelint::report
