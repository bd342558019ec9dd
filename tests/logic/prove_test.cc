// Questions whose answers one can tell by reading, a line each.

#include "analyzer/logic/prove.h"

#include <gtest/gtest.h>

#include "analyzer/logic/atoms.h"
#include "tests/logic/held_policy.h"

namespace rolelint::logic {
namespace {

std::string Policy(const std::string& statements) {
  return R"({"Version":"2012-10-17","Statement":[)" + statements + "]}";
}
std::string Allow(const std::string& rest) { return R"({"Effect":"Allow",)" + rest + "}"; }
std::string Deny(const std::string& rest) { return R"({"Effect":"Deny",)" + rest + "}"; }

const char kGetAll[] = R"("Action":"s3:GetObject","Resource":"*")";
const char kS3[] = R"("Action":"s3:*","Resource":"*")";

struct PairCase {
  const char* name;
  std::string before;
  std::string after;
  Conclusion forth;  // does `after` allow nothing new?
  Conclusion back;
  policy::Kind kind = policy::Kind::kIdentity;
};

class NoNewAccess : public testing::TestWithParam<PairCase> {};

TEST_P(NoNewAccess, BothWays) {
  const PairCase& c = GetParam();
  const HeldPolicy before(Policy(c.before), c.kind);
  const HeldPolicy after(Policy(c.after), c.kind);
  Prover prover(catalog::Catalog::BuiltIn());
  const CompiledPolicy* a = prover.Add(before.document());
  const CompiledPolicy* b = prover.Add(after.document());
  EXPECT_EQ(prover.NoNewAccess(*a, *b, {}).conclusion, c.forth);
  EXPECT_EQ(prover.NoNewAccess(*b, *a, {}).conclusion, c.back);
}

constexpr Conclusion kYes = Conclusion::kProved;
constexpr Conclusion kNo = Conclusion::kRefuted;

std::string Trust(const std::string& principal, const std::string& more = "") {
  return Allow(R"("Action":"sts:AssumeRole","Principal":)" + principal + more);
}

INSTANTIATE_TEST_SUITE_P(
    Table, NoNewAccess,
    testing::Values(
        PairCase{"Itself", Allow(kGetAll), Allow(kGetAll), kYes, kYes},
        PairCase{"CaseOfActions", Allow(kGetAll),
                 Allow(R"("Action":"S3:getobject","Resource":"*")"), kYes, kYes},
        PairCase{"Wider", Allow(kGetAll), Allow(kS3), kNo, kYes},
        PairCase{"OneOfTwoResources",
                 Allow(R"("Action":"s3:*","Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b"])"),
                 Allow(R"("Action":"s3:*","Resource":"arn:aws:s3:::a/x/*")"), kYes, kNo},
        PairCase{"DenySubtracts", Allow(kS3) + "," + Deny(R"("Action":"s3:Put*","Resource":"*")"),
                 Allow(R"("Action":"s3:Get*","Resource":"*")"), kYes, kNo},
        PairCase{"DenyOfOldIsNewAccess", Allow(kS3) + "," + Deny(kGetAll), Allow(kGetAll), kNo,
                 kNo},
        PairCase{"TwoHalvesOfAnInterval",
                 Allow(std::string(kGetAll) +
                       R"(,"Condition":{"NumericLessThan":{"s3:max-keys":"5"}})") +
                     "," +
                     Allow(std::string(kGetAll) +
                           R"(,"Condition":{"NumericGreaterThanEquals":{"s3:max-keys":"5"}})"),
                 Allow(std::string(kGetAll) + R"(,"Condition":{"Null":{"s3:max-keys":"false"}})"),
                 kYes, kYes},
        PairCase{
            "TwoHalvesOfANetwork",
            Allow(std::string(kGetAll) +
                  R"(,"Condition":{"IpAddress":{"aws:SourceIp":["10.0.0.0/9","10.128.0.0/9"]}})"),
            Allow(std::string(kGetAll) +
                  R"(,"Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})"),
            kYes, kYes},
        PairCase{"BoolHasTwoValues",
                 Allow(std::string(kGetAll) +
                       R"(,"Condition":{"Bool":{"aws:SecureTransport":["true","false"]}})"),
                 Allow(std::string(kGetAll) +
                       R"(,"Condition":{"Null":{"aws:SecureTransport":"false"}})"),
                 kYes, kYes},
        PairCase{"ForAllValuesIsOpen",
                 Allow(std::string(kGetAll) +
                       R"(,"Condition":{"ForAnyValue:StringEquals":{"aws:TagKeys":"a"}})"),
                 Allow(std::string(kGetAll) +
                       R"(,"Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":"a"}})"),
                 kNo, kNo},
        PairCase{
            "NegatedPassesAbsent",
            Allow(std::string(kGetAll) + R"(,"Condition":{"StringNotEqualsIfExists":{"x:k":"a"}})"),
            Allow(std::string(kGetAll) + R"(,"Condition":{"StringNotEquals":{"x:k":"a"}})"), kYes,
            kYes},
        PairCase{"VariableInStar", Allow(R"("Action":"iam:*","Resource":"arn:aws:iam::*:user/*")"),
                 Allow(R"("Action":"iam:*","Resource":"arn:aws:iam::*:user/${aws:username}")"),
                 kYes, kNo},
        PairCase{"VariableWithoutVersionIsText",
                 Allow(R"("Action":"iam:*","Resource":"arn:aws:iam::*:user/$*")"),
                 Allow(R"("Action":"iam:*","Resource":"arn:aws:iam::*:user/${$}x")"), kYes, kNo},
        PairCase{"UserOfTheAccount", Trust(R"({"AWS":"111122223333"})"),
                 Trust(R"({"AWS":"arn:aws:iam::111122223333:user/alex"})"), kYes, kNo,
                 policy::Kind::kTrust},
        PairCase{"AccountByCondition", Trust(R"({"AWS":"111122223333"})"),
                 Trust(R"("*")",
                       R"(,"Condition":{"StringEquals":{"aws:PrincipalAccount":"111122223333"}})"),
                 kYes, kYes, policy::Kind::kTrust},
        PairCase{"SessionOfTheRole", Trust(R"({"AWS":"arn:aws:iam::111122223333:role/r"})"),
                 Trust(R"({"AWS":"arn:aws:sts::111122223333:assumed-role/r/s"})"), kNo, kNo,
                 policy::Kind::kTrust},
        PairCase{"ServiceIsNoAccount", Trust(R"({"AWS":"*"})"),
                 Trust(R"({"Service":"ec2.amazonaws.com"})"), kYes, kNo, policy::Kind::kTrust}),
    [](const auto& param_info) { return std::string(param_info.param.name); });

TEST(Prove, TheCatalogueKnowsWhichResourcesAnActionWorksOn) {
  // ListAllMyBuckets works on no bucket, so denying s3:* on buckets leaves it whole.
  const HeldPolicy held(
      Policy(Allow(R"("Action":"s3:ListAllMyBuckets","Resource":"arn:aws:s3:::b")")));
  for (Universe universe : {Universe::kStrings, Universe::kCatalog}) {
    Prover prover(catalog::Catalog::BuiltIn());
    ProofOptions options;
    options.universe = universe;
    EXPECT_EQ(prover.AllowsNothing(*prover.Add(held.document()), options).conclusion,
              universe == Universe::kStrings ? kNo : kYes);
  }
}

TEST(Prove, AWitnessNamesTheStatement) {
  const HeldPolicy held(Policy(Deny(R"("Action":"s3:Put*","Resource":"*")") + "," + Allow(kS3)));
  Prover prover(catalog::Catalog::BuiltIn());
  const Proof proof =
      prover.NotGranted(*prover.Add(held.document()), {{"s3:*"}, {}, {"s3:Get*"}, {}}, {});
  ASSERT_EQ(proof.conclusion, kNo);
  ASSERT_EQ(proof.witnesses[0].statements.size(), 1U);
  EXPECT_EQ(proof.witnesses[0].statements[0].statement->index, 1U);
}

// A key that follows from the principal has no other value than his, so the accounts must differ.
TEST(Prove, AWitnessIsARequestThatThereCanBe) {
  const std::string reads =
      R"("Action":"glue:GetCatalogs","Resource":"arn:aws:glue:*:*:catalog/*")";
  const HeldPolicy before(Policy(
      Allow(reads +
            R"(,"Condition":{"StringEquals":{"aws:ResourceAccount":"${aws:PrincipalAccount}"}})")));
  const HeldPolicy after(Policy(Allow(reads)));
  Prover prover(catalog::Catalog::BuiltIn());
  const CompiledPolicy* a = prover.Add(before.document());
  const Proof proof = prover.NoNewAccess(*a, *prover.Add(after.document()), {});
  ASSERT_EQ(proof.conclusion, kNo);
  const Request& request = proof.witnesses[0].request;
  EXPECT_TRUE(request.context.empty());
  EXPECT_NE(request.principal.account, request.owner_account());
}

// Where they lie in memory differs from run to run, and the same question has the same witness.
TEST(Prove, SetsOfTextsAreInAnOrderOfTheirOwn) {
  const char* const kTexts[] = {"a*", "*b", "c?d", "arn:aws:s3:::x/*", "e"};
  const auto order = [&](bool reversed) {
    Vocabulary vocabulary(catalog::Catalog::BuiltIn());
    AtomTable atoms(&vocabulary);
    std::vector<const Pattern*> patterns;
    for (size_t i = 0; i < std::size(kTexts); ++i) {
      const size_t at = reversed ? std::size(kTexts) - 1 - i : i;
      patterns.push_back(vocabulary.Intern(Pattern::Glob(kTexts[at])));
    }
    std::vector<size_t> hashes;
    for (const Pattern* pattern : atoms.Texts(patterns, {})->patterns) {
      hashes.push_back(pattern->Hash());
    }
    return hashes;
  };
  EXPECT_EQ(order(false), order(true));
}

TEST(Prove, AnUnresolvedPartIsNoProof) {
  const HeldPolicy held(Policy(Allow(R"("Action":"s3:*","Resource":"arn:aws:s3:::${Bucket}/*")")));
  Prover prover(catalog::Catalog::BuiltIn());
  const Proof proof =
      prover.NotGranted(*prover.Add(held.document()), {{"s3:GetObject"}, {}, {}, {}}, {});
  EXPECT_EQ(proof.conclusion, Conclusion::kUnknown);
  EXPECT_EQ(proof.reason, Reason::kUnresolved);
}

TEST(Prove, WhoIsOutside) {
  const auto is_public = [](const std::string& principal, const std::string& condition) {
    const HeldPolicy held(
        Policy(Allow(R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Principal":)" +
                     principal + condition)),
        policy::Kind::kResource);
    Prover prover(catalog::Catalog::BuiltIn());
    return prover.NotPublic(*prover.Add(held.document()), {}).conclusion == kNo;
  };
  EXPECT_TRUE(is_public(R"("*")", ""));
  EXPECT_TRUE(
      is_public(R"({"AWS":"*"})", R"(,"Condition":{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}})"));
  EXPECT_TRUE(
      is_public(R"("*")", R"(,"Condition":{"StringLike":{"aws:SourceArn":"arn:aws:sns:*:*:*"}})"));
  EXPECT_TRUE(is_public(R"("*")", R"(,"Condition":{"Bool":{"aws:SecureTransport":"true"}})"));
  EXPECT_FALSE(is_public(R"({"AWS":"111122223333"})", ""));
  EXPECT_FALSE(is_public(R"({"Service":"sns.amazonaws.com"})", ""));
  EXPECT_FALSE(
      is_public(R"("*")", R"(,"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}})"));
  EXPECT_FALSE(
      is_public(R"("*")", R"(,"Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}})"));
  EXPECT_FALSE(is_public(
      R"("*")", R"(,"Condition":{"StringEquals":{"aws:PrincipalAccount":"111122223333"}})"));
}

}  // namespace
}  // namespace rolelint::logic
