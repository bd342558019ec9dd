// A summary of new access says all that is new, nothing that the new policy does not allow, and
// tells the truth about being exact: proved by the prover, and tried with its witnesses.

#include "analyzer/logic/new_access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "analyzer/catalog/catalog.h"
#include "analyzer/logic/json_document.h"
#include "analyzer/policy/owned_document.h"

namespace rolelint::logic::new_access_test {
namespace {

using policy::Kind;
using policy::OwnedDocument;

struct Pair {
  const char* name;
  Kind kind;
  const char* before;  // statements
  const char* after;
  bool exact;
  const char* statements;  // of the summary, where it is told; "" otherwise
};

std::unique_ptr<OwnedDocument> Policy(std::string_view statements, Kind kind) {
  return OwnedDocument::Parse(
      R"({"Version": "2012-10-17", "Statement": [)" + std::string(statements) + "]}", kind,
      policy::KindSource::kOption);
}

const Pair kPairs[] = {
    {"nothing new", Kind::kIdentity, R"({"Effect":"Allow","Action":"s3:*","Resource":"*"})",
     R"({"Effect":"Allow","Action":"s3:Get*","Resource":"*"})", true, "[]"},
    {"a new action beside an old one", Kind::kIdentity,
     R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"*"})",
     R"({"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"*"})", true,
     R"([{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}])"},
    {"a pattern grows", Kind::kIdentity, R"({"Effect":"Allow","Action":"s3:Get*","Resource":"*"})",
     R"({"Effect":"Allow","Action":"s3:*","Resource":"*"})", true,
     R"([{"Effect":"Allow","Action":"s3:*","Resource":"*"},)"
     R"({"Effect":"Deny","Action":"s3:Get*","Resource":"*"}])"},
    {"what was left out comes in", Kind::kIdentity,
     R"({"Effect":"Allow","NotAction":"iam:PassRole","Resource":"*"})",
     R"({"Effect":"Allow","Action":"*","Resource":"*"})", true, ""},
    {"a resource more", Kind::kIdentity,
     R"({"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::a/*"})",
     R"({"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]})",
     true, ""},
    {"a condition falls", Kind::kIdentity,
     R"({"Effect":"Allow","Action":"ec2:StopInstances","Resource":"*",
         "Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}})",
     R"({"Effect":"Allow","Action":"ec2:StopInstances","Resource":"*"})", true, ""},
    {"a Deny falls that was about one action", Kind::kIdentity,
     R"({"Effect":"Allow","Action":"s3:*","Resource":"*"},
        {"Effect":"Deny","Action":"s3:DeleteBucket","Resource":"*"})",
     R"({"Effect":"Allow","Action":"s3:*","Resource":"*"})", true,
     R"([{"Effect":"Allow","Action":"s3:DeleteBucket","Resource":"*"}])"},
    {"a Deny falls that was about one bucket", Kind::kIdentity,
     R"({"Effect":"Allow","Action":"s3:*","Resource":"*"},
        {"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::secret/*"})",
     R"({"Effect":"Allow","Action":"s3:*","Resource":"*"})", false, ""},
    {"the old Deny stays", Kind::kIdentity,
     R"({"Effect":"Allow","Action":"s3:Get*","Resource":"*"},
        {"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::secret/*"})",
     R"({"Effect":"Allow","Action":"s3:*","Resource":"*"},
        {"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::secret/*"})",
     true, ""},
    {"a Deny that does not touch what is new", Kind::kIdentity,
     R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"*"})",
     R"({"Effect":"Allow","Action":["s3:GetObject","sqs:SendMessage"],"Resource":"*"},
        {"Effect":"Deny","Action":"ec2:*","Resource":"*"})",
     true, R"([{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}])"},
    {"statements that differ in actions only", Kind::kIdentity,
     R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"*"})",
     R"({"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"},
        {"Effect":"Allow","Action":"sns:Publish","Resource":"*"})",
     true, R"([{"Effect":"Allow","Action":["sqs:SendMessage","sns:Publish"],"Resource":"*"}])"},
    {"NotAction shrinks to one action", Kind::kIdentity,
     R"({"Effect":"Allow","Action":["s3:GetObject"],"Resource":"*"})",
     R"({"Effect":"Allow","NotAction":"iam:*","Resource":"*"})", true, ""},
    {"patterns that cross", Kind::kIdentity,
     R"({"Effect":"Allow","Action":"s3:*Object","Resource":"*"})",
     R"({"Effect":"Allow","Action":"s3:Get*","Resource":"*"})", true, ""},
    {"variables", Kind::kIdentity,
     R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::home/${aws:username}/*"})",
     R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::home/*"})", true, ""},
    {"another principal", Kind::kResource,
     R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::581470236914:user/a"},
         "Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"})",
     R"({"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::581470236914:user/a",
         "arn:aws:iam::581470236914:user/b"]},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"})",
     true, ""},
    {"from an account to everyone", Kind::kResource,
     R"({"Effect":"Allow","Principal":{"AWS":"581470236914"},
         "Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"})",
     R"({"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"})",
     true, ""},
    {"a trust policy", Kind::kTrust,
     R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::581470236914:user/a"},
         "Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}})",
     R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::581470236914:user/a"},
         "Action":"sts:AssumeRole"})",
     true, ""},
    {"everyone but one, then everyone", Kind::kResource,
     R"({"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::581470236914:user/a"},
         "Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"})",
     R"({"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"})",
     false, ""},
};

class NewAccessTest : public testing::TestWithParam<Pair> {};

TEST_P(NewAccessTest, IsAllOfItAndNoMore) {
  const Pair& pair = GetParam();
  const catalog::Catalog& catalog = catalog::Catalog::BuiltIn();
  for (const Universe universe : {Universe::kStrings, Universe::kCatalog}) {
    ProofOptions options;
    options.universe = universe;
    const auto before = Policy(pair.before, pair.kind);
    const auto after = Policy(pair.after, pair.kind);
    const NewAccess summary =
        SummarizeNewAccess(before->document(), after->document(), catalog, options);
    const std::string text = DumpJson(summary.policy);
    SCOPED_TRACE(text);
    if (universe == Universe::kStrings) {
      EXPECT_EQ(summary.exact, pair.exact);
      if (*pair.statements != '\0') {
        EXPECT_EQ(DumpJson(summary.policy["Statement"]), pair.statements);
      }
    }
    Prover prover(catalog);
    const auto told = OwnedDocument::Parse(text, pair.kind, policy::KindSource::kOption);
    ASSERT_NE(told, nullptr);
    const CompiledPolicy* a = prover.Add(before->document());
    const CompiledPolicy* b = prover.Add(after->document());
    const CompiledPolicy* s = prover.Add(told->document());
    EXPECT_EQ(prover.NoNewAccess(*b, *s, options).conclusion, Conclusion::kProved)
        << "the summary allows what the new policy does not";
    const CompiledPolicy* const known[] = {a, s};
    EXPECT_EQ(prover.NotGranted(*b, *b, known, options).conclusion, Conclusion::kProved)
        << "the summary leaves something out";
    if (summary.exact) {
      EXPECT_EQ(prover.NotGranted(*s, *a, {}, options).conclusion, Conclusion::kProved)
          << "the summary has something that is not new";
    }
    ProofOptions all = options;
    all.witnesses = std::numeric_limits<uint32_t>::max();
    all.each_statement = true;
    for (const Witness& witness : prover.NoNewAccess(*a, *b, all).witnesses) {
      BoundRequest bound(prover.vocabulary());
      bound.Bind(witness.request);
      RequestLogic logic(bound);
      EXPECT_EQ(Evaluator(&logic).Access(*s), Truth::kTrue)
          << witness.request.action << ' ' << witness.request.resource;
    }
  }
}

std::string TestName(const testing::TestParamInfo<Pair>& pair) {
  std::string name = pair.param.name;
  for (char& c : name) {
    if (c == ' ' || c == ',') c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Pairs, NewAccessTest, testing::ValuesIn(kPairs), TestName);

// One witness a class, and one for each set of statements that lets one in.
TEST(Witnesses, AreOneForEachSetOfStatements) {
  const auto policy = Policy(
      R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"},
         {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"})",
      Kind::kIdentity);
  Prover prover(catalog::Catalog::BuiltIn());
  const CompiledPolicy* compiled = prover.Add(policy->document());
  ProofOptions options;
  options.witnesses = 10;
  EXPECT_EQ(prover.NotGranted(*compiled, AskedAccess(), options).witnesses.size(), 1U);
  options.each_statement = true;
  const Proof proof = prover.NotGranted(*compiled, AskedAccess(), options);
  ASSERT_EQ(proof.witnesses.size(), 2U);
  EXPECT_NE(proof.witnesses[0].statements[0].statement, proof.witnesses[1].statements[0].statement);
}

// An excepted action and an excepted resource are excepted each by itself.
TEST(AskedAccess, ExceptsEachByItself) {
  const auto policy = Policy(
      R"({"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],
          "Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]})",
      Kind::kIdentity);
  Prover prover(catalog::Catalog::BuiltIn());
  const CompiledPolicy* compiled = prover.Add(policy->document());
  AskedAccess asked;
  asked.except_actions = {"s3:PutObject"};
  asked.except_resources = {"arn:aws:s3:::a/*"};
  const Proof refuted = prover.NotGranted(*compiled, asked, {});
  ASSERT_EQ(refuted.conclusion, Conclusion::kRefuted);
  EXPECT_EQ(refuted.witnesses[0].request.action, "s3:GetObject");
  EXPECT_THAT(refuted.witnesses[0].request.resource, testing::StartsWith("arn:aws:s3:::b/"));
  asked.except_resources.push_back("arn:aws:s3:::b/*");
  EXPECT_EQ(prover.NotGranted(*compiled, asked, {}).conclusion, Conclusion::kProved);
}

}  // namespace
}  // namespace rolelint::logic::new_access_test
