// Edges of kinds that situations with one path do not show: identities of a provider, services,
// restrictions that are lifted, policies of the organization.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "tests/support/estate_json.h"
#include "tests/support/map_run.h"
#include "tests/support/paths.h"

namespace rolelint::map_edges_test {
namespace {

using support::AccountJson;
using support::Allow;
using support::Deny;
using support::EstateJson;
using support::MapRun;
using support::Trusts;
using ::testing::HasSubstr;
using Json = nlohmann::json;

constexpr const char* kHub = "581470236914";
const std::string kAda = "arn:aws:iam::581470236914:user/ada";
const std::string kTop = "arn:aws:iam::581470236914:role/top";
const std::string kProvider =
    "arn:aws:iam::581470236914:oidc-provider/token.actions.githubusercontent.com";

class MapEdges : public ::testing::Test {
 protected:
  // Verdicts by "FROM -> TO".
  std::map<std::string, Json> Edges(const AccountJson& account,
                                    std::vector<std::string> more = {}) {
    run_.Write("account.json", account.text());
    std::vector<std::string> arguments = {"map", "graph"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    arguments.push_back("account.json");
    std::map<std::string, Json> edges;
    const Json graph = run_.Json(arguments);
    for (const Json& edge : graph["edges"]) {
      edges[edge["from"].get<std::string>() + " -> " + edge["to"].get<std::string>()] = edge;
    }
    return edges;
  }

  MapRun run_{support::Program()};
};

TEST_F(MapEdges, EachSubjectOfAProviderIsANode) {
  AccountJson account(kHub);
  const EstateJson condition = {
      {"StringEquals", {{"token.actions.githubusercontent.com:aud", "sts.amazonaws.com"}}},
      {"StringLike",
       {{"token.actions.githubusercontent.com:sub",
         {"repo:acme/site:ref:refs/heads/main", "repo:acme/tools:*"}}}}};
  account.Role("deploy",
               {Trusts({{"Federated", kProvider}}, condition, "sts:AssumeRoleWithWebIdentity")});
  const auto edges = Edges(account);
  const std::string to = " -> arn:aws:iam::581470236914:role/deploy";
  ASSERT_TRUE(edges.contains(kProvider + to));
  EXPECT_EQ(edges.at(kProvider + to)["verdict"], "conditional");
  const std::string main = kProvider + "#repo:acme/site:ref:refs/heads/main" + to;
  ASSERT_TRUE(edges.contains(main));
  EXPECT_EQ(edges.at(main)["how"], "sts:AssumeRoleWithWebIdentity");
  EXPECT_THAT(edges.at(main)["conditions"].dump(), HasSubstr(":aud StringEquals"));
  EXPECT_TRUE(edges.contains(kProvider + "#repo:acme/tools:*" + to));
}

TEST_F(MapEdges, ServicesAreNodes) {
  AccountJson account(kHub);
  account.Role("worker", {Trusts({{"Service", "lambda.amazonaws.com"}})});
  account.Role("guarded", {Trusts({{"Service", "lambda.amazonaws.com"}},
                                  {{"StringEquals", {{"aws:SourceAccount", kHub}}}})});
  const auto edges = Edges(account);
  EXPECT_EQ(edges.at("lambda.amazonaws.com -> arn:aws:iam::581470236914:role/worker")["verdict"],
            "proved");
  EXPECT_EQ(edges.at("lambda.amazonaws.com -> arn:aws:iam::581470236914:role/guarded")["verdict"],
            "conditional");
}

TEST_F(MapEdges, WhatRunsIsNotKnown) {
  AccountJson account(kHub);
  account.User("ada", {Allow("lambda:UpdateFunctionCode", "*")});
  account.Role("worker", {Trusts({{"Service", "lambda.amazonaws.com"}})});
  const auto edges = Edges(account);
  ASSERT_TRUE(edges.contains(kAda + " -> lambda.amazonaws.com"));
  const Json& edge = edges.at(kAda + " -> lambda.amazonaws.com");
  EXPECT_EQ(edge["verdict"], "unknown");
  EXPECT_THAT(edge["reason"].get<std::string>(), HasSubstr("is not in the input"));
}

TEST_F(MapEdges, ABoundaryThatItsPrincipalMayDeleteDoesNotCap) {
  AccountJson account(kHub);
  const std::string cap =
      account.Managed("cap", {Allow({"s3:*", "iam:DeleteUserPermissionsBoundary"}, "*")});
  account.User("ada", {Allow("*", "*")});
  account.Bound(cap);
  EXPECT_TRUE(Edges(account).contains(kAda + " -> 581470236914:administrator"));
  AccountJson kept(kHub);
  const std::string other = kept.Managed("cap", {Allow("s3:*", "*")});
  kept.User("ada", {Allow("*", "*")});
  kept.Bound(other);
  EXPECT_FALSE(Edges(kept).contains(kAda + " -> 581470236914:administrator"));
}

TEST_F(MapEdges, OrganizationPoliciesCountWhereTheyAreSaidToBe) {
  AccountJson account(kHub);
  account.User("ada", {Allow("sts:AssumeRole", kTop)});
  account.Role("top", {Trusts(kAda)});
  const std::string edge = kAda + " -> " + kTop;
  const std::string scp = support::Policy({Allow("*", "*"), Deny("sts:AssumeRole", "*")}).dump();
  run_.Write("scp.json", scp);
  EXPECT_EQ(Edges(account).at(edge)["verdict"], "proved");
  EXPECT_FALSE(Edges(account, {"--scp", "scp.json"}).contains(edge));
  EXPECT_FALSE(Edges(account, {"--scp", std::string(kHub) + "=scp.json"}).contains(edge));
  EXPECT_TRUE(Edges(account, {"--scp", "739105284637=scp.json"}).contains(edge));
  EXPECT_TRUE(Edges(account, {"--scp", "scp.json", "--management-account", kHub}).contains(edge));
  // An RCP of the role's account.
  EstateJson deny = Deny("sts:AssumeRole", "*");
  deny["Principal"] = "*";
  run_.Write("rcp.json", support::Policy({deny}).dump());
  EXPECT_FALSE(Edges(account, {"--rcp", "rcp.json"}).contains(edge));
  // Among the inputs an SCP does not say what it is attached to.
  run_.Write(
      "policy.json",
      EstateJson{{"Policy",
                  {{"PolicySummary",
                    {{"Id", "p-1"},
                     {"Arn", "arn:aws:organizations::1:policy/o-1/service_control_policy/p-1"},
                     {"Name", "stop"},
                     {"Type", "SERVICE_CONTROL_POLICY"},
                     {"AwsManaged", false}}},
                   {"Content", scp}}}}
          .dump());
  const auto loose = Edges(account, {"policy.json"});
  EXPECT_EQ(loose.at(edge)["verdict"], "unknown");
  EXPECT_THAT(loose.at(edge)["reason"].get<std::string>(), HasSubstr("stop"));
}

TEST_F(MapEdges, AnAdministratorTakesRolesThatTrustItsAccount) {
  AccountJson account(kHub);
  account.User("ada", {Allow("iam:PutUserPolicy", kAda)});
  AccountJson spoke("739105284637");
  spoke.Role("vault", {Trusts("arn:aws:iam::581470236914:root")});
  run_.Write("spoke.json", spoke.text());
  const auto edges = Edges(account, {"spoke.json"});
  EXPECT_EQ(
      edges.at("581470236914:administrator -> arn:aws:iam::739105284637:role/vault")["verdict"],
      "proved");
  const Json paths =
      run_.Json({"map", "paths", "--from", kAda, "--to", "arn:aws:iam::739105284637:role/vault",
                 "account.json", "spoke.json"});
  ASSERT_EQ(paths["answers"].size(), 1U);
  EXPECT_EQ(paths["answers"][0]["steps"].size(), 2U);
}

TEST_F(MapEdges, ARoleIsNotTakenByOneOfItsNameElsewhere) {
  AccountJson account(kHub);
  account.Role("top", {Trusts("arn:aws:iam::739105284637:role/top"),
                       Trusts("arn:aws:iam::462719580364:role/top")});
  const auto edges = Edges(account);
  EXPECT_FALSE(edges.contains(kTop + " -> " + kTop));
  EXPECT_EQ(edges.at("arn:aws:iam::739105284637:role/top -> " + kTop)["verdict"], "unknown");
}

// Tags and a source identity that a trust policy asks for have actions of their own.
TEST_F(MapEdges, SessionTagsNeedTheirAction) {
  struct Case {
    const char* name;
    std::string key;
    std::vector<std::string> trusted;
    std::vector<std::string> allowed;
    std::string op = "StringEquals";
    const char* verdict = "";  // no edge
  };
  const Case kCases[] = {
      {"neither half", "aws:RequestTag/team", {"sts:AssumeRole"}, {"sts:AssumeRole"}},
      {"both halves",
       "aws:RequestTag/team",
       {"sts:AssumeRole", "sts:TagSession"},
       {"sts:AssumeRole", "sts:TagSession"},
       "StringEquals",
       "conditional"},
      {"the trust policy lacks it",
       "aws:RequestTag/team",
       {"sts:AssumeRole"},
       {"sts:AssumeRole", "sts:TagSession"}},
      {"the caller lacks it",
       "aws:RequestTag/team",
       {"sts:AssumeRole", "sts:TagSession"},
       {"sts:AssumeRole"}},
      {"a tag that is asked for only if it is there",
       "aws:RequestTag/team",
       {"sts:AssumeRole"},
       {"sts:AssumeRole"},
       "StringEqualsIfExists",
       "conditional"},
      {"a source identity",
       "sts:SourceIdentity",
       {"sts:AssumeRole", "sts:SetSourceIdentity"},
       {"sts:AssumeRole", "sts:SetSourceIdentity"},
       "StringEquals",
       "conditional"},
      {"a source identity without its action",
       "sts:SourceIdentity",
       {"sts:AssumeRole"},
       {"sts:AssumeRole"}},
  };
  for (const Case& one : kCases) {
    SCOPED_TRACE(one.name);
    AccountJson account(kHub);
    account.User("ada", {Allow(one.allowed, kTop)});
    EstateJson trust = Trusts("arn:aws:iam::581470236914:root", {{one.op, {{one.key, "core"}}}});
    trust["Action"] = one.trusted;
    account.Role("top", {trust});
    const auto edges = Edges(account);
    // The account's node has its edge to the role; whether ada does, the steps tell.
    const Json paths = run_.Json({"map", "reach", kAda, "account.json"})["answers"];
    if (*one.verdict == 0) {
      EXPECT_EQ(paths, Json::array());
      EXPECT_FALSE(edges.contains(kAda + " -> " + kTop));
      continue;
    }
    ASSERT_EQ(paths.size(), 1U);
    EXPECT_EQ(paths[0]["verdict"], one.verdict);
  }
}

}  // namespace
}  // namespace rolelint::map_edges_test
