// The table of web identity providers: whose tokens, which keys, which values.

#include "analyzer/logic/issuers.h"

#include <gtest/gtest.h>

#include "analyzer/logic/principal.h"

namespace rolelint::logic::issuers_test {
namespace {

ClaimKey Key(std::string_view text) { return *ParseClaimKey(text); }

TEST(Issuers, ParsesKeys) {
  EXPECT_EQ(Key("token.actions.githubusercontent.com:sub").claim, "sub");
  EXPECT_EQ(Key("oidc.circleci.com/org/1:oidc.circleci.com/project-id").issuer,
            "oidc.circleci.com/org/1");
  EXPECT_EQ(Key("accounts.google.com:google/organization_number").issuer, "accounts.google.com");
  EXPECT_TRUE(Key("SAML:aud").saml());
  for (std::string_view none : {"aws:SourceIp", "s3:prefix", "aws:RequestTag/a.b:c", "sub", ":sub",
                                "ec2:ResourceTag/a.b:c"}) {
    EXPECT_FALSE(ParseClaimKey(none)) << none;
  }
}

TEST(Issuers, FindsThem) {
  for (std::string_view shared :
       {"token.actions.githubusercontent.com", "gitlab.com", "app.terraform.io",
        "agent.buildkite.com", "cognito-identity.amazonaws.com", "accounts.google.com",
        "graph.facebook.com", "www.amazon.com", "api.pulumi.com/oidc", "oidc.vercel.com"}) {
    EXPECT_TRUE(IsShared(shared)) << shared;
    EXPECT_TRUE(IsShared("arn:aws:iam::739105284637:oidc-provider/" + std::string(shared)));
  }
  for (std::string_view own : {"token.actions.githubusercontent.com/acme", "gitlab.acme.dev",
                               "oidc.vercel.com/acme", "oidc.eks.eu-west-1.amazonaws.com/id/8C1D",
                               "oidc.circleci.com/org/1", "github.acme.dev/_services/token"}) {
    EXPECT_FALSE(IsShared("arn:aws:iam::739105284637:oidc-provider/" + std::string(own))) << own;
  }
  EXPECT_FALSE(IsShared("arn:aws:iam::739105284637:saml-provider/office"));
}

TEST(Issuers, OffersClaims) {
  EXPECT_EQ(OfferOf(Key("token.actions.githubusercontent.com:repository")), Offer::kYes);
  EXPECT_EQ(OfferOf(Key("token.actions.githubusercontent.com:repository_owner")), Offer::kNo);
  EXPECT_EQ(OfferOf(Key("oidc.eks.eu-west-1.amazonaws.com/id/8C1D:iss")), Offer::kNo);
  EXPECT_EQ(OfferOf(Key("cognito-identity.amazonaws.com:email")), Offer::kNo);
  EXPECT_EQ(OfferOf(Key("login.acme.dev:sub")), Offer::kYes);
  EXPECT_EQ(OfferOf(Key("login.acme.dev:groups")), Offer::kUnknown);
}

TEST(Issuers, KnowsWhoCarriesAClaim) {
  const Principal github = FederatedPrincipal(
      "arn:aws:iam::739105284637:oidc-provider/token.actions.githubusercontent.com");
  EXPECT_EQ(CarriesClaim(github, Key("token.actions.githubusercontent.com:sub")), Carries::kAlways);
  EXPECT_EQ(CarriesClaim(github, Key("token.actions.githubusercontent.com:environment")),
            Carries::kMaybe);
  EXPECT_EQ(CarriesClaim(github, Key("gitlab.com:sub")), Carries::kNever);
  EXPECT_EQ(CarriesClaim(github, Key("SAML:aud")), Carries::kNever);
  const Principal user = *ParsePrincipal("arn:aws:iam::739105284637:user/ada");
  EXPECT_EQ(CarriesClaim(user, Key("gitlab.com:sub")), Carries::kNever);
  const Principal session = *ParsePrincipal("arn:aws:sts::739105284637:assumed-role/ci/run");
  EXPECT_EQ(CarriesClaim(session, Key("gitlab.com:sub")), Carries::kMaybe);
  EXPECT_EQ(CarriesClaim(session, Key("gitlab.com:project_id")), Carries::kNever);
}

struct Value {
  std::string_view key;
  std::string_view value;
  bool in_tokens;
  bool keeps_strangers_out;
};

TEST(Issuers, JudgesValues) {
  constexpr std::string_view kGitHub = "token.actions.githubusercontent.com:sub";
  const Value values[] = {
      {kGitHub, "repo:acme/site:ref:refs/heads/main", true, true},
      {kGitHub, "repo:acme@12/site@34:ref:refs/heads/main", true, true},
      {kGitHub, "repo:acme@*/site@*:ref:refs/heads/main", true, true},
      {kGitHub, "repo:acme/*", true, true},
      {kGitHub, "repo:acme/site:environment:prod", true, true},
      {kGitHub, "repo:acme/site:pull_request", true, true},
      {kGitHub, "repository_owner:acme:ref:refs/heads/main", true, true},
      {kGitHub, "repo:*:job_workflow_ref:acme/ci/.github/workflows/x.yml@*", true, true},
      {kGitHub, "repo:*", true, false},
      {kGitHub, "repo:acme*", true, false},
      {kGitHub, "repo:*/site:ref:refs/heads/main", true, false},
      {kGitHub, "*", true, false},
      {kGitHub, "environment:prod", true, false},
      {kGitHub, "acme/site:ref:refs/heads/main", false, true},
      {kGitHub, "repo:acme/site:ref:main", false, true},
      {kGitHub, "repo:acme:ref:refs/heads/main", false, true},
      {"token.actions.githubusercontent.com:repository", "acme/*", true, true},
      {"token.actions.githubusercontent.com:repository", "*/site", true, false},
      {"token.actions.githubusercontent.com:repository_id", "77*", true, false},
      {"token.actions.githubusercontent.com:ref", "refs/heads/main", true, false},
      {"token.actions.githubusercontent.com:aud", "sts.amazonaws.com", true, false},
      {"gitlab.com:sub", "project_path:acme/*:ref_type:branch:ref:main", true, true},
      {"gitlab.com:sub", "project_path:acme*", true, false},
      {"gitlab.com:sub", "acme/site:ref_type:branch:ref:main", false, true},
      {"app.terraform.io:sub", "organization:acme:*", true, true},
      {"app.terraform.io:sub", "organization:*:project:site:*", true, false},
      {"app.terraform.io:sub", "acme:site", false, true},
      {"agent.buildkite.com:sub", "organization:acme:pipeline:site:*", true, true},
      {"cognito-identity.amazonaws.com:aud", "eu-west-1:8c1d", true, true},
      {"cognito-identity.amazonaws.com:amr", "authenticated", true, false},
      {"accounts.google.com:aud", "7391", true, true},
      {"oidc.eks.eu-west-1.amazonaws.com/id/8C1D:sub", "system:serviceaccount:shop:cart", true,
       true},
      {"oidc.eks.eu-west-1.amazonaws.com/id/8C1D:sub", "system:serviceaccount:cart", false, true},
      {"login.acme.dev:sub", "*", true, true},
  };
  for (const Value& value : values) {
    const Pattern pattern = Pattern::Glob(value.value);
    EXPECT_EQ(TokensHave(Key(value.key), pattern), value.in_tokens) << value.value;
    EXPECT_EQ(StrangersLack(Key(value.key), pattern), value.keeps_strangers_out) << value.value;
  }
}

}  // namespace
}  // namespace rolelint::logic::issuers_test
