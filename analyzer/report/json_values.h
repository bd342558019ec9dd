#ifndef ROLELINT_REPORT_JSON_VALUES_H_
#define ROLELINT_REPORT_JSON_VALUES_H_

// The objects of the JSON report, shared by the formats built on it. docs/schema/report.schema.json
// describes them.

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "analyzer/report/json_writer.h"
#include "analyzer/report/report.h"

namespace rolelint::report {

using Json = nlohmann::ordered_json;

inline constexpr int kSchemaVersion = 1;

void WriteLocation(const engine::Location& location, JsonWriter* json);
// Each writes the members of its object, which the caller begins and ends.
void WriteTool(const ReportOptions& options, JsonWriter* json);
void WriteSummary(const engine::CheckResult& result, JsonWriter* json);
void WriteInput(const engine::InputSummary& input, JsonWriter* json);
void WriteFinding(const engine::Finding& finding, JsonWriter* json);
// Of a finding that is not reported: the same, and why it is not.
void WriteSuppressedFinding(const engine::Finding& finding, JsonWriter* json);
void WriteChange(const engine::PolicyChange& change, JsonWriter* json);
void WriteApplied(const engine::AppliedFix& fix, JsonWriter* json);
void WriteNote(const engine::RunNote& note, JsonWriter* json);
void WriteError(const engine::RunError& error, JsonWriter* json);

// The same objects for those who put trees together.
Json LocationObject(const engine::Location& location);
Json ToolObject(const ReportOptions& options);
Json ErrorObject(const engine::RunError& error);

// As JsonWriter writes it.
std::string Dump(const Json& value);

}  // namespace rolelint::report

#endif  // ROLELINT_REPORT_JSON_VALUES_H_
