#ifndef ROLELINT_ACCEPT_MATCH_H_
#define ROLELINT_ACCEPT_MATCH_H_

// Which findings of a run were accepted before. Each accepted finding stands for one finding:
//
// 1. the one of its identity;
// 2. else one with the same evidence whose owner or policy is not known on one side, since the
//    policy moved into a template, or out of one;
// 3. else one whose evidence is no wider (compare.h);
// 4. else one that grew out of it: the same statement by its Sid, its place in the statement or its
//    file. That one is reported again, with what was added.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "analyzer/accept/baseline.h"
#include "analyzer/catalog/catalog.h"

namespace rolelint::accept {

struct Match {
  enum class Verdict : uint8_t { kNew, kAccepted, kWider };
  Verdict verdict = Verdict::kNew;
  std::string added;  // kWider
};

struct Matches {
  std::vector<Match> found;  // one for each finding
  std::vector<bool> met;     // one for each accepted finding: some finding is it, or grew out of it
};

Matches MatchFindings(std::span<const AcceptedFinding> accepted,
                      std::span<const AcceptedFinding> found, const catalog::Catalog& catalog);

}  // namespace rolelint::accept

#endif  // ROLELINT_ACCEPT_MATCH_H_
