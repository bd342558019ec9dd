// Estates worked out by hand, and what `rolelint map paths` must say of them. They come in pairs:
// one change turns the answer round.

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "tests/support/estate_json.h"
#include "tests/support/map_run.h"
#include "tests/support/paths.h"

namespace rolelint::map_situations_test {
namespace {

using support::AccountJson;
using support::Allow;
using support::Deny;
using support::EstateJson;
using support::MapRun;
using support::Trusts;
using Json = nlohmann::json;

constexpr const char* kHub = "581470236914";
constexpr const char* kSpoke = "739105284637";
const EstateJson kMfa = {{"Bool", {{"aws:MultiFactorAuthPresent", "true"}}}};

// An estate, and the verdict of the surest path from the user `ada` to an administrator: "none".
struct Situation {
  const char* name;
  std::function<void(AccountJson* hub, AccountJson* spoke)> make;
  const char* verdict;
  std::vector<EstateJson> scp = {};
};

std::string Arn(const char* account, const std::string& rest) {
  return std::string("arn:aws:iam::") + account + ":" + rest;
}
const std::string kAda = Arn(kHub, "user/ada");
const std::string kBob = Arn(kHub, "user/bob");
const std::string kDeploy = Arn(kHub, "role/deploy");
const std::string kTop = Arn(kHub, "role/top");
const std::string kRoot = Arn(kHub, "root");

void Assumes(AccountJson* hub, const std::string& target, const EstateJson& condition = nullptr) {
  hub->User("ada", {Allow("sts:AssumeRole", target, condition)});
}

void Top(AccountJson* hub, const EstateJson& trust) {
  hub->Role("top", {trust});
  hub->AttachAdministrator();
}

// ada -> deploy -> top.
void Chain(AccountJson* hub, bool bounded) {
  Assumes(hub, kDeploy);
  hub->Role("deploy", {Trusts(kAda)}, {Allow("sts:AssumeRole", kTop)});
  if (bounded) hub->Bound(hub->Managed("cap", {Allow("s3:ListBucket", "*")}));
}

void PassRole(AccountJson* hub, const EstateJson& action, const EstateJson& pass_condition,
              const char* service) {
  hub->User("ada", {Allow(action, "*"), Allow("iam:PassRole", kTop, pass_condition)});
  Top(hub, Trusts({{"Service", service}}));
}

EstateJson PassedTo(const char* service) {
  return {{"StringEquals", {{"iam:PassedToService", service}}}};
}

const Situation kSituations[] = {
    {"a group joined, but for a Deny",
     [](AccountJson* hub, AccountJson*) {
       hub->Group("admins");
       hub->AttachAdministrator();
       const std::string group = Arn(kHub, "group/admins");
       hub->User("ada", {Allow("iam:AddUserToGroup", group), Deny("iam:AddUserToGroup", group)});
     },
     "none"},
    {"a group joined",
     [](AccountJson* hub, AccountJson*) {
       hub->Group("admins");
       hub->AttachAdministrator();
       hub->User("ada", {Allow("iam:AddUserToGroup", Arn(kHub, "group/admins"))});
     },
     "proved"},
    {"a trust in the role is limited by the role's boundary",
     [](AccountJson* hub, AccountJson*) {
       Chain(hub, true);
       Top(hub, Trusts(kDeploy));
     },
     "none"},
    {"the chain without the boundary",
     [](AccountJson* hub, AccountJson*) {
       Chain(hub, false);
       Top(hub, Trusts(kDeploy));
     },
     "proved"},
    {"a trust in one session is not limited by the implicit deny of the boundary",
     [](AccountJson* hub, AccountJson*) {
       Chain(hub, true);
       Top(hub, Trusts("arn:aws:sts::581470236914:assumed-role/deploy/run"));
     },
     "conditional"},
    {"one switch",
     [](AccountJson* hub, AccountJson*) {
       Assumes(hub, kTop);
       Top(hub, Trusts(kAda));
     },
     "proved"},
    {"to a role that is no administrator",
     [](AccountJson* hub, AccountJson*) {
       Assumes(hub, kTop);
       hub->Role("top", {Trusts(kAda)}, {Allow("s3:ListAllMyBuckets", "*")});
     },
     "none"},
    {"MFA in the trust policy",
     [](AccountJson* hub, AccountJson*) {
       Assumes(hub, kTop);
       Top(hub, Trusts(kAda, kMfa));
     },
     "conditional"},
    {"MFA in a trust in the account",
     [](AccountJson* hub, AccountJson*) {
       Assumes(hub, kTop);
       Top(hub, Trusts(kRoot, kMfa));
     },
     "conditional"},
    {"MFA on the user's side, and the account is trusted",
     [](AccountJson* hub, AccountJson*) {
       Assumes(hub, kTop, kMfa);
       Top(hub, Trusts(kRoot));
     },
     "conditional"},
    {"the same without MFA",
     [](AccountJson* hub, AccountJson*) {
       Assumes(hub, kTop);
       Top(hub, Trusts(kRoot));
     },
     "proved"},
    {"MFA on the user's side, and the user is named: the trust alone is enough",
     [](AccountJson* hub, AccountJson*) {
       Assumes(hub, kTop, kMfa);
       Top(hub, Trusts(kAda));
     },
     "proved"},
    {"the account is trusted and the user has no permission",
     [](AccountJson* hub, AccountJson*) {
       hub->User("ada", {Allow("s3:ListAllMyBuckets", "*")});
       Top(hub, Trusts(kRoot));
     },
     "none"},
    {"a permission on every role, and the account is trusted",
     [](AccountJson* hub, AccountJson*) {
       Assumes(hub, "*");
       Top(hub, Trusts(kRoot));
     },
     "proved"},
    {"a permission on every role, which trusts nobody of the kind",
     [](AccountJson* hub, AccountJson*) {
       Assumes(hub, "*");
       Top(hub, Trusts(kBob));
     },
     "none"},
    {"an SCP denies the role",
     [](AccountJson* hub, AccountJson*) {
       Assumes(hub, kTop);
       Top(hub, Trusts(kAda));
     },
     "none",
     {Allow("*", "*"), Deny("sts:AssumeRole", kTop)}},
    {"an SCP denies all roles but to a reader",
     [](AccountJson* hub, AccountJson*) {
       Assumes(hub, kTop);
       Top(hub, Trusts(kAda));
     },
     "none",
     {Allow("*", "*"), Deny("sts:AssumeRole", "*",
                            {{"StringNotEquals",
                              {{"aws:PrincipalArn", "arn:aws:iam::581470236914:role/reader"}}}})}},
    {"an SCP that allows too little",
     [](AccountJson* hub, AccountJson*) {
       Assumes(hub, kTop);
       Top(hub, Trusts(kAda));
     },
     "none",
     {Allow("s3:*", "*")}},
    {"a function under a role that is passed",
     [](AccountJson* hub, AccountJson*) {
       PassRole(hub, "lambda:CreateFunction", nullptr, "lambda.amazonaws.com");
     },
     "proved"},
    {"the role may go to another service alone",
     [](AccountJson* hub, AccountJson*) {
       PassRole(hub, "lambda:CreateFunction", PassedTo("ec2.amazonaws.com"),
                "lambda.amazonaws.com");
     },
     "none"},
    {"the role does not trust the service",
     [](AccountJson* hub, AccountJson*) {
       PassRole(hub, "lambda:CreateFunction", nullptr, "ec2.amazonaws.com");
     },
     "none"},
    {"a task under a role that is passed",
     [](AccountJson* hub, AccountJson*) {
       PassRole(hub, {"ecs:RegisterTaskDefinition", "ecs:RunTask"}, nullptr,
                "ecs-tasks.amazonaws.com");
     },
     "proved"},
    {"the task's role may go to EC2 alone",
     [](AccountJson* hub, AccountJson*) {
       PassRole(hub, {"ecs:RegisterTaskDefinition", "ecs:RunTask"}, PassedTo("ec2.amazonaws.com"),
                "ecs-tasks.amazonaws.com");
     },
     "none"},
    {"one action short",
     [](AccountJson* hub, AccountJson*) {
       PassRole(hub, "lambda:GetFunction", nullptr, "lambda.amazonaws.com");
     },
     "none"},
    {"across accounts",
     [](AccountJson* hub, AccountJson* spoke) {
       hub->User("ada", {Allow("sts:AssumeRole", Arn(kSpoke, "role/top"))});
       spoke->Role("top", {Trusts(kAda)});
       spoke->AttachAdministrator();
     },
     "proved"},
    {"across accounts, another user is named",
     [](AccountJson* hub, AccountJson* spoke) {
       hub->User("ada", {Allow("sts:AssumeRole", Arn(kSpoke, "role/top"))});
       hub->User("bob");
       spoke->Role("top", {Trusts(kBob)});
       spoke->AttachAdministrator();
     },
     "none"},
    {"across accounts the trust alone is not enough",
     [](AccountJson* hub, AccountJson* spoke) {
       hub->User("ada");
       spoke->Role("top", {Trusts(kAda)});
       spoke->AttachAdministrator();
     },
     "none"},
    {"an equal name in the other account",
     [](AccountJson* hub, AccountJson* spoke) {
       Assumes(hub, Arn(kHub, "role/deploy"));
       hub->Role("deploy", {Trusts(kAda)});
       spoke->Role("deploy", {Trusts(kAda)});
       spoke->AttachAdministrator();
     },
     "none"},
    {"three hops",
     [](AccountJson* hub, AccountJson*) {
       Chain(hub, false);
       hub->Role("mid", {Trusts(kDeploy)}, {Allow("sts:AssumeRole", kTop)});
       Top(hub, Trusts(Arn(kHub, "role/mid")));
     },
     "proved"},
    {"three hops, the middle one broken",
     [](AccountJson* hub, AccountJson*) {
       Chain(hub, false);
       hub->User("bob");
       hub->Role("mid", {Trusts(kBob)}, {Allow("sts:AssumeRole", kTop)});
       Top(hub, Trusts(Arn(kHub, "role/mid")));
     },
     "none"},
    {"a permission of the group, MFA in the trust",
     [](AccountJson* hub, AccountJson*) {
       hub->Group("ops", {Allow("sts:AssumeRole", kTop)});
       hub->User("ada", {}, {"ops"});
       Top(hub, Trusts(kRoot, kMfa));
     },
     "conditional"},
    {"a Deny of the trust policy",
     [](AccountJson* hub, AccountJson*) {
       Assumes(hub, kTop);
       EstateJson deny = Trusts(kAda);
       deny["Effect"] = "Deny";
       hub->Role("top", {Trusts(kAda), deny});
       hub->AttachAdministrator();
     },
     "none"},
    {"conditions that cannot hold together",
     [](AccountJson* hub, AccountJson*) {
       hub->User("ada", {Allow("sts:AssumeRole", kTop),
                         Deny("*", "*", {{"Bool", {{"aws:MultiFactorAuthPresent", "true"}}}})});
       Top(hub, Trusts(kAda, kMfa));
     },
     "none"},
    {"a service-linked role is for its service",
     [](AccountJson* hub, AccountJson*) {
       Assumes(hub, "*");
       hub->Role("/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport",
                 {Trusts({{"Service", "support.amazonaws.com"}})});
       hub->AttachAdministrator();
     },
     "none"},
    {"an own policy that may be written",
     [](AccountJson* hub, AccountJson*) { hub->User("ada", {Allow("iam:PutUserPolicy", kAda)}); },
     "proved"},
    {"another's policy that may be written",
     [](AccountJson* hub, AccountJson*) { hub->User("ada", {Allow("iam:PutUserPolicy", kBob)}); },
     "none"},
    {"an SCP denies what the escalation needs",
     [](AccountJson* hub, AccountJson*) { hub->User("ada", {Allow("iam:*", "*")}); },
     "none",
     {Allow("*", "*"), Deny({"iam:Create*", "iam:Put*", "iam:Attach*", "iam:Update*", "iam:Add*",
                             "iam:Set*", "iam:PassRole", "iam:Delete*"},
                            "*")}},
    {"keys of an administrator",
     [](AccountJson* hub, AccountJson*) {
       hub->User("bob");
       hub->AttachAdministrator();
       hub->User("ada", {Allow("iam:CreateAccessKey", kBob)});
     },
     "proved"},
    {"a trust policy that may be rewritten",
     [](AccountJson* hub, AccountJson*) {
       hub->User("ada", {Allow("iam:UpdateAssumeRolePolicy", kTop)});
       Top(hub, Trusts(kBob));
     },
     "proved"},
    {"a role that trusts everyone",
     [](AccountJson* hub, AccountJson*) {
       hub->User("ada");
       Top(hub, Trusts("*"));
     },
     "proved"},
    {"a stack without PassRole",
     [](AccountJson* hub, AccountJson*) {
       hub->User("ada",
                 {Allow({"cloudformation:CreateStack", "cloudformation:DescribeStacks"}, "*")});
       Top(hub, Trusts({{"Service", "cloudformation.amazonaws.com"}}));
     },
     "none"},
    {"an administrator whose boundary leaves IAM out is none",
     [](AccountJson* hub, AccountJson*) {
       Assumes(hub, kTop);
       Top(hub, Trusts(kAda));
       EstateJson& top = hub->json()["RoleDetailList"].back();
       const std::string cap = hub->Managed("cap", {Allow("*", "*"), Deny("iam:*", "*")});
       top["PermissionsBoundary"] = {{"PermissionsBoundaryType", "Policy"},
                                     {"PermissionsBoundaryArn", cap}};
     },
     "none"},
};

TEST(MapSituations, SayWhoReachesAnAdministrator) {
  for (const Situation& situation : kSituations) {
    SCOPED_TRACE(situation.name);
    AccountJson hub(kHub);
    AccountJson spoke(kSpoke);
    situation.make(&hub, &spoke);
    MapRun run(support::Program());
    run.Write("hub.json", hub.text());
    run.Write("spoke.json", spoke.text());
    std::vector<std::string> arguments = {"map", "paths", "--from", kAda, "--to", "admin"};
    if (!situation.scp.empty()) {
      run.Write("scp.json", support::Policy(situation.scp).dump());
      arguments.insert(arguments.end(), {"--scp", "scp.json"});
    }
    arguments.insert(arguments.end(), {"hub.json", "spoke.json"});
    const Json answer = run.Json(arguments);
    const Json& paths = answer["answers"];
    EXPECT_EQ(paths.empty() ? "none" : paths[0]["verdict"].get<std::string>(), situation.verdict)
        << answer.dump(1);
    EXPECT_EQ(run.status(), paths.empty() ? 0 : 1);
  }
}

// Parts that are missing never make a path sure.
TEST(MapSituations, PartialInputProvesNothing) {
  struct Degradation {
    const char* name;
    std::function<void(AccountJson* hub)> degrade;
    std::vector<std::string> verdicts;  // any of these
  };
  const Degradation kDegradations[] = {
      {"the group is not in the export",
       [](AccountJson* hub) { hub->json()["UserDetailList"][0]["GroupList"] = {"gone"}; },
       {"none", "unknown"}},
      {"an attached policy is not in the export",
       [](AccountJson* hub) {
         hub->json()["UserDetailList"][0]["AttachedManagedPolicies"].push_back(
             {{"PolicyName", "gone"}, {"PolicyArn", Arn(kHub, "policy/gone")}});
       },
       {"unknown"}},
      {"the trust policy is not in the export",
       [](AccountJson* hub) { hub->json()["RoleDetailList"][0].erase("AssumeRolePolicyDocument"); },
       {"none", "unknown"}},
  };
  for (const Degradation& degradation : kDegradations) {
    SCOPED_TRACE(degradation.name);
    AccountJson hub(kHub);
    Assumes(&hub, kTop);
    Top(&hub, Trusts(kRoot));
    degradation.degrade(&hub);
    MapRun run(support::Program());
    run.Write("hub.json", hub.text());
    const Json answer = run.Json({"map", "paths", "--from", kAda, "--to", "admin", "hub.json"});
    const Json& paths = answer["answers"];
    const std::string verdict = paths.empty() ? "none" : paths[0]["verdict"].get<std::string>();
    EXPECT_NE(std::find(degradation.verdicts.begin(), degradation.verdicts.end(), verdict),
              degradation.verdicts.end())
        << verdict;
  }
}

TEST(MapSituations, AMissingAccountGivesUnknownEdges) {
  AccountJson hub(kHub);
  Assumes(&hub, Arn(kSpoke, "role/top"));
  AccountJson spoke(kSpoke);
  spoke.Role("top", {Trusts(kAda), Trusts(Arn(kHub, "root"))});
  MapRun run(support::Program());
  run.Write("hub.json", hub.text());
  run.Write("spoke.json", spoke.text());
  const Json from = run.Json({"map", "reach", kAda, "hub.json"});
  ASSERT_EQ(from["answers"].size(), 1U) << from.dump(1);
  EXPECT_EQ(from["answers"][0]["to"], Arn(kSpoke, "role/top"));
  EXPECT_EQ(from["answers"][0]["verdict"], "unknown");
  const Json outside = run.Json({"map", "paths", "--from", kAda, "--to", "outside", "hub.json"});
  EXPECT_EQ(outside["answers"].size(), 1U);
  const Json into = run.Json({"map", "reach", kAda, "spoke.json"});
  ASSERT_EQ(into["answers"].size(), 1U) << into.dump(1);
  EXPECT_EQ(into["answers"][0]["verdict"], "unknown");
}

}  // namespace
}  // namespace rolelint::map_situations_test
