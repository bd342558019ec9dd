#include "analyzer/estate/facts.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "analyzer/estate/statement_text.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "analyzer/policy/wildcards.h"
#include "analyzer/text/glob.h"

namespace rolelint::estate {
namespace {

using policy::Document;
using policy::Statement;
using policy::TextList;

struct NamedAction {
  std::string_view name;
  uint8_t bit;
};
constexpr NamedAction kStsActions[] = {
    {"sts:AssumeRole", kAssumeRole},
    {"sts:AssumeRoleWithSAML", kAssumeRoleWithSaml},
    {"sts:AssumeRoleWithWebIdentity", kAssumeRoleWithWebIdentity},
    {"sts:TagSession", kTagSession},
    {"sts:SetSourceIdentity", kSetSourceIdentity},
};
constexpr uint8_t kAllStsActions = 31;

Place PlaceOf(const Document& document, Span span, uint32_t file) {
  return {file, document.view->ToFile(span)};
}

// What a list of action patterns covers; `unknown` is set if one of them is unresolved.
uint8_t CoveredBy(const TextList& patterns, bool* unknown) {
  uint8_t covered = 0;
  for (const policy::Text& pattern : patterns.items) {
    if (pattern.known) {
      covered |= CoveredStsActions(pattern.value);
    } else {
      *unknown = true;
    }
  }
  return covered;
}

// Of Action, or what NotAction leaves.
uint8_t ActionsOf(const Statement& statement, bool* complete) {
  bool unknown = false;
  uint8_t covered = 0;
  if (statement.action.present) {
    covered = CoveredBy(statement.action, &unknown);
  } else if (statement.not_action.present) {
    covered = static_cast<uint8_t>(kAllStsActions & ~CoveredBy(statement.not_action, &unknown));
  } else {
    unknown = true;
  }
  if (unknown) *complete = false;
  return covered;
}

struct Covered {
  bool assume_role = false;
  bool companion = false;  // sts:TagSession or sts:SetSourceIdentity
  PrivilegeSet privileges;

  bool nothing() const { return !assume_role && !companion && privileges.empty(); }
};

// The same for a permission policy.
Covered PermittedBy(const TextList& patterns, bool* unknown) {
  Covered covered;
  for (const policy::Text& pattern : patterns.items) {
    if (!pattern.known) {
      *unknown = true;
      continue;
    }
    const uint8_t sts = CoveredStsActions(pattern.value);
    covered.assume_role = covered.assume_role || (sts & kAssumeRole) != 0;
    covered.companion = covered.companion || (sts & (kTagSession | kSetSourceIdentity)) != 0;
    covered.privileges |= CoveredPrivileges(pattern.value);
  }
  return covered;
}

Covered PermissionsOf(const Statement& statement, bool* complete) {
  bool unknown = false;
  Covered covered;
  if (statement.action.present) {
    covered = PermittedBy(statement.action, &unknown);
  } else if (statement.not_action.present) {
    const Covered listed = PermittedBy(statement.not_action, &unknown);
    covered = {!listed.assume_role, false, AllPrivileges() - listed.privileges};
  } else {
    unknown = true;
  }
  if (unknown) *complete = false;
  return covered;
}

bool IsOnEveryResource(const Statement& statement) {
  return std::any_of(
      statement.resource.items.begin(), statement.resource.items.end(),
      [](const policy::Text& pattern) { return policy::IsEveryResource(pattern.value); });
}

// nullopt: some of it has no value here.
std::optional<ActionList> ActionListOf(const Statement& statement) {
  ActionList list;
  list.all_but = !statement.action.present;
  const TextList& items = list.all_but ? statement.not_action : statement.action;
  if (items.items.empty()) return std::nullopt;
  list.patterns.reserve(items.items.size());
  for (const policy::Text& pattern : items.items) {
    if (!pattern.known) return std::nullopt;
    list.patterns.emplace_back(pattern.value);
  }
  return list;
}

bool AllowsEverything(const Statement& statement) {
  if (!statement.allows() || !statement.conditions.empty()) return false;
  bool every_action = false;
  for (const policy::Text& pattern : statement.action.items) {
    every_action = every_action || policy::IsEveryAction(pattern.value);
  }
  if (!every_action) return false;
  for (const policy::Text& pattern : statement.resource.items) {
    if (policy::IsEveryResource(pattern.value)) return true;
  }
  return false;
}

// Whether something stands there that the model could not take in, so that a grant may be hidden in
// it.
bool HidesParts(const Document& document) {
  using policy::DiagnosticCode;
  if (document.open_statements) return true;
  for (const policy::Diagnostic& diagnostic : document.diagnostics) {
    switch (diagnostic.code) {
      case DiagnosticCode::kWrongType:
      case DiagnosticCode::kUnknownPolicyElement:
      case DiagnosticCode::kUnknownStatementElement:
      case DiagnosticCode::kMissingEffect:
      case DiagnosticCode::kInvalidEffect:
      case DiagnosticCode::kPrincipalForm:
      case DiagnosticCode::kPrincipalKey:
        return true;
      default:
        break;
    }
  }
  return false;
}

void AddPrincipals(const Document& document, const policy::Principal& principal, uint32_t file,
                   TrustStatement* trust, bool* complete) {
  if (principal.is_string) {
    bool known = principal.is_bare_star();
    if (!known) *complete = false;
    trust->principals.push_back({policy::PrincipalType::kAws, std::string(principal.text.value),
                                 PlaceOf(document, principal.text.span, file), known});
    return;
  }
  for (const policy::PrincipalEntry& entry : principal.entries) {
    for (const policy::Text& value : entry.values.items) {
      if (!value.known) *complete = false;
      trust->principals.push_back(
          {entry.type, std::string(value.value), PlaceOf(document, value.span, file), value.known});
    }
  }
}

bool HasTest(const Statement& statement, std::string_view key) {
  return policy::FindTest(statement, key) != nullptr;
}

// What it lists by name.
uint8_t NamedStsActions(const Statement& statement) {
  uint8_t named = 0;
  for (const policy::Text& pattern : statement.action.items) {
    if (pattern.known && pattern.value.find_first_of("*?") == std::string_view::npos) {
      named |= CoveredStsActions(pattern.value);
    }
  }
  return named;
}

AssumeStatement ReadAssumeStatement(const Document& document, const Statement& statement,
                                    uint32_t file, PolicyFacts* facts) {
  AssumeStatement assume;
  assume.named = NamedStsActions(statement);
  assume.allow = statement.allows();
  assume.conditional = !statement.conditions.empty();
  if (assume.conditional) assume.condition = ConditionText(statement);
  assume.place = PlaceOf(document, statement.span, file);
  assume.sid = std::string(statement.sid.value);
  assume.not_resource = !statement.resource.present && statement.not_resource.present;
  const TextList& resources = assume.not_resource ? statement.not_resource : statement.resource;
  if (!resources.present) facts->complete = false;
  assume.resources.reserve(resources.items.size());
  for (const policy::Text& resource : resources.items) {
    assume.resources.push_back(
        {std::string(resource.value), PlaceOf(document, resource.span, file), resource.known});
  }
  return assume;
}

void AddPrivilegeStatement(const Document& document, const Statement& statement, uint32_t file,
                           const PrivilegeSet& actions, PolicyFacts* facts) {
  PrivilegeStatement privilege;
  privilege.allow = statement.allows();
  privilege.actions = actions;
  const policy::TextList& listed =
      statement.action.present ? statement.action : statement.not_action;
  privilege.place = PlaceOf(document, listed.present ? listed.span : statement.span, file);
  privilege.statement = statement.index;
  privilege.not_resource = !statement.resource.present && statement.not_resource.present;
  const TextList& resources = privilege.not_resource ? statement.not_resource : statement.resource;
  if (resources.items.empty()) {
    facts->complete = false;
    return;
  }
  // It leaves no resource.
  const auto all = [](const policy::Text& item) { return policy::IsEveryResource(item.value); };
  if (privilege.not_resource && std::any_of(resources.items.begin(), resources.items.end(), all)) {
    return;
  }
  bool everywhere = false;
  for (const policy::Text& resource : resources.items) {
    everywhere = everywhere || (!privilege.not_resource && policy::IsEveryResource(resource.value));
    if (!resource.known) facts->complete = false;
  }
  // What every request of the principal meets is no condition of its permissions.
  const bool limited = !statement.conditions.empty() &&
                       (!privilege.allow || document.kind != policy::Kind::kIdentity ||
                        policy::LimitsPrincipal(statement));
  const bool plain = everywhere && !limited;
  if (!plain && CommonPrivileges().Includes(actions)) {
    if (!privilege.allow) return;
    privilege.summary = true;
  } else if (!plain) {
    if (limited) privilege.condition = ConditionText(statement);
    if (!everywhere) {
      privilege.resources.reserve(resources.items.size());
      for (const policy::Text& resource : resources.items) {
        privilege.resources.emplace_back(resource.value);
      }
    }
  }
  facts->privileges.push_back(std::move(privilege));
}

}  // namespace

uint8_t CoveredStsActions(std::string_view pattern) {
  if (pattern.empty()) return 0;
  // Nearly all patterns are of another service and end here.
  char first = text::AsciiLower(pattern[0]);
  if (first != 's' && first != '*' && first != '?') return 0;
  if (first == 's' && pattern.size() > 1) {
    char second = text::AsciiLower(pattern[1]);
    if (second != 't' && second != '*' && second != '?') return 0;
  }
  uint8_t covered = 0;
  for (const NamedAction& action : kStsActions) {
    if (text::GlobMatchesFolded(pattern, action.name)) covered |= action.bit;
  }
  return covered;
}

void ExtractTrust(const Document& trust_policy, uint32_t file, Entity* role) {
  role->trust_state = Knowledge::kPresent;
  role->trust_place = PlaceOf(trust_policy, trust_policy.span, file);
  role->trust_complete = !HidesParts(trust_policy);
  role->trust_variables = trust_policy.expands_variables();
  role->trust.clear();
  role->trust.reserve(trust_policy.statements.size());
  for (const Statement& statement : trust_policy.statements) {
    bool* complete = &role->trust_complete;
    TrustStatement& trust = role->trust.emplace_back();
    trust.allow = statement.allows();
    trust.actions = ActionsOf(statement, complete);
    trust.not_principal = !statement.principal.present && statement.not_principal.present;
    trust.place = PlaceOf(trust_policy, statement.span, file);
    if (!statement.allows() && !statement.denies()) *complete = false;
    AddPrincipals(trust_policy, trust.not_principal ? statement.not_principal : statement.principal,
                  file, &trust, complete);
    if (statement.conditions.empty()) continue;
    trust.conditional = true;
    trust.condition = ConditionText(statement);
    trust.pins_principal = policy::PinsPrincipal(statement);
    trust.org_bound = policy::PinsOrganization(statement);
    trust.external_id = HasTest(statement, "sts:ExternalId");
    trust.mfa = HasTest(statement, "aws:MultiFactorAuthPresent") ||
                HasTest(statement, "aws:MultiFactorAuthAge");
  }
}

void AddAllowedActions(const Document& document, PolicyFacts* facts) {
  if (!facts->complete) return;
  for (const Statement& statement : document.statements) {
    if (!statement.allows()) continue;
    std::optional<ActionList> list = ActionListOf(statement);
    if (!list) return;
    facts->allowed.push_back(std::move(*list));
  }
  facts->lists_allowed = true;
}

PolicyFacts ExtractPolicy(const Document& document, uint32_t file) {
  PolicyFacts facts;
  facts.place = PlaceOf(document, document.span, file);
  facts.complete = !HidesParts(document);
  facts.variables = document.expands_variables();
  for (const Statement& statement : document.statements) {
    if (statement.denies() && statement.conditions.empty() && IsOnEveryResource(statement)) {
      if (std::optional<ActionList> list = ActionListOf(statement)) {
        facts.denied.push_back(std::move(*list));
      }
    }
    const Covered covered = PermissionsOf(statement, &facts.complete);
    if (covered.nothing()) continue;
    if (!statement.allows() && !statement.denies()) {
      facts.complete = false;
      continue;
    }
    if (!covered.privileges.empty()) {
      AddPrivilegeStatement(document, statement, file, covered.privileges, &facts);
    }
    if (covered.companion) {
      AssumeStatement companion = ReadAssumeStatement(document, statement, file, &facts);
      if ((companion.named & (kTagSession | kSetSourceIdentity)) != 0) {
        facts.companions.push_back(std::move(companion));
      }
    }
    if (!covered.assume_role) continue;
    facts.assume.push_back(ReadAssumeStatement(document, statement, file, &facts));
    if (!facts.administrator && AllowsEverything(statement)) {
      facts.administrator = true;
      facts.administrator_place = facts.assume.back().place;
    }
  }
  return facts;
}

}  // namespace rolelint::estate
