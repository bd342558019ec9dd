// A rule as SARIF describes it. All of it is static: GitHub wants the same rules whatever was
// analysed.

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "analyzer/report/markdown.h"
#include "analyzer/report/sarif_values.h"

namespace rolelint::report {
namespace {

// From here up GitHub calls a severity high.
constexpr double kHighSeverity = 7.0;
// Improper access control: what every security finding about a policy comes down to.
constexpr std::string_view kCweTag = "external/cwe/cwe-284";

double SeverityOf(const engine::Rule& rule) {
  double value = 0;
  const std::string_view text = rule.security_severity;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string_view ProblemSeverity(engine::Level level) {
  switch (level) {
    case engine::Level::kError:
      return "error";
    case engine::Level::kSecurity:
    case engine::Level::kWarning:
      return "warning";
    case engine::Level::kSuggestion:
      return "recommendation";
  }
  return "warning";
}

Json RuleProperties(const engine::Rule& rule) {
  Json tags = Json::array({"iam"});
  if (!rule.security_severity.empty()) {
    tags.push_back("security");
    tags.push_back(kCweTag);
  } else {
    tags.push_back(rule.level == engine::Level::kError ? "correctness" : "maintainability");
  }
  Json properties = {{"tags", std::move(tags)},
                     {"precision", engine::ConfidenceName(rule.confidence)}};
  if (rule.security_severity.empty()) {
    properties["problem.severity"] = ProblemSeverity(rule.level);
  } else {
    properties["security-severity"] = rule.security_severity;
  }
  if (!rule.equivalents.empty()) {
    Json equivalents = Json::array();
    for (const std::string_view code : rule.equivalents) equivalents.push_back(code);
    properties["equivalents"] = std::move(equivalents);
  }
  return properties;
}

}  // namespace

std::string_view SarifLevel(engine::Level level, const engine::Rule& rule) {
  switch (level) {
    case engine::Level::kError:
      return "error";
    case engine::Level::kSecurity:
      return SeverityOf(rule) >= kHighSeverity ? "error" : "warning";
    case engine::Level::kWarning:
      return "warning";
    case engine::Level::kSuggestion:
      return "note";
  }
  return "warning";
}

Json SarifRule(const engine::Rule& rule, std::string_view page) {
  std::string full = MarkdownToText(MarkdownSection(page, "What it finds"));
  if (full.empty()) full = rule.summary;
  Json help;
  if (page.empty()) {
    help = {{"text", fmt::format("{} See `rolelint explain {}`.", rule.summary, rule.id)}};
  } else {
    help = {{"text", MarkdownToText(page)}, {"markdown", page}};
  }
  Json object = {
      {"id", rule.id},
      {"name", engine::PascalCase(rule.id)},
      {"shortDescription", {{"text", Shorten(rule.summary, kSarifDescriptionBytes)}}},
      {"fullDescription", {{"text", Shorten(full, kSarifDescriptionBytes)}}},
      {"help", std::move(help)},
      {"defaultConfiguration", {{"level", SarifLevel(rule.level, rule)}}},
  };
  if (!rule.aws_page.empty()) object["helpUri"] = rule.aws_page;
  object["properties"] = RuleProperties(rule);
  return object;
}

}  // namespace rolelint::report
