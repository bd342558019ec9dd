// The JSON report for streams: one object a line, told apart by "type". The summary is the last
// line, so a reader who has seen it has seen everything.

#include <string_view>
#include <vector>

#include "analyzer/report/json_values.h"
#include "analyzer/report/writers.h"

namespace rolelint::report {
namespace {

void WriteLine(std::string_view type, const Json& object, std::ostream& out) {
  Json line = {{"type", type}};
  line.update(object);
  out << Dump(line) << '\n';
}

template <typename T>
void WriteLines(std::string_view type, const std::vector<T>& elements, Json (*object)(const T&),
                std::ostream& out) {
  for (const T& element : elements) WriteLine(type, object(element), out);
}

}  // namespace

void WriteJsonl(const engine::CheckResult& result, const ReportOptions& options,
                std::ostream& out) {
  WriteLines("finding", result.findings, FindingObject, out);
  WriteLines("input", result.inputs, InputObject, out);
  WriteLines("note", result.notes, NoteObject, out);
  WriteLines("error", result.errors, ErrorObject, out);
  Json end = {{"schema_version", kSchemaVersion}, {"tool", ToolObject(options)}};
  end.update(SummaryObject(result));
  WriteLine("summary", end, out);
}

}  // namespace rolelint::report
