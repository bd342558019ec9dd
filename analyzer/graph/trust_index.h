#ifndef ROLELINT_GRAPH_TRUST_INDEX_H_
#define ROLELINT_GRAPH_TRUST_INDEX_H_

// The trust policies of all roles by whom they name, so that nobody is compared with every role.

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/estate/estate.h"

namespace rolelint::graph {

class TrustIndex {
 public:
  using Roles = std::vector<const estate::Entity*>;

  explicit TrustIndex(const estate::Estate& estate);

  // Each list in the order of the estate, without a role twice.
  const Roles& Naming(std::string_view arn) const { return At(by_arn_, arn); }
  // A session of the role; `role` is "ACCOUNT/NAME".
  struct Session {
    const estate::Entity* target = nullptr;
    std::string arn;
  };
  const std::vector<Session>& NamingSessionsOf(const estate::Entity& role) const;
  const Roles& TrustingAccount(std::string_view account) const { return At(by_account_, account); }
  // Roles that everyone may assume, as far as principals go.
  const Roles& TrustingAnyone() const { return anyone_; }
  const Roles& TrustingAnyoneIn(std::string_view account) const { return At(anyone_in_, account); }
  // Roles with a principal that is not known, or without a known trust policy.
  const Roles& Unknown() const { return unknown_; }

  // By service name and by provider, sorted by name.
  const std::map<std::string, Roles, std::less<>>& services() const { return services_; }
  const std::map<std::string, Roles, std::less<>>& providers() const { return providers_; }
  const std::map<std::string, Roles, std::less<>>& accounts() const { return by_account_; }
  const std::map<std::string, Roles, std::less<>>& arns() const { return by_arn_; }
  // Roles of one account that trust the service.
  Roles ServiceRoles(std::string_view service, std::string_view account) const;

 private:
  using Lists = std::map<std::string, Roles, std::less<>>;
  static const Roles& At(const Lists& lists, std::string_view key);
  static void Add(const estate::Entity& role, Roles* roles);
  void AddRole(const estate::Entity& role);
  void AddPrincipal(const estate::Entity& role, const estate::TrustStatement& statement,
                    const estate::PrincipalRef& principal);
  void AddAws(const estate::Entity& role, const std::string& value);

  Lists by_arn_;
  Lists by_account_;
  Lists services_;
  Lists providers_;
  Lists anyone_in_;
  std::map<std::string, std::vector<Session>, std::less<>> sessions_;
  std::map<std::pair<std::string, std::string>, Roles> service_roles_;
  Roles anyone_;
  Roles unknown_;
};

}  // namespace rolelint::graph

#endif  // ROLELINT_GRAPH_TRUST_INDEX_H_
