#include "analyzer/engine/acceptance.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "analyzer/accept/match.h"

namespace rolelint::engine {

uint32_t HideSuppressed(CheckResult* result) {
  const auto is_shown = [](const Finding& finding) {
    return finding.facts == nullptr || !finding.facts->suppression;
  };
  // The first that goes: nearly always there is none, and nothing is moved.
  const auto unsorted =
      std::find_if_not(result->findings.begin(), result->findings.end(), is_shown);
  const auto first = std::stable_partition(unsorted, result->findings.end(), is_shown);
  const auto hidden = static_cast<uint32_t>(result->findings.end() - first);
  std::move(first, result->findings.end(), std::back_inserter(result->hidden));
  result->findings.erase(first, result->findings.end());
  return hidden;
}

void SortByPlace(std::vector<Finding>* findings) {
  std::stable_sort(findings->begin(), findings->end(), [](const Finding& a, const Finding& b) {
    const auto key = [](const Finding& one) {
      return std::make_tuple(one.place.file, one.place.span.begin, one.place.span.end, one.rule->id,
                             std::string_view(one.message));
    };
    return key(a) < key(b);
  });
}

std::vector<accept::AcceptedFinding> AcceptedOf(std::span<const Finding> findings) {
  std::vector<accept::AcceptedFinding> accepted;
  accepted.reserve(findings.size());
  for (const Finding& finding : findings) {
    if (finding.facts == nullptr) continue;
    accept::AcceptedFinding& one = accepted.emplace_back();
    one.rule = finding.rule->id;
    one.identity = finding.facts->identity;
    if (finding.distinction != 0) one.about = fmt::format("{:016x}", finding.distinction);
    one.owner = finding.facts->owner;
    one.policy = finding.policy.name;
    one.sid = finding.facts->sid;
    one.element = finding.facts->element;
    one.file = finding.location.file;
    one.evidence = finding.facts->evidence;
  }
  return accepted;
}

void ApplyBaseline(const accept::Baseline& baseline, const catalog::Catalog& catalog,
                   CheckResult* result) {
  std::vector<size_t> places;
  for (size_t i = 0; i < result->findings.size(); ++i) {
    if (result->findings[i].facts != nullptr) places.push_back(i);
  }
  const std::vector<accept::AcceptedFinding> found = AcceptedOf(result->findings);
  const accept::Matches matches = accept::MatchFindings(baseline.findings, found, catalog);
  for (size_t i = 0; i < found.size(); ++i) {
    Finding& finding = result->findings[places[i]];
    const accept::Match& match = matches.found[i];
    if (match.verdict == accept::Match::Verdict::kAccepted) {
      finding.facts->suppression = Suppression{Suppression::By::kBaseline, ""};
    } else if (match.verdict == accept::Match::Verdict::kWider) {
      finding.facts->added = match.added;
      finding.message += fmt::format(" (wider than accepted: {})", match.added);
    }
  }
  for (size_t k = 0; k < baseline.findings.size(); ++k) {
    if (!matches.met[k]) result->gone.push_back(baseline.findings[k]);
  }
  result->baselined += HideSuppressed(result);
}

}  // namespace rolelint::engine
