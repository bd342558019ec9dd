#ifndef ROLELINT_RULES_GRAMMAR_CHARACTERS_H_
#define ROLELINT_RULES_GRAMMAR_CHARACTERS_H_

// The characters of a JSON string, each with the bytes that write it.

#include <cstdint>
#include <string_view>

#include "analyzer/text/span.h"

namespace rolelint::rules {

// The character that begins at byte `at` of a string's raw bytes, escape sequences resolved.
struct StringCharacter {
  uint32_t code = 0;
  text::Span span;  // in the raw bytes; whole escapes, both halves of a surrogate pair
};
StringCharacter CharacterAt(std::string_view raw, uint32_t at);

// What is odd about a character in a policy.
enum class Oddity : uint8_t {
  kNone,
  kOutside,     // IAM takes U+0009, U+000A, U+000D and U+0020 to U+00FF only
  kLookAlike,   // outside, and looks like an ASCII letter
  kInvisible,   // outside, and shows as nothing or as a blank
  kSuspicious,  // inside, but shows as nothing or as a blank: U+00A0, U+00AD, U+0080 to U+009F,
                // U+007F
};
Oddity OddityOf(uint32_t code);

// The ASCII character that a look-alike is taken for; 0 if it is none.
char LooksLike(uint32_t code);

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_GRAMMAR_CHARACTERS_H_
