#include "analyzer/logic/request.h"

#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::logic {

std::string_view Request::owner_account() const {
  if (!resource_account.empty()) return resource_account;
  const std::optional<policy::Arn> arn = policy::ParseArn(resource);
  return arn ? arn->account : std::string_view();
}

void BoundRequest::Derive(KeyId key, std::string_view value) {
  if (value.empty()) return;
  entries_[key] = {Presence::kOne, 1, value, nullptr};
}

void BoundRequest::Bind(const Request& request) {
  request_ = &request;
  action_ = request.action;
  for (char& c : action_) c = text::AsciiLower(c);
  const size_t keys = vocabulary_.key_count();
  Entry unnamed;
  unnamed.presence = request.context_is_partial ? Presence::kUnknown : Presence::kAbsent;
  entries_.assign(keys, unnamed);
  for (KeyId id = 0; id < keys; ++id) {
    const Principal& principal = request.principal;
    switch (vocabulary_.key(id).derived) {
      case DerivedKey::kNone:
        continue;
      case DerivedKey::kPrincipalArn:
        Derive(id, principal.arn());
        break;
      case DerivedKey::kPrincipalAccount:
        Derive(id, principal.account);
        break;
      case DerivedKey::kPrincipalType:
        Derive(id, principal.type());
        break;
      case DerivedKey::kPrincipalIsAwsService:
        if (principal.kind == Principal::Kind::kAnonymous ||
            principal.kind == Principal::Kind::kFederated) {
          break;  // only of signed requests
        }
        Derive(id, principal.kind == Principal::Kind::kService ? "true" : "false");
        break;
      case DerivedKey::kPrincipalServiceName:
        if (principal.kind == Principal::Kind::kService) Derive(id, principal.text);
        break;
      case DerivedKey::kPrincipalServiceNames:
        // At least the name it calls by.
        if (principal.kind == Principal::Kind::kService) {
          entries_[id] = {Presence::kList, 1, {}, &principal.text};
        }
        break;
      case DerivedKey::kUsername:
        if (principal.kind == Principal::Kind::kUser) Derive(id, principal.user_name);
        break;
      case DerivedKey::kUserId:
        Derive(id, principal.kind == Principal::Kind::kAnonymous ? "anonymous" : "");
        break;
      case DerivedKey::kResourceAccount:
        Derive(id, request.owner_account());
        break;
    }
  }
  for (const ContextValue& value : request.context) {
    const KeyId id = vocabulary_.FindKey(value.key);
    if (id == Vocabulary::kNoKey) continue;
    const Key& key = vocabulary_.key(id);
    Entry& entry = entries_[id];
    if (value.values.empty()) {
      entry = Entry();
      continue;
    }
    // A list of one is how some tools write any value.
    const bool single =
        value.values.size() == 1 && (key.listed ? !key.multivalued : !value.is_list);
    if (single || !value.is_list) {
      entry = {Presence::kOne, 1, value.values[0], nullptr};
    } else {
      entry = {
          Presence::kList, static_cast<uint32_t>(value.values.size()), {}, value.values.data()};
    }
  }
  for (KeyId id = 0; id < keys; ++id) {
    const std::optional<ClaimKey>& claim = vocabulary_.key(id).claim;
    if (claim && CarriesClaim(request.principal, *claim) == Carries::kNever) entries_[id] = Entry();
  }
}

bool MatchesAction(const ActionSet& set, std::string_view action) {
  if (set.everything) return true;
  for (std::string_view literal : set.literals) {
    if (literal == action) return true;
  }
  for (std::string_view glob : set.globs) {
    if (text::GlobMatches(glob, action)) return true;
  }
  return false;
}

Truth RequestLogic::Action(const CompiledStatement& statement) const {
  if (MatchesAction(statement.actions, request_.action())) return Truth::kTrue;
  return statement.actions.unknown ? Truth::kUnknown : Truth::kFalse;
}

Truth RequestLogic::Matches(const TextSet& set, std::string_view text) const {
  for (const Pattern* pattern : set.patterns) {
    if (pattern->Matches(text)) return Truth::kTrue;
  }
  Truth result = set.unknown ? Truth::kUnknown : Truth::kFalse;
  for (const Template* item : set.templates) {
    bool unknown = false;
    const std::optional<Pattern> pattern =
        Substitute(*item, [&](KeyId key) -> std::optional<std::string_view> {
          const BoundRequest::Entry& entry = request_.entry(key);
          if (entry.presence == BoundRequest::Presence::kOne) return entry.one;
          if (entry.presence == BoundRequest::Presence::kUnknown) unknown = true;
          if (entry.presence == BoundRequest::Presence::kAbsent && missing_ != nullptr) {
            (*missing_)[key] = true;
          }
          return std::nullopt;
        });
    if (unknown) {
      result = Or(result, Truth::kUnknown);
    } else if (pattern && pattern->Matches(text)) {
      return Truth::kTrue;
    }
  }
  return result;
}

Truth RequestLogic::Resource(const CompiledStatement& statement) const {
  return Matches(statement.resources, request_.request().resource);
}

PrincipalLevels<Truth> RequestLogic::Principal(const CompiledStatement& statement) const {
  PrincipalLevels<Truth> levels{Truth::kFalse, Truth::kFalse, Truth::kFalse};
  for (const PrincipalPattern& listed : statement.principals) {
    if (listed.kind == PrincipalPattern::Kind::kUnknown) {
      levels.account = Or(levels.account, Truth::kUnknown);
      continue;
    }
    switch (Fits(listed, request_.request().principal)) {
      case PrincipalFit::kNone:
        break;
      case PrincipalFit::kMaybe:
        levels.direct = Or(levels.direct, Truth::kUnknown);
        break;
      case PrincipalFit::kAccount:
        levels.account = Truth::kTrue;
        break;
      case PrincipalFit::kRole:
        levels.role = Truth::kTrue;
        break;
      case PrincipalFit::kDirect:
        levels.direct = Truth::kTrue;
        break;
    }
  }
  return levels;
}

Truth RequestLogic::Exempt(const CompiledStatement& statement) const {
  using PrincipalKind = Principal::Kind;
  const logic::Principal& principal = request_.request().principal;
  bool everyone = false;
  for (const PrincipalPattern& listed : statement.principals) {
    everyone |= listed.kind == PrincipalPattern::Kind::kEveryone;
  }
  if (everyone) return Truth::kTrue;
  const PrincipalLevels<Truth> levels = Principal(statement);
  switch (principal.kind) {
    case PrincipalKind::kRoot:
      return levels.account;
    case PrincipalKind::kUser:
    case PrincipalKind::kFederatedUser:
      return And(levels.account, levels.direct);
    case PrincipalKind::kRole:
      return And(levels.account, levels.role);
    case PrincipalKind::kSession:
      return And(levels.account, And(levels.role, levels.direct));
    default:
      return levels.direct;
  }
}

Truth RequestLogic::Outsider() const {
  const logic::Principal& principal = request_.request().principal;
  return FromBool(principal.is_aws() || principal.kind == logic::Principal::Kind::kAnonymous);
}

Truth RequestLogic::Absent(KeyId key) const {
  const BoundRequest::Presence presence = request_.entry(key).presence;
  if (presence == BoundRequest::Presence::kUnknown) return Truth::kUnknown;
  if (presence != BoundRequest::Presence::kAbsent) return Truth::kFalse;
  if (missing_ != nullptr) (*missing_)[key] = true;
  return Truth::kTrue;
}

Truth RequestLogic::List(KeyId key) const {
  const BoundRequest::Presence presence = request_.entry(key).presence;
  if (presence == BoundRequest::Presence::kUnknown) return Truth::kUnknown;
  return FromBool(presence == BoundRequest::Presence::kList);
}

Truth RequestLogic::Passes(const ValueTest& test, std::string_view value) const {
  switch (test.family) {
    case policy::OperatorFamily::kNumeric:
    case policy::OperatorFamily::kDate:
    case policy::OperatorFamily::kIp:
      return FromBool(test.points.Contains(value));
    default:
      return Matches(test.texts, value);
  }
}

Truth RequestLogic::Some(KeyId key, const ValueTest& test, bool complement) const {
  const BoundRequest::Entry& entry = request_.entry(key);
  if (entry.presence == BoundRequest::Presence::kUnknown) return Truth::kUnknown;
  if (entry.presence == BoundRequest::Presence::kAbsent) {
    if (missing_ != nullptr) (*missing_)[key] = true;
    return Truth::kFalse;
  }
  Truth some = Truth::kFalse;
  for (uint32_t i = 0; i < entry.count; ++i) {
    const Truth passes = Passes(test, entry.value(i));
    some = Or(some, complement ? Not(passes) : passes);
    if (some == Truth::kTrue) break;
  }
  return some;
}

}  // namespace rolelint::logic
