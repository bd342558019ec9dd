#ifndef ROLELINT_SERVE_TEXT_PLACE_H_
#define ROLELINT_SERVE_TEXT_PLACE_H_

// What a place in a document is, while it is being written: the keys around it and the word at it.
// Found from the text alone, since a document that is being written can rarely be parsed.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rolelint::serve {

// kBraces: JSON and HCL. kIndented: YAML.
enum class Notation : uint8_t { kBraces, kIndented };

// By the language that the editor names, else by the ending of the name, else by the text.
Notation NotationOf(std::string_view language, std::string_view name, std::string_view text);

struct TextPlace {
  std::vector<std::string> keys;  // whose values are around the place, the outermost first
  bool at_key = false;            // a key of the object that keys.back() names belongs here
  size_t begin = 0, end = 0;      // of the word at the place, without quotes
};

TextPlace FindPlace(std::string_view text, size_t offset, Notation notation);

// The element of a policy that a place belongs to.
enum class PlaceElement : uint8_t { kOther, kAction, kResource, kOperator, kConditionKey };
PlaceElement ElementAt(const TextPlace& place);

// The two notations.
TextPlace FindPlaceInBraces(std::string_view text, size_t offset);
TextPlace FindPlaceIndented(std::string_view text, size_t offset);

}  // namespace rolelint::serve

#endif  // ROLELINT_SERVE_TEXT_PLACE_H_
