#ifndef ROLELINT_RULES_TRUST_WEB_IDENTITY_H_
#define ROLELINT_RULES_TRUST_WEB_IDENTITY_H_

// Whom a statement of a trust policy admits by the claims that it tests (logic/issuers.h).

#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/logic/issuers.h"
#include "analyzer/policy/document.h"

namespace rolelint::rules {

// A web identity provider among the principals. Its account may be open, its issuer is not.
struct TrustedIssuer {
  const policy::Text* principal = nullptr;
  std::string_view host;
  const logic::Issuer* issuer = nullptr;  // null: not in the table
};
std::vector<TrustedIssuer> IssuersOf(const policy::Statement& statement);

// A value as the pattern it stands for. What a template leaves open is any text, or, if `filled`,
// some text that says who is meant. nullopt: nothing is known of it.
std::optional<logic::Pattern> ValuePattern(const policy::ConditionTest& test,
                                           const policy::ConditionValue& value, bool filled);

// Whether the value lets no stranger's token in.
bool KeepsStrangersOut(const logic::ClaimKey& key, const policy::ConditionTest& test,
                       const policy::ConditionValue& value);
// The test is of a claim by which the issuer's tokens tell whose they are, and holds of no
// stranger's token; of a key that every token has, IfExists and ForAllValues change nothing.
bool NamesTenant(const policy::ConditionTest& test, std::string_view host);

// Why requests of a principal never meet a statement.
struct ClaimFailure {
  enum class Why : uint8_t {
    kOtherIssuer,  // the key is of another provider than the principal
    kMalformed,    // a provider's ARN or https:// in the key
    kNotOffered,   // STS has no such key
    kNoSuchValue,  // no token has one of the values
    kNoSignIn,     // the principal is a user, a role or a service
  };
  Why why = Why::kOtherIssuer;
  const policy::ConditionTest* test = nullptr;
};
// The first test that fails for whatever signs in as this principal; nullopt where there is none.
std::optional<ClaimFailure> FailureOf(const policy::Statement& statement,
                                      policy::PrincipalType type, const policy::Text& principal);

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_TRUST_WEB_IDENTITY_H_
