#ifndef ROLELINT_LOGIC_PRINCIPAL_H_
#define ROLELINT_LOGIC_PRINCIPAL_H_

// The one who asks, with all the names that policies may know it by.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/logic/compiled.h"

namespace rolelint::logic {

struct Principal {
  enum class Kind : uint8_t {
    kUser,
    kRole,           // a role, of which no session is named
    kSession,        // of a role
    kFederatedUser,  // sts:GetFederationToken
    kRoot,
    kService,
    kFederated,  // a web identity or SAML provider's
    kCanonicalUser,
    kAnonymous,
  };
  Kind kind = Kind::kAnonymous;
  std::string text;       // as the request names it
  std::string partition;  // of ARNs
  std::string account;    // "" for services, providers and the anonymous
  std::string role_arn;   // kSession, kRole
  std::string role_name;  // kSession: without path
  std::string session;
  // The role's path is not known: an ARN that names the role with any path fits.
  bool role_path_unknown = false;
  std::string user_name;  // kUser
  // The unique ID (AIDA…, AROA…) that IAM gave the user or role, if it is known.
  std::string unique_id;
  // A user or role of which only the name is known: `account` and `text` are empty.
  bool account_unknown = false;
  // kRole: the request is a session's whose name is not known.
  bool session_unknown = false;

  bool is_aws() const {
    return kind == Kind::kUser || kind == Kind::kRole || kind == Kind::kSession ||
           kind == Kind::kFederatedUser || kind == Kind::kRoot;
  }
  // A service-linked role's or its session's.
  bool service_linked() const;
  // The value of aws:PrincipalArn: of a session its role's ARN.
  std::string_view arn() const;
  // The value of aws:PrincipalType: "User", "AssumedRole", …; "" for services and providers.
  std::string_view type() const;
};

// An identity provider that all of AWS shares, which trust policies name by its host.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html
bool IsSharedProvider(std::string_view host);

// An ARN of a user, role, session, federated user, root user or identity provider, an account id
// (its root user), or the host of a shared identity provider. nullopt for other text. `role_arn`:
// what the request's aws:PrincipalArn says, or "".
std::optional<Principal> ParsePrincipal(std::string_view arn, std::string_view role_arn = {});
Principal ServicePrincipal(std::string_view name);
Principal FederatedPrincipal(std::string_view provider);
Principal CanonicalUser(std::string_view id);

// By which of its names a listed principal is the caller. kMaybe: it depends on what is not known
// of the caller.
enum class PrincipalFit : uint8_t { kNone, kMaybe, kAccount, kRole, kDirect };
PrincipalFit Fits(const PrincipalPattern& listed, const Principal& principal);

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_PRINCIPAL_H_
