#ifndef ROLELINT_REPORT_GLYPH_H_
#define ROLELINT_REPORT_GLYPH_H_

// How one character of untrusted text is shown on a terminal, and how many columns it takes there.
// Widths follow Unicode's East Asian Width (W and F take two) and its combining marks (none); what
// is ambiguous takes one.

#include <cstddef>
#include <string>
#include <string_view>

namespace rolelint::report {

struct Glyph {
  char32_t code = 0;
  size_t bytes = 1;   // how many bytes of the text it took
  bool valid = true;  // false: `code` is one byte that is not UTF-8
};

// The first character of `text`, which must not be empty.
Glyph DecodeGlyph(std::string_view text);

// Controls, characters without a shape of their own and those that reorder their neighbours: never
// shown as they are.
bool IsHidden(char32_t code);

// Appends what stands for the glyph, and returns its width in columns.
int AppendGlyph(const Glyph& glyph, std::string_view text, std::string* out);

// How many bytes `text` begins with that stand for themselves, one column each: printable ASCII.
size_t PlainPrefix(std::string_view text);

// Appends what Printable() returns.
void AppendPrintable(std::string_view text, std::string* out);

// The columns that printable text takes.
int DisplayWidth(std::string_view text);

}  // namespace rolelint::report

#endif  // ROLELINT_REPORT_GLYPH_H_
