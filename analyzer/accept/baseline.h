#ifndef ROLELINT_ACCEPT_BASELINE_H_
#define ROLELINT_ACCEPT_BASELINE_H_

// The file of `rolelint baseline write`: the findings that a team accepted. Sorted, one finding and
// one piece of evidence a line, so that a difference between two versions can be read.
// docs/schema/baseline.schema.json describes it.

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/accept/evidence.h"

namespace rolelint::accept {

inline constexpr int kBaselineVersion = 1;

// What is kept of a finding.
struct AcceptedFinding {
  std::string rule;
  std::string identity;  // FindingFacts::identity
  std::string about;     // what tells findings of the rule apart: an assertion; 16 digits, or ""
  std::string owner;
  std::string policy;
  std::string sid;
  std::string element;
  std::string file;                          // where it was; it may have moved since
  std::shared_ptr<const Evidence> evidence;  // null: it is about no statement
};

struct Baseline {
  std::vector<AcceptedFinding> findings;
};

// Nullopt, with a sentence in `error`, if `text` is no baseline of this version.
std::optional<Baseline> ParseBaseline(std::string_view text, std::string* error);
void WriteBaseline(Baseline baseline, std::ostream& out);

}  // namespace rolelint::accept

#endif  // ROLELINT_ACCEPT_BASELINE_H_
