#ifndef ROLELINT_RULES_SECURITY_GRANTS_H_
#define ROLELINT_RULES_SECURITY_GRANTS_H_

// What an Allow gives away, as the rules of this family report it: which of some actions it lists
// for every resource (logic/meaning.h), and what Denies of the same policy take back.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/named_actions.h"
#include "analyzer/engine/rule.h"
#include "analyzer/logic/meaning.h"
#include "analyzer/policy/document.h"
#include "analyzer/policy/wildcards.h"
#include "analyzer/text/glance.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules {

logic::Meaning& MeaningOf(const engine::DocumentContext& context);

// An Allow on every resource of some kind that no condition restricts.
bool IsOpenAllow(const engine::DocumentContext& context, const policy::Statement& statement);
bool IsRestricted(const engine::DocumentContext& context, const policy::Statement& statement);

// Whether a Deny of the document without a condition covers `action` on every resource of the
// Allow. Approximate: false where several Denies do so together.
bool IsDenied(const engine::DocumentContext& context, const policy::Statement& allow,
              std::string_view action);

// Which actions of the catalogue the Denies of a document take away from an Allow on everything:
// those of a Deny on everything, or on everything but some resources, without a condition or with
// one that spares those who are meant. Such an Allow is restricted after all.
class Denials {
 public:
  explicit Denials(const engine::DocumentContext& context);
  bool any() const { return !denies_.empty(); }
  bool Take(const catalog::Action& action) const;
  // An action of the catalogue by its name.
  bool Take(std::string_view action) const;
  // Everything of a service.
  bool TakeService(std::string_view prefix) const;

 private:
  const engine::DocumentContext& context_;
  std::vector<const policy::Statement*> denies_;
};

// Names of actions, sorted as text in lower case.
class ActionNames {
 public:
  constexpr explicit ActionNames(std::span<const std::string_view> names)
      : names_(names), endings_(names) {}
  constexpr std::span<const std::string_view> all() const { return names_; }
  bool Has(std::string_view name) const;
  // False: the text, which has no wildcards, is none of them.
  constexpr bool MayHave(std::string_view text) const { return endings_.MayHave(text); }

 private:
  std::span<const std::string_view> names_;
  text::Endings endings_;
};

// Actions that a statement gives, and where.
class Given {
 public:
  // `whole`: the item is all of a service. A finding stands best where the action is named.
  void Add(std::string_view action, const policy::Text& item, bool whole);
  void Append(const Given& other);
  void Finish();
  bool empty() const { return actions_.empty(); }
  const policy::Text& item() const { return *item_; }
  // Sorted, each once, with the span of the item that gives it.
  std::span<const engine::NamedAction> actions() const { return actions_; }
  std::string Few() const;

 private:
  std::vector<engine::NamedAction> actions_;
  const policy::Text* item_ = nullptr;
  bool named_ = false;
};

// Which actions of a list the statement gives; with `on_every`, on every resource that they work
// on: actions that work on no resource and so need "*" are left out then. Without it they are left
// out too, for nothing could limit them.
Given GivenOf(const engine::DocumentContext& context, const policy::Statement& statement,
              const ActionNames& names, const Denials& denials, bool on_every);

// Of actions that are harmful on everything, one finding for each statement that gives any of a
// list so, in a rule's words.
struct OpenActionWords {
  std::string_view message;  // follows the actions
  std::string_view label;    // at the action
  std::string_view related;  // at the resource
  std::string_view help;
};
void ReportOpenActions(const engine::DocumentContext& context, const ActionNames& names,
                       const OpenActionWords& words, engine::Reporter& report);
// Where a finding about the statement's actions on every resource shows these.
text::Span OpenSpan(const engine::DocumentContext& context, const policy::Statement& statement,
                    const Given& given);

// Of access level "Permissions management", without those that the service reference files there
// though they only read: quicksight:DescribeTopicPermissions, glue:GetQuery, ….
bool ChangesPermissions(const catalog::Action& action);

// Calls visit(catalog::Action, item) for every action of the catalogue that the statements of one
// document list, at most once for each item. "*" is left out: such a statement is no longer about
// single actions. A document of people comes nowhere near the limit; of one that does, the rest is
// left out.
class ActionWalk {
 public:
  explicit ActionWalk(const catalog::Catalog& catalog) : catalog_(catalog) {}

  template <typename Visit>
  void ForEach(const policy::Statement& statement, Visit visit) {
    for (const policy::Text& item : statement.action.items) {
      if (!item.known || policy::IsEveryAction(item.value)) continue;
      const size_t wildcard = text::FirstWildcard(item.value);
      if (wildcard == std::string_view::npos) {
        if (const auto action = catalog_.FindAction(item.value); action && Spend(1)) {
          visit(*action, item);
        }
        continue;
      }
      // All of the catalogue is looked through where the service is not named.
      const bool wide = item.value.find(':') > wildcard;
      if (wide && !Spend(static_cast<uint32_t>(catalog_.actions().size()))) continue;
      for (const catalog::Action action : catalog_.MatchActions(item.value)) {
        if (!Spend(1)) return;
        visit(action, item);
      }
    }
  }

 private:
  static constexpr uint32_t kLimit = 250'000;
  bool Spend(uint32_t work) {
    spent_ += std::min(work, kLimit - spent_);
    return spent_ < kLimit;
  }

  const catalog::Catalog& catalog_;
  uint32_t spent_ = 0;
};

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_SECURITY_GRANTS_H_
