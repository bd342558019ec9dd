// When evidence is wider than what was accepted, and what is then said.

#include "analyzer/accept/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "analyzer/policy/owned_document.h"

namespace rolelint::accept::compare_test {
namespace {

using ::testing::HasSubstr;

Evidence EvidenceOf(const std::string& statement, policy::Kind kind = policy::Kind::kIdentity,
                    const std::string& version = "2012-10-17") {
  const auto owned = policy::OwnedDocument::Parse(
      R"({"Version":")" + version + R"(","Statement":[)" + statement + "]}", kind,
      policy::KindSource::kOption);
  Evidence evidence;
  for (const policy::Statement& one : owned->document().statements) {
    AddStatement(kind, owned->document().expands_variables(), NormalizedStatement(one), &evidence);
  }
  Finish(false, &evidence);
  return evidence;
}

Comparison Compared(const std::string& accepted, const std::string& found,
                    policy::Kind kind = policy::Kind::kIdentity) {
  return Compare(EvidenceOf(accepted, kind), EvidenceOf(found, kind), catalog::Catalog::BuiltIn());
}

constexpr char kStatement[] =
    R"({"Effect":"Allow","Action":["s3:Get*","s3:PutObject"],"Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"],)"
    R"("Condition":{"StringEquals":{"aws:RequestedRegion":["eu-west-1","eu-west-2"]}}})";

TEST(CompareTest, AnotherSpellingIsTheSameEvidence) {
  const Evidence evidence = EvidenceOf(kStatement);
  EXPECT_TRUE(evidence.Same(EvidenceOf(
      R"({"Condition":{"stringequals":{"AWS:RequestedRegion":["eu-west-2","eu-west-1"]}},)"
      R"("Sid":"A", "Resource" : ["arn:aws:s3:::b/*", "arn:aws:s3:::a/*","arn:aws:s3:::a/*"],)"
      R"("Action":["S3:putobject","s3:get*"],"Effect":"Allow"})")));
  EXPECT_TRUE(EvidenceOf(R"({"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"a:b"})",
                         policy::Kind::kTrust)
                  .Same(EvidenceOf(
                      R"({"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:root"]},)"
                      R"("Action":["a:b"]})",
                      policy::Kind::kTrust)));
}

TEST(CompareTest, NarrowerEvidenceIsAccepted) {
  for (const char* found : {
           kStatement,
           // Fewer actions, fewer resources, one test more, fewer values.
           R"({"Effect":"Allow","Action":"s3:Get*","Resource":["arn:aws:s3:::a/*"],)"
           R"("Condition":{"StringEquals":{"aws:RequestedRegion":["eu-west-1","eu-west-2"]}}})",
           R"({"Effect":"Allow","Action":["s3:Get*","s3:PutObject"],"Resource":"arn:aws:s3:::a/*",)"
           R"("Condition":{"StringEquals":{"aws:RequestedRegion":["eu-west-1","eu-west-2"]},)"
           R"("Bool":{"aws:SecureTransport":"true"}}})",
           R"({"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::a/*",)"
           R"("Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}})",
           // A pattern within the old one: only the prover sees it.
           R"({"Effect":"Allow","Action":"s3:GetObject*","Resource":"arn:aws:s3:::b/logs/*",)"
           R"("Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-2"}}})",
       }) {
    EXPECT_FALSE(Compared(kStatement, found).wider) << found;
  }
}

TEST(CompareTest, WiderEvidenceIsNotAndSaysWhatWasAdded) {
  struct Case {
    const char* found;
    const char* added;
  };
  for (const auto& [found, added] : {
           Case{R"({"Effect":"Allow","Action":["s3:Get*","s3:PutObject","s3:DeleteObject"],)"
                R"("Resource":"arn:aws:s3:::a/*",)"
                R"("Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}})",
                "Action s3:deleteobject"},
           Case{R"({"Effect":"Allow","Action":"s3:Get*","Resource":"*",)"
                R"("Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}})",
                "Resource *"},
           Case{R"({"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::a/*"})",
                "without Condition StringEquals aws:requestedregion"},
           Case{R"({"Effect":"Allow","NotAction":"s3:Get*","Resource":"arn:aws:s3:::a/*"})",
                "NotAction s3:get*"},
       }) {
    const Comparison compared = Compared(kStatement, found);
    EXPECT_TRUE(compared.wider) << found;
    EXPECT_THAT(compared.added, HasSubstr(added));
    EXPECT_THAT(compared.added, HasSubstr("it now allows s3:")) << found;
  }
}

TEST(CompareTest, OneMoreRoleThatIsTrustedIsWider) {
  const auto trust = [](const std::string& principals) {
    return R"({"Effect":"Allow","Principal":{"AWS":[)" + principals +
           R"(]},"Action":"sts:AssumeRole"})";
  };
  const std::string one = R"("arn:aws:iam::111122223333:role/a")";
  EXPECT_TRUE(Compared(trust(one), trust(one + R"(,"arn:aws:iam::111122223333:role/b")"),
                       policy::Kind::kTrust)
                  .wider);
  EXPECT_TRUE(Compared(trust(one), trust(R"("111122223333")"), policy::Kind::kTrust).wider);
  EXPECT_FALSE(
      Compared(trust(R"("111122223333")"), trust(R"("111122223333")"), policy::Kind::kTrust).wider);
}

TEST(CompareTest, ADenyMayChangeInNeitherDirection) {
  const std::string deny = R"({"Effect":"Deny","Action":["a:B","a:C"],"Resource":"*"})";
  EXPECT_FALSE(
      Compared(deny, R"({"Effect":"Deny","Action":["a:C","A:b"],"Resource":["*"]})").wider);
  EXPECT_TRUE(Compared(deny, R"({"Effect":"Deny","Action":["a:B"],"Resource":"*"})").wider);
  EXPECT_TRUE(Compared(deny, R"({"Effect":"Deny","Action":["a:*"],"Resource":"*"})").wider);
  EXPECT_TRUE(Compared(deny, R"({"Effect":"Allow","Action":["a:B"],"Resource":"*"})").wider);
}

TEST(CompareTest, WhatAwsRefusesIsComparedByItsText) {
  const std::string refused =
      R"({"Effect":"Allow","Action":["nocolon","s3:GetObject"],"Resource":"*"})";
  EXPECT_FALSE(
      Compared(refused, R"({"Effect":"Allow","Action":["nocolon"],"Resource":"*"})").wider);
  const Comparison compared =
      Compared(refused, R"({"Effect":"Allow","Action":["nocolon","s3:Get*"],"Resource":"*"})");
  EXPECT_TRUE(compared.wider);
  EXPECT_EQ(compared.added, "Action s3:get*");
}

TEST(CompareTest, AnotherVersionMayExpandVariables) {
  const std::string statement =
      R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/${aws:username}/*"})";
  const Evidence literal = EvidenceOf(statement, policy::Kind::kIdentity, "2008-10-17");
  const Evidence expanded = EvidenceOf(statement);
  EXPECT_TRUE(Compare(literal, expanded, catalog::Catalog::BuiltIn()).wider);
}

TEST(CompareTest, OfASensitiveStatementOnlyTheDigestIsKept) {
  Evidence secret = EvidenceOf(kStatement);
  Evidence same;
  AddStatement(policy::Kind::kIdentity, true, secret.parts[0].statements[0], &same);
  Finish(true, &same);
  EXPECT_TRUE(same.parts.empty());
  EXPECT_EQ(same.digest, secret.digest);
  EXPECT_EQ(EvidenceJson(same), "[]");
  EXPECT_TRUE(Compare(same, secret, catalog::Catalog::BuiltIn()).wider);
  EXPECT_FALSE(Compare(same, same, catalog::Catalog::BuiltIn()).wider);
}

}  // namespace
}  // namespace rolelint::accept::compare_test
