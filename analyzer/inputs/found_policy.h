#ifndef ROLELINT_INPUTS_FOUND_POLICY_H_
#define ROLELINT_INPUTS_FOUND_POLICY_H_

// A value that may be a policy document, in whatever wrapping, looked at before it is read.

#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "analyzer/inputs/session.h"
#include "analyzer/inputs/unwrap.h"

namespace rolelint::inputs {

struct FoundPolicy {
  enum class State : uint8_t {
    kNone,    // something else
    kPolicy,  // `document` is one
    kBroken,  // a string that is meant for one and cannot be read
  };
  State state = State::kNone;
  Unwrapped document;
  std::vector<LayerIssues> issues;

  explicit operator bool() const { return state != State::kNone; }
};

// Cheap: whether the word is in it that every policy document has, in whatever wrapping. (Neither
// JSON's escapes nor URL encoding touch letters.)
bool MayHoldStatement(json::Value value);

FoundPolicy LookForPolicy(json::Value value, const text::View& view, Session* session);

// Hands it over with what unwrapping it met; a broken one is entered as not checked, "the `what` is
// a string that holds no readable JSON". The session must have recognised the format.
std::optional<policy::Document> HandOverFound(const FoundPolicy& found, json::Value value,
                                              const text::View& view,
                                              std::optional<policy::Kind> kind, const Owner& owner,
                                              std::string_view what, Session* session);

// Looks through everything in `object` for policies that no format explains, but for the values
// whose nodes are in `skip` (wrapped_policy.cc).
void SearchPolicies(json::Value object, const text::View& view,
                    const std::unordered_set<uint32_t>& skip, Session* session);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_FOUND_POLICY_H_
