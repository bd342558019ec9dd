// A finding as a SARIF result.

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "analyzer/report/glyph.h"
#include "analyzer/report/path.h"
#include "analyzer/report/sarif_values.h"

namespace rolelint::report {
namespace {

Json UriObject(const std::string& file) {
  Json location = {{"uri", UriReference(file)}};
  // A place outside the root is not told from the root.
  if (!file.starts_with('/') && !file.starts_with("../")) location["uriBaseId"] = "%SRCROOT%";
  return location;
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

// "[text](target)" would be a link, also when it comes out of a policy; a backslash takes that from
// it.
std::string WithoutLinks(std::string_view text) {
  std::string out;
  const bool linkish = text.find("](") != std::string_view::npos;
  for (const char c : text) {
    if (linkish && (c == '[' || c == ']' || c == '\\')) out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

std::string LinkText(std::string_view label) {
  std::string out;
  for (const char c : label) {
    if (c == '[' || c == ']' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

void EndSentence(std::string* text) {
  if (text->empty() || std::string_view(".!?").find(text->back()) == std::string_view::npos) {
    text->push_back('.');
  }
}

// Readers take the first sentence for the title; what follows names the other places by their ids.
std::string MessageText(const engine::Finding& finding) {
  std::string text = WithoutLinks(Printable(finding.message));
  EndSentence(&text);
  if (!finding.help.empty()) {
    text += " Help: " + WithoutLinks(Printable(finding.help, true));
    EndSentence(&text);
  }
  for (size_t i = 0; i < finding.related.size(); ++i) {
    const std::string label = Printable(finding.related[i].label);
    text += fmt::format("{}[{}]({})", i == 0 ? " See: " : ", ",
                        label.empty() ? fmt::format("place {}", i + 1) : LinkText(label), i + 1);
  }
  if (!finding.related.empty()) text.push_back('.');
  return text;
}

// The bytes of the region as they stand in the file, or nothing if they are not at hand.
std::string Snippet(const engine::Location& at, std::string_view line, uint32_t cut) {
  if (at.start_line != at.end_line || at.start_column <= cut || at.end_column <= at.start_column) {
    return {};
  }
  uint32_t column = cut + 1;
  const auto skip = [&](uint32_t to) {
    const std::string_view from = line;
    while (column < to && !line.empty()) {
      line.remove_prefix(DecodeGlyph(line).bytes);
      ++column;
    }
    return column < to ? std::string_view() : from.substr(0, from.size() - line.size());
  };
  if (at.start_column > column && skip(at.start_column).empty()) return {};
  return std::string(skip(at.end_column));
}

Json LogicalLocations(const engine::Finding& finding) {
  Json logical = Json::array();
  if (!finding.policy.owner_arn.empty()) {
    Json owner = Json::object();
    if (!finding.policy.name.empty()) owner["name"] = finding.policy.name;
    owner["fullyQualifiedName"] = finding.policy.owner_arn;
    owner["kind"] = "resource";
    logical.push_back(std::move(owner));
  }
  if (!finding.file_pointer.empty()) {
    const std::string& pointer = finding.file_pointer;
    logical.push_back({{"name", pointer.substr(pointer.rfind('/') + 1)},
                       {"fullyQualifiedName", pointer},
                       {"kind", "value"}});
  }
  return logical;
}

Json FixObject(const engine::Fix& fix, const SarifArtifacts& artifacts) {
  // The edits by file, in the order in which the files come first.
  std::vector<std::string> files;
  for (const engine::Edit& edit : fix.edits) {
    if (std::find(files.begin(), files.end(), edit.location.file) == files.end()) {
      files.push_back(edit.location.file);
    }
  }
  Json changes = Json::array();
  for (const std::string& file : files) {
    Json replacements = Json::array();
    for (const engine::Edit& edit : fix.edits) {
      if (edit.location.file != file) continue;
      replacements.push_back({{"deletedRegion", artifacts.Region(edit.location)},
                              {"insertedContent", {{"text", edit.text}}}});
    }
    changes.push_back({{"artifactLocation", artifacts.ArtifactLocation(file)},
                       {"replacements", std::move(replacements)}});
  }
  const char* const text = fix.safe ? "Fix it." : "Fix it; this may change what is allowed.";
  return {{"description", {{"text", text}}}, {"artifactChanges", std::move(changes)}};
}

}  // namespace

SarifArtifacts::SarifArtifacts(std::span<const engine::InputSummary> inputs) {
  for (size_t i = 0; i < inputs.size(); ++i) {
    inputs_.try_emplace(inputs[i].file, Input{i, !IsCompressed(inputs[i].encoding)});
  }
}

Json SarifArtifacts::Object(const engine::InputSummary& input) {
  Json object = {{"location", UriObject(input.file)}, {"roles", {"analysisTarget"}}};
  const std::string_view charset = CharacterSet(input.encoding);
  if (!charset.empty()) object["encoding"] = charset;
  return object;
}

Json SarifArtifacts::ArtifactLocation(const std::string& file) const {
  Json location = UriObject(file);
  if (const auto input = inputs_.find(file); input != inputs_.end()) {
    location["index"] = input->second.index;
  }
  return location;
}

Json SarifArtifacts::Region(const engine::Location& at) const {
  Json region = {{"startLine", at.start_line},
                 {"startColumn", at.start_column_utf16},
                 {"endLine", at.end_line},
                 {"endColumn", at.end_column_utf16}};
  const auto input = inputs_.find(at.file);
  if (input != inputs_.end() && input->second.bytes && at.end_byte >= at.start_byte) {
    region["byteOffset"] = at.start_byte;
    region["byteLength"] = at.end_byte - at.start_byte;
  }
  return region;
}

Json SarifArtifacts::PhysicalLocation(const engine::Location& at, std::string_view snippet) const {
  Json region = Region(at);
  if (!snippet.empty()) region["snippet"] = {{"text", snippet}};
  return {{"artifactLocation", ArtifactLocation(at.file)}, {"region", std::move(region)}};
}

Json SarifResult(const engine::Finding& finding, std::optional<size_t> rule_index,
                 const SarifArtifacts& artifacts) {
  Json location = {
      {"physicalLocation",
       artifacts.PhysicalLocation(finding.location, Snippet(finding.location, finding.source_line,
                                                            finding.source_line_cut))}};
  if (Json logical = LogicalLocations(finding); !logical.empty()) {
    location["logicalLocations"] = std::move(logical);
  }
  Json result = {{"ruleId", finding.rule->id}};
  if (rule_index) result["ruleIndex"] = *rule_index;
  result["level"] = SarifLevel(finding.level, *finding.rule);
  result["message"] = {{"text", MessageText(finding)}};
  result["locations"] = Json::array({std::move(location)});
  if (!finding.related.empty()) {
    Json related = Json::array();
    for (size_t i = 0; i < finding.related.size(); ++i) {
      const engine::Related& other = finding.related[i];
      const engine::Location& at = other.location.file.empty() ? finding.location : other.location;
      Json entry = {
          {"id", i + 1},
          {"physicalLocation",
           artifacts.PhysicalLocation(at, Snippet(at, other.source_line, other.source_line_cut))}};
      if (!other.label.empty()) {
        entry["message"] = {{"text", WithoutLinks(Printable(other.label))}};
      }
      related.push_back(std::move(entry));
    }
    result["relatedLocations"] = std::move(related);
  }
  Json prints = Json::object();
  if (!finding.line_hash.empty()) prints["primaryLocationLineHash"] = finding.line_hash;
  if (!finding.fingerprint.empty()) prints["rolelint/v1"] = finding.fingerprint;
  if (!prints.empty()) result["partialFingerprints"] = std::move(prints);
  if (finding.fix && !finding.fix->edits.empty()) {
    result["fixes"] = Json::array({FixObject(*finding.fix, artifacts)});
  }
  Json properties = {{"level", engine::LevelName(finding.level)},
                     {"confidence", engine::ConfidenceName(finding.confidence)}};
  if (finding.policy.present) {
    properties["policyKind"] = policy::KindName(finding.policy.kind);
    properties["pointer"] = finding.pointer;
  }
  result["properties"] = std::move(properties);
  return result;
}

Json SarifNotification(std::string_view level, const std::string& message, const std::string& file,
                       const engine::Location* location, const SarifArtifacts& artifacts) {
  std::string text = WithoutLinks(Printable(message));
  EndSentence(&text);
  Json notification = {{"level", level}, {"message", {{"text", std::move(text)}}}};
  Json physical;
  if (location != nullptr && !location->file.empty()) {
    physical = artifacts.PhysicalLocation(*location, {});
  } else if (!file.empty()) {
    physical = {{"artifactLocation", artifacts.ArtifactLocation(file)}};
  }
  if (!physical.is_null()) {
    notification["locations"] = Json::array({{{"physicalLocation", std::move(physical)}}});
  }
  return notification;
}

}  // namespace rolelint::report
