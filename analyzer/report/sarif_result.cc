// A finding as a SARIF result.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/report/glyph.h"
#include "analyzer/report/path.h"
#include "analyzer/report/sarif_values.h"
#include "analyzer/report/severity_word.h"

namespace rolelint::report {
namespace {

void WriteUri(const std::string& file, JsonWriter* json) {
  json->Text("uri", UriReference(file));
  // A place outside the root is not told from the root.
  if (!file.starts_with('/') && !file.starts_with("../")) json->Text("uriBaseId", "%SRCROOT%");
}

bool IsCompressed(std::string_view encoding) {
  return encoding.find("gzip") != std::string_view::npos;
}

// "utf-16le" and the like as IANA registers them; empty for what is not text as it lies there.
std::string_view CharacterSet(std::string_view encoding) {
  if (IsCompressed(encoding)) return {};
  if (encoding.starts_with("utf-8")) return "UTF-8";
  if (encoding.starts_with("utf-16le")) return "UTF-16LE";
  if (encoding.starts_with("utf-16be")) return "UTF-16BE";
  if (encoding.starts_with("utf-32le")) return "UTF-32LE";
  if (encoding.starts_with("utf-32be")) return "UTF-32BE";
  return {};
}

void AppendEscapingLinks(std::string_view text, std::string* out) {
  for (const char c : text) {
    if (c == '[' || c == ']' || c == '\\') out->push_back('\\');
    out->push_back(c);
  }
}

// What is printed of `text`. "[text](target)" in it would be a link, also when it comes out of a
// policy; a backslash takes that from it.
void AppendWithoutLinks(std::string_view text, bool keep_line_breaks, std::string* out) {
  const std::string printable = Printable(text, keep_line_breaks);
  if (printable.find("](") == std::string::npos) {
    out->append(printable);
  } else {
    AppendEscapingLinks(printable, out);
  }
}

void EndSentence(std::string* text) {
  if (text->empty() || std::string_view(".!?").find(text->back()) == std::string_view::npos) {
    text->push_back('.');
  }
}

// Readers take the first sentence for the title; what follows names the other places by their ids.
std::string MessageText(const engine::Finding& finding) {
  std::string text;
  AppendWithoutLinks(finding.message, false, &text);
  EndSentence(&text);
  if (!finding.help.empty()) {
    std::string help;
    AppendWithoutLinks(finding.help, true, &help);
    EndSentence(&help);
    text.append(" Help: ").append(help);
  }
  for (size_t i = 0; i < finding.related.size(); ++i) {
    const std::string label = Printable(finding.related[i].label);
    text.append(i == 0 ? " See: [" : ", [");
    if (label.empty()) text.append("place ").append(std::to_string(i + 1));
    AppendEscapingLinks(label, &text);
    text.append("](").append(std::to_string(i + 1)).append(")");
  }
  if (!finding.related.empty()) text.push_back('.');
  return text;
}

// The bytes of the region as they stand in the file, or nothing if they are not at hand.
std::string_view Snippet(const engine::Location& at, std::string_view line, uint32_t cut) {
  if (at.start_line != at.end_line || at.start_column <= cut || at.end_column <= at.start_column) {
    return {};
  }
  // Takes so many code points off the line, or nothing if there are fewer.
  const auto take = [&](uint32_t code_points) {
    const std::string_view from = line;
    if (PlainPrefix(line) == line.size()) {
      line.remove_prefix(std::min<size_t>(code_points, line.size()));
      code_points -= static_cast<uint32_t>(from.size() - line.size());
    }
    for (; code_points > 0 && !line.empty(); --code_points) {
      line.remove_prefix(DecodeGlyph(line).bytes);
    }
    return code_points > 0 ? std::string_view() : from.substr(0, from.size() - line.size());
  };
  const uint32_t before = at.start_column - cut - 1;
  if (before > 0 && take(before).empty()) return {};
  return take(at.end_column - at.start_column);
}

void WriteLogicalLocations(const engine::Finding& finding, JsonWriter* json) {
  const engine::PolicyRef& policy = finding.policy;
  const std::string_view pointer = finding.file_pointer;
  if (policy.owner_arn.empty() && pointer.empty()) return;
  json->Key("logicalLocations").BeginArray();
  if (!policy.owner_arn.empty()) {
    json->BeginObject();
    if (!policy.name.empty()) json->Text("name", policy.name);
    json->Text("fullyQualifiedName", policy.owner_arn);
    json->Text("kind", "resource");
    json->EndObject();
  }
  if (!pointer.empty()) {
    json->BeginObject();
    json->Text("name", pointer.substr(pointer.rfind('/') + 1));
    json->Text("fullyQualifiedName", pointer);
    json->Text("kind", "value");
    json->EndObject();
  }
  json->EndArray();
}

// The member "message".
void WriteMessage(std::string_view text, JsonWriter* json) {
  json->Key("message").BeginObject();
  json->Text("text", text);
  json->EndObject();
}

void WriteReplacement(const engine::Edit& edit, const SarifArtifacts& artifacts, JsonWriter* json) {
  json->BeginObject();
  json->Key("deletedRegion");
  artifacts.WriteRegion(edit.location, {}, json);
  json->Key("insertedContent").BeginObject();
  json->Text("text", edit.text);
  json->EndObject();
  json->EndObject();
}

void WriteFix(const engine::Fix& fix, const SarifArtifacts& artifacts, JsonWriter* json) {
  // The edits by file, in the order in which the files come first.
  std::vector<std::string> files;
  for (const engine::Edit& edit : fix.edits) {
    if (std::find(files.begin(), files.end(), edit.location.file) == files.end()) {
      files.push_back(edit.location.file);
    }
  }
  json->BeginObject();
  json->Key("description").BeginObject();
  json->Text("text", fix.safe ? "Fix it." : "Fix it; this may change what is allowed.");
  json->EndObject();
  json->Key("artifactChanges").BeginArray();
  for (const std::string& file : files) {
    json->BeginObject();
    json->Key("artifactLocation");
    artifacts.WriteArtifactLocation(file, json);
    json->Key("replacements").BeginArray();
    for (const engine::Edit& edit : fix.edits) {
      if (edit.location.file == file) WriteReplacement(edit, artifacts, json);
    }
    json->EndArray();
    json->EndObject();
  }
  json->EndArray();
  json->EndObject();
}

void WriteRelated(const engine::Finding& finding, const SarifArtifacts& artifacts,
                  JsonWriter* json) {
  json->Key("relatedLocations").BeginArray();
  for (size_t i = 0; i < finding.related.size(); ++i) {
    const engine::Related& other = finding.related[i];
    const engine::Location& at = other.location.file.empty() ? finding.location : other.location;
    json->BeginObject();
    json->Number("id", i + 1);
    json->Key("physicalLocation");
    artifacts.WritePhysicalLocation(at, Snippet(at, other.source_line, other.source_line_cut),
                                    json);
    if (!other.label.empty()) {
      std::string label;
      AppendWithoutLinks(other.label, false, &label);
      WriteMessage(label, json);
    }
    json->EndObject();
  }
  json->EndArray();
}

void WriteFingerprints(const engine::Finding& finding, JsonWriter* json) {
  if (finding.facts == nullptr) return;
  const engine::FindingFacts& facts = *finding.facts;
  json->Key("partialFingerprints").BeginObject();
  json->Text("primaryLocationLineHash", fmt::format("{}:{}", facts.identity, facts.number));
  json->Text("rolelint/v1", finding.fingerprint);
  if (facts.evidence != nullptr) {
    json->Text("rolelintEvidence/v1", fmt::format("{:016x}", facts.evidence->digest));
  }
  json->EndObject();
}

void WriteSuppressions(const engine::Finding& finding, JsonWriter* json) {
  json->Key("suppressions").BeginArray();
  if (finding.facts != nullptr && finding.facts->suppression) {
    const engine::Suppression& suppression = *finding.facts->suppression;
    const bool comment = suppression.by == engine::Suppression::By::kComment;
    json->BeginObject();
    json->Text("kind", comment ? "inSource" : "external");
    json->Text("status", "accepted");
    json->Text("justification",
               suppression.reason.empty() ? "in the baseline" : Printable(suppression.reason));
    json->EndObject();
  }
  json->EndArray();
}

}  // namespace

SarifArtifacts::SarifArtifacts(std::span<const engine::InputSummary> inputs) {
  for (size_t i = 0; i < inputs.size(); ++i) {
    const auto [input, added] = inputs_.try_emplace(inputs[i].file);
    if (!added) continue;
    input->second.bytes = !IsCompressed(inputs[i].encoding);
    JsonWriter json(&input->second.location);
    json.BeginObject();
    WriteUri(inputs[i].file, &json);
    json.Number("index", i);
    json.EndObject();
  }
}

void SarifArtifacts::WriteArtifact(const engine::InputSummary& input, JsonWriter* json) {
  json->BeginObject();
  json->Key("location").BeginObject();
  WriteUri(input.file, json);
  json->EndObject();
  json->Key("roles").BeginArray();
  json->Text("analysisTarget");
  json->EndArray();
  const std::string_view charset = CharacterSet(input.encoding);
  if (!charset.empty()) json->Text("encoding", charset);
  json->EndObject();
}

void SarifArtifacts::WriteArtifactLocation(const std::string& file, JsonWriter* json) const {
  if (const auto input = inputs_.find(file); input != inputs_.end()) {
    json->Raw(input->second.location);
    return;
  }
  json->BeginObject();
  WriteUri(file, json);
  json->EndObject();
}

void SarifArtifacts::WriteRegion(const engine::Location& at, std::string_view snippet,
                                 JsonWriter* json) const {
  json->BeginObject();
  json->Number("startLine", at.start_line);
  json->Number("startColumn", at.start_column_utf16);
  json->Number("endLine", at.end_line);
  json->Number("endColumn", at.end_column_utf16);
  const auto input = inputs_.find(at.file);
  if (input != inputs_.end() && input->second.bytes && at.end_byte >= at.start_byte) {
    json->Number("byteOffset", at.start_byte);
    json->Number("byteLength", at.end_byte - at.start_byte);
  }
  if (!snippet.empty()) {
    json->Key("snippet").BeginObject();
    json->Text("text", snippet);
    json->EndObject();
  }
  json->EndObject();
}

void SarifArtifacts::WritePhysicalLocation(const engine::Location& at, std::string_view snippet,
                                           JsonWriter* json) const {
  json->BeginObject();
  json->Key("artifactLocation");
  WriteArtifactLocation(at.file, json);
  json->Key("region");
  WriteRegion(at, snippet, json);
  json->EndObject();
}

void WriteSarifResult(const engine::Finding& finding, std::optional<size_t> rule_index,
                      bool suppressions, const SarifArtifacts& artifacts, JsonWriter* json) {
  json->BeginObject();
  json->Text("ruleId", finding.rule->id);
  if (rule_index) json->Number("ruleIndex", *rule_index);
  json->Text("level", SeverityWord(engine::SeverityOf(finding)));
  WriteMessage(MessageText(finding), json);
  json->Key("locations").BeginArray();
  json->BeginObject();
  json->Key("physicalLocation");
  artifacts.WritePhysicalLocation(
      finding.location, Snippet(finding.location, finding.source_line, finding.source_line_cut),
      json);
  WriteLogicalLocations(finding, json);
  json->EndObject();
  json->EndArray();
  if (!finding.related.empty()) WriteRelated(finding, artifacts, json);
  WriteFingerprints(finding, json);
  if (suppressions) WriteSuppressions(finding, json);
  if (finding.fix && !finding.fix->edits.empty()) {
    json->Key("fixes").BeginArray();
    WriteFix(*finding.fix, artifacts, json);
    json->EndArray();
  }
  json->Key("properties").BeginObject();
  json->Text("level", engine::LevelName(finding.level));
  json->Text("severity", engine::SeverityName(engine::SeverityOf(finding)));
  json->Text("confidence", engine::ConfidenceName(finding.confidence));
  if (finding.policy.present) {
    json->Text("policyKind", policy::KindName(finding.policy.kind));
    json->Text("pointer", finding.pointer);
  }
  json->EndObject();
  json->EndObject();
}

void WriteSarifNotification(std::string_view level, const std::string& message,
                            const std::string& file, const engine::Location* location,
                            const SarifArtifacts& artifacts, JsonWriter* json) {
  std::string text;
  AppendWithoutLinks(message, false, &text);
  EndSentence(&text);
  json->BeginObject();
  json->Text("level", level);
  WriteMessage(text, json);
  const bool placed = location != nullptr && !location->file.empty();
  if (placed || !file.empty()) {
    json->Key("locations").BeginArray();
    json->BeginObject();
    json->Key("physicalLocation");
    if (placed) {
      artifacts.WritePhysicalLocation(*location, {}, json);
    } else {
      json->BeginObject();
      json->Key("artifactLocation");
      artifacts.WriteArtifactLocation(file, json);
      json->EndObject();
    }
    json->EndObject();
    json->EndArray();
  }
  json->EndObject();
}

}  // namespace rolelint::report
