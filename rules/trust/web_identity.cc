#include "rules/trust/web_identity.h"

#include <algorithm>

#include "analyzer/logic/principal.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/condition_key/key_facts.h"

namespace rolelint::rules {
namespace {

using logic::ClaimKey;
using policy::ConditionTest;
using policy::PrincipalType;
using Why = ClaimFailure::Why;

constexpr std::string_view kOpen = "${";

bool IsLike(policy::Operator op) {
  return op == policy::Operator::kStringLike || op == policy::Operator::kStringNotLike;
}

// The value's parts in braces, `with` in their place.
std::string Replace(std::string_view value, std::string_view with) {
  std::string text;
  while (true) {
    const size_t at = value.find(kOpen);
    text += value.substr(0, at);
    if (at == std::string_view::npos) return text;
    text += with;
    const size_t end = value.find('}', at);
    value = end == std::string_view::npos ? std::string_view() : value.substr(end + 1);
  }
}

// Not of an ARN that is open or wrong there, as impossible-principal says.
bool IsHost(std::string_view host) {
  return host.find(kOpen) == std::string_view::npos && host.find("://") == std::string_view::npos;
}

// A key with the provider's ARN or with https:// in front is in no request.
bool IsMalformed(std::string_view key) {
  return key.find("oidc-provider/") != std::string_view::npos ||
         key.find("://") != std::string_view::npos;
}

bool HasNoSuchValue(const ClaimKey& key, const ConditionTest& test) {
  if (policy::IsNegated(test.op.base) || test.values.empty() ||
      policy::FamilyOf(test.op.base) != policy::OperatorFamily::kString) {
    return false;
  }
  return std::all_of(test.values.begin(), test.values.end(), [&](const auto& value) {
    const auto pattern = ValuePattern(test, value, false);
    return pattern && !logic::TokensHave(key, *pattern);
  });
}

// Whether the principal's requests may have the claim, and if not, why.
std::optional<Why> WhyWithout(const ClaimKey& key, PrincipalType type,
                              const policy::Text& principal) {
  if (type == PrincipalType::kService) return Why::kNoSignIn;
  if (type == PrincipalType::kFederated) {
    const std::string_view host = logic::IssuerOfPrincipal(principal.value);
    const bool saml = principal.value.find(":saml-provider/") != std::string_view::npos;
    if ((host.empty() && !saml) || !IsHost(host)) return std::nullopt;
    const std::string text = saml ? "arn:aws:iam::0:saml-provider/x"
                                  : "arn:aws:iam::0:oidc-provider/" + std::string(host);
    const auto carries = CarriesClaim(logic::FederatedPrincipal(text), key);
    return carries == logic::Carries::kNever ? std::optional(Why::kOtherIssuer) : std::nullopt;
  }
  if (type != PrincipalType::kAws || !principal.known || principal.value == "*") {
    return std::nullopt;
  }
  const auto user = logic::ParsePrincipal(principal.value);
  const bool is_user = user && user->kind == logic::Principal::Kind::kUser;
  return is_user || !InSession(key) ? std::optional(Why::kNoSignIn) : std::nullopt;
}

}  // namespace

std::vector<TrustedIssuer> IssuersOf(const policy::Statement& statement) {
  std::vector<TrustedIssuer> issuers;
  policy::ForEachPrincipal(
      statement.principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
        if (entry.type != PrincipalType::kFederated || (!value.known && !value.open)) return;
        const std::string_view host = logic::IssuerOfPrincipal(value.value);
        if (host.empty() || !IsHost(host)) return;
        issuers.push_back({&value, host, logic::FindIssuer(host)});
      });
  return issuers;
}

std::optional<logic::Pattern> ValuePattern(const ConditionTest& test,
                                           const policy::ConditionValue& value, bool filled) {
  const policy::Text& text = value.text;
  const bool fold = test.op.base == policy::Operator::kStringEqualsIgnoreCase;
  if (text.value.find(kOpen) == std::string_view::npos) {
    if (!text.known) return std::nullopt;
    return IsLike(test.op.base) ? logic::Pattern::Glob(text.value, fold)
                                : logic::Pattern::Literal(text.value, fold);
  }
  if (!text.known && !text.open) return std::nullopt;
  // A policy variable is whatever the caller makes of it.
  if (!filled || !text.open) return logic::Pattern::Glob(Replace(text.value, "*"), fold);
  // It may be any part of a name, with or without what ends it.
  return logic::Pattern::Glob(Replace(text.value, "x/x:x"), fold);
}

bool KeepsStrangersOut(const ClaimKey& key, const ConditionTest& test,
                       const policy::ConditionValue& value) {
  if (value.text.open && value.text.value.starts_with(kOpen)) return true;
  const auto pattern = ValuePattern(test, value, true);
  return !pattern || logic::StrangersLack(key, *pattern);
}

bool NamesTenant(const ConditionTest& test, std::string_view host) {
  const auto key = logic::ParseClaimKey(test.key.value);
  if (!key || !text::EqualsFolded(key->issuer, host) || !logic::NamesTenant(*key)) return false;
  const bool optional =
      test.op.if_exists || test.op.qualifier == policy::SetQualifier::kForAllValues;
  if (test.op.base == policy::Operator::kUnknown || test.op.base == policy::Operator::kNull ||
      policy::IsNegated(test.op.base) || (optional && !logic::IsConstant(*key))) {
    return false;
  }
  if (policy::FamilyOf(test.op.base) == policy::OperatorFamily::kNumeric) {
    return test.op.base == policy::Operator::kNumericEquals;
  }
  return std::all_of(test.values.begin(), test.values.end(),
                     [&](const auto& value) { return KeepsStrangersOut(*key, test, value); });
}

std::optional<ClaimFailure> FailureOf(const policy::Statement& statement, PrincipalType type,
                                      const policy::Text& principal) {
  for (const ConditionTest& test : statement.conditions) {
    if (!test.key.known) continue;
    const auto key = logic::ParseClaimKey(test.key.value);
    if (!key) continue;
    if (!PassesWithoutKey(test)) {
      if (IsMalformed(test.key.value)) return ClaimFailure{Why::kMalformed, &test};
      if (logic::OfferOf(*key) == logic::Offer::kNo) {
        const auto why = WhyWithout({key->issuer, "sub"}, type, principal);
        return ClaimFailure{why.value_or(Why::kNotOffered), &test};
      }
      if (const auto why = WhyWithout(*key, type, principal)) return ClaimFailure{*why, &test};
    }
    if ((!PassesWithoutKey(test) || logic::IsConstant(*key)) && HasNoSuchValue(*key, test)) {
      return ClaimFailure{Why::kNoSuchValue, &test};
    }
  }
  return std::nullopt;
}

}  // namespace rolelint::rules
