// Claims of tokens and assertions that no request for the role has.

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/query.h"
#include "rules/condition_key/key_facts.h"
#include "rules/trust/web_identity.h"

namespace rolelint::rules::impossible_claim {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::ConditionTest;
using policy::Statement;
using Why = ClaimFailure::Why;

struct Listed {
  policy::PrincipalType type = policy::PrincipalType::kUnknown;
  const policy::Text* text = nullptr;
  std::optional<ClaimFailure> failure;
};

std::vector<Listed> Principals(const Statement& statement) {
  std::vector<Listed> listed;
  policy::ForEachPrincipal(
      statement.principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
        listed.push_back({entry.type, &value, FailureOf(statement, entry.type, value)});
      });
  return listed;
}

std::string ClaimsOf(std::string_view host) {
  const logic::Issuer* issuer = logic::FindIssuer(host);
  std::vector<std::string_view> claims;
  if (issuer == nullptr || issuer->standard_claims) claims = {"amr", "aud", "email", "oaud", "sub"};
  if (issuer != nullptr) {
    claims.insert(claims.end(), issuer->claims.begin(), issuer->claims.end());
  }
  return fmt::format("{}", fmt::join(claims, ", "));
}

std::string Told(const Listed& listed) {
  const std::string_view host = logic::IssuerOfPrincipal(listed.text->value);
  return std::string(host.empty() ? listed.text->value : host);
}

std::string Message(const Listed& listed) {
  const ConditionTest& test = *listed.failure->test;
  const std::string_view key = test.key.value;
  const logic::ClaimKey claim = *logic::ParseClaimKey(key);
  switch (listed.failure->why) {
    case Why::kOtherIssuer:
      return fmt::format("requests with a token of {} never have \"{}\"", Told(listed), key);
    case Why::kMalformed:
      return fmt::format("\"{}\" is in no request: a key begins with the provider's host", key);
    case Why::kNotOffered:
      return fmt::format("AWS STS has no condition key \"{}\"", key);
    case Why::kNoSuchValue:
      return fmt::format("no token of {} has the subject \"{}\"",
                         logic::FindIssuer(claim.issuer)->name, test.values[0].text.value);
    case Why::kNoSignIn:
      return fmt::format("requests of {} never have \"{}\"", listed.text->value, key);
  }
  return {};
}

std::string Help(const Listed& listed) {
  const logic::ClaimKey claim = *logic::ParseClaimKey(listed.failure->test->key.value);
  switch (listed.failure->why) {
    case Why::kOtherIssuer: {
      const std::string_view host = logic::IssuerOfPrincipal(listed.text->value);
      if (host.empty()) return "for a SAML provider test SAML:aud";
      if (claim.saml()) return fmt::format("test \"{}:aud\" and \"{}:sub\"", host, host);
      return fmt::format("test \"{}:{}\", or name the provider of {} as principal", host,
                         claim.claim, claim.issuer);
    }
    case Why::kMalformed: {
      std::string_view host = claim.issuer;
      for (std::string_view before : {"oidc-provider/", "://"}) {
        const size_t at = host.find(before);
        if (at != std::string_view::npos) host = host.substr(at + before.size());
      }
      return fmt::format("write \"{}:{}\"", host, claim.claim);
    }
    case Why::kNotOffered:
      return fmt::format("the claims of {} that AWS STS takes: {}", claim.issuer,
                         ClaimsOf(claim.issuer));
    case Why::kNoSuchValue:
      return fmt::format("subjects of {} look like \"{}\"", logic::FindIssuer(claim.issuer)->name,
                         logic::FindIssuer(claim.issuer)->example);
    case Why::kNoSignIn:
      return claim.saml() ? "name the SAML provider under Federated, with sts:AssumeRoleWithSAML"
                          : "name the identity provider under Federated, with "
                            "sts:AssumeRoleWithWebIdentity";
  }
  return {};
}

const policy::Text& PlaceOf(const ClaimFailure& failure) {
  const ConditionTest& test = *failure.test;
  return failure.why == Why::kNoSuchValue ? test.values[0].text : test.key;
}

// Tests that a missing key passes, of a key that is always missing.
void CheckIdle(const Statement& statement, Reporter& report) {
  for (const ConditionTest& test : statement.conditions) {
    const auto key = logic::ParseClaimKey(test.key.value);
    if (!key || !test.key.known || test.op.base == policy::Operator::kNull ||
        !PassesWithoutKey(test) || logic::OfferOf(*key) != logic::Offer::kNo) {
      continue;
    }
    report
        .Report(
            test.key.span,
            fmt::format("AWS STS has no condition key \"{}\": the test always passes and limits "
                        "nothing",
                        test.key.value))
        .Level(engine::Level::kWarning)
        .Label("in no request")
        .Help(fmt::format("the claims of {} that AWS STS takes: {}", key->issuer,
                          ClaimsOf(key->issuer)));
  }
}

// One of several values that no token has.
void CheckValues(const Statement& statement, Reporter& report) {
  for (const ConditionTest& test : statement.conditions) {
    const auto key = logic::ParseClaimKey(test.key.value);
    if (!key || !test.key.known || test.values.size() < 2 ||
        policy::FamilyOf(test.op.base) != policy::OperatorFamily::kString) {
      continue;
    }
    for (const policy::ConditionValue& value : test.values) {
      const auto pattern = ValuePattern(test, value, false);
      if (!pattern || logic::TokensHave(*key, *pattern)) continue;
      const logic::Issuer& issuer = *logic::FindIssuer(key->issuer);
      report
          .Report(value.text.span,
                  fmt::format("no token of {} has the subject \"{}\": the value admits nobody",
                              issuer.name, value.text.value))
          .Level(engine::Level::kWarning)
          .Label("in no token")
          .Help(fmt::format("subjects of {} look like \"{}\"", issuer.name, issuer.example));
    }
  }
}

void CheckStatement(const Statement& statement, Reporter& report) {
  const std::vector<Listed> listed = Principals(statement);
  const auto fails = [](const Listed& one) { return one.failure.has_value(); };
  const auto first = std::find_if(listed.begin(), listed.end(), fails);
  if (first == listed.end()) {
    CheckIdle(statement, report);
    CheckValues(statement, report);
    return;
  }
  const bool all = std::all_of(listed.begin(), listed.end(), fails);
  engine::FindingBuilder finding = report.Report(
      PlaceOf(*first->failure).span,
      fmt::format("{}: the test never passes, so {} assume the role by this statement",
                  Message(*first), all ? "nobody can" : Told(*first) + " cannot"));
  finding.Label("never passes").Help(Help(*first));
  if (first->failure->why == Why::kOtherIssuer || first->failure->why == Why::kNoSignIn) {
    finding.Related(first->text->span, "the principal");
  }
  if (!all) finding.Level(engine::Level::kWarning);
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (statement.allows() && !statement.conditions.empty() && !statement.not_principal.present) {
      CheckStatement(statement, report);
    }
  }
}

bool Concerns(const catalog::Catalog&, const ConditionTest& test) {
  return logic::ParseClaimKey(test.key.value).has_value();
}

}  // namespace

constexpr std::string_view kYieldsTo[] = {"impossible-principal"};
// A star that is meant as a wildcard.
constexpr std::string_view kYieldsWithin[] = {"wildcard-without-like"};

extern const engine::Rule kRule = {
    .id = "impossible-claim",
    .summary = "A trust policy tests a claim that no request for the role has",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kTrust,
    .concerns = Concerns,
    .yields_to = kYieldsTo,
    .yields_within = kYieldsWithin,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_iam-condition-keys.html#condition-keys-wif",
    .check_document = Check,
};

}  // namespace rolelint::rules::impossible_claim
