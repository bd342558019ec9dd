#ifndef ROLELINT_ACCEPT_EVIDENCE_H_
#define ROLELINT_ACCEPT_EVIDENCE_H_

// The evidence of a finding: what the statements say that it is about, written in one way whatever
// the layout, the order, the format and the Sid. It is itself a policy, so that the prover can
// compare the evidence of two findings (compare.h).

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/policy/document.h"

namespace rolelint::accept {

// Statements of policies of one kind, whose meaning depends on Version.
struct EvidencePart {
  policy::Kind kind = policy::Kind::kIdentity;
  bool variables = true;                // Version 2012-10-17: ${…} is expanded
  std::vector<std::string> statements;  // as NormalizedStatement writes them; sorted, each once

  friend bool operator==(const EvidencePart&, const EvidencePart&) = default;
};

struct Evidence {
  std::vector<EvidencePart> parts;  // sorted by kind and variables
  // Something in it is marked as sensitive: `parts` is empty and only the digest may be told.
  bool withheld = false;
  uint64_t digest = 0;

  bool Same(const Evidence& other) const {
    return digest == other.digest && withheld == other.withheld && parts == other.parts;
  }
};

// One JSON object: no Sid, elements in a fixed order, lists sorted and without duplicates, actions,
// operators and condition keys in one case.
std::string NormalizedStatement(const policy::Statement& statement);

// Adds a statement of a document of this kind. Finish() must follow the last.
void AddStatement(policy::Kind kind, bool variables, std::string normalized, Evidence* evidence);
// Sorts, fills the digest, and drops the text of what must not be told.
void Finish(bool withhold, Evidence* evidence);

// The parts as a JSON list in ASCII: [{"kind":"identity","statements":[{…}]}]. Another Version than
// 2012-10-17 is told by "version":"2008-10-17".
std::string EvidenceJson(const Evidence& evidence);

}  // namespace rolelint::accept

#endif  // ROLELINT_ACCEPT_EVIDENCE_H_
