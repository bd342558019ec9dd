// The decider held to the naive evaluator on random small estates, each read as an export: a half
// that is granted is granted by every request that may come, one that is absent by none.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/policy_store.h"
#include "analyzer/graph/half_decider.h"
#include "tests/oracle/naive_evaluator.h"
#include "tests/support/rounds.h"

namespace rolelint::graph::half_decider_differential_test {
namespace {

using Json = nlohmann::json;

constexpr const char* kOwn = "581470236914";
constexpr const char* kOther = "739105284637";

std::string Arn(const std::string& account, const std::string& rest) {
  return "arn:aws:iam::" + account + ":" + rest;
}

class RandomEstate {
 public:
  explicit RandomEstate(uint32_t seed) : random_(seed) {
    for (const char* name : {"reader", "switcher"}) {
      managed_.push_back({Arn(kOwn, std::string("policy/") + name), Permissions()});
    }
    boundary_ = Permissions();
    group_ = {{"GroupName", "people"},
              {"Path", "/"},
              {"Arn", Arn(kOwn, "group/people")},
              {"GroupPolicyList", Inline(30)},
              {"AttachedManagedPolicies", Attached(30)}};
    for (const char* name : {"alex", "bo"}) {
      Json user = {
          {"UserName", name},
          {"Path", "/"},
          {"Arn", Arn(kOwn, std::string("user/") + name)},
          {"UserPolicyList", Inline(70)},
          {"AttachedManagedPolicies", Attached(40)},
          {"GroupList", Chance(40) ? Json{"people"} : Json::array()},
          {"Tags", Chance(60) ? Json{{{"Key", "client"}, {"Value", Pick({"acme", "zeta"})}}}
                              : Json::array()}};
      if (Chance(30)) Bound(&user);
      users_.push_back(std::move(user));
    }
    roles_.push_back(Role(kOwn, "hub"));
    roles_.push_back(Role(kOther, "acme-hub"));
    roles_.push_back(Role(kOther, "zeta-hub"));
  }

  // As `get-account-authorization-details` writes it. Both accounts in one: the deciders do not ask
  // whose export it was.
  std::string Export() const {
    Json policies = Json::array();
    auto add = [&](const std::string& arn, const Json& document) {
      policies.push_back(
          {{"PolicyName", arn.substr(arn.rfind('/') + 1)},
           {"Arn", arn},
           {"DefaultVersionId", "v1"},
           {"PolicyVersionList",
            {{{"Document", document}, {"VersionId", "v1"}, {"IsDefaultVersion", true}}}}});
    };
    for (const auto& [arn, document] : managed_) add(arn, document);
    add(Arn(kOwn, "policy/limits"), boundary_);
    return Json{{"UserDetailList", users_},
                {"GroupDetailList", {group_}},
                {"RoleDetailList", roles_},
                {"Policies", policies},
                {"IsTruncated", false}}
        .dump(1);
  }

  // Those who switch: each with its policies as a case of the naive evaluator has them.
  struct Who {
    std::string arn;
    Json policies;
    Json tags;  // null: what a session brings is not known
    bool complete = true;
  };
  std::vector<Who> Everyone() const {
    std::vector<Who> all;
    for (const Json& user : users_) {
      Who who = Holder(user, "UserPolicyList");
      who.tags = user["Tags"];
      if (!user["GroupList"].empty()) {
        const Who group = Holder(group_, "GroupPolicyList");
        for (const Json& policy : group.policies["identity"])
          who.policies["identity"].push_back(policy);
        who.complete = who.complete && group.complete;
      }
      all.push_back(std::move(who));
    }
    for (const Json& role : roles_) all.push_back(Holder(role, "RolePolicyList"));
    return all;
  }
  const std::vector<Json>& roles() const { return roles_; }

  // Requests that may come of `who`: what the export tells of him, and all else as it happens.
  Json Request(const Who& who, const std::string& role) {
    Json context = Json::object();
    if (Chance(60)) context["aws:MultiFactorAuthPresent"] = Pick({"true", "false"});
    if (Chance(60)) context["sts:ExternalId"] = Pick({"x1", "x2"});
    if (who.tags.is_null()) {
      if (Chance(60)) context["aws:PrincipalTag/client"] = Pick({"acme", "zeta", "other"});
    } else {
      for (const Json& tag : who.tags) {
        context["aws:PrincipalTag/" + tag["Key"].get<std::string>()] = tag["Value"];
      }
    }
    return {{"principal", who.arn},
            {"action", "sts:AssumeRole"},
            {"resource", role},
            {"context", context}};
  }

 private:
  bool Chance(unsigned percent) { return random_() % 100 < percent; }
  std::string Pick(std::initializer_list<const char*> choices) {
    return choices.begin()[random_() % choices.size()];
  }

  Json Condition() {
    switch (random_() % 7) {
      case 0:
        return {{"Bool", {{"aws:MultiFactorAuthPresent", Pick({"true", "false"})}}}};
      case 1:
        return {{"BoolIfExists", {{"aws:MultiFactorAuthPresent", Pick({"true", "false"})}}}};
      case 2:
        return {{"StringEquals", {{"aws:PrincipalTag/client", Pick({"acme", "zeta"})}}}};
      case 3:
        return {{"StringNotEquals", {{"aws:PrincipalTag/Client", Pick({"acme", "zeta"})}}}};
      case 4:
        return {{"ArnLike",
                 {{"aws:PrincipalArn",
                   Arn(Pick({kOwn, "*"}), Pick({"user/*", "user/al*", "role/*"}))}}}};
      case 5:
        return {{"StringEquals", {{"sts:ExternalId", "x1"}}}};
      default:
        return {{"Null", {{"aws:PrincipalTag/client", Pick({"true", "false"})}}}};
    }
  }

  Json Permissions() {
    Json statements = Json::array();
    const size_t count = 1 + random_() % 3;
    for (size_t i = 0; i < count; ++i) {
      Json statement = {{"Effect", Chance(75) ? "Allow" : "Deny"}};
      statement[Chance(88) ? "Action" : "NotAction"] =
          Pick({"*", "sts:*", "sts:AssumeRole", "sts:Assume*", "s3:*", "iam:*"});
      statement[Chance(88) ? "Resource" : "NotResource"] =
          Pick({"*", "arn:aws:iam::*:role/*-hub", "arn:aws:iam::739105284637:role/acme-hub",
                "arn:aws:iam::739105284637:*", "arn:aws:iam::*:role/${aws:PrincipalTag/client}-hub",
                "arn:aws:iam::581470236914:role/hub"});
      if (Chance(35)) statement["Condition"] = Condition();
      statements.push_back(std::move(statement));
    }
    return {{"Version", "2012-10-17"}, {"Statement", statements}};
  }

  Json TrustPolicy() {
    Json statements = Json::array();
    const size_t count = 1 + random_() % 2;
    for (size_t i = 0; i < count; ++i) {
      Json statement = {{"Effect", Chance(75) ? "Allow" : "Deny"},
                        {"Action", Pick({"sts:AssumeRole", "sts:*", "sts:TagSession"})}};
      const bool deny = statement["Effect"] == "Deny";
      const char* const element = deny && Chance(40) ? "NotPrincipal" : "Principal";
      Json names = Json::array();
      const size_t listed = 1 + random_() % 2;
      for (size_t n = 0; n < listed; ++n) {
        names.push_back(
            Pick({"arn:aws:iam::581470236914:root", "arn:aws:iam::581470236914:user/alex",
                  "739105284637", "arn:aws:iam::739105284637:role/acme-hub", "*"}));
      }
      statement[element] = {{"AWS", names}};
      if (Chance(35)) statement["Condition"] = Condition();
      statements.push_back(std::move(statement));
    }
    return {{"Version", "2012-10-17"}, {"Statement", statements}};
  }

  Json Inline(unsigned percent) {
    Json list = Json::array();
    if (Chance(percent)) list.push_back({{"PolicyName", "own"}, {"PolicyDocument", Permissions()}});
    return list;
  }
  Json Attached(unsigned percent) {
    Json list = Json::array();
    if (!Chance(percent)) return list;
    // One in eight is not in the export.
    const std::string arn =
        Chance(12) ? Arn(kOwn, "policy/elsewhere") : managed_[random_() % managed_.size()].first;
    list.push_back({{"PolicyName", arn.substr(arn.rfind('/') + 1)}, {"PolicyArn", arn}});
    return list;
  }
  void Bound(Json* entity) {
    (*entity)["PermissionsBoundary"] = {{"PermissionsBoundaryType", "Policy"},
                                        {"PermissionsBoundaryArn", Arn(kOwn, "policy/limits")}};
  }
  Json Role(const std::string& account, const std::string& name) {
    Json role = {{"RoleName", name},
                 {"Path", "/"},
                 {"Arn", Arn(account, "role/" + name)},
                 {"AssumeRolePolicyDocument", TrustPolicy()},
                 {"RolePolicyList", Inline(60)},
                 {"AttachedManagedPolicies", Json::array()},
                 {"Tags", Json::array()}};
    if (account == kOwn && Chance(30)) Bound(&role);
    return role;
  }

  Who Holder(const Json& entity, const char* inline_list) const {
    Who who;
    who.arn = entity["Arn"];
    who.policies = {{"identity", Json::array()}};
    for (const Json& policy : entity[inline_list]) {
      who.policies["identity"].push_back(policy["PolicyDocument"]);
    }
    for (const Json& attached : entity["AttachedManagedPolicies"]) {
      bool known = false;
      for (const auto& [arn, document] : managed_) {
        if (attached["PolicyArn"] != arn) continue;
        who.policies["identity"].push_back(document);
        known = true;
      }
      who.complete = who.complete && known;
    }
    if (entity.contains("PermissionsBoundary")) who.policies["boundary"] = {boundary_};
    return who;
  }

  std::mt19937 random_;
  std::vector<std::pair<std::string, Json>> managed_;
  Json boundary_;
  Json group_;
  std::vector<Json> users_;
  std::vector<Json> roles_;
};

Json Statement(const Json& statement) {
  return {{"Version", "2012-10-17"}, {"Statement", {statement}}};
}
const Json kEverything = Statement({{"Effect", "Allow"}, {"Action", "*"}, {"Resource", "*"}});

bool Allowed(const Json& request, const Json& policies) {
  return naive::Decide({{"request", request}, {"policies", policies}}) == "allowed";
}

std::string AccountOf(const std::string& arn) {
  return arn.substr(std::string("arn:aws:iam::").size(), 12);
}

// How often each answer was given.
struct Count {
  int granted = 0;
  int absent = 0;
  int undecided = 0;

  void Add(Half half) {
    granted += half == Half::kGranted;
    absent += half == Half::kAbsent;
    undecided += half == Half::kUndecided;
  }
};

constexpr int kRequests = 15;

// The one side with the other side wide open. `mend` makes the policies whole.
template <typename Mend>
void Hold(const HalfVerdict& verdict, const RandomEstate::Who& who, const std::string& role,
          RandomEstate* estate, Mend mend, Count* count) {
  count->Add(verdict.half);
  if (verdict.half != Half::kGranted && verdict.half != Half::kAbsent) return;
  for (int i = 0; i < kRequests; ++i) {
    const Json request = estate->Request(who, role);
    Json policies = who.policies;
    mend(&policies);
    ASSERT_EQ(Allowed(request, policies), verdict.half == Half::kGranted) << request << "\n"
                                                                          << policies;
  }
}

TEST(DeciderDifferentialTest, NoRequestContradictsAHalf) {
  Count permissions;
  Count trusts;
  for (int round = 0; round < support::Rounds(40); ++round) {
    RandomEstate random(static_cast<uint32_t>(round));
    engine::PolicyStore store;
    std::vector<engine::InputSpec> inputs;
    inputs.push_back({"", "estate.json", random.Export(), true});
    const estate::Estate& estate = store.EstateOf(store.Read(std::move(inputs), std::nullopt));
    ASSERT_TRUE(store.errors().empty()) << store.errors()[0].message;
    SCOPED_TRACE(random.Export());
    // It remembers what it has compiled by where it lies: one for each estate.
    HalfDecider decider(catalog::Catalog::BuiltIn());
    for (const RandomEstate::Who& who : random.Everyone()) {
      const Entity* entity = estate.FindEntity(who.arn);
      ASSERT_NE(entity, nullptr) << who.arn;
      for (const Json& role : random.roles()) {
        const std::string arn = role["Arn"];
        const Entity* target = estate.FindEntity(arn);
        ASSERT_NE(target, nullptr) << arn;
        const HalfVerdict permission = decider.Permission(estate, *entity, arn);
        if (!who.complete && permission.half == Half::kGranted) {
          ADD_FAILURE() << "a policy that is not at hand may deny it: " << who.arn;
        }
        // The role's account leaves it to the policies of the one who asks.
        const Json open = Statement({{"Effect", "Allow"},
                                     {"Principal", {{"AWS", AccountOf(who.arn)}}},
                                     {"Action", "sts:AssumeRole"}});
        Hold(
            permission, who, arn, &random, [&](Json* policies) { (*policies)["trust"] = open; },
            &permissions);
        if (HasFatalFailure()) return;
        // Whoever is let in by the policy may do it by his own; a boundary there still is.
        Hold(
            decider.Trust(estate, *target, *entity), who, arn, &random,
            [&](Json* policies) {
              (*policies)["identity"] = {kEverything};
              if (policies->contains("boundary")) (*policies)["boundary"] = {kEverything};
              (*policies)["trust"] = role["AssumeRolePolicyDocument"];
            },
            &trusts);
        if (HasFatalFailure()) return;
      }
    }
    if (HasFailure()) return;
  }
  for (const Count& count : {permissions, trusts}) {
    EXPECT_GT(count.granted, 30);
    EXPECT_GT(count.absent, 30);
    EXPECT_GT(count.undecided, 15);
  }
}

}  // namespace
}  // namespace rolelint::graph::half_decider_differential_test
