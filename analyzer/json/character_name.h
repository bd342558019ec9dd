#ifndef ROLELINT_JSON_CHARACTER_NAME_H_
#define ROLELINT_JSON_CHARACTER_NAME_H_

// Characters as messages name them: "'#'", "U+201C LEFT DOUBLE QUOTATION MARK", "U+0009 TAB". Names
// are Unicode's, of those characters that word processors, keyboards and terminals put where they
// do not belong; others are told by number.

#include <cstdint>
#include <string>
#include <string_view>

namespace rolelint::json {

struct Character {
  uint32_t code = 0;   // the code point; of bytes that are no UTF-8 the first byte
  uint32_t bytes = 0;  // how many it takes; 0 at the end of the text
  bool valid = true;   // false: not UTF-8
};

// The character that begins at `text[at]`.
Character DecodeCharacter(std::string_view text, size_t at);

// Unicode's name, or "" if it is not one of the characters worth naming.
std::string_view UnicodeName(uint32_t code);

// "'#'" for printable ASCII, else "U+00A0 NO-BREAK SPACE" or "U+0410".
std::string DescribeCharacter(Character character);

}  // namespace rolelint::json

#endif  // ROLELINT_JSON_CHARACTER_NAME_H_
