// Through the writer that `check` uses: each result is a finding of a rule-like descriptor.

#include "analyzer/cli/map_sarif.h"

#include <xxhash.h>

#include <fmt/format.h>

#include <array>

#include "analyzer/engine/rule.h"
#include "analyzer/report/report.h"

namespace rolelint::cli {
namespace {

const engine::Rule kHalfBuilt = {
    .id = "map-half-built",
    .summary = "One half of a role switch is missing.",
    .level = engine::Level::kWarning,
};
const engine::Rule kDangling = {
    .id = "map-dangling",
    .summary = "A policy names a role or principal that does not exist.",
    .level = engine::Level::kWarning,
};
const engine::Rule kNobody = {
    .id = "map-nobody",
    .summary = "None of the principals that a role trusts can assume it.",
    .level = engine::Level::kWarning,
};
const engine::Rule kPath = {
    .id = "map-path",
    .summary = "A principal reaches the target that was asked about.",
    .level = engine::Level::kSecurity,
    .security_severity = "7.5",
};
const engine::Rule kNewPath = {
    .id = "map-new-path",
    .summary = "A change opens a path to an administrator or outside.",
    .level = engine::Level::kSecurity,
    .security_severity = "8.0",
};
const engine::Rule kNewAdministrator = {
    .id = "map-new-administrator",
    .summary = "A change makes a principal an administrator.",
    .level = engine::Level::kSecurity,
    .security_severity = "8.0",
};

// In the order of MapResult::Rule.
constexpr std::array<const engine::Rule*, 6> kMapRules = {
    &kHalfBuilt, &kDangling, &kNobody, &kPath, &kNewPath, &kNewAdministrator};

std::string_view MapRulePage(std::string_view id) {
  if (id == kHalfBuilt.id || id == kDangling.id || id == kNobody.id) {
    return "## What it finds\n\nA role switch needs a trust policy that names the caller and a "
           "policy that allows the caller sts:AssumeRole on the role. `rolelint map switches` "
           "tells which half is missing.\n";
  }
  return "## What it finds\n\nSteps by which a principal becomes others: role switches and methods "
         "of privilege escalation. The places are the statements that they rest on, step by "
         "step.\n";
}

engine::Confidence ConfidenceOf(graph::EdgeVerdict verdict) {
  if (verdict == graph::EdgeVerdict::kProved) return engine::Confidence::kHigh;
  return verdict == graph::EdgeVerdict::kConditional ? engine::Confidence::kMedium
                                                     : engine::Confidence::kLow;
}

engine::Finding FindingOf(const MapResult& result) {
  engine::Finding finding;
  finding.rule = kMapRules[static_cast<size_t>(result.rule)];
  finding.level = finding.rule->level;
  finding.confidence = ConfidenceOf(result.verdict);
  finding.message = result.message;
  finding.location = result.places.front().location;
  finding.file_pointer = result.places.front().pointer;
  for (size_t i = 1; i < result.places.size(); ++i) {
    engine::Related& related = finding.related.emplace_back();
    related.label = result.places[i].policy;
    related.location = result.places[i].location;
    related.pointer = result.places[i].pointer;
  }
  const std::string identity = std::string(finding.rule->id) + "\n" + result.message;
  finding.fingerprint = fmt::format("{:016x}", XXH3_64bits(identity.data(), identity.size()));
  return finding;
}

}  // namespace

void WriteMapSarif(const MapAnswer& answer, engine::CheckResult messages,
                   std::string_view catalog_date, std::ostream& out) {
  for (const MapResult& one : answer.results) {
    // Nothing in the input is its place.
    if (one.places.empty()) {
      messages.notes.push_back({one.message, std::nullopt});
      continue;
    }
    const engine::Finding& finding = messages.findings.emplace_back(FindingOf(one));
    ++messages.by_level[static_cast<size_t>(finding.level)];
    ++messages.by_severity[static_cast<size_t>(engine::SeverityOf(finding))];
  }
  report::ReportOptions options;
  options.tool_version = ROLELINT_VERSION;
  options.catalog_date = catalog_date;
  options.rule_page = MapRulePage;
  options.category = "rolelint/map/";
  report::Write(report::Format::kSarif, messages, kMapRules, options, out);
}

}  // namespace rolelint::cli
