#ifndef ROLELINT_FIX_VERDICT_H_
#define ROLELINT_FIX_VERDICT_H_

// What an edit did to a policy, by proof: the policy before and after it, compared over all
// requests (logic/prove.h). A policy decides together with others, so its Denies are compared for
// themselves too: one that denies less allows more. Of a policy that AWS refuses, in which names
// are written in the wrong case, the reading that was meant is compared.

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/catalog/catalog.h"
#include "analyzer/fix/policy_text.h"

namespace rolelint::fix {

// From the best to the worst.
enum class Change : uint8_t {
  kEquivalent,
  kLess,
  kNothingNew,  // it allows nothing new; whether it allows less is not decided
  kMore,
  kUnknown,
};
// "equivalent", "less", "nothing-new", "more", "unknown".
std::string_view ChangeName(Change change);

struct Verdict {
  Change change = Change::kEquivalent;
  std::string request;          // kMore: what is allowed now, as a phrase
  std::string reason;           // kUnknown: why, as a phrase
  bool refused_before = false;  // AWS refused the policy as it was
};

Verdict Judge(const PolicyText& before, const PolicyText& after, const catalog::Catalog& catalog);

// Of an edit that changes several policies.
Verdict Worse(Verdict a, Verdict b);

}  // namespace rolelint::fix

#endif  // ROLELINT_FIX_VERDICT_H_
