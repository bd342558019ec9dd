#ifndef ROLELINT_RULES_REDUNDANCY_REPORT_GROUPS_H_
#define ROLELINT_RULES_REDUNDANCY_REPORT_GROUPS_H_

// One finding for each pattern that contains other items of its list.

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/edit_places.h"
#include "rules/grammar/wording.h"
#include "rules/redundancy/contained.h"

namespace rolelint::rules {

// What is contained changes nothing, so deleting it changes nothing.
inline void OfferRemoval(const policy::TextList& list, const Group& group,
                         engine::FindingBuilder& finding) {
  for (const text::Span span : policy::RemovalOf(list, group.contained))
    finding.Fix(span, "", true);
}

// The items of the group are one and the same.
inline void ReportRepeated(const policy::TextList& list, const Group& group, std::string message,
                           engine::Reporter& report) {
  engine::FindingBuilder finding =
      report.Report(list.items[group.contained[0]].span, std::move(message));
  finding.Label("listed again")
      .Help("delete the copies")
      .Related(list.items[group.container].span, "listed here");
  for (size_t i = 1; i < group.contained.size(); ++i) {
    finding.Related(list.items[group.contained[i]].span, "and here");
  }
  OfferRemoval(list, group, finding);
}

inline void ReportGroups(const policy::TextList& list, const std::vector<Group>& groups,
                         std::string_view noun, engine::Reporter& report) {
  for (const Group& group : groups) {
    const policy::Text& container = list.items[group.container];
    const policy::Text& first = list.items[group.contained[0]];
    std::string message = "the " + std::string(noun) + " " + Quoted(first.value);
    const bool repeated =
        std::all_of(group.contained.begin(), group.contained.end(),
                    [&](uint32_t item) { return list.items[item].value == container.value; });
    if (repeated) {
      ReportRepeated(list, group, message + " is listed more than once", report);
      continue;
    }
    if (group.contained.size() > 1) {
      message += " and " + std::to_string(group.contained.size() - 1) + " more say";
    } else {
      message += " says";
    }
    message += " nothing that " + Quoted(container.value) + " does not say";
    engine::FindingBuilder finding = report.Report(first.span, std::move(message));
    finding.Label("contained in " + Quoted(container.value))
        .Help("delete what is contained, or " + Quoted(container.value) +
              " if the narrower ones are meant")
        .Related(container.span, "contains it");
    for (size_t i = 1; i < group.contained.size(); ++i) {
      finding.Related(list.items[group.contained[i]].span, "contained as well");
    }
    OfferRemoval(list, group, finding);
  }
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_REDUNDANCY_REPORT_GROUPS_H_
