#ifndef ROLELINT_LOGIC_PROOF_RUN_H_
#define ROLELINT_LOGIC_PROOF_RUN_H_

// What prove.cc and its parts share; nothing outside analyzer/logic includes this.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/logic/atoms.h"
#include "analyzer/logic/domains.h"
#include "analyzer/logic/prove.h"
#include "analyzer/logic/search.h"
#include "analyzer/logic/symbolic.h"

namespace rolelint::logic {

// "Is there a request that …", for one request and for all.
class Goal {
 public:
  virtual ~Goal() = default;
  virtual Truth Of(RequestLogic* logic) const = 0;
  virtual Formula::Edge Of(SymbolicLogic* logic) const = 0;
  // Whose statements a witness is explained by: the Allows that match it, or the Denies.
  std::vector<const CompiledPolicy*> explained_by;
  bool explained_by_denies = false;
  bool unknown_parts = false;
};

// Turns one way of making a formula true into a request, and has the evaluator confirm it.
class WitnessMaker : public Search::Visitor, private Choices {
 public:
  WitnessMaker(const Goal& goal, AtomTable* atoms, Domains* domains, const Principal* principal)
      : goal_(goal), atoms_(*atoms), domains_(*domains), principal_(principal) {}

  // The action is asked for when a witness is tried.
  void SetAction(std::function<std::string()> spell) {
    spell_ = std::move(spell);
    action_.clear();
  }
  bool Visit(const Search::States& states) override;
  Request& request() { return request_; }

 private:
  std::optional<std::string_view> ValueOf(KeyId key) const override;
  // Tests that compare the principal's account with the resource's are opaque (symbolic.cc): both
  // cases are tried.
  enum class Accounts : uint8_t { kAny, kSame, kDifferent };
  bool TryWith(const Search::States& states, Accounts accounts);
  bool Try(const Search::States& states);
  bool ChoosePrincipal(const Search::States& states, std::string_view account);
  std::vector<const Pattern*> PlainResources();
  bool ChooseResource(StateId state, std::string_view account);
  bool TryBackwards(const Search::States& states);
  bool ChooseKeys(const Search::States& states, bool with_templates);
  bool UsesTemplate(StateId state) const;
  bool FollowsFromPrincipal(KeyId key) const;
  // Texts that a variable would have to be for a template to coincide with other patterns.
  void CollectCandidates();
  void Collect(const Template& text);

  const Goal& goal_;
  AtomTable& atoms_;
  Domains& domains_;
  const Principal* principal_;
  std::function<std::string()> spell_;
  std::string action_;
  Request request_;
  std::map<KeyId, KeyValue> values_;
  std::map<KeyId, std::string> forced_;
  std::map<KeyId, std::vector<std::string>> candidates_;
  bool candidates_known_ = false;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_PROOF_RUN_H_
