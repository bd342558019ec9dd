// What each format knows, knows to be missing, and cannot know.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/inputs/collect.h"
#include "tests/support/paths.h"

namespace rolelint::inputs::attributes_test {
namespace {

using estate::Entity;
using estate::EntityType;
using estate::Knowledge;
using testing::IsEmpty;
using testing::SizeIs;

std::string Fixture(const std::string& name) {
  return support::ReadFile(support::SourceDir() / "fixtures" / "inputs" / name);
}

std::vector<Entity> EntitiesOf(const std::string& text) {
  return ReadText(text).result.records.entities;
}

std::string TextAt(const std::string& text, const estate::Place& place) {
  EXPECT_TRUE(place);
  return text.substr(place.span.begin, place.span.end - place.span.begin);
}

TEST(Attributes, AccountDetails) {
  std::string text = Fixture("account-details.json");
  std::vector<Entity> entities = EntitiesOf(text);
  ASSERT_THAT(entities, SizeIs(5));
  const Entity& mara = entities[0];
  EXPECT_EQ(mara.type, EntityType::kUser);
  EXPECT_EQ(mara.name, "mara");
  EXPECT_EQ(mara.path, "/staff/");
  EXPECT_EQ(mara.account, "210987654321");
  EXPECT_EQ(mara.partition, "aws");
  EXPECT_EQ(TextAt(text, mara.place), "mara");
  EXPECT_THAT(mara.groups, testing::ElementsAre("auditors"));
  EXPECT_EQ(mara.boundary_arn.state, Knowledge::kAbsent);
  ASSERT_THAT(mara.inline_policies, SizeIs(1));
  ASSERT_THAT(mara.inline_policies[0].facts.assume, SizeIs(1));
  const estate::AssumeStatement& assume = mara.inline_policies[0].facts.assume[0];
  EXPECT_TRUE(assume.allow);
  EXPECT_EQ(TextAt(text, assume.resources[0].place), assume.resources[0].pattern);
  EXPECT_EQ(TextAt(text, mara.tags.value[0].place), "team");

  const Entity& otto = entities[1];
  EXPECT_EQ(otto.inline_state, Knowledge::kPresent);  // no UserPolicyList: none
  EXPECT_THAT(otto.inline_policies, IsEmpty());
  EXPECT_TRUE(otto.boundary_arn.present());
  EXPECT_EQ(TextAt(text, otto.boundary_arn.place), "arn:aws:iam::210987654321:policy/limits");
  EXPECT_EQ(otto.tags.state, Knowledge::kAbsent);
  EXPECT_EQ(TextAt(text, otto.attached[0].place), "arn:aws:iam::aws:policy/AdministratorAccess");

  const Entity& role = entities[3];
  EXPECT_EQ(role.description.state, Knowledge::kUnknown);
  EXPECT_EQ(role.max_session_seconds.state, Knowledge::kUnknown);
  EXPECT_EQ(role.tags.state, Knowledge::kPresent);
  EXPECT_EQ(role.boundary_arn.state, Knowledge::kAbsent);
  EXPECT_EQ(role.trust_state, Knowledge::kPresent);
  ASSERT_THAT(role.trust, SizeIs(1));
  EXPECT_TRUE(role.trust[0].mfa);
  EXPECT_TRUE(role.trust[0].conditional);
  ASSERT_THAT(role.trust[0].principals, SizeIs(2));
  EXPECT_EQ(TextAt(text, role.trust[0].principals[0].place),
            R"(arn:aws:iam::345678901234:user/j\u00fcrgen)");
}

TEST(Attributes, GetRoleHasAll) {
  std::string text = Fixture("get-role.json");
  std::vector<Entity> entities = EntitiesOf(text);
  ASSERT_THAT(entities, SizeIs(1));
  const Entity& role = entities[0];
  EXPECT_TRUE(role.description.present());
  EXPECT_EQ(TextAt(text, role.description.place), role.description.value);
  EXPECT_EQ(role.max_session_seconds.value, 3600);
  EXPECT_TRUE(role.tags.present());
  EXPECT_TRUE(role.boundary_arn.absent());
  // Its policies are behind other calls.
  EXPECT_EQ(role.inline_state, Knowledge::kUnknown);
  EXPECT_EQ(role.attached_state, Knowledge::kUnknown);

  Entity bare = EntitiesOf(
      R"({"Role":{"RoleName":"r","Arn":"arn:aws:iam::111122223333:role/x/r","MaxSessionDuration":3600}})")
      [0];
  EXPECT_TRUE(bare.description.absent());
  EXPECT_TRUE(bare.tags.absent());
  EXPECT_EQ(bare.path, "/x/");
  EXPECT_EQ(bare.trust_state, Knowledge::kUnknown);
}

TEST(Attributes, CreateRoleRepeatsOnlyPart) {
  Entity role = EntitiesOf(Fixture("create-role.json"))[0];
  EXPECT_EQ(role.description.state, Knowledge::kUnknown);
  EXPECT_EQ(role.tags.state, Knowledge::kUnknown);
  EXPECT_EQ(role.boundary_arn.state, Knowledge::kUnknown);
}

TEST(Attributes, ListRolesHasNoTags) {
  std::vector<Entity> roles = EntitiesOf(Fixture("list-roles.json"));
  ASSERT_THAT(roles, SizeIs(2));
  EXPECT_TRUE(roles[0].description.absent());
  EXPECT_TRUE(roles[1].description.present());
  EXPECT_EQ(roles[1].max_session_seconds.value, 43200);
  for (const Entity& role : roles) {
    EXPECT_EQ(role.tags.state, Knowledge::kUnknown);
    EXPECT_EQ(role.boundary_arn.state, Knowledge::kUnknown);
  }
}

TEST(Attributes, InstanceProfileRoles) {
  Entity role = EntitiesOf(Fixture("get-instance-profile.json"))[0];
  EXPECT_EQ(role.description.state, Knowledge::kUnknown);
  EXPECT_EQ(role.tags.state, Knowledge::kUnknown);
  EXPECT_EQ(role.trust_state, Knowledge::kPresent);
}

TEST(Attributes, InlinePolicyAlone) {
  std::string text = Fixture("get-user-policy.json");
  std::vector<Entity> entities = EntitiesOf(text);
  ASSERT_THAT(entities, SizeIs(1));
  const Entity& user = entities[0];
  EXPECT_EQ(user.type, EntityType::kUser);
  EXPECT_EQ(user.arn, "");
  EXPECT_EQ(user.account, "");
  EXPECT_EQ(user.name, "mara");
  EXPECT_EQ(user.inline_state, Knowledge::kUnknown);
  ASSERT_THAT(user.inline_policies, SizeIs(1));
  EXPECT_EQ(TextAt(text, user.inline_policies[0].name_place), "external-account-access");
}

TEST(Attributes, AttachedPoliciesBesideARole) {
  Entity role = EntitiesOf(
      R"({"Role":{"RoleName":"r","AssumeRolePolicyDocument":{}},"AttachedPolicies":[{"PolicyName":"p","PolicyArn":"arn:aws:iam::111122223333:policy/p"}]})")
      [0];
  EXPECT_EQ(role.attached_state, Knowledge::kPresent);
  ASSERT_THAT(role.attached, SizeIs(1));
  EXPECT_EQ(role.attached[0].arn, "arn:aws:iam::111122223333:policy/p");
}

TEST(Attributes, ManagedPolicies) {
  std::string text = Fixture("account-details.json");
  Reading reading = ReadText(text);
  ASSERT_THAT(reading.result.records.policies, SizeIs(3));
  const estate::ManagedPolicy& deploy = reading.result.records.policies[0];
  // Of the version in force; the other one allows everything.
  EXPECT_FALSE(deploy.facts.administrator);
  EXPECT_THAT(deploy.facts.assume, SizeIs(1));
  EXPECT_EQ(TextAt(text, deploy.place), "deploy");
  EXPECT_TRUE(reading.result.records.policies[2].facts.administrator);
  ASSERT_THAT(reading.result.notes, SizeIs(1));
  EXPECT_EQ(reading.result.notes[0].message,
            "1 version of a managed policy was left out: not in force");
}

TEST(Attributes, VersionInForce) {
  auto documents = [](const std::string& versions) {
    return ReadText(
        R"({"RoleDetailList":[],"Policies":[{"PolicyName":"p","Arn":"arn:aws:iam::111122223333:policy/p","DefaultVersionId":"v2","PolicyVersionList":[)" +
        versions + "]}]}");
  };
  const std::string kOne = R"({"VersionId":"v1","Document":{"Statement":[],"Id":"one"}})";
  const std::string kTwo = R"({"VersionId":"v2","Document":{"Statement":[],"Id":"two"}})";
  Reading by_id = documents(kOne + "," + kTwo);
  ASSERT_THAT(by_id.seen.documents, SizeIs(1));
  EXPECT_EQ(by_id.seen.documents[0].texts.back().value, "two");
  EXPECT_THAT(documents(kOne).seen.documents, SizeIs(1));
  Reading none = documents(R"({"VersionId":"v1","IsDefaultVersion":false,"Document":{}})");
  EXPECT_THAT(none.seen.documents, IsEmpty());
  EXPECT_THAT(none.result.not_checked, SizeIs(1));
}

}  // namespace
}  // namespace rolelint::inputs::attributes_test
