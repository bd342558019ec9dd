#ifndef ROLELINT_ENGINE_SEVERITY_H_
#define ROLELINT_ENGINE_SEVERITY_H_

// How much a finding matters. The level of a finding says what sort of problem it is; its severity
// puts all findings in one order, and gates and reports compare severities.

#include <cstdint>
#include <optional>
#include <string_view>

#include "analyzer/engine/finding.h"

namespace rolelint::engine {

// Ordered: a --fail-on of kMedium takes kMedium and everything above it.
enum class Severity : uint8_t { kLow, kMedium, kHigh, kCritical };
inline constexpr int kSeverityCount = 4;

std::string_view SeverityName(Severity severity);
std::optional<Severity> ParseSeverity(std::string_view name);

// Errors are high, warnings medium, suggestions low. Security findings go by the number of their
// rule (Rule::security_severity): critical from 9.0, high from 7.0, medium from 4.0; without a
// number they are medium. Low confidence lowers the severity by one.
Severity SeverityOf(const Rule& rule, Level level, Confidence confidence);
Severity SeverityOf(const Finding& finding);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_SEVERITY_H_
