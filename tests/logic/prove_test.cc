// Questions whose answers one can tell by reading, a line each.

#include "analyzer/logic/prove.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analyzer/logic/atoms.h"
#include "analyzer/policy/partition.h"
#include "tests/logic/held_policy.h"

namespace rolelint::logic::prove_test {
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
        PairCase{"SessionsHaveNoUserName",
                 Allow(kS3) + "," + Deny(R"("Action":"s3:*","Resource":"*")"),
                 Allow(kS3) + "," +
                     Deny(R"("Action":"s3:*","Resource":"*",)"
                          R"("Condition":{"StringLike":{"aws:username":["b?b","*"]}})"),
                 kNo, kYes},
        PairCase{
            "UsersHaveAName",
            Allow(kGetAll + std::string(R"(,"Condition":{"Null":{"aws:username":"false"}})")),
            Allow(kGetAll + std::string(R"(,"Condition":{"StringLike":{"aws:username":"?*"}})")),
            kYes, kYes},
        PairCase{"TheVariableThatFits",
                 Allow(R"("Action":"s3:*","Resource":"arn:aws:s3:::*-home")") + "," +
                     Deny(R"("Action":"s3:*","Resource":"arn:aws:s3:::hub-${aws:username}")"),
                 Allow(R"("Action":"s3:*","Resource":"arn:aws:s3:::*-home")"), kNo, kYes},
        PairCase{"TheUserNameIsThePartThatFits",
                 Allow(R"("Action":"s3:*","Resource":"arn:aws:s3:::*/notes")") + "," +
                     Deny(R"("Action":"s3:*","Resource":"arn:aws:s3:::home/${aws:username}")"),
                 Allow(R"("Action":"s3:*","Resource":"arn:aws:s3:::*/notes")"), kNo, kYes},
        PairCase{"TheUserNameIsTheFirstPart",
                 Allow(R"("Action":"s3:*","Resource":"arn:aws:s3:::home/eve/*")") + "," +
                     Deny(R"("Action":"s3:*","Resource":"arn:aws:s3:::home/${aws:username}/*")"),
                 Allow(R"("Action":"s3:*","Resource":"arn:aws:s3:::home/eve/*")"), kNo, kYes},
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

struct OutsiderCase {
  const char* what;
  std::string condition;
  bool is_public;
};

TEST(Prove, WhichValuesKeepStrangersOut) {
  std::string sixteen, seventeen;
  for (int i = 20; i < 37; ++i) {
    seventeen += fmt::format(R"({}"{}.0.0.0/8")", i == 20 ? "" : ",", i);
    if (i == 35) sixteen = seventeen;
  }
  const OutsiderCase cases[] = {
      {"how a function URL is signed", R"("StringEquals":{"lambda:FunctionUrlAuthType":"AWS_IAM"})",
       true},
      {"private addresses", R"("IpAddress":{"aws:VpcSourceIp":"10.1.0.0/16"})", true},
      {"a VPC", R"("StringEquals":{"aws:SourceVpc":"vpc-1a2b3c4d"})", false},
      {"part of a VPC's id", R"("StringLike":{"aws:SourceVpc":"vpc-1a*"})", true},
      {"sixteen /8", R"("IpAddress":{"aws:SourceIp":[)" + sixteen + "]}", false},
      {"seventeen /8", R"("IpAddress":{"aws:SourceIp":[)" + seventeen + "]}", true},
      {"an organization's unit",
       R"("ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-x1/r-y/*"})", false},
      {"any path", R"("ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-*/r-y/*"})", true},
      {"all paths, of which there may be none",
       R"("ForAllValues:StringLike":{"aws:PrincipalOrgPaths":"o-x1/r-y/*"})", true},
      {"an access point of an account",
       R"("StringLike":{"s3:DataAccessPointArn":"arn:aws:s3:*:111122223333:accesspoint/*"})",
       false},
      {"an access point of any account",
       R"("ArnLike":{"s3:DataAccessPointArn":"arn:aws:s3:*:*:accesspoint/site"})", true},
      {"any topic of an account", R"("ArnLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:*"})",
       false},
      {"sessions of a role", R"("StringLike":{"aws:userid":"AROAEXAMPLE:*"})", false},
      {"the anonymous", R"("StringEquals":{"aws:userid":"anonymous"})", true},
      {"a service",
       R"("ForAnyValue:StringEquals":{"aws:PrincipalServiceNamesList":"logs.amazonaws.com"})",
       false},
      {"services, or nobody",
       R"("ForAllValues:StringEquals":{"aws:PrincipalServiceNamesList":"logs.amazonaws.com"})",
       true},
      {"a mount target", R"("Bool":{"elasticfilesystem:AccessedViaMountTarget":"true"})", false},
      {"no mount target", R"("Bool":{"elasticfilesystem:AccessedViaMountTarget":"false"})", true},
  };
  for (const OutsiderCase& item : cases) {
    SCOPED_TRACE(item.what);
    const HeldPolicy held(
        Policy(Allow(R"("Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*",)"
                     R"("Condition":{)" +
                     item.condition + "}")),
        policy::Kind::kResource);
    Prover prover(catalog::Catalog::BuiltIn());
    EXPECT_EQ(prover.NotPublic(*prover.Add(held.document()), {}).conclusion,
              item.is_public ? kNo : kYes);
  }
}

Request FirstWitness(const std::string& statements, Universe universe, policy::Kind kind) {
  const HeldPolicy held(Policy(statements), kind);
  Prover prover(catalog::Catalog::BuiltIn());
  ProofOptions options;
  options.universe = universe;
  const Proof proof = prover.AllowsNothing(*prover.Add(held.document()), options);
  EXPECT_EQ(proof.conclusion, kNo);
  return proof.witnesses.empty() ? Request() : proof.witnesses[0].request;
}

TEST(Prove, AWitnessIsOneThatPeopleKnow) {
  const auto identity = [](const std::string& parts, Universe universe = Universe::kStrings) {
    return FirstWitness(Allow(parts), universe, policy::Kind::kIdentity);
  };
  // An action of the resource's service, and one that works on it.
  EXPECT_EQ(identity(R"("Action":"*","Resource":"arn:aws:s3:::b/*")").action, "s3:GetObject");
  EXPECT_EQ(identity(R"("Action":"*","Resource":"arn:aws:s3:::b")").action, "s3:ListBucket");
  EXPECT_EQ(
      identity(R"("Action":"sqs:*","Resource":"arn:aws:sqs:eu-west-1:111122223333:q")").action,
      "sqs:ReceiveMessage");
  EXPECT_EQ(identity(R"("Action":"dynamodb:*","Resource":"*")").action, "dynamodb:GetItem");
  // A plain resource, of a partition that there is.
  EXPECT_EQ(identity(R"("Action":"s3:GetObject","Resource":"*")").resource.substr(0, 13),
            "arn:aws:s3:::");
  for (Universe universe : {Universe::kStrings, Universe::kCatalog}) {
    EXPECT_TRUE(identity(R"("Action":"s3:PutObject","NotResource":"arn:aws:s3:*")", universe)
                    .resource.starts_with("arn:aws-cn:s3:::"));
  }
}

TEST(Prove, TheCatalogueHasNoOtherPartitions) {
  std::string all;
  for (std::string_view partition : policy::Partitions()) {
    all += fmt::format(R"({}"arn:{}:s3:*")", all.empty() ? "" : ",", partition);
  }
  const std::string statements = Allow(R"("Action":"s3:PutObject","NotResource":[)" + all + "]");
  // Without an ARN; with one only where any text may be a resource.
  EXPECT_EQ(FirstWitness(statements, Universe::kCatalog, policy::Kind::kIdentity).resource, "*");
  EXPECT_NE(FirstWitness(statements, Universe::kStrings, policy::Kind::kIdentity).resource, "*");
}

}  // namespace
}  // namespace rolelint::logic::prove_test
