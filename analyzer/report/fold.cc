#include "analyzer/report/fold.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/engine/severity.h"
#include "analyzer/policy/arn.h"
#include "analyzer/report/path.h"

namespace rolelint::report {
namespace {

// So many of the further places of a folded finding are named.
constexpr size_t kNamedPlaces = 4;

std::string Counted(size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::array<size_t, engine::kSeverityCount> BySeverity(
    std::span<const engine::Finding* const> findings) {
  std::array<size_t, engine::kSeverityCount> counts = {};
  for (const engine::Finding* finding : findings) {
    ++counts[static_cast<size_t>(engine::SeverityOf(*finding))];
  }
  return counts;
}

// Of a file that was not read, which must be named: nothing else in it is reported.
bool IsUnreadFile(const engine::Finding& finding) {
  return finding.level == engine::Level::kError && !finding.policy.present;
}

std::string GroupName(const engine::Finding& finding, GroupBy by) {
  std::string_view text;
  switch (by) {
    case GroupBy::kNone:
      return "";
    case GroupBy::kRule:
      return "rule " + std::string(finding.rule->id);
    case GroupBy::kOwner:
      text = OwnerOf(finding);
      return text.empty() ? "no known owner" : "owner " + Printable(text);
    case GroupBy::kAccount:
      text = AccountOf(finding);
      return text.empty() ? "no known account" : "account " + std::string(text);
    case GroupBy::kFile:
      text = finding.location.file;
      return text.empty() ? "no file" : "file " + PrintablePath(text);
  }
  return "";
}

// Greater for a group that comes first: by its most severe finding, then by how many there are.
std::tuple<size_t, size_t> Weight(const FindingGroup& group) {
  const auto severity = static_cast<size_t>(engine::SeverityOf(*group.findings.front()));
  return {severity, group.findings.size()};
}

}  // namespace

std::string_view AccountOf(const engine::Finding& finding) {
  const std::optional<policy::Arn> arn = policy::ParseArn(OwnerOf(finding));
  return arn && policy::IsAccountId(arn->account) ? arn->account : std::string_view();
}

std::string_view OwnerOf(const engine::Finding& finding) {
  const engine::PolicyRef& policy = finding.policy;
  return policy.owner_arn.empty() ? policy.owner_name : policy.owner_arn;
}

std::vector<const engine::Finding*> MostSevereFirst(std::span<const engine::Finding> findings) {
  std::array<std::vector<const engine::Finding*>, engine::kSeverityCount> buckets;
  for (const engine::Finding& finding : findings) {
    buckets[static_cast<size_t>(engine::SeverityOf(finding))].push_back(&finding);
  }
  std::vector<const engine::Finding*> sorted;
  sorted.reserve(findings.size());
  for (size_t i = buckets.size(); i-- > 0;) {
    sorted.insert(sorted.end(), buckets[i].begin(), buckets[i].end());
  }
  return sorted;
}

std::vector<Fold> FoldFindings(std::span<const engine::Finding* const> findings, bool fold) {
  std::vector<Fold> folds;
  folds.reserve(findings.size());
  std::unordered_map<std::string, size_t> seen;
  std::string masked;
  for (const engine::Finding* finding : findings) {
    if (fold && !IsUnreadFile(*finding)) {
      masked.clear();
      AppendMasked(*finding, &masked);
      const auto [place, is_new] = seen.try_emplace(masked, folds.size());
      if (!is_new) {
        folds[place->second].findings.push_back(finding);
        continue;
      }
    }
    folds.emplace_back().findings.push_back(finding);
  }
  return folds;
}

std::string MorePlaces(const Fold& fold) {
  if (fold.findings.size() < 2) return "";
  std::set<std::string_view> accounts;
  std::set<std::string_view> files;
  for (const engine::Finding* finding : fold.findings) {
    accounts.insert(AccountOf(*finding));
    files.insert(finding->location.file);
  }
  accounts.erase("");
  const size_t more = fold.findings.size() - 1;
  std::string text = "and " + Counted(more, "more place", "more places");
  if (!accounts.empty()) {
    text += " in " + Counted(accounts.size(), "account", "accounts");
  } else {
    text += " in " + Counted(files.size(), "file", "files");
  }
  const size_t named = std::min(more, kNamedPlaces);
  for (size_t i = 1; i <= named; ++i) {
    const engine::Location& at = fold.findings[i]->location;
    text += i == 1 ? ": " : ", ";
    AppendPlace(at.file, at.start_line, at.start_column, &text);
  }
  if (named < more) text += ", …";
  return text;
}

std::vector<FindingGroup> GroupFindings(std::span<const engine::Finding> findings, GroupBy by) {
  const std::vector<const engine::Finding*> sorted = MostSevereFirst(findings);
  std::vector<FindingGroup> groups;
  if (by == GroupBy::kNone) {
    groups.push_back({"", sorted});
    return groups;
  }
  std::unordered_map<std::string, size_t> places;
  for (const engine::Finding* finding : sorted) {
    std::string name = GroupName(*finding, by);
    const auto [place, is_new] = places.try_emplace(name, groups.size());
    if (is_new) groups.push_back({std::move(name), {}});
    groups[place->second].findings.push_back(finding);
  }
  std::sort(groups.begin(), groups.end(), [](const FindingGroup& a, const FindingGroup& b) {
    if (Weight(a) != Weight(b)) return Weight(a) > Weight(b);
    return a.name < b.name;
  });
  return groups;
}

std::string CountBySeverity(std::span<const engine::Finding* const> findings) {
  const auto counts = BySeverity(findings);
  std::string severities;
  for (size_t i = counts.size(); i-- > 0;) {
    if (counts[i] == 0) continue;
    severities += severities.empty() ? "" : ", ";
    severities +=
        fmt::format("{} {}", counts[i], engine::SeverityName(static_cast<engine::Severity>(i)));
  }
  const std::string all = Counted(findings.size(), "finding", "findings");
  return severities.empty() ? all : fmt::format("{} ({})", all, severities);
}

}  // namespace rolelint::report
