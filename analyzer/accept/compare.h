#ifndef ROLELINT_ACCEPT_COMPARE_H_
#define ROLELINT_ACCEPT_COMPARE_H_

// Whether the evidence of a finding is no wider than evidence that was accepted. Lists that only
// lose items are seen at once; anything else is put to the prover.
//
// Evidence with an Allow is wider if some request is allowed by it and not by what was accepted.
// Evidence of Denies alone may change in neither direction: a Deny that covers less lets requests
// through, one that covers more may lock people out. What cannot be proved counts as wider.

#include <string>

#include "analyzer/accept/evidence.h"
#include "analyzer/catalog/catalog.h"

namespace rolelint::accept {

struct Comparison {
  bool wider = false;
  std::string added;  // if wider: what was added or dropped, for people
  // If it is proved to be wider: a request that shows it, "it now allows s3:GetObject on …".
  std::string request;
  bool lets_in = false;  // the request is let in; false also of one that is now denied
};

Comparison Compare(const Evidence& accepted, const Evidence& found,
                   const catalog::Catalog& catalog);

}  // namespace rolelint::accept

#endif  // ROLELINT_ACCEPT_COMPARE_H_
