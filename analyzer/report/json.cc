// The JSON report, element by element: one object a line inside the arrays, so that a report of any
// size is written in constant memory and two reports compare line by line.

#include <string_view>
#include <vector>

#include "analyzer/report/json_values.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {
namespace {

template <typename T>
void WriteArray(std::string_view name, const std::vector<T>& elements, Json (*object)(const T&),
                std::ostream& out) {
  out << " \"" << name << "\": [";
  const char* before = "\n  ";
  for (const T& element : elements) {
    out << before << Dump(object(element));
    before = ",\n  ";
  }
  out << (elements.empty() ? "]" : "\n ]");
}

}  // namespace

void WriteJson(const engine::CheckResult& result, const ReportOptions& options, std::ostream& out) {
  out << "{\n \"schema_version\": " << kSchemaVersion
      << ",\n \"tool\": " << Dump(ToolObject(options))
      << ",\n \"summary\": " << Dump(SummaryObject(result)) << ",\n";
  WriteArray("inputs", result.inputs, InputObject, out);
  out << ",\n";
  WriteArray("findings", result.findings, FindingObject, out);
  out << ",\n";
  WriteArray("notes", result.notes, NoteObject, out);
  out << ",\n";
  WriteArray("errors", result.errors, ErrorObject, out);
  out << "\n}\n";
}

}  // namespace rolelint::report
