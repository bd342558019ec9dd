#include "analyzer/inputs/found_policy.h"

#include <optional>
#include <string>

#include "analyzer/inputs/syntax.h"
#include "analyzer/policy/parser.h"

namespace rolelint::inputs {
namespace {

bool LooksBrokenFoundPolicy(std::string_view text) {
  auto has = [text](std::string_view word) { return text.find(word) != std::string_view::npos; };
  return has("Statement") && has("Effect") && has("Action");
}

}  // namespace

bool MayHoldStatement(json::Value value) { return MayHoldPolicy(value.raw()); }

FoundPolicy LookForPolicy(json::Value value, const text::View& view, Session* session) {
  using State = FoundPolicy::State;
  FoundPolicy found;
  if (value.is_object()) {
    if (!policy::LooksLikePolicy(value)) return found;
    found.state = State::kPolicy;
    found.document = {value, &view};
    return found;
  }
  if (!value.is_string() || !LooksWrapped(value.str()) || !MayHoldStatement(value)) return found;
  found.document = Unwrap(value, view, session->arena(), session->trees(), &found.issues);
  if (!found.document.value) {
    if (LooksBrokenFoundPolicy(value.str())) found.state = State::kBroken;
  } else if (policy::LooksLikePolicy(found.document.value)) {
    found.state = State::kPolicy;
  }
  return found;
}

std::optional<policy::Document> HandOverFound(const FoundPolicy& found, json::Value value,
                                              const text::View& view,
                                              std::optional<policy::Kind> kind, const Owner& owner,
                                              std::string_view what, Session* session) {
  session->HandIssues(found.issues);
  if (found.state == FoundPolicy::State::kPolicy) {
    return session->HandOver(found.document, kind, owner);
  }
  std::string name = owner.policy_name.empty() ? "" : " " + std::string(owner.policy_name);
  session->AddNotChecked(view.ToFile(value.span()), "the " + std::string(what) + name +
                                                        " is a string that holds no readable JSON");
  return std::nullopt;
}

}  // namespace rolelint::inputs
