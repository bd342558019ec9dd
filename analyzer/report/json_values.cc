#include "analyzer/report/json_values.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/engine/rule.h"
#include "analyzer/report/glyph.h"
#include "analyzer/report/path.h"

namespace rolelint::report {
namespace {

void WritePath(std::string_view key, std::string_view path, JsonWriter* json) {
  if (PlainPrefix(path) == path.size()) {
    json->Text(key, path);
  } else {
    json->Text(key, Utf8Path(path));
  }
}

void WriteOptionalLocation(const std::optional<engine::Location>& location, JsonWriter* json) {
  json->Key("location");
  if (location) {
    WriteLocation(*location, json);
  } else {
    json->Raw("null");
  }
}

void WriteFix(const engine::Fix& fix, JsonWriter* json) {
  json->BeginObject();
  json->Key("safe").Raw(fix.safe ? "true" : "false");
  json->Key("edits").BeginArray();
  for (const engine::Edit& edit : fix.edits) {
    json->BeginObject();
    json->Number("start_byte", edit.start_byte);
    json->Number("end_byte", edit.end_byte);
    json->Text("text", edit.text);
    json->EndObject();
  }
  json->EndArray();
  json->EndObject();
}

void WritePolicy(const engine::PolicyRef& policy, JsonWriter* json) {
  json->BeginObject();
  json->Text("kind", policy::KindName(policy.kind));
  json->Text("name", policy.name);
  json->Text("owner_arn", policy.owner_arn);
  json->EndObject();
}

// Bytes of evidence. The longest policy that AWS takes is that of a KMS key, of 32 KiB.
constexpr size_t kLongestEvidence = size_t{32} << 10;

size_t LengthOf(const accept::Evidence& evidence) {
  size_t length = 0;
  for (const accept::EvidencePart& part : evidence.parts) {
    for (const std::string& statement : part.statements) length += statement.size();
  }
  return length;
}

// What identifies the finding, and what it is compared by.
void WriteFacts(const engine::FindingFacts& facts, JsonWriter* json) {
  json->Text("identity", facts.identity);
  // Each finding of a statement carries all of it: where that is longer than any policy that AWS
  // takes, a report would grow with the square of the policy.
  const bool shown = facts.evidence != nullptr && LengthOf(*facts.evidence) <= kLongestEvidence;
  json->Key("evidence").Raw(shown ? accept::EvidenceJson(*facts.evidence) : "null");
  if (!facts.added.empty()) json->Text("added", facts.added);
}

std::string_view SuppressedBy(engine::Suppression::By by) {
  switch (by) {
    case engine::Suppression::By::kBaseline:
      return "baseline";
    case engine::Suppression::By::kConfiguration:
      return "configuration";
    case engine::Suppression::By::kComment:
      break;
  }
  return "comment";
}

template <typename Write>
Json TreeOf(Write write) {
  std::string text;
  JsonWriter json(&text);
  write(&json);
  return Json::parse(text);
}

}  // namespace

void WriteLocation(const engine::Location& location, JsonWriter* json) {
  json->BeginObject();
  WritePath("file", location.file, json);
  json->Number("start_line", location.start_line);
  json->Number("start_column", location.start_column);
  json->Number("end_line", location.end_line);
  json->Number("end_column", location.end_column);
  json->Number("start_byte", location.start_byte);
  json->Number("end_byte", location.end_byte);
  json->EndObject();
}

void WriteTool(const ReportOptions& options, JsonWriter* json) {
  json->Text("name", "rolelint");
  json->Text("version", options.tool_version);
  json->Text("catalog_date", options.catalog_date);
}

void WriteSummary(const engine::CheckResult& result, JsonWriter* json) {
  json->Key("findings").BeginObject();
  for (int i = engine::kLevelCount - 1; i >= 0; --i) {
    json->Number(engine::LevelName(static_cast<engine::Level>(i)), result.by_level[i]);
  }
  json->EndObject();
  json->Key("severities").BeginObject();
  for (int i = engine::kSeverityCount - 1; i >= 0; --i) {
    json->Number(engine::SeverityName(static_cast<engine::Severity>(i)), result.by_severity[i]);
  }
  json->EndObject();
  json->Number("suppressed", result.suppressed);
  json->Number("baselined", result.baselined);
  json->Number("inputs", result.inputs.size());
  json->Number("policies", result.policies);
  json->Number("not_checked", result.not_checked);
}

void WriteInput(const engine::InputSummary& input, JsonWriter* json) {
  WritePath("file", input.file, json);
  json->Text("format", input.format);
  json->Text("encoding", input.encoding);
  json->Number("policies", input.policies);
  json->Key("not_checked").BeginArray();
  for (const engine::NotCheckedPart& part : input.not_checked) {
    json->BeginObject();
    json->Text("pointer", part.pointer);
    json->Text("reason", part.reason);
    json->EndObject();
  }
  json->EndArray();
}

void WriteFinding(const engine::Finding& finding, JsonWriter* json) {
  json->Text("rule", finding.rule->id);
  json->Text("level", engine::LevelName(finding.level));
  json->Text("severity", engine::SeverityName(engine::SeverityOf(finding)));
  json->Text("confidence", engine::ConfidenceName(finding.confidence));
  json->Text("message", finding.message);
  json->Key("location");
  WriteLocation(finding.location, json);
  json->Text("pointer", finding.pointer);
  json->Text("file_pointer", finding.file_pointer);
  json->Key("policy");
  if (finding.policy.present) {
    WritePolicy(finding.policy, json);
  } else {
    json->Raw("null");
  }
  json->Key("related").BeginArray();
  for (const engine::Related& other : finding.related) {
    json->BeginObject();
    json->Text("label", other.label);
    json->Key("location");
    // What has no place of its own belongs to the finding's.
    WriteLocation(other.location.file.empty() ? finding.location : other.location, json);
    json->Text("pointer", other.pointer);
    json->EndObject();
  }
  json->EndArray();
  json->Key("fix");
  if (finding.fix) {
    WriteFix(*finding.fix, json);
  } else {
    json->Raw("null");
  }
  json->Text("fingerprint", finding.fingerprint);
  if (finding.facts != nullptr) WriteFacts(*finding.facts, json);
}

void WriteSuppressedFinding(const engine::Finding& finding, JsonWriter* json) {
  WriteFinding(finding, json);
  const engine::Suppression& suppression = *finding.facts->suppression;
  json->Key("suppression").BeginObject();
  json->Text("by", SuppressedBy(suppression.by));
  json->Text("reason", suppression.reason);
  json->EndObject();
}

void WriteChange(const engine::PolicyChange& change, JsonWriter* json) {
  using Verdict = engine::PolicyChange::Verdict;
  WritePath("file", change.file, json);
  json->Text("kind", policy::KindName(change.kind));
  json->Text("owner", change.owner);
  json->Text("name", change.policy);
  json->Key("added").Raw(change.added ? "true" : "false");
  json->Text("access", change.verdict == Verdict::kNothingNew  ? "nothing-new"
                       : change.verdict == Verdict::kNewAccess ? "new"
                                                               : "undecided");
  json->Text("witness", change.request);
  json->Text("reason", change.reason);
}

void WriteApplied(const engine::AppliedFix& fix, JsonWriter* json) {
  json->Text("rule", fix.rule->id);
  json->Text("message", fix.message);
  json->Key("location");
  WriteLocation(fix.location, json);
  json->Key("safe").Raw(fix.safe ? "true" : "false");
  json->Text("access", fix.result);
  json->Text("witness", fix.request);
  json->Key("refused_before").Raw(fix.refused_before ? "true" : "false");
}

void WriteNote(const engine::RunNote& note, JsonWriter* json) {
  json->Text("message", note.message);
  WriteOptionalLocation(note.location, json);
}

void WriteError(const engine::RunError& error, JsonWriter* json) {
  WritePath("file", error.file, json);
  json->Text("message", error.message);
  WriteOptionalLocation(error.location, json);
}

Json LocationObject(const engine::Location& location) {
  return TreeOf([&](JsonWriter* json) { WriteLocation(location, json); });
}

Json ToolObject(const ReportOptions& options) {
  return TreeOf([&](JsonWriter* json) {
    json->BeginObject();
    WriteTool(options, json);
    json->EndObject();
  });
}

Json ErrorObject(const engine::RunError& error) {
  return TreeOf([&](JsonWriter* json) {
    json->BeginObject();
    WriteError(error, json);
    json->EndObject();
  });
}

std::string Dump(const Json& value) {
  std::string plain = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  const auto special = std::find_if(plain.begin(), plain.end(),
                                    [](char c) { return static_cast<unsigned char>(c) >= 0x7F; });
  if (special == plain.end()) return plain;
  const auto begin = static_cast<size_t>(special - plain.begin());
  std::string out(plain, 0, begin);
  out.reserve(plain.size());
  // Outside strings JSON is ASCII without controls, so whatever is hidden stands in a string.
  std::string_view rest = std::string_view(plain).substr(begin);
  while (!rest.empty()) {
    const Glyph glyph = DecodeGlyph(rest);
    if (IsHidden(glyph.code)) {
      AppendEscape(glyph.code, &out);
    } else {
      out.append(rest.substr(0, glyph.bytes));
    }
    rest.remove_prefix(glyph.bytes);
  }
  return out;
}

}  // namespace rolelint::report
