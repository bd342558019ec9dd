#ifndef ROLELINT_TESTS_SUPPORT_REPORT_SAMPLE_H_
#define ROLELINT_TESTS_SUPPORT_REPORT_SAMPLE_H_

// A result of a check made by hand, with something of everything that reports must show: places in
// several files, long and wide lines, fixes, notes, errors, and text from hostile policies. No rule
// runs for it.

#include <span>
#include <string_view>

#include "analyzer/engine/check.h"
#include "analyzer/report/report.h"

namespace rolelint::support {

// The catalogue that the sample's findings refer to, with a rule that found nothing.
std::span<const engine::Rule* const> SampleRules();
const engine::Rule& SampleRule(std::string_view id);

// The page of a sample rule; some have none.
std::string_view SamplePage(std::string_view id);

engine::CheckResult SampleResult();
report::ReportOptions SampleOptions();

// The place of `needle` in line `number` of `file`, whose text is `line`; `line_byte` is where that
// line begins.
engine::Location LocationIn(std::string_view file, uint32_t number, std::string_view line,
                            std::string_view needle, uint64_t line_byte = 0);

}  // namespace rolelint::support

#endif  // ROLELINT_TESTS_SUPPORT_REPORT_SAMPLE_H_
