#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <regex>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "analyzer/engine/rule.h"
#include "analyzer/report/glyph.h"
#include "analyzer/report/report.h"
#include "tests/support/report_sample.h"

namespace rolelint::report::format_test {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

std::string Report(Format format, const engine::CheckResult& result) {
  std::ostringstream out;
  Write(format, result, support::SampleRules(), support::SampleOptions(), out);
  return out.str();
}

json SarifRun(const engine::CheckResult& result) {
  return json::parse(Report(Format::kSarif, result)).at("runs").at(0);
}

TEST(Format, NamesAreParsed) {
  EXPECT_EQ(ParseFormat("text"), Format::kText);
  EXPECT_EQ(ParseFormat("sarif"), Format::kSarif);
  EXPECT_EQ(ParseFormat("jsonl"), Format::kJsonl);
  EXPECT_EQ(ParseFormat("JSON"), std::nullopt);
  EXPECT_EQ(ParseFormat(""), std::nullopt);
}

TEST(Summary, CountsWhatThereIs) {
  EXPECT_EQ(SummaryLine(support::SampleResult()),
            "5 findings (1 critical, 1 high, 1 medium, 2 low), 2 suppressed in 42 policies of 4 "
            "files; 1 not checked");
}

TEST(Summary, SaysSoWhenClean) {
  engine::CheckResult result;
  result.inputs.emplace_back();
  result.policies = 1;
  result.baselined = 3;
  EXPECT_EQ(SummaryLine(result), "no findings, 3 baselined in 1 policy of 1 file");
}

TEST(Jsonl, EveryLineIsTypedAndTheSummaryIsLast) {
  std::istringstream in(Report(Format::kJsonl, support::SampleResult()));
  std::vector<std::string> types;
  for (std::string line; std::getline(in, line);) {
    types.push_back(json::parse(line).at("type").get<std::string>());
  }
  EXPECT_THAT(types,
              ElementsAre("finding", "finding", "finding", "finding", "finding", "input", "input",
                          "input", "input", "note", "note", "error", "error", "summary"));
}

TEST(Jsonl, FindingsAreThoseOfJson) {
  const json whole = json::parse(Report(Format::kJson, support::SampleResult()));
  std::istringstream in(Report(Format::kJsonl, support::SampleResult()));
  for (const json& finding : whole.at("findings")) {
    std::string line;
    ASSERT_TRUE(std::getline(in, line));
    json object = json::parse(line);
    object.erase("type");
    EXPECT_EQ(object, finding);
  }
}

// What the validators of SARIF let pass and GitHub does not, or shows wrongly.
TEST(Sarif, OneRunWithTheWholeCatalogue) {
  const json log = json::parse(Report(Format::kSarif, support::SampleResult()));
  ASSERT_EQ(log.at("runs").size(), 1U);
  const json& run = log.at("runs").at(0);
  EXPECT_EQ(run.at("columnKind"), "utf16CodeUnits");
  EXPECT_THAT(run.at("automationDetails").at("id").get<std::string>(), EndsWith("/"));
  EXPECT_FALSE(run.at("originalUriBaseIds").at("%SRCROOT%").contains("uri"));
  const json& rules = run.at("tool").at("driver").at("rules");
  ASSERT_EQ(rules.size(), support::SampleRules().size());
  for (const json& result : run.at("results")) {
    EXPECT_EQ(rules.at(result.at("ruleIndex").get<size_t>()).at("id"), result.at("ruleId"));
    EXPECT_FALSE(result.contains("kind"));
    EXPECT_TRUE(result.at("partialFingerprints").contains("rolelint/v1"));
  }
}

TEST(Sarif, ResultsAreThereWhenClean) { EXPECT_EQ(SarifRun({}).at("results"), json::array()); }

TEST(Sarif, SecuritySeverityIsAStringOfSecurityRulesOnly) {
  const json run = SarifRun({});
  for (const json& rule : run.at("tool").at("driver").at("rules")) {
    const json& properties = rule.at("properties");
    const auto tags = properties.at("tags").get<std::set<std::string>>();
    EXPECT_EQ(tags.count("security"), properties.count("security-severity")) << rule;
    EXPECT_NE(properties.count("security-severity"), properties.count("problem.severity")) << rule;
    if (properties.contains("security-severity")) {
      EXPECT_TRUE(properties.at("security-severity").is_string());
    }
  }
}

TEST(Sarif, LevelsFollowTheSeverity) {
  std::vector<std::string> levels;
  const json run = SarifRun(support::SampleResult());
  for (const json& result : run.at("results")) levels.push_back(result.at("level"));
  // sid-characters (low confidence), root-principal (5.5), syntax-error, public-trust (9.5),
  // role-tags
  EXPECT_THAT(levels, ElementsAre("note", "warning", "error", "error", "note"));
}

TEST(Sarif, ColumnsAreUtf16AndSnippetsTheRegionsText) {
  const json run = SarifRun(support::SampleResult());
  const json region =
      run.at("results").at(0).at("locations").at(0).at("physicalLocation").at("region");
  EXPECT_EQ(region.at("endColumn").get<int>() - region.at("startColumn").get<int>(), 2);
  EXPECT_EQ(region.at("snippet").at("text"), "\xF0\x9F\x98\x80");
  const json far = run.at("results").at(3).at("relatedLocations").at(0).at("physicalLocation");
  EXPECT_EQ(far.at("region").at("snippet").at("text"), "open");
}

TEST(Sarif, NoBytesOfAnInflatedStream) {
  const json run = SarifRun(support::SampleResult());
  const auto region = [&](size_t i) {
    return run.at("results").at(i).at("locations").at(0).at("physicalLocation").at("region");
  };
  EXPECT_EQ(region(1).at("byteOffset"), 109);
  EXPECT_FALSE(region(3).contains("byteOffset"));
}

TEST(Sarif, RelatedPlacesAreLinkedByTheirIds) {
  const json result = SarifRun(support::SampleResult()).at("results").at(1);
  EXPECT_THAT(
      result.at("message").at("text").get<std::string>(),
      EndsWith(
          " See: [this could carry a condition](1), [for AWS principals](2), [the only user](3)."));
  EXPECT_EQ(result.at("relatedLocations").at(2).at("id"), 3);
}

TEST(Sarif, APolicyCannotLink) {
  const json result = SarifRun(support::SampleResult()).at("results").at(0);
  const std::string text = result.at("message").at("text");
  EXPECT_THAT(text, HasSubstr(R"(\[this\](https://example.com))"));
  EXPECT_THAT(text, HasSubstr(R"([also \[here\]\\)"));
}

TEST(Sarif, FailuresAreNotifications) {
  const json invocation = SarifRun(support::SampleResult()).at("invocations").at(0);
  EXPECT_EQ(invocation.at("executionSuccessful"), false);
  std::vector<std::string> levels;
  for (const json& note : invocation.at("toolExecutionNotifications")) {
    levels.push_back(note.at("level"));
  }
  EXPECT_THAT(levels, ElementsAre("error", "error", "warning", "note", "note"));
}

TEST(Sarif, WhatWasNotCheckedIsToldOnce) {
  engine::CheckResult result = support::SampleResult();
  const auto notifications = [&] {
    return SarifRun(result).at("invocations").at(0).at("toolExecutionNotifications").size();
  };
  const size_t before = notifications();
  const engine::NotCheckedPart& part = result.inputs.back().not_checked.front();
  result.errors.push_back({result.inputs.back().file, "not checked", part.location});
  EXPECT_EQ(notifications(), before);
}

TEST(Sarif, KeepsTheMostSevereThatGithubTakes) {
  engine::CheckResult result;
  engine::Finding one;
  one.rule = &support::SampleRule("role-tags");
  one.level = one.rule->level;
  result.findings.assign(25'000, one);
  EXPECT_EQ(Report(Format::kSarif, result).find("are left out"), std::string::npos);
  result.findings.push_back(support::SampleResult().findings[3]);
  result.findings.push_back(one);
  const json run = SarifRun(result);
  const json& notifications = run.at("invocations").at(0).at("toolExecutionNotifications");
  ASSERT_EQ(notifications.size(), 1U);
  EXPECT_EQ(notifications.at(0).at("level"), "warning");
  EXPECT_THAT(notifications.at(0).at("message").at("text").get<std::string>(),
              HasSubstr("the most severe of 25002 findings (1 critical, 25001 low) are here, and 2 "
                        "findings (2 low) are left out"));
  ASSERT_EQ(run.at("results").size(), 25'000U);
  EXPECT_EQ(run.at("results").at(0).at("ruleId"), "public-trust");
}

TEST(Sarif, TheCategoryEndsWithASlash) {
  for (const std::string_view category : {"nightly", "nightly/"}) {
    ReportOptions options = support::SampleOptions();
    options.category = category;
    std::ostringstream out;
    Write(Format::kSarif, {}, support::SampleRules(), options, out);
    EXPECT_EQ(json::parse(out.str())["runs"][0]["automationDetails"]["id"], "nightly/");
  }
}

// Random bytes in every string: the output stays what it claims to be.
std::string RandomBytes(std::mt19937* random) {
  constexpr std::string_view kNasty[] = {
      "\x1B",     "\xE2\x80\xAE",     "\xFF", "\n", "\r", "](",           "{0}",
      "\xC2\x9B", "\xF3\xA0\x81\x81", "\t",   "\"", "\\", "\xED\xA0\x80", "日",
      "\xCC\x81"};
  std::string text;
  for (auto left = (*random)() % 12; left > 0; --left) {
    if ((*random)() % 2 == 0) {
      text.push_back(static_cast<char>(1 + (*random)() % 255));
    } else {
      text += kNasty[(*random)() % std::size(kNasty)];
    }
  }
  return text;
}

engine::Location RandomLocation(std::mt19937* random) {
  engine::Location at;
  at.file = "f" + RandomBytes(random);
  at.start_line = 1 + (*random)() % 3;
  at.end_line = at.start_line + (*random)() % 2;
  at.start_column = at.start_column_utf16 = 1 + (*random)() % 20;
  at.end_column = at.end_column_utf16 = at.start_column + (*random)() % 20;
  return at;
}

engine::CheckResult RandomResult(std::mt19937* random) {
  engine::CheckResult result;
  for (int i = 0; i < 4; ++i) {
    engine::Finding finding;
    finding.rule = support::SampleRules()[(*random)() % support::SampleRules().size()];
    finding.level = finding.rule->level;
    for (std::string* text : {&finding.message, &finding.label, &finding.help, &finding.pointer,
                              &finding.file_pointer, &finding.source_line, &finding.policy.name,
                              &finding.policy.owner_arn, &finding.fingerprint}) {
      *text = RandomBytes(random);
    }
    finding.policy.present = true;
    finding.location = RandomLocation(random);
    finding.source_line_cut = (*random)() % 3;
    engine::Related related;
    related.place.file = 0;
    related.label = RandomBytes(random);
    related.source_line = RandomBytes(random);
    related.location = RandomLocation(random);
    if ((*random)() % 2 == 0) related.location.file = finding.location.file;
    finding.related.push_back(related);
    result.findings.push_back(finding);
  }
  engine::InputSummary input;
  input.file = RandomBytes(random);
  input.format = RandomBytes(random);
  input.not_checked.push_back({RandomBytes(random), RandomBytes(random), RandomLocation(random)});
  result.inputs.push_back(input);
  result.notes.push_back({RandomBytes(random), RandomLocation(random)});
  result.errors.push_back({RandomBytes(random), RandomBytes(random), std::nullopt});
  return result;
}

void ExpectHarmless(std::string_view text) {
  while (!text.empty()) {
    const Glyph glyph = DecodeGlyph(text);
    ASSERT_TRUE(glyph.valid) << text.substr(0, 40);
    ASSERT_TRUE(glyph.code == '\n' || !IsHidden(glyph.code))
        << static_cast<uint32_t>(glyph.code) << " in " << text.substr(0, 40);
    text.remove_prefix(glyph.bytes);
  }
}

TEST(Hostile, NoFormatLetsItThrough) {
  std::mt19937 random(20260131);
  for (int round = 0; round < 300; ++round) {
    const engine::CheckResult result = RandomResult(&random);
    for (const std::string_view name : FormatNames()) {
      SCOPED_TRACE(name);
      // Nearly all of a page is the same each time.
      if (name == "html" && round % 50 != 0) continue;
      std::string out = Report(*ParseFormat(name), result);
      // RFC 4180 ends lines with both.
      if (name == "csv") out = std::regex_replace(out, std::regex("\\r\\n"), "\n");
      ExpectHarmless(out);
      if (name == "json" || name == "sarif" || name == "gitlab") {
        EXPECT_TRUE(json::accept(out));
      }
      if (name == "concise") {
        EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 4);
      }
    }
    std::ostringstream messages;
    WriteMessages(result, support::SampleOptions(), messages);
    ExpectHarmless(messages.str());
  }
}

}  // namespace
}  // namespace rolelint::report::format_test
