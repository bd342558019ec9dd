#pragma once

// What an Allow gives away, as the rules of this family weigh it: whether its resources and its
// conditions leave anything out, which of some actions it lists, and what Denies of the same policy
// take back.

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/rule.h"
#include "analyzer/policy/document.h"
#include "analyzer/text/glance.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules {

// "*", "**".
bool IsStar(std::string_view pattern);
// "*", "*:*": every action.
bool IsEveryAction(std::string_view pattern);
// "iam" of "iam:*"; "" of anything else.
std::string_view WholeService(std::string_view pattern);

// The "*" among the resources, or null.
const policy::Text* StarOf(const policy::TextList& resources);
// Resource has a "*", or NotResource leaves all the rest.
bool IsOpen(const policy::Statement& statement);
// Where that stands, for a finding's related place.
text::Span OpenSpan(const policy::Statement& statement);

// A condition that keeps requests out by who asks, from where, or for what: a positive operator
// that a missing key does not pass, on a key that says something of the kind. That a request is
// encrypted, comes at some time or to some Region, or what its sender calls himself does not count.
// What is unresolved does.
bool IsRestricted(const policy::Statement& statement);

// Text for a message: "a, b, c and 4 more".
std::string Few(std::span<const std::string_view> names);

void SortUnique(std::vector<std::string_view>* names);

// Whether a Deny of the document without a condition covers `action` on every resource of the
// Allow. Approximate: false where several Denies do so together.
bool IsDenied(const policy::Document& document, const policy::Statement& allow,
              std::string_view action);

// Which actions of the catalogue the Denies of a document take away from an Allow on everything:
// those of a Deny on everything, or on everything but some resources, without a condition or with
// one that spares those who are meant. Such an Allow is restricted after all.
class Denials {
 public:
  explicit Denials(const policy::Document& document);
  bool any() const { return !denies_.empty(); }
  bool Take(std::string_view action) const;

 private:
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

// The actions of a list that a statement gives.
struct Given {
  std::vector<std::string_view> actions;  // as the list has them
  // The item that gives the first of them, one of named actions if there is any; null if Action
  // gives none.
  const policy::Text* item = nullptr;
};

// Of the statement at a position of the document. Actions that work on no resource of its own and
// so need "*" are left out.
Given GivenOf(const engine::DocumentContext& context, size_t statement, const ActionNames& names,
              const Denials& denials);

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
      if (!item.known || IsEveryAction(item.value)) continue;
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
