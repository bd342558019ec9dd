#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "rules/catalog/wording.h"

namespace rolelint::rules::retired_service {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using logic::OddAction;

bool IsRetired(const OddAction& odd) {
  return odd.facts->state == logic::ActionState::kPastService &&
         odd.facts->past->past == catalog::Past::kClosed;
}

// One finding for each service of a statement: its first item, with the others beside it.
void Report(std::span<const OddAction> items, const catalog::PastName& past, Reporter& report) {
  std::vector<std::string_view> names;
  for (const OddAction& odd : items) {
    if (odd.facts->past == &past) names.push_back(odd.item->value);
  }
  const auto first = std::find_if(items.begin(), items.end(),
                                  [&](const OddAction& odd) { return odd.facts->past == &past; });
  engine::FindingBuilder finding =
      report.Report(first->item->span,
                    fmt::format("{} allows and denies nothing: {}", Few(names), TellPast(past)));
  finding.Label("a closed service")
      .Help(past.instead.empty() ? "remove the items of the service"
                                 : fmt::format("write {} if that is meant", past.instead));
  constexpr size_t kRelated = 5;
  size_t told = 0;
  for (const OddAction& odd : items) {
    if (odd.facts->past != &past || &odd == &*first) continue;
    if (++told > kRelated) break;
    finding.Related(odd.item->span, "the same service");
  }
}

void Check(const DocumentContext& context, Reporter& report) {
  const std::span<const OddAction> odd = context.questions.names().odd_actions();
  for (size_t begin = 0; begin < odd.size();) {
    size_t end = begin;
    while (end < odd.size() && odd[end].statement == odd[begin].statement) ++end;
    const auto items = odd.subspan(begin, end - begin);
    std::vector<const catalog::PastName*> seen;
    for (const OddAction& item : items) {
      if (!IsRetired(item)) continue;
      if (std::find(seen.begin(), seen.end(), item.facts->past) != seen.end()) continue;
      seen.push_back(item.facts->past);
      Report(items, *item.facts->past, report);
    }
    begin = end;
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "retired-service",
    .summary = "A statement names a discontinued AWS service",
    .level = engine::Level::kSuggestion,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsOddNames,
    .aws_page = "https://aws.amazon.com/products/lifecycle/",
    .check_document = Check,
};

}  // namespace rolelint::rules::retired_service
