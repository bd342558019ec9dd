#ifndef ROLELINT_GRAPH_FREED_H_
#define ROLELINT_GRAPH_FREED_H_

// Principals of whom somebody may take away what restricts them (restrictions.h): a boundary that
// its own principal, or one that becomes that principal, may delete restricts nobody on the map.

#include <map>
#include <string>
#include <vector>

#include "analyzer/graph/restrictions.h"

namespace rolelint::graph {

struct Freed {
  const estate::Entity* who = nullptr;
  std::string name;  // of its node: "ARN after iam:DeleteUserPermissionsBoundary"
  bool unbounded = false;
  EscalationView view;  // without what is lifted
  struct By {
    const estate::Entity* lifter = nullptr;  // itself, or another
    std::vector<const EscalationMethod*> methods;
    bool sure = true;
  };
  std::vector<By> by;
};

class FreedFinder {
 public:
  // Each principal with what the records say of it, in the order of the estate.
  void Add(const estate::Entity& who, const EscalationView& view);
  // Those without a boundary, or with everything, after the steps of somebody of their account.
  std::vector<Freed> Run(StepProver* prover);

 private:
  struct OfAccount {
    std::vector<EscalationView> lifters;
    std::vector<EscalationView> restricted;
  };
  std::map<std::string, OfAccount> accounts_;
};

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_FREED_H_
