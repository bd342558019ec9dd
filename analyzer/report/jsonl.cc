// The JSON report for streams: one object a line, told apart by "type". The summary is the last
// line, so a reader who has seen it has seen everything.

#include <string_view>
#include <vector>

#include "analyzer/report/chunks.h"
#include "analyzer/report/json_values.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {
namespace {

template <typename Members>
void WriteLine(std::string_view type, Members members, Chunks* chunks) {
  JsonWriter json(&chunks->text());
  json.BeginObject();
  json.Text("type", type);
  members(&json);
  json.EndObject();
  chunks->text().push_back('\n');
  chunks->FlushIfLarge();
}

template <typename T>
void WriteLines(std::string_view type, const std::vector<T>& elements,
                void (*members)(const T&, JsonWriter*), Chunks* chunks) {
  for (const T& element : elements) {
    WriteLine(
        type, [&](JsonWriter* json) { members(element, json); }, chunks);
  }
}

}  // namespace

void WriteJsonl(const engine::CheckResult& result, const ReportOptions& options,
                std::ostream& out) {
  Chunks chunks(out);
  WriteLines("finding", result.findings, WriteFinding, &chunks);
  if (options.show_suppressed) {
    WriteLines("suppressed_finding", result.hidden, WriteSuppressedFinding, &chunks);
  }
  WriteLines("change", result.changes, WriteChange, &chunks);
  if (result.fixed) WriteLines("fixed", *result.fixed, WriteApplied, &chunks);
  WriteLines("input", result.inputs, WriteInput, &chunks);
  WriteLines("note", result.notes, WriteNote, &chunks);
  WriteLines("error", result.errors, WriteError, &chunks);
  const auto summary = [&](JsonWriter* json) {
    json->Number("schema_version", kSchemaVersion);
    json->Key("tool").BeginObject();
    WriteTool(options, json);
    json->EndObject();
    WriteSummary(result, json);
  };
  WriteLine("summary", summary, &chunks);
}

}  // namespace rolelint::report
