#ifndef ROLELINT_REPORT_HTML_PAGE_H_
#define ROLELINT_REPORT_HTML_PAGE_H_

// The fixed parts of the HTML report, and the frame of all pages. The script makes every element of
// the page from the data, as text: nothing that a policy contains is ever read as HTML. The page's
// own security policy allows this script and no other, and no network.

#include <string>
#include <string_view>

namespace rolelint::report {

// What one page is made of, around its data. The hash is the script's SHA-256, base64.
struct HtmlParts {
  std::string_view title;
  std::string_view body;
  std::string_view script;
  std::string_view script_hash;
};
// All of the page before the data, and all behind it.
void AppendHtmlBegin(const HtmlParts& parts, std::string* out);
void AppendHtmlEnd(const HtmlParts& parts, std::string* out);
// JSON so that nothing in it ends the script element.
void AppendForScript(std::string_view json, std::string* out);

extern const std::string_view kHtmlStyle;
extern const std::string_view kHtmlBody;
extern const std::string_view kHtmlScript;
// The SHA-256 of kHtmlScript, base64. tests/report/html_test.cc says what it must be.
extern const std::string_view kHtmlScriptHash;

}  // namespace rolelint::report

#endif  // ROLELINT_REPORT_HTML_PAGE_H_
