#include "analyzer/graph/trust_index.h"

#include <algorithm>

#include "analyzer/policy/arn.h"

namespace rolelint::graph {
namespace {

using estate::Entity;
using estate::PrincipalRef;
using estate::TrustStatement;
using policy::PrincipalType;

std::string SessionKey(std::string_view account, std::string_view role) {
  std::string key(account);
  key.append("/").append(role);
  return key;
}

}  // namespace

TrustIndex::TrustIndex(const estate::Estate& estate) {
  for (const Entity& entity : estate.entities()) {
    if (entity.type == estate::EntityType::kRole && !entity.arn.empty()) AddRole(entity);
  }
}

const TrustIndex::Roles& TrustIndex::At(const Lists& lists, std::string_view key) {
  static const Roles kNone;
  auto found = lists.find(key);
  return found == lists.end() ? kNone : found->second;
}

void TrustIndex::Add(const Entity& role, Roles* roles) {
  // Roles come one after another.
  if (roles->empty() || roles->back() != &role) roles->push_back(&role);
}

void TrustIndex::AddRole(const Entity& role) {
  if (role.trust_state != estate::Knowledge::kPresent || !role.trust_complete) {
    Add(role, &unknown_);
  }
  for (const TrustStatement& statement : role.trust) {
    if (!statement.allow) continue;
    if (statement.not_principal) {
      Add(role, &anyone_);
      Add(role, &anyone_in_[role.account]);
      continue;
    }
    for (const PrincipalRef& principal : statement.principals) {
      AddPrincipal(role, statement, principal);
    }
  }
}

void TrustIndex::AddPrincipal(const Entity& role, const TrustStatement& statement,
                              const PrincipalRef& principal) {
  constexpr uint8_t kSignIn = estate::kAssumeRoleWithSaml | estate::kAssumeRoleWithWebIdentity;
  if (!principal.known) {
    Add(role, &unknown_);
  } else if (principal.type == PrincipalType::kService) {
    if ((statement.actions & estate::kAssumeRole) == 0) return;
    Add(role, &services_[principal.value]);
    // Some services have names of their own in China: ec2.amazonaws.com.cn.
    constexpr std::string_view kChina = ".cn";
    std::string service = principal.value;
    if (service.ends_with(kChina)) service.resize(service.size() - kChina.size());
    Add(role, &service_roles_[{service, role.account}]);
  } else if (principal.type == PrincipalType::kFederated) {
    if ((statement.actions & kSignIn) != 0) Add(role, &providers_[principal.value]);
  } else if ((statement.actions & estate::kAssumeRole) != 0) {
    AddAws(role, principal.value);
  }
}

void TrustIndex::AddAws(const Entity& role, const std::string& value) {
  if (value == "*") {
    Add(role, &anyone_);
    Add(role, &anyone_in_[role.account]);
    return;
  }
  if (policy::IsAccountPrincipal(value)) {
    Add(role, &by_account_[std::string(policy::PrincipalAccount(value))]);
    return;
  }
  const std::optional<policy::Arn> arn = policy::ParseArn(value);
  if (!arn) return;  // the id of a principal that was deleted, or nothing that AWS takes
  constexpr std::string_view kAssumed = "assumed-role/";
  if (arn->service == "sts" && arn->resource.starts_with(kAssumed)) {
    const std::string_view rest = arn->resource.substr(kAssumed.size());
    const std::string_view name = rest.substr(0, rest.find('/'));
    sessions_[SessionKey(arn->account, name)].push_back({&role, value});
    return;
  }
  Add(role, &by_arn_[value]);
}

const std::vector<TrustIndex::Session>& TrustIndex::NamingSessionsOf(const Entity& role) const {
  static const std::vector<Session> kNone;
  auto found = sessions_.find(SessionKey(role.account, role.name));
  return found == sessions_.end() ? kNone : found->second;
}

TrustIndex::Roles TrustIndex::ServiceRoles(std::string_view service,
                                           std::string_view account) const {
  auto found = service_roles_.find({std::string(service), std::string(account)});
  return found == service_roles_.end() ? Roles() : found->second;
}

}  // namespace rolelint::graph
