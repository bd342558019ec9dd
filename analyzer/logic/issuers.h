#ifndef ROLELINT_LOGIC_ISSUERS_H_
#define ROLELINT_LOGIC_ISSUERS_H_

// Web identity providers: whose tokens an issuer signs, which of its claims AWS STS offers as
// condition keys, and what their values look like. The rules about trust policies, the evaluator
// and the question whether a policy is public all ask here.
//
// An issuer is shared if it signs tokens for everybody who has an account there, so that the trust
// policy must say whose tokens are meant. An issuer that is not in the table is taken for one
// tenant's own.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/logic/pattern.h"

namespace rolelint::logic {

struct Principal;

// How a claim's value names the tenant: `prefix`, at the start of the value or behind a colon, then
// the tenant, then one of `ends` or the end of the value. No `ends`: the value as a whole.
struct TenantClaim {
  std::string_view claim;
  std::string_view prefix;
  std::string_view ends;
};

struct Issuer {
  std::string_view name;  // as people call it
  std::string_view host;  // with its path, as a pattern: `*` is any run of characters
  bool shared = false;
  bool standard_claims = true;                 // amr, aud, email, oaud, sub
  std::span<const std::string_view> claims;    // that STS offers besides
  std::span<const std::string_view> constant;  // of `claims`, those that every token has
  std::span<const TenantClaim> tenants;        // of a shared issuer; any of them names the tenant
  // What subjects look like, as patterns in which no wildcard but a star at the end matches a
  // colon. None: anything.
  std::span<const std::string_view> subjects;
  std::string_view claim;    // that the trust policy is to test
  std::string_view example;  // a value of it
};

// The issuer of this host and path; null if it is not in the table.
const Issuer* FindIssuer(std::string_view host);

// The host and path in an OIDC provider's ARN, or the name of a built-in provider; "" for others.
std::string_view IssuerOfPrincipal(std::string_view principal);

// A provider that signs tokens for everybody.
bool IsShared(std::string_view principal);

// A condition key about a token or an assertion: `HOST:sub`, `SAML:aud`.
struct ClaimKey {
  std::string_view issuer;  // "saml" of assertions
  std::string_view claim;

  bool saml() const;
};
std::optional<ClaimKey> ParseClaimKey(std::string_view key);

// Whether STS offers the claim as a condition key, as far as it is known.
enum class Offer : uint8_t { kYes, kNo, kUnknown };
Offer OfferOf(const ClaimKey& key);
// Also sessions of roles that were assumed with a token carry it.
bool InSession(const ClaimKey& key);
// One value at most.
bool IsSingle(const ClaimKey& key);

// Every token of the issuer has it.
bool IsConstant(const ClaimKey& key);

// Whether a request of the principal has the key.
enum class Carries : uint8_t { kNever, kMaybe, kAlways };
Carries CarriesClaim(const Principal& principal, const ClaimKey& key);

// Whether some token of the issuer has a value of the pattern in this claim.
bool TokensHave(const ClaimKey& key, const Pattern& value);
// A claim by which a shared issuer's tokens tell the tenant.
bool NamesTenant(const ClaimKey& key);
// Whether no token of a stranger has such a value: it names a tenant, or no token has it. Every
// value, of an issuer that is not shared.
bool StrangersLack(const ClaimKey& key, const Pattern& value);

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_ISSUERS_H_
