#ifndef ROLELINT_GRAPH_ESCALATION_PROOFS_H_
#define ROLELINT_GRAPH_ESCALATION_PROOFS_H_

// Whether a step of an escalation is left by Denies, boundary and conditions.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/estate/records.h"

namespace rolelint::graph {

// The policy that a statement stands in.
struct PolicyOrigin {
  const estate::Entity* holder = nullptr;  // the principal or its group; null: not known
  std::string_view arn;                    // of a managed policy; "" of an inline one
  const estate::PolicyFacts* facts = nullptr;

  bool aws_managed() const { return arn.find(":iam::aws:") != std::string_view::npos; }
};

struct PlacedPrivilege {
  const estate::PrivilegeStatement* statement = nullptr;
  bool variables = false;
  PolicyOrigin origin;
};

// What kind of resource IAM's own action works on: "role", "policy", "saml-provider", …
std::string_view IamResourceType(std::string_view action);

// All that decides about one step.
struct StepQuestion {
  int action = 0;
  std::string_view resource;  // ARN; "": any that the action works on
  std::string_view services;  // of iam:PassRole: the role goes to one of these
  const std::vector<PlacedPrivilege>* identity = nullptr;  // Allows and Denies
  const std::vector<PlacedPrivilege>* boundary = nullptr;  // null: there is none
  std::string_view principal;                              // ARN; "" if not known
  std::string_view partition;
  std::string_view account;
};

// Of the commonest condition of iam:PassRole, a list of services and nothing else, whether one of
// `services` (with blanks between) is in it: no proof is needed then. nullopt of other conditions.
std::optional<bool> PassesTo(std::string_view condition, std::string_view services);

enum class StepAnswer : uint8_t { kNever, kPerhaps, kSurely };

class StepProver {
 public:
  explicit StepProver(const catalog::Catalog& catalog) : catalog_(catalog) {}
  // Equal questions are answered once.
  StepAnswer Ask(StepQuestion question);

 private:
  StepAnswer Prove(const StepQuestion& question, const std::vector<std::string>& documents,
                   const std::string& resource);

  const catalog::Catalog& catalog_;
  // What is known already is charged as if it were proved again (logic/work_budget.h), so that what
  // a document may ask does not hang on those before it.
  struct Known {
    StepAnswer answer = StepAnswer::kPerhaps;
    uint64_t work = 0;
  };
  std::unordered_map<std::string, Known> answers_;
};

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_ESCALATION_PROOFS_H_
