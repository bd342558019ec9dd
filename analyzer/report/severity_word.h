#ifndef ROLELINT_REPORT_SEVERITY_WORD_H_
#define ROLELINT_REPORT_SEVERITY_WORD_H_

#include <string_view>

#include "analyzer/engine/severity.h"

namespace rolelint::report {

// The word that SARIF and compilers have for a severity: "error" for critical and high, "warning"
// for medium, "note" for low.
std::string_view SeverityWord(engine::Severity severity);

}  // namespace rolelint::report

#endif  // ROLELINT_REPORT_SEVERITY_WORD_H_
