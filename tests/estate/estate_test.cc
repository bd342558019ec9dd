#include "analyzer/estate/estate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

namespace rolelint::estate::estate_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kAccount = "111122223333";

Entity Make(EntityType type, const std::string& name, const std::string& account = kAccount,
            const std::string& path = "/") {
  Entity entity;
  entity.type = type;
  entity.name = name;
  entity.account = account;
  entity.partition = "aws";
  entity.path = path;
  entity.arn = "arn:aws:iam::" + account + ":" + std::string(EntityTypeName(type)) + path + name;
  return entity;
}

Entity Nameless(EntityType type, const std::string& name) {
  Entity entity;
  entity.type = type;
  entity.name = name;
  entity.path = "/";
  return entity;
}

template <typename T>
Attribute<T> Known(T value, uint32_t file = 0) {
  return {Knowledge::kPresent, std::move(value), {file, {1, 2}}};
}

InlinePolicy Inline(const std::string& name, const std::string& resource = "") {
  InlinePolicy policy;
  policy.name = name;
  if (!resource.empty()) {
    AssumeStatement& assume = policy.facts.assume.emplace_back();
    assume.allow = true;
    assume.resources.push_back({resource, {}, true});
  }
  return policy;
}

Records With(std::vector<Entity> entities) {
  Records records;
  records.entities = std::move(entities);
  return records;
}

Estate Merge(std::vector<std::vector<Entity>> inputs) {
  std::vector<Records> records;
  records.reserve(inputs.size());
  for (std::vector<Entity>& entities : inputs) records.push_back(With(std::move(entities)));
  return Estate::Merge(std::move(records));
}

std::vector<std::string> NamesOf(const std::vector<InlinePolicy>& policies) {
  std::vector<std::string> names;
  names.reserve(policies.size());
  for (const InlinePolicy& policy : policies) names.push_back(policy.name);
  return names;
}

TEST(Estate, InputsCompleteEachOther) {
  Entity dump = Make(EntityType::kRole, "a");
  dump.tags = Known<std::vector<Tag>>({{"k", "v", {}}});
  dump.boundary_arn.state = Knowledge::kAbsent;
  dump.trust_state = Knowledge::kPresent;
  dump.inline_state = Knowledge::kPresent;
  Entity single = Make(EntityType::kRole, "a");
  single.description = Known<std::string>("what for", 1);
  single.max_session_seconds = Known<int64_t>(3600, 1);
  single.tags = Known<std::vector<Tag>>({{"k", "v", {}}}, 1);
  single.boundary_arn.state = Knowledge::kAbsent;
  single.unique_id = "AROA1";
  for (bool dump_first : {true, false}) {
    Estate estate = dump_first ? Merge({{dump}, {single}}) : Merge({{single}, {dump}});
    ASSERT_THAT(estate.entities(), SizeIs(1));
    const Entity& role = estate.entities()[0];
    EXPECT_EQ(role.description.value, "what for");
    EXPECT_EQ(role.description.place.file, 1U);
    EXPECT_EQ(role.max_session_seconds.value, 3600);
    EXPECT_EQ(role.tags.place.file, dump_first ? 0U : 1U);
    EXPECT_EQ(role.unique_id, "AROA1");
    EXPECT_EQ(role.trust_state, Knowledge::kPresent);
    EXPECT_EQ(role.inline_state, Knowledge::kPresent);
    EXPECT_EQ(role.attached_state, Knowledge::kUnknown);
    EXPECT_THAT(estate.notes(), IsEmpty());
  }
}

TEST(Estate, FirstInputHoldsAndTheOtherIsNoted) {
  Entity first = Make(EntityType::kRole, "a");
  first.description = Known<std::string>("old");
  first.unique_id = "AROA1";
  first.trust_state = Knowledge::kPresent;
  Entity second = Make(EntityType::kRole, "a");
  second.description = Known<std::string>("new", 1);
  second.unique_id = "AROA2";
  second.place = {1, {5, 6}};
  second.trust_state = Knowledge::kPresent;
  second.trust.emplace_back().allow = true;
  Estate estate = Merge({{first}, {second}});
  EXPECT_EQ(estate.entities()[0].description.value, "old");
  EXPECT_THAT(estate.entities()[0].trust, IsEmpty());
  ASSERT_THAT(estate.notes(), SizeIs(3));
  EXPECT_THAT(estate.notes()[0].message, HasSubstr("the description of role arn:aws:iam::"));
  EXPECT_EQ(estate.notes()[0].place.file, 1U);
}

TEST(Estate, SameInputTwiceIsNoContradiction) {
  Entity role = Make(EntityType::kRole, "a");
  role.description = Known<std::string>("x");
  role.trust_state = Knowledge::kPresent;
  role.trust.emplace_back().principals.push_back(
      {policy::PrincipalType::kAws, "*", {0, {3, 4}}, true});
  role.inline_state = Knowledge::kPresent;
  role.inline_policies.push_back(Inline("p", "arn:x"));
  role.attached_state = Knowledge::kPresent;
  role.attached = {{"arn:1", {}}, {"arn:2", {}}};
  Entity again = role;
  std::swap(again.attached[0], again.attached[1]);
  again.trust[0].principals[0].place = {1, {30, 40}};
  Estate estate = Merge({{role}, {again}});
  EXPECT_THAT(estate.notes(), IsEmpty());
  EXPECT_THAT(estate.entities(), SizeIs(1));
  EXPECT_THAT(NamesOf(estate.entities()[0].inline_policies), ElementsAre("p"));
}

TEST(Estate, RecordsWithoutArnJoinTheOnlyBearer) {
  Entity user = Nameless(EntityType::kUser, "bob");
  user.inline_policies.push_back(Inline("switch", "arn:x"));
  Estate joined = Merge({{user}, {Make(EntityType::kUser, "bob"), Make(EntityType::kRole, "bob")}});
  ASSERT_THAT(joined.entities(), SizeIs(2));
  EXPECT_THAT(NamesOf(joined.entities()[0].inline_policies), ElementsAre("switch"));
  EXPECT_EQ(joined.entities()[0].inline_state, Knowledge::kUnknown);

  Estate two = Merge(
      {{user}, {Make(EntityType::kUser, "bob"), Make(EntityType::kUser, "bob", "444455556666")}});
  ASSERT_THAT(two.entities(), SizeIs(3));
  EXPECT_THAT(two.entities()[0].inline_policies, IsEmpty());
  EXPECT_EQ(two.entities()[2].arn, "");

  Estate none = Merge({{user}});
  ASSERT_THAT(none.entities(), SizeIs(1));
  EXPECT_EQ(none.FindByName(EntityType::kUser, "", "bob"), nullptr);
  EXPECT_EQ(none.FindEntity(""), nullptr);
}

TEST(Estate, OneInputWithRepetitions) {
  // As pages that overlap, with records of other calls between them.
  std::vector<Entity> entities;
  for (const char* name : {"a", "b", "a", "c", "b", "d"}) {
    entities.push_back(Make(EntityType::kRole, name));
    entities.push_back(Nameless(EntityType::kUser, name));
  }
  Estate estate = Merge({entities, {Make(EntityType::kRole, "e"), Make(EntityType::kRole, "c")}});
  std::vector<std::string> names;
  for (const Entity* role : estate.RolesOf(kAccount)) names.push_back(role->name);
  EXPECT_THAT(names, ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_THAT(estate.entities(), SizeIs(11));
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    const Entity* role = estate.FindEntity("arn:aws:iam::111122223333:role/" + std::string(name));
    ASSERT_NE(role, nullptr);
    EXPECT_EQ(role->name, name);
  }
}

TEST(Estate, InlinePoliciesOfSeveralInputs) {
  Entity whole = Make(EntityType::kUser, "bob");
  whole.inline_state = Knowledge::kPresent;
  whole.inline_policies = {Inline("a", "arn:1"), Inline("b")};
  Entity part = Nameless(EntityType::kUser, "bob");
  part.inline_policies = {Inline("a", "arn:1")};
  EXPECT_THAT(Merge({{whole}, {part}}).notes(), IsEmpty());

  part.inline_policies = {Inline("a", "arn:2")};
  Estate changed = Merge({{whole}, {part}});
  ASSERT_THAT(changed.notes(), SizeIs(1));
  EXPECT_THAT(changed.notes()[0].message, HasSubstr("inline policy a"));
  EXPECT_EQ(changed.entities()[0].inline_policies[0].facts.assume[0].resources[0].pattern, "arn:1");

  part.inline_policies = {Inline("c")};
  Estate added = Merge({{whole}, {part}});
  EXPECT_THAT(added.notes(), SizeIs(1));
  EXPECT_THAT(NamesOf(added.entities()[0].inline_policies), ElementsAre("a", "b"));

  Entity one = Make(EntityType::kUser, "bob");
  one.inline_policies = {Inline("x")};
  Entity other = Make(EntityType::kUser, "bob");
  other.inline_policies = {Inline("y")};
  Estate both = Merge({{one}, {other}});
  EXPECT_THAT(NamesOf(both.entities()[0].inline_policies), ElementsAre("x", "y"));
  EXPECT_THAT(both.notes(), IsEmpty());

  one.inline_policies = {Inline("a", "arn:1")};
  Estate completed = Merge({{one}, {whole}});
  EXPECT_THAT(NamesOf(completed.entities()[0].inline_policies), ElementsAre("a", "b"));
  EXPECT_EQ(completed.entities()[0].inline_state, Knowledge::kPresent);
}

TEST(Estate, LookUps) {
  Entity role = Make(EntityType::kRole, "Admin", kAccount, "/team/");
  Estate estate = Merge({{role, Make(EntityType::kRole, "b"), Make(EntityType::kUser, "admin"),
                          Make(EntityType::kRole, "c", "444455556666")}});
  ASSERT_NE(estate.FindEntity("arn:aws:iam::111122223333:role/team/Admin"), nullptr);
  EXPECT_EQ(estate.FindEntity("arn:aws:iam::111122223333:role/team/admin"), nullptr);
  const Entity* found = estate.FindByName(EntityType::kRole, kAccount, "ADMIN");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->path, "/team/");
  EXPECT_EQ(estate.FindByName(EntityType::kGroup, kAccount, "admin"), nullptr);
  EXPECT_THAT(estate.RolesOf(kAccount), SizeIs(2));
  EXPECT_THAT(estate.RolesOf("000000000000"), IsEmpty());
  EXPECT_TRUE(estate.HasAccount("444455556666"));
  EXPECT_FALSE(estate.HasAccount("000000000000"));
  // Names that a short string holds in place survive a move of the estate.
  Estate moved = std::move(estate);
  EXPECT_NE(moved.FindEntity("arn:aws:iam::111122223333:role/b"), nullptr);
  EXPECT_THAT(moved.RolesOf(kAccount), SizeIs(2));
}

TEST(Estate, ManagedPolicies) {
  Records first;
  first.policies.push_back({"arn:aws:iam::111122223333:policy/p", "p", {0, {1, 2}}, {}});
  first.policies.push_back({"arn:aws:iam::aws:policy/q", "q", {0, {1, 2}}, {}});
  Records second = first;
  second.policies[0].facts.administrator = true;
  second.policies[1].facts.administrator = true;
  Estate estate = Estate::Merge({first, second});
  EXPECT_THAT(estate.policies(), SizeIs(2));
  ASSERT_NE(estate.FindPolicy("arn:aws:iam::aws:policy/q"), nullptr);
  EXPECT_FALSE(estate.FindPolicy("arn:aws:iam::111122223333:policy/p")->facts.administrator);
  // AWS changes its own from day to day.
  ASSERT_THAT(estate.notes(), SizeIs(1));
  EXPECT_THAT(estate.notes()[0].message, HasSubstr("policy/p"));
}

TEST(Estate, AwsPoliciesStandInEveryInputThatHasThem) {
  const std::string arn = "arn:aws:iam::aws:policy/q";
  std::vector<Records> inputs(3);
  for (uint32_t file : {0U, 1U}) {
    ManagedPolicy& policy = inputs[file].policies.emplace_back();
    policy.arn = arn;
    policy.place = {file, {1, 2}};
    policy.facts.privileges.emplace_back().place = {file, {5, 6}};
  }
  const Estate estate = Estate::Merge(std::move(inputs));
  EXPECT_THAT(estate.policies(), SizeIs(1));
  EXPECT_EQ(estate.FindPolicy(arn)->place.file, 0U);
  EXPECT_EQ(estate.FindPolicy(arn, 0)->place.file, 0U);
  EXPECT_EQ(estate.FindPolicy(arn, 1)->facts.privileges[0].place.file, 1U);
  EXPECT_EQ(estate.FindPolicy(arn, 2)->place.file, 0U);
  EXPECT_EQ(estate.FindPolicy("arn:aws:iam::aws:policy/r", 1), nullptr);
}

TEST(Estate, Coverage) {
  Records dump = With({Make(EntityType::kRole, "r")});
  dump.coverage.push_back({kAccount, true, true, true, false});
  Estate estate = Estate::Merge({dump});
  EXPECT_TRUE(estate.Covers(kAccount, EntityType::kRole));
  EXPECT_TRUE(estate.Covers(kAccount, EntityType::kUser));
  EXPECT_FALSE(estate.Covers("444455556666", EntityType::kUser));

  // An attached policy that the dump itself lacks: --filter left lists empty.
  dump.entities[0].attached.push_back({"arn:aws:iam::aws:policy/ReadOnlyAccess", {}});
  Estate filtered = Estate::Merge({dump});
  EXPECT_TRUE(filtered.Covers(kAccount, EntityType::kRole));
  EXPECT_FALSE(filtered.Covers(kAccount, EntityType::kUser));
  EXPECT_TRUE(filtered.HasAccount(kAccount));

  Records roles;
  roles.coverage.push_back({"444455556666", false, true, false, false});
  Records users;
  users.coverage.push_back({"444455556666", true, false, false, false});
  Estate joined = Estate::Merge({roles, users});
  EXPECT_TRUE(joined.Covers("444455556666", EntityType::kRole));
  EXPECT_TRUE(joined.Covers("444455556666", EntityType::kUser));
  EXPECT_FALSE(joined.Covers("444455556666", EntityType::kGroup));
}

TEST(Records, Append) {
  Records records = With({Make(EntityType::kRole, "a")});
  records.Append(With({Make(EntityType::kRole, "b")}));
  Records empty;
  records.Append(std::move(empty));
  ASSERT_THAT(records.entities, SizeIs(2));
  EXPECT_EQ(records.entities[1].name, "b");
}

}  // namespace
}  // namespace rolelint::estate::estate_test
