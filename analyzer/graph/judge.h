#ifndef ROLELINT_GRAPH_JUDGE_H_
#define ROLELINT_GRAPH_JUDGE_H_

// May this principal do this on that resource, whatever the request carries, under conditions, or
// not at all? One answer from the evaluator and, where it hangs on keys that are not known, from
// the prover: what is `kConditional` has a request that succeeds, and what is `kNone` has none.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/estate/estate.h"
#include "analyzer/graph/policy_source.h"
#include "analyzer/logic/evaluate.h"
#include "analyzer/logic/request.h"
#include "analyzer/logic/simulation.h"

namespace rolelint::graph {

// The stronger the larger.
enum class EdgeVerdict : uint8_t { kNone, kUnknown, kConditional, kProved };
// "none", "unknown", "conditional", "proved".
std::string_view EdgeVerdictName(EdgeVerdict verdict);

// A statement that takes part in a verdict.
struct StatementRef {
  const logic::CompiledPolicy* policy = nullptr;
  const logic::CompiledStatement* statement = nullptr;
  friend bool operator==(const StatementRef&, const StatementRef&) = default;
};

// What policies of the organization of one kind did to a verdict, as Access Analyzer says it of
// internal access.
enum class Restriction : uint8_t {
  kUnknown,        // the input does not tell which are in force
  kApplied,        // they took part
  kNotApplicable,  // they do not reach the request, whatever they say
};
// "unknown", "applied", "not-applicable".
std::string_view RestrictionName(Restriction restriction);

struct Judgement {
  EdgeVerdict verdict = EdgeVerdict::kNone;
  // Of kConditional: what the request must carry, as `KEY OPERATOR VALUE`, a Deny's as `not (…)`.
  std::vector<std::string> conditions;
  // Whoever asks can meet all of them by himself (an external ID that the policy tells, …).
  bool open = true;
  std::string reason;  // of kUnknown
  std::vector<StatementRef> evidence;
  std::optional<logic::Request> witness;
  bool explicit_deny = false;  // of kNone
  Restriction scp = Restriction::kUnknown;
  Restriction rcp = Restriction::kUnknown;
};

// The principal as the evaluator takes it; nullopt for groups and names that are none.
std::optional<logic::Principal> PrincipalOf(const estate::Entity& who);

class Judge {
 public:
  explicit Judge(PolicySource* source) : source_(*source) {}

  struct Question {
    logic::Principal principal;
    const estate::Entity* who = nullptr;  // whose policies are the principal's; null: none
    std::string action;
    std::string resource;
    std::string owner;  // of the resource, where its ARN does not tell; or ""
    const logic::CompiledPolicy* resource_policy = nullptr;
    std::string unknown_resource;  // why the resource's policy is not known; "": it is
    std::string unknown_identity;  // why the principal's policies are not known; "": they are
    bool everything = false;       // without `who`: the principal may do whatever it likes
    std::vector<logic::ContextValue> context;  // what is known of the request
    bool own_tags = true;                      // a user's tags are those of the input; else any
  };
  // A user that may tag itself has whatever tags it needs.
  Judgement Ask(const Question& question);
  // From here on its boundary does not count, until null is given.
  void Unbind(const estate::Entity* who) { unbound_ = who; }

  // The same for an action on any resource that the action works on (of the pattern): the witness
  // has one. Resource policies are left aside.
  Judgement AskAny(const Question& question);

  // Becomes the role: `action` is sts:AssumeRole or one of its siblings.
  Judgement AskAssume(const logic::Principal& principal, const estate::Entity* who,
                      const estate::Entity& role, std::string_view action,
                      std::vector<logic::ContextValue> context = {});

 private:
  struct Asked;
  Judgement AskOnce(const Question& question);
  void Gather(const Question& question, Asked* asked);
  bool Succeeds(logic::Request request, const Asked& asked) const;
  void Settle(const Question& question, Asked* asked, Judgement* result);
  void Explain(const Asked& asked, Judgement* result);
  void LookAtLoose(const Asked& asked, Judgement* result);
  // What a user arranges by itself (judge_self.cc): its tags, a device for MFA, and so the value of
  // the key in its requests.
  bool MayRetag(const estate::Entity& who);
  bool MayEnrollMfa(const estate::Entity& who);
  bool Arranges(const Question& question, std::string_view key);
  // A request of `result` that brings session tags or a source identity also needs
  // sts:TagSession or sts:SetSourceIdentity on the role; one that need not does without.
  Judgement WithCompanions(const Question& question, Judgement result);

  PolicySource& source_;
  const estate::Entity* unbound_ = nullptr;
  std::unordered_map<const estate::Entity*, bool> retags_;
  std::unordered_map<const estate::Entity*, bool> enrolls_;
};

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_JUDGE_H_
