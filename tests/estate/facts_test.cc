#include "analyzer/estate/facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "analyzer/json/reader.h"
#include "analyzer/policy/parser.h"
#include "analyzer/text/source.h"

namespace rolelint::estate::facts_test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

// Parses a document and keeps it alive.
class Parsed {
 public:
  explicit Parsed(std::string_view text, policy::Kind kind) {
    padded_.assign(text);
    padded_.append(text::kPadding, '\0');
    view_ = text::View(std::string_view(padded_).substr(0, text.size()));
    tree_.text = view_.text();
    json::Reader reader(view_.text(), &arena_, &issues_);
    EXPECT_NE(reader.ReadValue(0, &tree_), json::Reader::kFailed);
    document_ =
        policy::ParsePolicy(tree_.root(), view_, kind, policy::KindSource::kOption, &arena_);
  }
  const policy::Document& document() const { return document_; }
  std::string TextAt(const Place& place) const {
    return std::string(view_.text().substr(place.span.begin, place.span.size()));
  }

 private:
  std::string padded_;
  text::View view_;
  text::Arena arena_;
  json::Tree tree_;
  std::vector<json::Issue> issues_;
  policy::Document document_;
};

PolicyFacts Facts(std::string_view text) {
  return ExtractPolicy(Parsed(text, policy::Kind::kIdentity).document(), 0);
}

Entity Trust(std::string_view text) {
  Entity role;
  ExtractTrust(Parsed(text, policy::Kind::kTrust).document(), 3, &role);
  return role;
}

TEST(StsActions, Patterns) {
  EXPECT_EQ(CoveredStsActions("sts:AssumeRole"), kAssumeRole);
  EXPECT_EQ(CoveredStsActions("STS:assumerole"), kAssumeRole);
  EXPECT_EQ(CoveredStsActions("sts:AssumeRole*"),
            kAssumeRole | kAssumeRoleWithSaml | kAssumeRoleWithWebIdentity);
  EXPECT_EQ(CoveredStsActions("sts:AssumeRoleWith*"),
            kAssumeRoleWithSaml | kAssumeRoleWithWebIdentity);
  EXPECT_EQ(CoveredStsActions("sts:TagSession"), kTagSession);
  EXPECT_EQ(CoveredStsActions("sts:S*"), kSetSourceIdentity);
  EXPECT_EQ(CoveredStsActions("sts:*"), 31);
  EXPECT_EQ(CoveredStsActions("*"), 31);
  EXPECT_EQ(CoveredStsActions("*:*"), 31);
  EXPECT_EQ(CoveredStsActions("?ts:AssumeRole"), kAssumeRole);
  EXPECT_EQ(CoveredStsActions("s*:AssumeRole"), kAssumeRole);
  EXPECT_EQ(CoveredStsActions("s3:*"), 0);
  EXPECT_EQ(CoveredStsActions("s"), 0);
  EXPECT_EQ(CoveredStsActions("sts:GetCallerIdentity"), 0);
  EXPECT_EQ(CoveredStsActions(""), 0);
}

TEST(PolicyFacts, AssumeStatements) {
  Parsed parsed(R"({"Version":"2012-10-17","Statement":[
    {"Sid":"Go","Effect":"Allow","Action":["s3:Get*","sts:Assume*"],"Resource":["arn:a","arn:b"]},
    {"Effect":"Deny","Action":"sts:AssumeRole","Resource":"arn:b","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"false"}}},
    {"Effect":"Allow","NotAction":"iam:*","NotResource":"arn:c"},
    {"Effect":"Allow","Action":"s3:*","Resource":"*"}]})",
                policy::Kind::kIdentity);
  PolicyFacts facts = ExtractPolicy(parsed.document(), 7);
  EXPECT_TRUE(facts.complete);
  EXPECT_FALSE(facts.administrator);
  ASSERT_THAT(facts.assume, SizeIs(3));
  EXPECT_TRUE(facts.assume[0].allow);
  EXPECT_EQ(facts.assume[0].sid, "Go");
  EXPECT_FALSE(facts.assume[0].conditional);
  ASSERT_THAT(facts.assume[0].resources, SizeIs(2));
  EXPECT_EQ(facts.assume[0].resources[1].place.file, 7U);
  EXPECT_EQ(parsed.TextAt(facts.assume[0].resources[1].place), "arn:b");
  EXPECT_FALSE(facts.assume[1].allow);
  EXPECT_TRUE(facts.assume[1].conditional);
  EXPECT_TRUE(facts.assume[2].not_resource);
  EXPECT_EQ(facts.assume[2].resources[0].pattern, "arn:c");
}

TEST(PolicyFacts, NotActionThatLeavesOutTheSwitch) {
  EXPECT_THAT(
      Facts(R"({"Statement":{"Effect":"Allow","NotAction":["sts:*"],"Resource":"*"}})").assume,
      IsEmpty());
}

TEST(PolicyFacts, Administrator) {
  auto admin = [](const char* statement) {
    return Facts("{\"Version\":\"2012-10-17\",\"Statement\":" + std::string(statement) + "}")
        .administrator;
  };
  EXPECT_TRUE(admin(R"({"Effect":"Allow","Action":"*","Resource":"*"})"));
  EXPECT_TRUE(admin(R"([{"Effect":"Allow","Action":["s3:Get*","*:*"],"Resource":["arn:x","*"]}])"));
  EXPECT_FALSE(admin(R"({"Effect":"Deny","Action":"*","Resource":"*"})"));
  EXPECT_FALSE(admin(R"({"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::*"})"));
  EXPECT_FALSE(admin(R"({"Effect":"Allow","Action":"sts:*","Resource":"*"})"));
  EXPECT_FALSE(admin(R"({"Effect":"Allow","NotAction":"iam:*","Resource":"*"})"));
  EXPECT_FALSE(admin(
      R"({"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}})"));
  EXPECT_TRUE(admin(R"({"Effect":"Allow","Action":"*","Resource":"*","Condition":{}})"));
}

TEST(PolicyFacts, WhatCannotBeReadIsNotTakenForAbsent) {
  EXPECT_FALSE(
      Facts(R"({"Statement":[{"Effect":"Allow","Action":{"Ref":"X"},"Resource":"*"}]})").complete);
  EXPECT_FALSE(Facts(R"({"Statement":[7]})").complete);
  EXPECT_FALSE(
      Facts(R"({"Statement":[{"Effect":"Maybe","Action":"sts:AssumeRole","Resource":"*"}]})")
          .complete);
  EXPECT_FALSE(
      Facts(R"({"Statement":[{"Effect":"Allow","Action":"<action>","Resource":"*"}]})").complete);
  EXPECT_FALSE(Facts(R"({"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]})").complete);
  EXPECT_TRUE(
      Facts(R"({"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]})").complete);
}

TEST(TrustFacts, Statements) {
  Entity role = Trust(R"({"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:root","AIDAEXAMPLEEXAMPLE000"],"Service":"ec2.amazonaws.com"},
     "Action":["sts:AssumeRole","sts:TagSession"],
     "Condition":{"StringEquals":{"sts:ExternalId":"x","aws:PrincipalOrgID":"o-1"},"Bool":{"aws:MultiFactorAuthPresent":"true"}}},
    {"Effect":"Deny","Principal":"*","Action":"sts:*"},
    {"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:user/a"},"Action":"sts:AssumeRole",
     "Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/x*"}}}]})");
  EXPECT_EQ(role.trust_state, Knowledge::kPresent);
  EXPECT_TRUE(role.trust_complete);
  EXPECT_EQ(role.trust_place.file, 3U);
  ASSERT_THAT(role.trust, SizeIs(3));
  const TrustStatement& first = role.trust[0];
  EXPECT_TRUE(first.allow);
  EXPECT_EQ(first.actions, kAssumeRole | kTagSession);
  EXPECT_TRUE(first.external_id && first.mfa && first.org_bound && first.conditional);
  EXPECT_FALSE(first.pins_principal);
  ASSERT_THAT(first.principals, SizeIs(3));
  EXPECT_EQ(first.principals[2].type, policy::PrincipalType::kService);
  EXPECT_FALSE(role.trust[1].allow);
  ASSERT_THAT(role.trust[1].principals, SizeIs(1));
  EXPECT_EQ(role.trust[1].principals[0].value, "*");
  EXPECT_TRUE(role.trust[1].principals[0].known);
  EXPECT_TRUE(role.trust[2].not_principal);
  EXPECT_TRUE(role.trust[2].pins_principal);
}

TEST(TrustFacts, IncompleteTrust) {
  EXPECT_FALSE(
      Trust(
          R"({"Statement":[{"Effect":"Allow","Principal":"arn:aws:iam::111122223333:root","Action":"sts:AssumeRole"}]})")
          .trust_complete);
  EXPECT_FALSE(
      Trust(
          R"({"Statement":[{"Effect":"Allow","Principal":{"AWS":{"Ref":"X"}},"Action":"sts:AssumeRole"}]})")
          .trust_complete);
  EXPECT_FALSE(
      Trust(
          R"({"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::<account>:root"},"Action":"sts:AssumeRole"}]})")
          .trust_complete);
  EXPECT_TRUE(
      Trust(
          R"({"Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole","Condition":{}}]})")
          .trust_complete);
}

}  // namespace
}  // namespace rolelint::estate::facts_test
