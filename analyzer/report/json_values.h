#pragma once

// The objects of the JSON report, shared by the formats built on it. docs/schema/report.schema.json
// describes them.

#include <string>

#include <nlohmann/json.hpp>

#include "analyzer/report/report.h"

namespace rolelint::report {

using Json = nlohmann::ordered_json;

inline constexpr int kSchemaVersion = 1;

Json LocationObject(const engine::Location& location);
Json ToolObject(const ReportOptions& options);
Json SummaryObject(const engine::CheckResult& result);
Json InputObject(const engine::InputSummary& input);
Json FindingObject(const engine::Finding& finding);
Json NoteObject(const engine::RunNote& note);
Json ErrorObject(const engine::RunError& error);

// On one line. Bytes that are not UTF-8 become U+FFFD; controls and hidden characters (glyph.h) are
// written as \uXXXX, so that a terminal shows them and does not obey them.
std::string Dump(const Json& value);

}  // namespace rolelint::report
