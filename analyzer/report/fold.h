#ifndef ROLELINT_REPORT_FOLD_H_
#define ROLELINT_REPORT_FOLD_H_

// Findings in the order in which people read them, the most severe first, and those that say the
// same of several accounts as one: after account IDs and the names of users, roles, groups and
// policies are masked. Linear in the number of findings.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/check.h"
#include "analyzer/report/report.h"

namespace rolelint::report {

// The account of the user, role or resource whose policy it is, twelve digits; "" unknown.
std::string_view AccountOf(const engine::Finding& finding);
// The user, role, group or resource: its ARN, or its name in a template; "" unknown.
std::string_view OwnerOf(const engine::Finding& finding);

// What the finding says, with account IDs and names masked: equal for findings that fold.
void AppendMasked(const engine::Finding& finding, std::string* out);
// A text with what differs between notes of one kind masked: what is in quotes, ARNs, numbers.
std::string MaskedNote(std::string_view message);

// The findings, the most severe first; of equal severity in the order that they have.
std::vector<const engine::Finding*> MostSevereFirst(std::span<const engine::Finding> findings);

// One finding, and those that say the same.
struct Fold {
  std::vector<const engine::Finding*> findings;

  const engine::Finding& first() const { return *findings.front(); }
};

// In the order of the first of each; every finding by itself unless `fold`.
std::vector<Fold> FoldFindings(std::span<const engine::Finding* const> findings, bool fold);

// "and 199 more places in 200 accounts", with the first few of the places; "" of a single finding.
std::string MorePlaces(const Fold& fold);

// Findings that belong together by --group-by, and what that is: "rule root-principal".
struct FindingGroup {
  std::string name;  // "": there is only this group
  std::vector<const engine::Finding*> findings;
};

// The group with the most severe finding first, then the larger one, then by name. Without a
// grouping one group of all.
std::vector<FindingGroup> GroupFindings(std::span<const engine::Finding> findings, GroupBy by);

// "12 findings (3 high, 9 medium)".
std::string CountBySeverity(std::span<const engine::Finding* const> findings);

}  // namespace rolelint::report

#endif  // ROLELINT_REPORT_FOLD_H_
