#ifndef ROLELINT_LOGIC_PROVE_H_
#define ROLELINT_LOGIC_PROVE_H_

// Questions about all requests, answered with a proof or with a request that refutes it.
//
// The algorithm. A question is a Boolean combination of what policies allow, "is there a request
// that …". Actions are sorted into classes first (action_classes.h); within a class each statement
// either lists the action or does not, so the evaluator (evaluate.h), run over formulas
// (symbolic.h), leaves one formula about resource, principal and condition keys, often a constant.
// A search (search.h) over the formula walks states of single dimensions (domains.h) and either
// shows that there is no such request or finds one in every dimension; the request is put together
// and evaluated (request.h): only one that the evaluator confirms refutes. So "refuted" is never
// wrong, "proved" rests on the domains saying "impossible" only when it is, and everything between
// is "unknown", with a reason.
//
// Cost: classes × (statements of the class + search). Without overlap among conditions a search
// takes about as many steps as there are statements; the worst case is exponential and capped.

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/logic/action_classes.h"
#include "analyzer/logic/compiled.h"
#include "analyzer/logic/request.h"
#include "analyzer/logic/simulation.h"

namespace rolelint::logic {

struct ProofOptions {
  Universe universe = Universe::kStrings;
  // Refuting requests to look for, one a class of actions, or one for each set of statements that
  // lets requests of a class in. 0: whether it is proved is all that is asked, and what is not
  // proved is unknown.
  uint32_t witnesses = 1;
  // Choices that one search may make; 0: kMaxSteps (search.h).
  uint64_t max_steps = 0;
  // Every kind of principal asks, also where the policies' kind says that only users and sessions
  // do: the kind of a policy that stands alone in a file is a guess.
  bool any_principal = false;
  bool each_statement = false;
};

enum class Conclusion : uint8_t { kProved, kRefuted, kUnknown };
// "proved", "refuted", "unknown".
std::string_view ConclusionName(Conclusion conclusion);

// Why a proof is unknown.
enum class Reason : uint8_t {
  kNone,
  kUnresolved,  // a part of a policy is a template's placeholder
  kCorrelated,  // policy variables tie dimensions together in a way that is not decided
  kLimit,       // too many combinations
};
// "unresolved-part", "correlated-variables", "limit"; "" for kNone.
std::string_view ReasonName(Reason reason);

// A statement that lets a witness through, or keeps it out.
struct Responsible {
  const CompiledPolicy* policy = nullptr;
  const CompiledStatement* statement = nullptr;
};

struct Witness {
  Request request;
  std::vector<Responsible> statements;
  StatementMask listed;  // the class of its action
};

struct ProofStats {
  uint32_t classes = 0;
  uint64_t steps = 0;
  uint32_t atoms = 0;
};

struct Proof {
  Conclusion conclusion = Conclusion::kUnknown;
  Reason reason = Reason::kNone;
  std::vector<Witness> witnesses;
  ProofStats stats;
};

// The access that not-granted asks about: some listed action (none: any) on some listed resource
// (none: any), save the excepted actions and the excepted resources, each by itself.
struct AskedAccess {
  std::vector<std::string> actions;
  std::vector<std::string> resources;
  std::vector<std::string> except_actions;
  std::vector<std::string> except_resources;
};

// All policies of one principal that bear on what it may do.
struct EffectiveAccess {
  Principal principal;
  RequestPolicies policies;
  Circumstances circumstances;
};

// One question's policies and their vocabulary. Not for use by several threads at once.
class Prover {
 public:
  explicit Prover(const catalog::Catalog& catalog);
  ~Prover();
  Prover(const Prover&) = delete;
  Prover& operator=(const Prover&) = delete;

  // The document must outlive the prover.
  const CompiledPolicy* Add(const policy::Document& document);

  // Does `after` allow nothing that `before` does not?
  Proof NoNewAccess(const CompiledPolicy& before, const CompiledPolicy& after,
                    const ProofOptions& options);
  // Does the policy allow nothing of what is asked?
  Proof NotGranted(const CompiledPolicy& policy, const AskedAccess& asked,
                   const ProofOptions& options);
  // Does the policy allow nothing that `asked` allows and none of `excepted` does? Policies can say
  // more than AskedAccess: conditions, and through them principals.
  Proof NotGranted(const CompiledPolicy& policy, const CompiledPolicy& asked,
                   std::span<const CompiledPolicy* const> excepted, const ProofOptions& options);
  // Does the policy keep out everyone it does not know? (docs/evaluation.md)
  Proof NotPublic(const CompiledPolicy& policy, const ProofOptions& options);
  // Do both allow the same?
  Proof Equivalent(const CompiledPolicy& a, const CompiledPolicy& b, const ProofOptions& options);
  // Does the policy by itself allow nothing at all? Refuted: a request it allows.
  Proof AllowsNothing(const CompiledPolicy& policy, const ProofOptions& options);
  // Is there no request that the statement matches?
  Proof NeverMatches(const CompiledPolicy& policy, const CompiledStatement& statement,
                     const ProofOptions& options);
  // Does some Deny of the policy match whatever the Allow matches?
  Proof AlwaysDenied(const CompiledPolicy& policy, const CompiledStatement& allow,
                     const ProofOptions& options);

  // The same of everything that decides for a principal, within its own account and beside resource
  // policies. RCPs are its account's, whose the resources are.
  Proof NoNewAccess(const EffectiveAccess& before, const EffectiveAccess& after,
                    const ProofOptions& options);
  Proof NotGranted(const EffectiveAccess& access, const AskedAccess& asked,
                   const ProofOptions& options);
  Proof NotGranted(const EffectiveAccess& access, const CompiledPolicy& asked,
                   std::span<const CompiledPolicy* const> excepted, const ProofOptions& options);
  // Does it allow all that `asked` allows and none of `excepted` does? Refuted: a request that it
  // does not allow, with the Denies that match it.
  Proof Granted(const EffectiveAccess& access, const CompiledPolicy& asked,
                std::span<const CompiledPolicy* const> excepted, const ProofOptions& options);

  Vocabulary& vocabulary() { return vocabulary_; }

 private:
  class Run;
  Proof AskAccess(const EffectiveAccess& access, const CompiledPolicy& asked,
                  std::span<const CompiledPolicy* const> excepted, bool granted,
                  const ProofOptions& options);
  CompiledPolicy CompileBeyondRcps(std::initializer_list<const EffectiveAccess*> all);
  CompiledPolicy CompileAsked(const AskedAccess& asked);
  CompiledPolicy CompileExcepted(const AskedAccess& asked);
  void AddAsked(const std::vector<std::string>& actions, const std::vector<std::string>& resources,
                CompiledPolicy* policy);

  Vocabulary vocabulary_;
  Compiler compiler_;
  std::deque<CompiledPolicy> policies_;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_PROVE_H_
