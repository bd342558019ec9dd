#include "analyzer/serve/text_place.h"

#include <algorithm>

#include "analyzer/text/glob.h"

namespace rolelint::serve {
namespace {

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view one) { return text::EqualsFolded(word, one); });
}

bool IsCondition(std::string_view key) { return text::EqualsFolded(key, "Condition"); }

}  // namespace

Notation NotationOf(std::string_view language, std::string_view name, std::string_view text) {
  if (language.find("yaml") != std::string_view::npos || name.ends_with(".yaml") ||
      name.ends_with(".yml")) {
    return Notation::kIndented;
  }
  const bool braces = language.starts_with("json") || language.starts_with("terraform") ||
                      language == "hcl" || name.ends_with(".json") || name.ends_with(".tf");
  if (braces || text.find('{') == std::string_view::npos) return Notation::kBraces;
  const size_t first = text.find_first_not_of(" \t\r\n");
  const bool object = first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
  const bool key = text.find(":\n") < text.find('{') || text.find(": ") < text.find('{');
  return !object && key ? Notation::kIndented : Notation::kBraces;
}

TextPlace FindPlace(std::string_view text, size_t offset, Notation notation) {
  offset = std::min(offset, text.size());
  return notation == Notation::kBraces ? FindPlaceInBraces(text, offset)
                                       : FindPlaceIndented(text, offset);
}

PlaceElement ElementAt(const TextPlace& place) {
  if (place.keys.empty()) return PlaceElement::kOther;
  const std::string_view last = place.keys.back();
  const std::string_view outer =
      place.keys.size() > 1 ? std::string_view(place.keys[place.keys.size() - 2]) : "";
  if (place.at_key) {
    if (IsCondition(last)) return PlaceElement::kOperator;
    return IsCondition(outer) ? PlaceElement::kConditionKey : PlaceElement::kOther;
  }
  // Terraform's block: condition { test = … variable = … }.
  if (IsCondition(outer) && last == "test") return PlaceElement::kOperator;
  if (IsCondition(outer) && last == "variable") return PlaceElement::kConditionKey;
  if (IsOneOf(last, {"Action", "NotAction", "actions", "not_actions"})) {
    return PlaceElement::kAction;
  }
  if (IsOneOf(last, {"Resource", "NotResource", "resources", "not_resources"})) {
    return PlaceElement::kResource;
  }
  return PlaceElement::kOther;
}

}  // namespace rolelint::serve
