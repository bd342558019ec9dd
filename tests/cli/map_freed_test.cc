// Restrictions that somebody on the way takes away: on the map they restrict nobody.

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "tests/support/estate_json.h"
#include "tests/support/map_run.h"
#include "tests/support/paths.h"

namespace rolelint::map_freed_test {
namespace {

using support::AccountJson;
using support::Allow;
using support::Deny;
using support::EstateJson;
using support::MapRun;
using support::Trusts;
using Json = nlohmann::json;
using Steps = std::vector<std::string>;

constexpr const char* kHub = "581470236914";
const std::string kAda = "arn:aws:iam::581470236914:user/ada";
const std::string kBuilder = "arn:aws:iam::581470236914:role/builder";
const std::string kTop = "arn:aws:iam::581470236914:role/top";
const std::string kRoot = "arn:aws:iam::581470236914:root";

struct Case {
  const char* name;
  std::function<void(AccountJson* hub)> make;
  Steps steps;  // where the path leads, "": there is none
  const char* verdict = "proved";
};

void Top(AccountJson* hub) {
  hub->Role("top", {Trusts(kRoot)});
  hub->AttachAdministrator();
}

// ada assumes builder, whose boundary leaves it `kept`; builder has `statements`.
void Builder(AccountJson* hub, const Steps& of_ada, const EstateJson& kept) {
  hub->User("ada", {Allow(of_ada, "*")});
  const std::string cap = hub->Managed("cap", {Allow(kept, "*")});
  hub->Role("builder", {Trusts(kRoot)}, {Allow("sts:AssumeRole", "*"), Allow("s3:*", "*")});
  hub->Bound(cap);
  Top(hub);
}

const std::string kFreedBuilder = kBuilder + " after iam:DeleteRolePermissionsBoundary";
const Steps kAssumeOnly = {"s3:*"};

const Case kCases[] = {
    {"ada deletes its own boundary, then assumes a role",
     [](AccountJson* hub) {
       const std::string cap =
           hub->Managed("cap", {Allow({"s3:*", "iam:DeleteUserPermissionsBoundary"}, "*")});
       hub->User("ada",
                 {Allow({"sts:AssumeRole", "iam:DeleteUserPermissionsBoundary", "s3:*"}, "*")});
       hub->Bound(cap);
       Top(hub);
     },
     {kAda + " after iam:DeleteUserPermissionsBoundary", kTop}},
    {"its boundary does not allow that",
     [](AccountJson* hub) {
       const std::string cap = hub->Managed("cap", {Allow("s3:*", "*")});
       hub->User("ada",
                 {Allow({"sts:AssumeRole", "iam:DeleteUserPermissionsBoundary", "s3:*"}, "*")});
       hub->Bound(cap);
       Top(hub);
     },
     {}},
    {"its policies do not allow that",
     [](AccountJson* hub) {
       const std::string cap =
           hub->Managed("cap", {Allow({"s3:*", "iam:DeleteUserPermissionsBoundary"}, "*")});
       hub->User("ada", {Allow({"sts:AssumeRole", "s3:*"}, "*")});
       hub->Bound(cap);
       Top(hub);
     },
     {}},
    {"ada deletes the boundary of a role that it assumes",
     [](AccountJson* hub) {
       // The trust policy keeps ada out of the top itself.
       Builder(hub, {"iam:DeleteRolePermissionsBoundary"}, kAssumeOnly);
       hub->json()["RoleDetailList"][0]["AssumeRolePolicyDocument"] =
           support::Policy({Trusts(kAda)});
     },
     {kFreedBuilder, kTop}},
    {"ada deletes the boundary of a role that it cannot assume",
     [](AccountJson* hub) { Builder(hub, {"iam:DeleteRolePermissionsBoundary"}, kAssumeOnly); },
     {}},
    {"ada assumes the role and cannot delete its boundary",
     [](AccountJson* hub) {
       Builder(hub, {"s3:ListBucket"}, kAssumeOnly);
       hub->json()["RoleDetailList"][0]["AssumeRolePolicyDocument"] =
           support::Policy({Trusts(kAda)});
     },
     {}},
    {"the role is an administrator without its boundary",
     [](AccountJson* hub) {
       hub->User("ada", {Allow("iam:DeleteRolePermissionsBoundary", "*")});
       const std::string cap = hub->Managed("cap", {Allow("s3:*", "*")});
       hub->Role("builder", {Trusts(kAda)});
       hub->AttachAdministrator();
       hub->Bound(cap);
     },
     {kFreedBuilder}},
    {"under a condition",
     [](AccountJson* hub) {
       hub->User("ada", {Allow("iam:DeleteRolePermissionsBoundary", "*")});
       const std::string cap = hub->Managed("cap", {Allow("s3:*", "*")});
       hub->Role("builder", {Trusts(kAda, {{"Bool", {{"aws:MultiFactorAuthPresent", "true"}}}})});
       hub->AttachAdministrator();
       hub->Bound(cap);
     },
     {kFreedBuilder},
     "conditional"},
    {"ada detaches the policy that denies",
     [](AccountJson* hub) {
       hub->User("ada", {Allow("iam:DetachRolePolicy", kBuilder)});
       const std::string stop = hub->Managed("stop", {Deny("iam:*", "*")});
       hub->Role("builder", {Trusts(kAda)});
       hub->AttachAdministrator();
       hub->Attach(stop);
     },
     {kBuilder + " after iam:DetachRolePolicy"}},
};

TEST(MapFreed, ARestrictionThatGoesOnTheWayRestrictsNobody) {
  for (const Case& one : kCases) {
    SCOPED_TRACE(one.name);
    AccountJson hub(kHub);
    one.make(&hub);
    MapRun run(support::Program());
    run.Write("hub.json", hub.text());
    const Json paths =
        run.Json({"map", "paths", "--from", kAda, "--to", "admin", "hub.json"})["answers"];
    if (one.steps.empty()) {
      EXPECT_EQ(paths, Json::array());
      continue;
    }
    ASSERT_FALSE(paths.empty());
    Steps steps;
    for (const Json& step : paths[0]["steps"]) steps.push_back(step["to"]);
    EXPECT_EQ(steps, one.steps) << paths.dump(1);
    EXPECT_EQ(paths[0]["verdict"], one.verdict);
    // It is no switch, no principal that may do things, and nothing that a cut counts.
    const std::string switches = run.Run({"map", "switches", "hub.json"}).out;
    EXPECT_EQ(switches.find(" after "), std::string::npos) << switches;
    const Json cut = run.Json({"map", "cut", "hub.json"})["answers"];
    ASSERT_EQ(cut.size(), 1U);
    EXPECT_EQ(cut[0]["ends_paths_of"].dump().find(" after "), std::string::npos);
  }
}

// In the partitions of China and of the US government ARNs and services have other names.
TEST(MapFreed, OtherPartitions) {
  const auto moved = [](std::string text) {
    for (size_t at = 0; (at = text.find("arn:aws:", at)) != std::string::npos;) {
      text.replace(at, 8, "arn:aws-cn:");
    }
    return text;
  };
  AccountJson hub(kHub);
  hub.User("ada", {Allow("iam:PutUserPolicy", kAda)});
  hub.User("bob", {Allow({"ec2:RunInstances", "iam:PassRole"}, "*")});
  hub.Role("worker", {Trusts({{"Service", "ec2.amazonaws.com.cn"}})});
  hub.AttachAdministrator();
  AccountJson spoke("739105284637");
  spoke.Role("vault", {Trusts(kRoot)});
  MapRun run(support::Program());
  run.Write("hub.json", moved(hub.text()));
  run.Write("spoke.json", moved(spoke.text()));
  const Json vault =
      run.Json({"map", "paths", "--from", moved(kAda), "--to",
                "arn:aws-cn:iam::739105284637:role/vault", "hub.json", "spoke.json"});
  EXPECT_EQ(vault["answers"].size(), 1U) << vault["edges"].dump(1);
  const Json admin = run.Json({"map", "paths", "--from", "arn:aws-cn:iam::581470236914:user/bob",
                               "--to", "admin", "hub.json", "spoke.json"});
  ASSERT_EQ(admin["answers"].size(), 1U);
  EXPECT_EQ(admin["answers"][0]["verdict"], "proved");
}

}  // namespace
}  // namespace rolelint::map_freed_test
