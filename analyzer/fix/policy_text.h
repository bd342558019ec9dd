#ifndef ROLELINT_FIX_POLICY_TEXT_H_
#define ROLELINT_FIX_POLICY_TEXT_H_

// The policies of a text as the reader of `check` finds them, each with all that it says, so that
// those of an edited text can be compared with those of the text before.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/engine/check.h"
#include "analyzer/policy/kind.h"
#include "analyzer/text/span.h"

namespace rolelint::fix {

struct StatementText {
  std::string normalized;  // accept::NormalizedStatement
  bool allows = false;
  bool denies = false;
  bool open = false;  // some text of it is not known
};

struct PolicyText {
  text::Span span;  // in the text of its file
  policy::Kind kind = policy::Kind::kIdentity;
  bool variables = true;         // Version 2012-10-17
  bool open_statements = false;  // a template leaves whole statements open
  bool refused = false;          // AWS refuses it
  std::string json;              // of the whole document
  std::vector<StatementText> statements;

  // Says the same, whatever the layout, the order and the Sids.
  bool Same(const PolicyText& other) const;
};

struct PolicyTexts {
  bool readable = false;
  size_t not_checked = 0;
  std::vector<PolicyText> policies;
};

// The policies of `bytes` in the place of the file of `inputs[index]`.
PolicyTexts ReadPolicies(std::span<const engine::InputSpec> inputs, size_t index,
                         const std::string& bytes, const engine::CheckOptions& options);

// The policy with its statements alone, as the JSON of a document.
std::string DocumentOf(const PolicyText& policy, const std::vector<StatementText>& statements,
                       bool denies_as_allows);

// The policy read without regard to letter case where AWS has regard to it: the names of elements
// and of kinds of principal, Effect, and what an ARN begins with.
PolicyText WithoutLetterCase(const PolicyText& policy);

}  // namespace rolelint::fix

#endif  // ROLELINT_FIX_POLICY_TEXT_H_
