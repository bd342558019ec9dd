#include "analyzer/cli/map_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>
#include <utility>

#include "analyzer/inputs/syntax.h"
#include "analyzer/report/json_values.h"
#include "analyzer/text/source.h"

namespace rolelint::cli {
namespace {

using Json = nlohmann::ordered_json;
using engine::InputSpec;

// How every record begins.
constexpr std::string_view kBegin = "{\"rolelint_map_record\":";
constexpr std::string_view kGzip = "\x1f\x8b";

std::optional<text::Source> Open(const InputSpec& input, text::SourceError* problem) {
  return input.path.empty() ? text::Source::FromBytes(input.display_name, input.bytes, problem)
                            : text::Source::FromFile(input.path, input.display_name, problem);
}

// Cheap: most inputs are no records.
bool MayBeRecord(const InputSpec& input) {
  std::string head = input.bytes.substr(0, kBegin.size());
  if (!input.path.empty()) {
    std::ifstream file(input.path, std::ios::binary);
    head.resize(kBegin.size());
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  }
  return head == kBegin || head.starts_with(kGzip);
}

// JSON without the blanks between its tokens, lines kept. What has comments stays as it is.
std::string Compact(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      out += c;
      if (c == '\\' && i + 1 < text.size()) out += text[++i];
      quoted = c != '"';
      continue;
    }
    if (c == '/') return std::string(text);
    if (c == ' ' || c == '\t') continue;
    quoted = c == '"';
    out += c;
  }
  return out;
}

// What a record holds.
bool Expand(const InputSpec& record, std::string_view text, std::vector<InputSpec>* to,
            std::string* error) {
  const nlohmann::json value = nlohmann::json::parse(text, nullptr, false);
  const auto bad = [&](std::string_view why) {
    *error = fmt::format("{}: {}", record.display_name, why);
    return false;
  };
  if (!value.is_object()) return bad("the record is cut off or damaged");
  if (value["rolelint_map_record"] != kRecordVersion) {
    return bad("a record of another version than this program reads");
  }
  const auto inputs = value.find("inputs");
  if (inputs == value.end() || !inputs->is_array()) return bad("the record holds no inputs");
  for (const nlohmann::json& one : *inputs) {
    const bool whole = one.is_object() && one.contains("name") && one["name"].is_string() &&
                       one.contains("text") && one["text"].is_string();
    if (!whole) return bad("an input of the record lacks its name or text");
    InputSpec& input = to->emplace_back();
    input.display_name = one["name"].get<std::string>();
    input.bytes = one["text"].get<std::string>();
    input.explicitly_named = one.value("named", true);
  }
  return true;
}

bool Before(const InputSpec& a, const InputSpec& b) {
  return std::tie(a.display_name, a.bytes) < std::tie(b.display_name, b.bytes);
}

bool Same(const InputSpec& a, const InputSpec& b) {
  return a.path == b.path && a.display_name == b.display_name && a.bytes == b.bytes;
}

}  // namespace

bool ExpandRecords(std::vector<InputSpec>* inputs, std::string* error) {
  std::vector<InputSpec> all;
  for (InputSpec& input : *inputs) {
    text::SourceError ignored;
    std::optional<text::Source> source;
    if (MayBeRecord(input)) source = Open(input, &ignored);
    if (!source || !source->text().starts_with(kBegin)) {
      all.push_back(std::move(input));
    } else if (!Expand(input, source->text(), &all, error)) {
      return false;
    }
  }
  std::stable_sort(all.begin(), all.end(), Before);
  all.erase(std::unique(all.begin(), all.end(), Same), all.end());
  *inputs = std::move(all);
  return true;
}

bool WriteRecord(std::vector<InputSpec> inputs, std::ostream& out, std::string* error) {
  if (!ExpandRecords(&inputs, error)) return false;
  out << kBegin << kRecordVersion << ",\"inputs\":[";
  bool first = true;
  for (const InputSpec& input : inputs) {
    text::SourceError problem;
    const std::optional<text::Source> source = Open(input, &problem);
    if (!source) {
      // A folder holds all sorts of files.
      const bool no_text = problem.code == text::SourceError::Code::kEmpty ||
                           problem.code == text::SourceError::Code::kBinary;
      if (no_text && !input.explicitly_named) continue;
      *error = fmt::format("{}: {}", input.display_name, problem.message);
      return false;
    }
    const bool json = inputs::SniffSyntax(source->text()) == inputs::Syntax::kJson;
    Json one = {{"name", input.display_name},
                {"text", json ? Compact(source->text()) : std::string(source->text())}};
    if (!input.explicitly_named) one["named"] = false;
    out << (first ? "\n" : ",\n") << report::Dump(one);
    first = false;
  }
  out << "\n]}\n";
  return true;
}

}  // namespace rolelint::cli
