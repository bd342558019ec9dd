#include "analyzer/engine/severity.h"

#include <gtest/gtest.h>

#include "analyzer/engine/rule.h"

namespace rolelint::engine::severity_test {
namespace {

TEST(SeverityTest, FollowsLevelNumberAndConfidence) {
  struct Case {
    Level level;
    std::string_view number;
    Confidence confidence;
    Severity severity;
  };
  constexpr Case kCases[] = {
      {Level::kError, "", Confidence::kHigh, Severity::kHigh},
      {Level::kError, "", Confidence::kMedium, Severity::kHigh},
      {Level::kError, "", Confidence::kLow, Severity::kMedium},
      // The number of a security rule says nothing about findings of another level.
      {Level::kError, "9.5", Confidence::kHigh, Severity::kHigh},
      {Level::kWarning, "9.5", Confidence::kHigh, Severity::kMedium},
      {Level::kSuggestion, "9.5", Confidence::kHigh, Severity::kLow},
      {Level::kSecurity, "10.0", Confidence::kHigh, Severity::kCritical},
      {Level::kSecurity, "9.0", Confidence::kHigh, Severity::kCritical},
      {Level::kSecurity, "9.0", Confidence::kLow, Severity::kHigh},
      {Level::kSecurity, "8.9", Confidence::kMedium, Severity::kHigh},
      {Level::kSecurity, "7.0", Confidence::kHigh, Severity::kHigh},
      {Level::kSecurity, "7.0", Confidence::kLow, Severity::kMedium},
      {Level::kSecurity, "6.9", Confidence::kHigh, Severity::kMedium},
      {Level::kSecurity, "4.0", Confidence::kHigh, Severity::kMedium},
      {Level::kSecurity, "4.0", Confidence::kLow, Severity::kLow},
      {Level::kSecurity, "3.9", Confidence::kHigh, Severity::kLow},
      // A level that the configuration sets.
      {Level::kSecurity, "", Confidence::kHigh, Severity::kMedium},
      {Level::kWarning, "", Confidence::kHigh, Severity::kMedium},
      {Level::kWarning, "", Confidence::kLow, Severity::kLow},
      {Level::kSuggestion, "", Confidence::kHigh, Severity::kLow},
      {Level::kSuggestion, "", Confidence::kLow, Severity::kLow},
  };
  for (const Case& item : kCases) {
    const Rule rule = {.id = "r", .summary = "s", .security_severity = item.number};
    EXPECT_EQ(SeverityOf(rule, item.level, item.confidence), item.severity)
        << LevelName(item.level) << ' ' << item.number << ' ' << ConfidenceName(item.confidence);
  }
}

TEST(SeverityTest, NamesAreReadAsTheyAreWritten) {
  for (const Severity severity :
       {Severity::kLow, Severity::kMedium, Severity::kHigh, Severity::kCritical}) {
    EXPECT_EQ(ParseSeverity(SeverityName(severity)), severity);
  }
  for (const std::string_view word : {"", "error", "High", "never", "highest"}) {
    EXPECT_EQ(ParseSeverity(word), std::nullopt) << word;
  }
}

}  // namespace
}  // namespace rolelint::engine::severity_test
