// The JSON report, element by element: one object a line inside the arrays, so that a report of any
// size is written in constant memory and two reports compare line by line.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/chunks.h"
#include "analyzer/report/json_values.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {
namespace {

template <typename T>
void WriteArray(std::string_view name, const std::vector<T>& elements,
                void (*members)(const T&, JsonWriter*), Chunks* chunks) {
  std::string& text = chunks->text();
  text.append(" \"").append(name).append("\": [");
  const char* before = "\n  ";
  for (const T& element : elements) {
    text.append(before);
    JsonWriter json(&text);
    json.BeginObject();
    members(element, &json);
    json.EndObject();
    before = ",\n  ";
    chunks->FlushIfLarge();
  }
  text.append(elements.empty() ? "]" : "\n ]");
}

template <typename T>
void WriteMember(std::string_view name, const T& value, void (*members)(const T&, JsonWriter*),
                 std::string* text) {
  text->append(" \"").append(name).append("\": ");
  JsonWriter json(text);
  json.BeginObject();
  members(value, &json);
  json.EndObject();
  text->append(",\n");
}

}  // namespace

void WriteJson(const engine::CheckResult& result, const ReportOptions& options, std::ostream& out) {
  Chunks chunks(out);
  std::string& text = chunks.text();
  text.append("{\n \"schema_version\": ");
  AppendNumber(kSchemaVersion, &text);
  text.append(",\n");
  WriteMember("tool", options, WriteTool, &text);
  WriteMember("summary", result, WriteSummary, &text);
  WriteArray("inputs", result.inputs, WriteInput, &chunks);
  text.append(",\n");
  WriteArray("findings", result.findings, WriteFinding, &chunks);
  text.append(",\n");
  if (options.show_suppressed) {
    WriteArray("suppressed_findings", result.hidden, WriteSuppressedFinding, &chunks);
    text.append(",\n");
  }
  if (!result.changes.empty()) {
    WriteArray("changes", result.changes, WriteChange, &chunks);
    text.append(",\n");
  }
  if (result.fixed) {
    WriteArray("fixed", *result.fixed, WriteApplied, &chunks);
    text.append(",\n");
  }
  WriteArray("notes", result.notes, WriteNote, &chunks);
  text.append(",\n");
  WriteArray("errors", result.errors, WriteError, &chunks);
  text.append("\n}\n");
}

}  // namespace rolelint::report
