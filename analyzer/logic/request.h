#ifndef ROLELINT_LOGIC_REQUEST_H_
#define ROLELINT_LOGIC_REQUEST_H_

// One request, and the Logic (evaluate.h) that tests policies against it.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/logic/compiled.h"
#include "analyzer/logic/evaluate.h"
#include "analyzer/logic/principal.h"
#include "analyzer/logic/truth.h"
#include "analyzer/logic/vocabulary.h"

namespace rolelint::logic {

struct ContextValue {
  std::string key;
  std::vector<std::string> values;
  bool is_list = false;
};

struct Request {
  Principal principal;
  std::string action;
  std::string resource;
  std::string resource_account;  // "" if the resource's ARN is to say it
  std::vector<ContextValue> context;
  // Keys that are not in the context may be there all the same: tests of them are unknown.
  bool context_is_partial = false;

  // The account that owns the resource, as far as it is known.
  std::string_view owner_account() const;
};

// A request bound to the keys of a vocabulary, once all policies are compiled. Reusable: Bind()
// keeps its memory.
class BoundRequest {
 public:
  explicit BoundRequest(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  // `request` must outlive the use.
  void Bind(const Request& request);

  const Request& request() const { return *request_; }
  const std::string& action() const { return action_; }  // in lower case
  const Vocabulary& vocabulary() const { return vocabulary_; }

  enum class Presence : uint8_t { kAbsent, kUnknown, kOne, kList };
  struct Entry {
    Presence presence = Presence::kAbsent;
    uint32_t count = 0;
    std::string_view one;                 // kOne
    const std::string* values = nullptr;  // kList

    std::string_view value(uint32_t i) const { return values == nullptr ? one : values[i]; }
  };
  const Entry& entry(KeyId key) const { return entries_[key]; }

 private:
  void Derive(KeyId key, std::string_view value);

  const Vocabulary& vocabulary_;
  const Request* request_ = nullptr;
  std::string action_;
  std::vector<Entry> entries_;  // by KeyId
};

class RequestLogic {
 public:
  using Value = Truth;

  // `missing`, if given, collects the absent keys that were asked for, by KeyId.
  explicit RequestLogic(const BoundRequest& request, std::vector<bool>* missing = nullptr)
      : request_(request), missing_(missing) {}

  static Truth True() { return Truth::kTrue; }
  static Truth False() { return Truth::kFalse; }
  static Truth Unknown() { return Truth::kUnknown; }
  static bool IsTrue(Truth value) { return value == Truth::kTrue; }
  static bool IsFalse(Truth value) { return value == Truth::kFalse; }
  static Truth And(Truth a, Truth b) { return logic::And(a, b); }
  static Truth Or(Truth a, Truth b) { return logic::Or(a, b); }
  static Truth Not(Truth a) { return logic::Not(a); }

  static const Truth* Recall(const CompiledStatement&) { return nullptr; }
  static void Remember(const CompiledStatement&, Truth) {}
  Truth Action(const CompiledStatement& statement) const;
  Truth Resource(const CompiledStatement& statement) const;
  PrincipalLevels<Truth> Principal(const CompiledStatement& statement) const;
  Truth Exempt(const CompiledStatement& statement) const;
  Truth Outsider() const;
  Truth Absent(KeyId key) const;
  Truth List(KeyId key) const;
  Truth Some(KeyId key, const ValueTest& test, bool complement) const;

 private:
  Truth Passes(const ValueTest& test, std::string_view value) const;
  Truth Matches(const TextSet& set, std::string_view text) const;

  const BoundRequest& request_;
  std::vector<bool>* missing_;
};

bool MatchesAction(const ActionSet& set, std::string_view lower_case_action);

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_REQUEST_H_
