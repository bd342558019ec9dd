#ifndef ROLELINT_GRAPH_HALF_DECIDER_H_
#define ROLELINT_GRAPH_HALF_DECIDER_H_

// Decides the two halves of a role switch: the permission of the principal, and the trust of the
// role. The evaluator (logic/evaluate.h) is asked about the statements that the records keep.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html

#include <span>
#include <string_view>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/estate/estate.h"
#include "analyzer/graph/recorded_policies.h"
#include "analyzer/graph/switches.h"
#include "analyzer/logic/request.h"

namespace rolelint::graph {

// Remembers what it has compiled by the address of the records, which must outlive it. Not for
// several threads at once; `catalog` must outlive it.
class HalfDecider {
 public:
  explicit HalfDecider(const catalog::Catalog& catalog) : policies_(catalog) {}

  // May `who` (user or role), as far as its own policies say, call sts:AssumeRole on `role_arn`?
  HalfVerdict Permission(const estate::Estate& estate, const Entity& who,
                         std::string_view role_arn);
  // Does `role` trust `who`? A trust policy that names a session of the role `who` is undecided.
  HalfVerdict Trust(const estate::Estate& estate, const Entity& role, const Entity& who);

 private:
  // One policy of those that bear on the request, with what to call it.
  struct Source {
    const estate::PolicyFacts* facts = nullptr;
    const logic::CompiledPolicy* compiled = nullptr;
    std::string_view name;
    const Entity* holder = nullptr;
  };
  // The policies of one principal.
  struct Gathered {
    std::vector<Source> identity;
    std::vector<Source> boundary;  // none, or the one whose document is known
    bool bounded = false;
    bool complete = true;     // no policy is missing
    bool everything = false;  // an AWS managed policy allows the switch to every role
  };
  class Question;

  void AddSource(const estate::PolicyFacts& facts, std::string_view name, const Entity& holder,
                 Gathered* all);
  void AddPoliciesOf(const estate::Estate& estate, const Entity& holder, Gathered* all);
  Gathered Gather(const estate::Estate& estate, const Entity& who);
  void LookAbove(const estate::Estate& estate, policy::Kind kind, Question* question,
                 HalfVerdict* verdict);

  RecordedPolicies policies_;
};

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_HALF_DECIDER_H_
