#include "analyzer/report/json_values.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/report/glyph.h"
#include "analyzer/report/path.h"

namespace rolelint::report {
namespace {

Json OptionalLocation(const std::optional<engine::Location>& location) {
  return location ? LocationObject(*location) : Json(nullptr);
}

Json FixObject(const engine::Fix& fix) {
  Json edits = Json::array();
  for (const engine::Edit& edit : fix.edits) {
    edits.push_back(
        {{"start_byte", edit.start_byte}, {"end_byte", edit.end_byte}, {"text", edit.text}});
  }
  return {{"safe", fix.safe}, {"edits", std::move(edits)}};
}

void AppendUnit(uint32_t unit, std::string* out) {
  fmt::format_to(std::back_inserter(*out), "\\u{:04x}", unit);
}

}  // namespace

Json LocationObject(const engine::Location& location) {
  return {{"file", Utf8Path(location.file)},       {"start_line", location.start_line},
          {"start_column", location.start_column}, {"end_line", location.end_line},
          {"end_column", location.end_column},     {"start_byte", location.start_byte},
          {"end_byte", location.end_byte}};
}

Json ToolObject(const ReportOptions& options) {
  return {{"name", "rolelint"},
          {"version", options.tool_version},
          {"catalog_date", options.catalog_date}};
}

Json SummaryObject(const engine::CheckResult& result) {
  Json levels = Json::object();
  for (int i = engine::kLevelCount - 1; i >= 0; --i) {
    levels[std::string(engine::LevelName(static_cast<engine::Level>(i)))] = result.by_level[i];
  }
  return {{"findings", std::move(levels)}, {"suppressed", result.suppressed},
          {"baselined", result.baselined}, {"inputs", result.inputs.size()},
          {"policies", result.policies},   {"not_checked", result.not_checked}};
}

Json InputObject(const engine::InputSummary& input) {
  Json parts = Json::array();
  for (const engine::NotCheckedPart& part : input.not_checked) {
    parts.push_back({{"pointer", part.pointer}, {"reason", part.reason}});
  }
  return {{"file", Utf8Path(input.file)},
          {"format", input.format},
          {"encoding", input.encoding},
          {"policies", input.policies},
          {"not_checked", std::move(parts)}};
}

Json FindingObject(const engine::Finding& finding) {
  Json policy = nullptr;
  if (finding.policy.present) {
    policy = {{"kind", policy::KindName(finding.policy.kind)},
              {"name", finding.policy.name},
              {"owner_arn", finding.policy.owner_arn}};
  }
  Json related = Json::array();
  for (const engine::Related& other : finding.related) {
    // What has no place of its own belongs to the finding's.
    const engine::Location& at = other.location.file.empty() ? finding.location : other.location;
    related.push_back(
        {{"label", other.label}, {"location", LocationObject(at)}, {"pointer", other.pointer}});
  }
  return {{"rule", finding.rule->id},
          {"level", engine::LevelName(finding.level)},
          {"confidence", engine::ConfidenceName(finding.confidence)},
          {"message", finding.message},
          {"location", LocationObject(finding.location)},
          {"pointer", finding.pointer},
          {"file_pointer", finding.file_pointer},
          {"policy", std::move(policy)},
          {"related", std::move(related)},
          {"fix", finding.fix ? FixObject(*finding.fix) : Json(nullptr)},
          {"fingerprint", finding.fingerprint}};
}

Json NoteObject(const engine::RunNote& note) {
  return {{"message", note.message}, {"location", OptionalLocation(note.location)}};
}

Json ErrorObject(const engine::RunError& error) {
  return {{"file", Utf8Path(error.file)},
          {"message", error.message},
          {"location", OptionalLocation(error.location)}};
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
    if (!IsHidden(glyph.code)) {
      out.append(rest.substr(0, glyph.bytes));
    } else if (glyph.code < 0x10000) {
      AppendUnit(glyph.code, &out);
    } else {
      AppendUnit(0xD7C0 + (glyph.code >> 10), &out);
      AppendUnit(0xDC00 + (glyph.code & 0x3FF), &out);
    }
    rest.remove_prefix(glyph.bytes);
  }
  return out;
}

}  // namespace rolelint::report
