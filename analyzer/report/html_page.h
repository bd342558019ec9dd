#ifndef ROLELINT_REPORT_HTML_PAGE_H_
#define ROLELINT_REPORT_HTML_PAGE_H_

// The fixed parts of the HTML report. The script makes every element of the page from the data, as
// text: nothing that a policy contains is ever read as HTML. The page's own security policy allows
// this script and no other, and no network.

#include <string_view>

namespace rolelint::report {

extern const std::string_view kHtmlStyle;
extern const std::string_view kHtmlBody;
extern const std::string_view kHtmlScript;
// The SHA-256 of kHtmlScript, base64. tests/report/html_test.cc says what it must be.
extern const std::string_view kHtmlScriptHash;

}  // namespace rolelint::report

#endif  // ROLELINT_REPORT_HTML_PAGE_H_
