#ifndef ROLELINT_LOGIC_QUESTIONS_H_
#define ROLELINT_LOGIC_QUESTIONS_H_

// What a rule may ask about the meaning of one policy. Most answers come from a look at the
// statements as they are written (quick_look.h); only what is left is compiled, once a document,
// and put to the prover (prove.h), and only when some rule asks. So a rule need not be shy: it asks
// for every statement of every document.
//
// An answer is a finding's reason, and nullopt is no finding: either it is not so, or it cannot be
// shown. Nothing is said of statements with unresolved parts or that break the grammar (other rules
// speak of them), nor where AWS's documentation leaves open what a request carries.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "analyzer/logic/action_lists.h"
#include "analyzer/logic/meaning.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/prove.h"
#include "analyzer/logic/quick_look.h"

namespace rolelint::logic {

// Why no request meets a statement: parts that cannot hold together, none of which can be left out.
struct Contradiction {
  bool action = false;     // NotAction leaves nothing
  bool resource = false;   // Resource, or NotResource leaves nothing
  bool principal = false;  // Principal, or NotPrincipal leaves nobody
  std::vector<const policy::ConditionTest*> tests;
  // It rests on keys having one value of which the catalogue does not say so (claims of an identity
  // provider).
  bool assumes_one_value = false;
};

// Why an Allow lets nobody in: Denies of the policy that meet all it allows, none of which can be
// left out.
struct Shadow {
  std::vector<const policy::Statement*> denies;
  bool assumes_one_value = false;
};

// Why a statement adds nothing: others of its effect that hold of every request of which it holds,
// none of which can be left out.
struct Coverage {
  std::vector<const policy::Statement*> by;
  bool assumes_one_value = false;
};

// An Allow that lets in someone the policy does not know, and one of his requests.
struct OpenDoor {
  const policy::Statement* statement = nullptr;
  Request request;
};

// Belongs to one worker; its memory serves document after document.
class PolicyQuestions {
 public:
  explicit PolicyQuestions(const catalog::Catalog& catalog)
      : catalog_(catalog), quick_(catalog), names_(catalog), meaning_(catalog, &names_) {}
  PolicyQuestions(const PolicyQuestions&) = delete;
  PolicyQuestions& operator=(const PolicyQuestions&) = delete;

  // The questions that follow are about this document, which must outlive them.
  void Begin(const policy::Document& document) {
    document_ = &document;
    denies_known_ = false;
    lists_known_ = false;
    compiled_ = nullptr;
    found_.clear();
    // What keys are known for depends on the document: each has a vocabulary of its own.
    prover_.reset();
    work_ = 0;
    pattern_work_ = kMaxPatternWork;
    names_.Begin(document);
    meaning_.Begin(document);
  }

  // Why no request meets the statement.
  std::optional<Contradiction> NeverMatches(const policy::Statement& statement);
  // Why whatever the Allow allows is denied. Not of an Allow that no request meets.
  std::optional<Shadow> AlwaysDenied(const policy::Statement& allow);
  // The Allows that make the resource public, as `rolelint prove not-public` decides it: each once,
  // in their order. None where the policy as a whole is not shown to be public.
  std::vector<OpenDoor> OpenDoors();
  // OpenDoors() has shown that the policy lets in nobody it does not know.
  bool IsShut() const { return shut_; }
  // Whether it is proved that the policy is not public.
  bool KeepsStrangersOut();

  // False: it has an action that no other statement of its effect has, as nearly all do.
  bool MayBeCovered(const policy::Statement& statement) {
    return !Lists().HasOwn(PositionOf(statement));
  }
  // Why the statement adds nothing to others of its effect among `all`. Not of one that no request
  // meets.
  std::optional<Coverage> CoveredBy(const policy::Statement& statement,
                                    std::span<const policy::Statement* const> all);

  // What the catalogue says of the document's actions and ARNs. A rule that asks includes names.h.
  PolicyNames& names() { return names_; }
  // What the statements allow (meaning.h).
  Meaning& meaning() { return meaning_; }

  struct Stats {
    uint64_t asked = 0;     // questions
    uint64_t compiled = 0;  // statements, and documents as a whole
    uint64_t proofs = 0;
  };
  const Stats& stats() const { return stats_; }

 private:
  const CompiledPolicy& Compiled();
  // Null if it neither allows nor denies, or if the document's work is spent.
  const CompiledStatement* Find(const policy::Statement& statement);
  size_t PositionOf(const policy::Statement& statement) const;
  const ActionLists& Lists();
  bool AreApart(const policy::Statement& a, const policy::Statement& b);
  bool IsClear(const policy::Statement& statement, bool resources_may_be_open = false) const;
  static std::optional<CompiledPolicy> WithAnyResource(const CompiledPolicy& policy);
  bool Matchless(const CompiledStatement& statement);
  bool Shadowed(const CompiledStatement& allow, std::span<const CompiledStatement* const> denies);
  void AskDenies();
  bool Spend(uint64_t work);
  bool RestsOnOneValue(std::span<const CompiledTest* const> tests);

  const catalog::Catalog& catalog_;
  QuickLook quick_;
  PolicyNames names_;
  Meaning meaning_;
  ActionLists lists_;
  bool lists_known_ = false;
  const policy::Document* document_ = nullptr;
  bool denies_known_ = false;
  std::vector<const policy::Statement*> denies_;
  std::optional<Prover> prover_;
  bool shut_ = false;
  const CompiledPolicy* compiled_ = nullptr;
  std::vector<const CompiledStatement*> found_;  // by position
  std::vector<const policy::Statement*> related_;
  // Work of a document's questions about patterns (pattern_budget.h): some 20 ms.
  static constexpr uint64_t kMaxPatternWork = 200'000;
  uint64_t pattern_work_ = kMaxPatternWork;
  uint64_t work_ = 0;
  Stats stats_;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_QUESTIONS_H_
