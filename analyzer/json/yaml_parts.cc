#include "analyzer/json/yaml_parts.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "analyzer/text/ascii.h"
#include "analyzer/text/utf8.h"

namespace rolelint::json {
namespace {

using text::IsContinuation;
using text::IsDigit;

size_t SkipDigits(std::string_view text, size_t at) {
  while (at < text.size() && IsDigit(text[at])) ++at;
  return at;
}

bool AllOf(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

bool IsNumber(std::string_view text) {
  if (text.starts_with("0o")) return AllOf(text.substr(2), "01234567");
  if (text.starts_with("0x")) return AllOf(text.substr(2), "0123456789abcdefABCDEF");
  if (text == ".nan" || text == ".NaN" || text == ".NAN") return true;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  if (text == ".inf" || text == ".Inf" || text == ".INF") return true;
  const size_t whole = SkipDigits(text, 0);
  size_t at = whole;
  if (at < text.size() && text[at] == '.') {
    at = SkipDigits(text, at + 1);
    if (whole == 0 && at == 1) return false;  // "." alone
  } else if (whole == 0) {
    return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    const size_t digits = SkipDigits(text, at);
    if (digits == at) return false;
    at = digits;
  }
  return at == text.size();
}

constexpr std::string_view kFunctions[] = {
    "And",    "Base64", "Cidr",        "Equals", "FindInMap", "ForEach",      "GetAtt",
    "GetAZs", "If",     "ImportValue", "Join",   "Length",    "Not",          "Or",
    "Select", "Split",  "Sub",         "Ref",    "Transform", "ToJsonString", "Condition",
};

}  // namespace

Type PlainType(std::string_view text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL")
    return Type::kNull;
  if (text == "true" || text == "True" || text == "TRUE" || text == "false" || text == "False" ||
      text == "FALSE") {
    return Type::kBool;
  }
  return IsNumber(text) ? Type::kNumber : Type::kString;
}

bool IsFunctionTag(std::string_view tag) {
  if (!tag.starts_with('!')) return false;
  tag.remove_prefix(1);
  return std::find(std::begin(kFunctions), std::end(kFunctions), tag) != std::end(kFunctions);
}

ByteOffsets::ByteOffsets(std::string_view text) : text_(text) {
  uint32_t characters = 0;
  for (uint32_t at = 0; at < text.size(); ++at) {
    if (IsContinuation(text[at])) continue;
    if (characters++ % kStep == 0) steps_.push_back(at);
  }
}

uint32_t ByteOffsets::operator()(size_t character) const {
  const size_t step = character / kStep;
  if (step >= steps_.size()) return static_cast<uint32_t>(text_.size());
  uint32_t at = steps_[step];
  for (size_t rest = character % kStep; rest > 0 && at < text_.size(); --rest) {
    ++at;
    while (at < text_.size() && IsContinuation(text_[at])) ++at;
  }
  return at;
}

void MergeMaps(uint32_t object, Tree* tree) {
  std::vector<Node>& nodes = tree->nodes;
  // The object as it is, counted from its own node; it is the last one there is.
  Tree before;
  before.text = tree->text;
  before.notation = Notation::kYaml;
  before.decoded.swap(tree->decoded);
  before.nodes.assign(nodes.begin() + object, nodes.end());
  for (Node& node : before.nodes) node.next -= object;
  nodes.resize(object + 1);
  nodes[object].count = 0;
  std::unordered_set<std::string_view> taken;
  const auto take = [&](Value member) {
    const uint32_t first = static_cast<uint32_t>(nodes.size());
    for (uint32_t i = member.index(); i < before.nodes[member.index()].next; ++i) {
      Node node = before.nodes[i];
      node.next = node.next - member.index() + first;
      nodes.push_back(node);
    }
    ++nodes[object].count;
  };
  const Value whole = before.root();
  for (Value member : whole) {
    if (member.key() == "<<") continue;
    taken.insert(member.key());
    take(member);
  }
  const auto merge = [&](Value map) {
    for (Value member : map) {
      if (map.is_object() && taken.insert(member.key()).second) take(member);
    }
  };
  for (Value member : whole) {
    if (member.key() != "<<") continue;
    if (member.is_object()) merge(member);
    if (!member.is_array()) continue;
    for (Value map : member) merge(map);
  }
  nodes[object].next = static_cast<uint32_t>(nodes.size());
  before.decoded.swap(tree->decoded);
}

}  // namespace rolelint::json
