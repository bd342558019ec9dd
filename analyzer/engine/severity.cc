#include "analyzer/engine/severity.h"

#include <array>
#include <charconv>

#include "analyzer/engine/rule.h"

namespace rolelint::engine {
namespace {

constexpr std::array<std::string_view, kSeverityCount> kNames = {"low", "medium", "high",
                                                                 "critical"};

// GitHub divides security-severity in the same way.
Severity OfNumber(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return Severity::kMedium;
  if (number >= 9.0) return Severity::kCritical;
  if (number >= 7.0) return Severity::kHigh;
  return number >= 4.0 ? Severity::kMedium : Severity::kLow;
}

Severity OfLevel(const Rule& rule, Level level) {
  switch (level) {
    case Level::kError:
      return Severity::kHigh;
    case Level::kSecurity:
      return OfNumber(rule.security_severity);
    case Level::kWarning:
      return Severity::kMedium;
    case Level::kSuggestion:
      return Severity::kLow;
  }
  return Severity::kMedium;
}

}  // namespace

std::string_view SeverityName(Severity severity) { return kNames[static_cast<size_t>(severity)]; }

std::optional<Severity> ParseSeverity(std::string_view name) {
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Severity>(i);
  }
  return std::nullopt;
}

Severity SeverityOf(const Rule& rule, Level level, Confidence confidence) {
  const Severity severity = OfLevel(rule, level);
  if (confidence != Confidence::kLow || severity == Severity::kLow) return severity;
  return static_cast<Severity>(static_cast<uint8_t>(severity) - 1);
}

Severity SeverityOf(const Finding& finding) {
  return SeverityOf(*finding.rule, finding.level, finding.confidence);
}

}  // namespace rolelint::engine
