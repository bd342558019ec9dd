// Holds the rules to what Access Analyzer said of AWS's own managed policies, code by code: every
// place that it named must be one of ours, and no error of ours may stand where it had none, but
// for what drift.tsv explains. docs/accuracy.md shows the table.

#include "tests/parity/measured.h"

#include <gtest/gtest.h>

#include <iostream>

#include "tests/parity/own_cases.h"
#include "tests/support/paths.h"

namespace rolelint::parity::measured_test {
namespace {

TEST(MeasuredTest, AgreesWithAccessAnalyzer) {
  const auto data = support::SharedData();
  ROLELINT_REQUIRE(data, "the shared data (ROLELINT_SHARED_DATA)");
  const auto file = *data / "access-analyzer-findings.jsonl.gz";
  ROLELINT_REQUIRE(std::filesystem::exists(file), "Access Analyzer's findings");
  Measurement measurement;
  ForEachMeasured(
      file, [&](const MeasuredPolicy& policy) { measurement.Add(policy, OursOf(policy.text)); });
  EXPECT_GT(measurement.policies(), 700);
  std::cout << measurement.Table();
  for (const auto& [code, tally] : measurement.by_code()) {
    std::string told;
    for (const std::string& line : tally.told) told += "  " + line + "\n";
    EXPECT_EQ(tally.matched + tally.explained, tally.theirs) << code << "\n" << told;
    EXPECT_EQ(tally.extra_errors, 0) << code << "\n" << told;
    // Of lesser findings one in ten may be ours alone.
    EXPECT_LE(tally.extra * 10, tally.theirs) << code << "\n" << told;
  }
  EXPECT_EQ(measurement.IdleDrift(), std::vector<std::string>());
}

}  // namespace
}  // namespace rolelint::parity::measured_test
