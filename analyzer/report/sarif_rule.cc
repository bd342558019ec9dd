// A rule as SARIF describes it. All of it is static: GitHub wants the same rules whatever was
// analysed.

#include <fmt/format.h>

#include "analyzer/report/markdown.h"
#include "analyzer/report/sarif_values.h"
#include "analyzer/report/severity_word.h"

namespace rolelint::report {
namespace {

// Improper access control: what every security finding about a policy comes down to.
constexpr std::string_view kCweTag = "external/cwe/cwe-284";

std::string_view ProblemSeverity(engine::Level level) {
  switch (level) {
    case engine::Level::kError:
      return "error";
    case engine::Level::kSecurity:
    case engine::Level::kWarning:
      return "warning";
    case engine::Level::kSuggestion:
      return "recommendation";
  }
  return "warning";
}

void WriteRuleProperties(const engine::Rule& rule, JsonWriter* json) {
  const bool security = !rule.security_severity.empty();
  json->BeginObject();
  json->Key("tags").BeginArray();
  json->Text("iam");
  if (security) {
    json->Text("security");
    json->Text(kCweTag);
  } else {
    json->Text(rule.level == engine::Level::kError ? "correctness" : "maintainability");
  }
  json->EndArray();
  json->Text("precision", engine::ConfidenceName(rule.confidence));
  if (security) {
    json->Text("security-severity", rule.security_severity);
  } else {
    json->Text("problem.severity", ProblemSeverity(rule.level));
  }
  if (!rule.equivalents.empty()) {
    json->Key("equivalents").BeginArray();
    for (const std::string_view code : rule.equivalents) json->Text(code);
    json->EndArray();
  }
  json->EndObject();
}

// A multiformatMessageString.
void WriteMessage(std::string_view key, std::string_view text, JsonWriter* json) {
  json->Key(key).BeginObject();
  json->Text("text", text);
  json->EndObject();
}

}  // namespace

void WriteSarifRule(const engine::Rule& rule, std::string_view page, JsonWriter* json) {
  std::string full = MarkdownToText(MarkdownSection(page, "What it finds"));
  if (full.empty()) full = rule.summary;
  json->BeginObject();
  json->Text("id", rule.id);
  json->Text("name", engine::PascalCase(rule.id));
  WriteMessage("shortDescription", Shorten(rule.summary, kSarifDescriptionBytes), json);
  WriteMessage("fullDescription", Shorten(full, kSarifDescriptionBytes), json);
  if (page.empty()) {
    WriteMessage("help", fmt::format("{} See `rolelint explain {}`.", rule.summary, rule.id), json);
  } else {
    json->Key("help").BeginObject();
    json->Text("text", MarkdownToText(page));
    json->Text("markdown", page);
    json->EndObject();
  }
  json->Key("defaultConfiguration").BeginObject();
  json->Text("level", SeverityWord(engine::SeverityOf(rule, rule.level, rule.confidence)));
  json->EndObject();
  if (!rule.aws_page.empty()) json->Text("helpUri", rule.aws_page);
  json->Key("properties");
  WriteRuleProperties(rule, json);
  json->EndObject();
}

}  // namespace rolelint::report
