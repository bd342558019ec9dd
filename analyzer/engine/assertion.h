#pragma once

// What an organization asserts about its policies: who must not be allowed what (forbid), and what
// must hold wherever something is allowed (require). Read from rolelint.yaml (config_parser.cc),
// judged by the prover (rules/access/assertion.cc).

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/finding.h"
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
  // Those whom it speaks of, as patterns of ARNs, and those whom it excepts; empty: everyone,
  // nobody.
  std::vector<std::string> principals;
  std::vector<std::string> except_principals;
  // The access, as a policy that allows it, and what does not count (of `require` also all that
  // meets the condition). Shared: a configuration is copied.
  std::shared_ptr<const policy::OwnedDocument> asked;
  std::shared_ptr<const policy::OwnedDocument> excepted;

  // Whether it speaks of this policy. Of the owner's principals: as far as the owner is known.
  bool Concerns(const policy::Document& document, const inputs::Owner& owner,
                std::string_view file) const;
};

}  // namespace rolelint::engine
