#include "analyzer/logic/quick_look.h"

#include <algorithm>
#include <string>

#include "analyzer/logic/glob_word.h"
#include "analyzer/logic/value.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/variable.h"
#include "analyzer/policy/wildcards.h"
#include "analyzer/text/glob.h"

namespace rolelint::logic {
namespace {

using policy::ConditionTest;
using policy::ConditionValue;
using policy::Operator;
using policy::OperatorFamily;
using policy::SetQualifier;
using policy::Statement;

// Texts of a list that are tried; those after them hardly say anything new.
constexpr size_t kFewTexts = 8;
// Keys of one statement that are kept apart.
constexpr size_t kFewKeys = 32;

bool AnyOnlyStars(const policy::TextList& list) {
  return std::any_of(list.items.begin(), list.items.end(),
                     [](const policy::Text& text) { return policy::IsStars(text.value); });
}

bool HasVariable(std::string_view text) { return text.find("${") != std::string_view::npos; }

// Whether the test holds where the key is absent.
bool PassesAbsent(const ConditionTest& test) {
  if (test.op.qualifier == SetQualifier::kForAnyValue) return test.op.if_exists;
  return policy::IsNegated(test.op.base) || test.op.if_exists ||
         test.op.qualifier == SetQualifier::kForAllValues;
}

// What fails one fails the other: the first value, listed (negated) or alone, decides.
bool SameTest(const ConditionTest& a, const ConditionTest& b) {
  return a.op.base == b.op.base && !a.values.empty() && !b.values.empty() &&
         a.values[0].text.value == b.values[0].text.value &&
         (policy::IsNegated(a.op.base) || (a.values.size() == 1 && b.values.size() == 1));
}

bool IsOf(OperatorFamily family, std::string_view value) {
  switch (family) {
    case OperatorFamily::kNumeric:
      return ParseNumber(value).has_value();
    case OperatorFamily::kDate:
      return ParseDate(value).has_value();
    case OperatorFamily::kIp:
      return ParseAddressRange(value).has_value();
    case OperatorFamily::kBool:
      return ParseBool(value).has_value();
    case OperatorFamily::kArn:
      return policy::IsStars(value) || value.starts_with("arn:") ||
             std::count(value.begin(), value.end(), ':') >= 5;
    default:
      return true;
  }
}

bool ListsAction(const Statement& statement, std::string_view word) {
  const bool not_action = !statement.action.present;
  const policy::TextList& list = not_action ? statement.not_action : statement.action;
  const bool listed = std::any_of(
      list.items.begin(), list.items.end(),
      [&](const policy::Text& text) { return text::GlobMatchesFolded(text.value, word); });
  return listed != not_action;
}

// The same with a fresh letter for each variable, whose value may be anything without colons;
// nullopt where one stands before the last field, if it has any.
std::optional<std::string> WithoutVariables(std::string_view word) {
  std::string text(word);
  for (size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at)) {
    const size_t end = text.find('}', at);
    if (end == std::string::npos ||
        std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(at), ':') < 5) {
      return std::nullopt;
    }
    text.replace(at, end + 1 - at, 1, kNoPolicysCharacter);
  }
  return text;
}

// Whether the pattern takes the ARN field by field, so that no wildcard reaches over a colon, and
// whatever stands for the fresh letters, which stars alone take.
bool TakesByFields(std::string_view pattern, std::string_view arn) {
  if (HasVariable(pattern) || pattern.find('?') != std::string_view::npos) return false;
  for (int field = 0; field < 5; ++field) {
    const size_t end = pattern.find(':');
    const size_t arn_end = arn.find(':');
    if (end == std::string_view::npos || arn_end == std::string_view::npos ||
        !text::GlobMatches(pattern.substr(0, end), arn.substr(0, arn_end))) {
      return false;
    }
    pattern.remove_prefix(end + 1);
    arn.remove_prefix(arn_end + 1);
  }
  return text::GlobMatches(pattern, arn);
}

// Whether NotResource leaves out all that the word stands for.
bool LeavesOut(const Statement& statement, std::string_view word) {
  if (statement.resource.present) return false;
  const auto& items = statement.not_resource.items;
  return std::any_of(items.begin(), items.end(), [&](const policy::Text& text) {
    return policy::IsStars(text.value) || TakesByFields(text.value, word);
  });
}

// May say yes where the statement does not cover it: wildcards are let cross segments here, and
// variables and short ARNs pass for anything.
bool MayCoverResource(const Statement& statement, std::string_view word) {
  if (!statement.resource.present && statement.not_resource.present) {
    // What NotResource surely lists is not covered.
    return std::none_of(statement.not_resource.items.begin(), statement.not_resource.items.end(),
                        [&](const policy::Text& text) {
                          return policy::IsStars(text.value) || text.value == word;
                        });
  }
  const auto& items = statement.resource.items;
  if (items.empty()) return true;
  return std::any_of(items.begin(), items.end(), [&](const policy::Text& text) {
    if (HasVariable(text.value)) return true;
    if (std::count(text.value.begin(), text.value.end(), ':') < 5) {
      return policy::IsStars(text.value) || text.value.starts_with("arn:") || text.value == word;
    }
    return text::GlobMatches(text.value, word);
  });
}

// Whether some resource that the statement names may lie in the account of whoever asks.
bool MayBeOwn(const Statement& statement) {
  if (!statement.resource.present) return !statement.not_resource.present;
  const auto& items = statement.resource.items;
  return std::any_of(items.begin(), items.end(), [](const policy::Text& text) {
    if (policy::IsStars(text.value)) return true;
    const std::optional<policy::Arn> arn = policy::ParseArn(text.value);
    return arn && std::all_of(arn->account.begin(), arn->account.end(),
                              [](char c) { return c == '*' || (c >= '0' && c <= '9'); });
  });
}

// aws:ResourceAccount against "${aws:PrincipalAccount}", the commonest test of a derived key: some
// resource of the caller's own.
bool AsksForOwn(const ConditionTest& test) {
  if (!text::EqualsFolded(test.key.value, "aws:ResourceAccount") ||
      test.op.qualifier != SetQualifier::kNone || policy::IsNegated(test.op.base) ||
      policy::FamilyOf(test.op.base) != OperatorFamily::kString) {
    return false;
  }
  return std::any_of(test.values.begin(), test.values.end(), [](const ConditionValue& value) {
    return text::EqualsFolded(value.text.value, "${aws:PrincipalAccount}");
  });
}

// Whether the test fails wherever the Allow's own test of the key holds by its first value, as the
// only one that the key has.
bool DiffersInValue(const Statement& allow, const ConditionTest& test) {
  const auto is_plain = [](const ConditionTest& one) {
    return (one.op.base == Operator::kStringEquals || one.op.base == Operator::kStringLike) &&
           !one.values.empty();
  };
  const ConditionTest* own = nullptr;
  for (const ConditionTest& other : allow.conditions) {
    if (!text::EqualsFolded(other.key.value, test.key.value)) continue;
    if (own != nullptr) return false;
    own = &other;
  }
  if (own == nullptr || !is_plain(*own) || !is_plain(test)) return false;
  const std::string_view first = own->values[0].text.value;
  if (HasVariable(first)) return false;
  const std::string value = GlobWord(first);
  return std::none_of(test.values.begin(), test.values.end(), [&](const ConditionValue& listed) {
    return HasVariable(listed.text.value) || text::GlobMatchesFolded(listed.text.value, value);
  });
}

}  // namespace

bool IsDerivedName(std::string_view key) {
  if (key.size() < 12 || !text::EqualsFolded(key.substr(0, 4), "aws:")) return false;
  const std::string_view name = key.substr(4);
  return text::EqualsFolded(name, "username") || text::EqualsFolded(name, "resourceaccount") ||
         text::EqualsFolded(name, "principalarn") || text::EqualsFolded(name, "principalaccount") ||
         text::EqualsFolded(name, "principaltype") ||
         text::EqualsFolded(name, "principalisawsservice") ||
         text::EqualsFolded(name, "principalservicename");
}

QuickLook::KeyUse& QuickLook::Use(std::string_view key) {
  for (KeyUse& use : uses_) {
    if (text::EqualsFolded(use.key, key)) return use;
  }
  KeyUse& use = uses_.emplace_back();
  use.key = key;
  return use;
}

void QuickLook::NoteVariables(std::string_view text) {
  size_t from = 0;
  while (const std::optional<policy::Variable> variable = policy::NextVariable(text, from)) {
    from = variable->span.end;
    if (variable->closed && variable->key.size() > 1) Use(variable->key).variable = true;
  }
}

// Tags aside, the catalogue knows which keys have values of a certain sort; of others any text is
// one.
catalog::ValueType QuickLook::TypeOf(std::string_view key) {
  constexpr size_t kMaxRemembered = 1024;
  if (key.find('/') != std::string_view::npos) return catalog::ValueType::kString;
  if (const auto at = types_.find(key); at != types_.end()) return at->second;
  const std::optional<catalog::ConditionKey> known = catalog_.FindConditionKey(key);
  const catalog::ValueType type = known ? known->type() : catalog::ValueType::kString;
  if (types_.size() < kMaxRemembered) types_.emplace(key, type);
  return type;
}

bool QuickLook::IsBoolKey(std::string_view key) { return TypeOf(key) == catalog::ValueType::kBool; }

bool QuickLook::IsTextKey(std::string_view key) {
  const catalog::ValueType type = TypeOf(key);
  return type == catalog::ValueType::kString || type == catalog::ValueType::kArn;
}

// Whether the test holds for some value of its key.
bool QuickLook::ValueWillDo(const ConditionTest& test) {
  const OperatorFamily family = policy::FamilyOf(test.op.base);
  if (policy::IsNegated(test.op.base)) {
    return std::none_of(test.values.begin(), test.values.end(),
                        [&](const ConditionValue& value) {
                          return policy::IsStars(value.text.value) ||
                                 value.text.value.ends_with("/0");
                        }) &&
           (family != OperatorFamily::kString || !IsBoolKey(test.key.value));
  }
  const bool some =
      std::any_of(test.values.begin(), test.values.end(),
                  [&](const ConditionValue& value) { return IsOf(family, value.text.value); });
  return some && (family != OperatorFamily::kString || !IsBoolKey(test.key.value));
}

void QuickLook::NoteTest(const ConditionTest& test, bool variables) {
  KeyUse& use = Use(test.key.value);
  if (test.op.base == Operator::kNull) {
    bool absent = false;
    bool present = false;
    for (const ConditionValue& value : test.values) {
      absent |= text::EqualsFolded(value.text.value, "true");
      present |= text::EqualsFolded(value.text.value, "false");
    }
    use.absent |= !present;
    use.present |= !absent;
    use.absent_will_do &= absent;
    return;
  }
  ++use.values;
  if (PassesAbsent(test)) {
    // Its value is only asked about where some other test wants the key to be there.
    return;
  }
  use.absent_will_do = false;
  if (!variables) return;
  for (const ConditionValue& value : test.values) {
    if (!HasVariable(value.text.value)) return;
  }
  if (!test.values.empty()) NoteVariables(test.values[0].text.value);
}

bool QuickLook::CanMatch(const policy::Document& document, const Statement& statement) {
  if (!statement.action.present && AnyOnlyStars(statement.not_action)) return false;
  const bool not_resource = !statement.resource.present && statement.not_resource.present;
  if (not_resource && AnyOnlyStars(statement.not_resource)) return false;
  const bool principal = statement.principal.present && !statement.principal.is_bare_star();
  if (!statement.principal.present && statement.not_principal.present) return false;

  uses_.clear();
  const bool variables = document.expands_variables();
  if (variables && statement.resource.present && !statement.resource.items.empty()) {
    const auto& items = statement.resource.items;
    const bool all = std::all_of(items.begin(), items.end(),
                                 [](const policy::Text& text) { return HasVariable(text.value); });
    if (all) NoteVariables(items[0].value);
  }
  bool own = false;
  for (const ConditionTest& test : statement.conditions) {
    if (test.op.base == Operator::kUnknown || uses_.size() > kFewKeys) return false;
    NoteTest(test, variables);
    if (!IsDerivedName(test.key.value)) continue;
    // One derived key by itself, or the look is not enough.
    if (own || !AsksForOwn(test) || !MayBeOwn(statement)) return false;
    own = true;
  }
  for (const KeyUse& use : uses_) {
    const bool tested = use.values != 0 || use.present || use.absent;
    if (IsDerivedName(use.key)) {
      if (principal) return false;
      if (tested && !(variables && own && use.values == 1 && !use.present && !use.absent)) {
        return false;
      }
      continue;
    }
    if (use.variable) {
      if (tested) return false;
      continue;
    }
    if (use.absent_will_do) {
      if (use.present) return false;
      continue;
    }
    if (use.absent || use.values > 1) return false;
    if (use.values == 0) continue;
    for (const ConditionTest& test : statement.conditions) {
      const bool same = text::EqualsFolded(test.key.value, use.key);
      if (same && test.op.base != Operator::kNull && !ValueWillDo(test)) return false;
    }
  }
  return true;
}

// --- everyone ---------------------------------------------------------------------------------

bool QuickLook::IsForEveryone(const Statement& statement) {
  if (!statement.allows()) return false;
  if (statement.not_principal.present || statement.principal.is_bare_star()) return true;
  const auto& entries = statement.principal.entries;
  return std::any_of(entries.begin(), entries.end(), [](const policy::PrincipalEntry& entry) {
    return entry.type == policy::PrincipalType::kAws && AnyOnlyStars(entry.values);
  });
}

bool QuickLook::KnowsAll(const policy::Document& document) {
  return std::none_of(document.statements.begin(), document.statements.end(), IsForEveryone);
}

// --- past the Denies ----------------------------------------------------------------------------

bool QuickLook::GetsPast(const policy::Document& document, const Statement& allow,
                         std::span<const Statement* const> denies) {
  const std::span<const policy::Text> actions = allow.action.items;
  const std::span<const policy::Text> resources = allow.resource.items;
  const size_t words = allow.action.present ? std::min(actions.size(), kFewTexts) : 1;
  for (size_t i = 0; i < words; ++i) {
    // Where NotAction says what is left out, an action of a service that nobody names is in.
    const std::string action =
        allow.action.present ? GlobWord(actions[i].value) : std::string("\x01:\x01");
    covering_.clear();
    for (const Statement* deny : denies) {
      if (ListsAction(*deny, action)) covering_.push_back(deny);
    }
    if (covering_.empty()) return true;
    if (!allow.resource.present || resources.empty()) {
      if (GetsPastAll(document, allow, std::string(1, kNoPolicysCharacter), covering_)) return true;
      continue;
    }
    for (size_t j = 0; j < std::min(resources.size(), kFewTexts); ++j) {
      if (GetsPastAll(document, allow, GlobWord(resources[j].value), covering_)) return true;
    }
  }
  return false;
}

bool QuickLook::GetsPastAll(const policy::Document& document, const Statement& allow,
                            std::string_view resource, std::span<const Statement* const> denies) {
  avoided_.clear();
  const bool fixed = !HasVariable(resource);
  const std::optional<std::string> word = WithoutVariables(resource);
  return std::all_of(denies.begin(), denies.end(), [&](const Statement* deny) {
    return (fixed && !MayCoverResource(*deny, resource)) || (word && LeavesOut(*deny, *word)) ||
           Avoids(document, allow, *deny);
  });
}

// One test of the Deny that fails while nothing else of the request changes: of a key that neither
// the Allow speaks of nor another Deny was avoided by in another way.
bool QuickLook::Avoids(const policy::Document& document, const Statement& allow,
                       const Statement& deny) {
  for (const ConditionTest& test : deny.conditions) {
    const std::string_view key = test.key.value;
    if (test.op.base == Operator::kUnknown || IsDerivedName(key)) continue;
    uses_.clear();
    const bool spoken_of = std::any_of(
        allow.conditions.begin(), allow.conditions.end(),
        [&](const ConditionTest& own) { return text::EqualsFolded(own.key.value, key); });
    if (spoken_of) {
      if (IsTextKey(key) && DiffersInValue(allow, test)) return true;
      continue;
    }
    if (document.expands_variables()) {
      for (const ConditionTest& own : allow.conditions) {
        for (const ConditionValue& value : own.values) NoteVariables(value.text.value);
      }
      for (const policy::Text& text : allow.resource.items) NoteVariables(text.value);
      const bool used = std::any_of(uses_.begin(), uses_.end(), [&](const KeyUse& use) {
        return text::EqualsFolded(use.key, key);
      });
      if (used) continue;
    }
    Avoidance avoidance{key, &test};
    const OperatorFamily family = policy::FamilyOf(test.op.base);
    if (test.op.base == Operator::kNull) {
      if (test.values.size() != 1) continue;
      if (text::EqualsFolded(test.values[0].text.value, "false")) avoidance.by_value = nullptr;
    } else if (!PassesAbsent(test)) {
      avoidance.by_value = nullptr;
    } else if (policy::IsNegated(test.op.base)) {
      // A listed value fails it.
      const std::string_view value = test.values.empty() ? "" : test.values[0].text.value;
      if (HasVariable(value) || !IsOf(family, value)) continue;
    } else if (family == OperatorFamily::kBool ? test.values.size() != 1 : !ValueWillDo(test)) {
      continue;
    } else if (std::any_of(test.values.begin(), test.values.end(), [](const ConditionValue& value) {
                 return policy::IsStars(value.text.value);
               })) {
      continue;
    }
    const auto before = std::find_if(avoided_.begin(), avoided_.end(), [&](const Avoidance& other) {
      return text::EqualsFolded(other.key, key);
    });
    if (before == avoided_.end()) {
      avoided_.push_back(avoidance);
      return true;
    }
    if (before->by_value == nullptr && avoidance.by_value == nullptr) return true;
    if (before->by_value != nullptr && avoidance.by_value != nullptr &&
        SameTest(*before->by_value, test)) {
      return true;
    }
  }
  return false;
}

}  // namespace rolelint::logic
