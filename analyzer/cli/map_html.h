#ifndef ROLELINT_CLI_MAP_HTML_H_
#define ROLELINT_CLI_MAP_HTML_H_

// The answer of `rolelint map` as one page: a table to search, each path as a picture, and the
// evidence of a row that is clicked. Its frame and rules are those of report/html_page.h.

#include <ostream>
#include <string_view>

#include "analyzer/cli/map_json.h"

namespace rolelint::cli {

extern const std::string_view kMapHtmlScript;
extern const std::string_view kMapHtmlScriptHash;

// `answer`: what --format json writes.
void WriteMapHtml(const MapJson& answer, std::ostream& out);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_MAP_HTML_H_
