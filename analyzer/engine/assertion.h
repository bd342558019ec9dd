#ifndef ROLELINT_ENGINE_ASSERTION_H_
#define ROLELINT_ENGINE_ASSERTION_H_

// What an organization asserts. Of its policies, one by one: what none may allow (forbid), and what
// must hold wherever something is allowed (require). Of its users and roles, of each by all its
// policies together: what it may not do (forbid), and what it may (require). Read from
// rolelint.yaml (assertion_parser.cc), judged by the prover (rules/access/failed_assertion.cc and
// principal_assertions.cc).

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/estate/records.h"
#include "analyzer/inputs/input.h"
#include "analyzer/policy/owned_document.h"

namespace rolelint::engine {

struct Assertion {
  std::string name;
  bool require = false;
  std::optional<Level> level;
  // The policies it speaks of: of these kinds, and, if there are patterns, with a name, an owner or
  // a file that fits one.
  policy::KindSet kinds;
  std::vector<std::string> names;
  // It speaks of principals: of all the access of each of these. `names`, if there are any, are
  // patterns of their names and ARNs; `kinds` is empty.
  bool of_principals = false;
  bool users = true;
  bool roles = true;
  // Those whom it speaks of, as patterns of ARNs, and those whom it excepts; empty: everyone,
  // nobody.
  std::vector<std::string> principals;
  std::vector<std::string> except_principals;
  // The access, as a policy that allows it, and what does not count (of what policies require also
  // all that meets the condition). Shared: a configuration is copied.
  std::shared_ptr<const policy::OwnedDocument> asked;
  std::shared_ptr<const policy::OwnedDocument> excepted;
  // Of principals: the actions, as written.
  std::vector<std::string> actions;

  // Whether it speaks of this policy. Of the owner's principals: as far as the owner is known.
  bool Concerns(const policy::Document& document, const inputs::Owner& owner,
                std::string_view file) const;
  // Whether it speaks of the access of this user or role.
  bool Concerns(const estate::Entity& entity) const;
};

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_ASSERTION_H_
