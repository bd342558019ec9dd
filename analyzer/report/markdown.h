#ifndef ROLELINT_REPORT_MARKDOWN_H_
#define ROLELINT_REPORT_MARKDOWN_H_

// What reports need of a rule's page (docs/rules/<id>.md): a section, and plain text for readers
// without Markdown. Only what those pages use is understood: headings, fences, emphasis, code
// spans, links.

#include <string>
#include <string_view>

namespace rolelint::report {

// The body of the section `heading` ("What it finds"), without blank lines around it; empty if
// there is none.
std::string_view MarkdownSection(std::string_view page, std::string_view heading);

// Without the marks: headings stand alone, code is indented, links become "text (address)".
std::string MarkdownToText(std::string_view page);

// At most `limit` bytes, cut after a sentence where possible, else after a word and with an
// ellipsis; never within a character.
std::string Shorten(std::string_view text, size_t limit);

}  // namespace rolelint::report

#endif  // ROLELINT_REPORT_MARKDOWN_H_
