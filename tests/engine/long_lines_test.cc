// Files without line breaks: a column tells a person little there, so findings get their logical
// place whatever the report, and the part of the line that is shown has the place where the columns
// say.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"

namespace rolelint::engine::long_lines_test {
namespace {

void ReportEffects(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    report.Report(statement.effect_text.span, "an effect").Related(statement.span, "of this");
  }
}

const Rule kEffects = {.id = "effects",
                       .summary = "Every effect.",
                       .kinds = policy::kAllKinds,
                       .check_document = ReportEffects};
const Rule* const kRules[] = {&kEffects};

// The first finding in a one-line policy whose Id is `id`.
Finding FirstFinding(std::string_view id) {
  InputSpec spec;
  spec.display_name = "a.json";
  spec.bytes = R"({"Id": ")" + std::string(id) +
               R"(", "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", )"
               R"("Action": "sts:AssumeRole"}]})";
  CheckOptions options;
  options.threads = 1;
  options.resolve_pointers = false;
  CheckResult result =
      Check({spec}, kRules, Config::Default(kRules), catalog::Catalog::BuiltIn(), options);
  EXPECT_EQ(result.findings.size(), 1U);
  return result.findings.empty() ? Finding() : result.findings.front();
}

// What stands at the location, by its column and what is cut off. All characters have one or two
// bytes.
std::string_view TextAt(const Location& location, std::string_view line, uint32_t cut) {
  for (uint32_t left = location.start_column - 1 - cut; left > 0 && !line.empty(); --left) {
    line.remove_prefix(static_cast<unsigned char>(line[0]) < 0x80 ? 1 : 2);
  }
  return line;
}

TEST(LongLines, ShortOnesAreWholeAndNeedNoPointer) {
  const Finding finding = FirstFinding("x");
  EXPECT_EQ(finding.file_pointer, "");
  EXPECT_EQ(finding.source_line_cut, 0U);
}

TEST(LongLines, FindingsGetPointersInAnyCase) {
  EXPECT_EQ(FirstFinding(std::string(300, 'x')).file_pointer, "/Statement/0/Effect");
}

TEST(LongLines, WhatIsShownHasThePlaceWhereTheColumnsSay) {
  std::string id;
  for (int i = 0; i < 200; ++i) id += "\xC3\xBC";
  const Finding finding = FirstFinding(id);
  ASSERT_GT(finding.source_line_cut, 0U);
  EXPECT_THAT(TextAt(finding.location, finding.source_line, finding.source_line_cut),
              testing::StartsWith("Allow\""));
  ASSERT_EQ(finding.related.size(), 1U);
  const Related& related = finding.related.front();
  ASSERT_GT(related.source_line_cut, 0U);
  EXPECT_THAT(TextAt(related.location, related.source_line, related.source_line_cut),
              testing::StartsWith("{\"Effect\""));
}

}  // namespace
}  // namespace rolelint::engine::long_lines_test
