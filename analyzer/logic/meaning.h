#ifndef ROLELINT_LOGIC_MEANING_H_
#define ROLELINT_LOGIC_MEANING_H_

// What the statements of one document allow, as far as a rule weighs it: every resource of the kind
// that an action works on or only some of them, whole services, and whether conditions restrict who
// may ask. How a pattern is written makes no difference: for s3:GetObject `*`, `arn:aws:s3:::*` and
// `arn:*:s3:*:*:*` are the same. What is not known restricts.
//
// It looks at patterns and the catalogue, one statement at a time; what several statements mean
// together is proved (questions.h).

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/logic/names.h"
#include "analyzer/policy/document.h"

namespace rolelint::logic {

// A service of which a statement has every action.
struct WholeService {
  std::string_view prefix;
  std::string_view pattern;  // "s3:*", as written if it is; valid until the next document
  const policy::Text* item;  // the first of those that cover it
};

// Belongs to one worker; its memory serves document after document.
class Meaning {
 public:
  Meaning(const catalog::Catalog& catalog, PolicyNames* names)
      : catalog_(catalog), names_(*names) {}
  Meaning(const Meaning&) = delete;
  Meaning& operator=(const Meaning&) = delete;

  void Begin(const policy::Document& document) {
    document_ = &document;
    ++number_;
    patterns_.clear();
    if (reaches_.size() < document.statements.size()) reaches_.resize(document.statements.size());
  }

  // False: the statement reaches every resource of no kind, as nearly all do.
  bool IsWide(const policy::Statement& statement) { return ReachOf(statement).wide; }
  // Every resource there is, or all that NotResource leaves of them.
  bool IsEverywhere(const policy::Statement& statement);
  // Every resource of a kind that the action works on (of each kind that it must be given). An
  // action that works on no resource is allowed only by "*" or NotResource.
  bool OnEvery(const policy::Statement& statement, const catalog::Action& action);
  // Everything that the service has.
  bool OnWholeService(const policy::Statement& statement, const catalog::Service& service);
  // Some resource that the action works on. False is sure, true is not.
  bool MayReach(const policy::Statement& statement, const catalog::Action& action);
  // The item of Resource that makes it so, else the name of NotResource: a finding's related place.
  text::Span WideSpan(const policy::Statement& statement);
  text::Span WideSpan(const policy::Statement& statement, const catalog::Action& action);

  // The services of which Action has every action and which the statement reaches as a whole, in
  // the order of the items. Not told where the statement has every action on every resource.
  std::vector<WholeService> WholeServices(const policy::Statement& statement);

  // A condition that keeps requests out by who asks, from where, or for what: a positive test that
  // a missing key does not pass (policy::Restricts), on a key that says something of the kind. That
  // a request is encrypted, comes at some time or to some Region, or what its sender calls himself
  // does not count; nor, in the policy of a principal, a key that has one value for that principal
  // in every request (aws:PrincipalOrgID), or one that names its own account or organization
  // (aws:ResourceAccount). `account`: the policy's, "" if it is not known. What is unresolved
  // counts.
  bool IsRestricted(const policy::Statement& statement, std::string_view account) const;

 private:
  // What Resource or NotResource lists: all of it for `all`, else the types that are listed whole.
  struct Reach {
    uint64_t document = 0;  // its number
    bool wide = false;
    bool all = false;
    std::vector<uint16_t> whole;
  };
  const Reach& ReachOf(const policy::Statement& statement);
  size_t PositionOf(const policy::Statement& statement) const;
  const StatementNames& NamesOf(const policy::Statement& statement) {
    return names_.Statement(PositionOf(statement));
  }
  bool Covers(const policy::Statement& statement, const std::vector<uint16_t>& whole,
              const catalog::Action& action) const;
  bool LeavesAny(const policy::Statement& statement, const catalog::Action& action);
  bool IsIdleKey(const policy::ConditionTest& test, std::string_view account) const;
  bool HasEveryAction(const policy::Statement& statement, const catalog::Service& service);

  const catalog::Catalog& catalog_;
  PolicyNames& names_;
  const policy::Document* document_ = nullptr;
  uint64_t number_ = 0;
  std::vector<Reach> reaches_;        // by position
  std::deque<std::string> patterns_;  // of WholeService
};

// Whether the ARN may name a resource that the action works on. False is sure.
bool MayReach(const ArnFacts& arn, const catalog::Action& action, catalog::ArnShapes& shapes);

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_MEANING_H_
