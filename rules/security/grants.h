#pragma once

// What an Allow gives away, as the rules of this family weigh it: whether its resources and its
// conditions leave anything out, which of some actions it lists, and what Denies of the same policy
// take back.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/policy/document.h"

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

// The actions of a list that a statement gives.
struct Given {
  std::vector<std::string_view> actions;  // as the list has them
  // The item that gives the first of them, one of named actions if there is any; null if Action
  // gives none.
  const policy::Text* item = nullptr;
};

// `list` is sorted as text, in lower case before the comparison. Actions that work on no resource
// of its own and so need "*" are left out.
Given GivenOf(const policy::Statement& statement, std::span<const std::string_view> list,
              const Denials& denials, const catalog::Catalog& catalog);

// Calls visit(catalog::Action, item) for every action of the catalogue that Action lists, at most
// once for each item. Items that would look through all of the catalogue are not followed beyond
// the first few of a statement.
template <typename Visit>
void ForEachAction(const policy::Statement& statement, const catalog::Catalog& catalog,
                   Visit visit) {
  int wide = 0;
  constexpr int kFewWide = 4;
  for (const policy::Text& item : statement.action.items) {
    if (!item.known) continue;
    const size_t colon = item.value.find(':');
    const bool in_service =
        colon != std::string_view::npos && item.value.find_first_of("*?") > colon;
    if (!in_service && ++wide > kFewWide) continue;
    if (in_service && item.value.find_first_of("*?") == std::string_view::npos) {
      if (const auto action = catalog.FindAction(item.value)) visit(*action, item);
      continue;
    }
    for (const catalog::Action action : catalog.MatchActions(item.value)) visit(action, item);
  }
}

}  // namespace rolelint::rules
