// `rolelint map who-can`: what it says of the organization's policies.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/estate_json.h"
#include "tests/support/map_run.h"
#include "tests/support/paths.h"

namespace rolelint::map_who_can_test {
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
const std::string kAda = "arn:aws:iam::581470236914:user/ada";
const std::string kWorker = "arn:aws:iam::581470236914:role/worker";

std::string Rcp(const char* name) {
  EstateJson deny = Deny("s3:DeleteBucket", "*");
  deny["Principal"] = "*";
  return EstateJson{{"Policy",
                     {{"PolicySummary",
                       {{"Id", "p-1"},
                        {"Arn", "arn:aws:organizations::1:policy/o-1/resource_control_policy/p-1"},
                        {"Name", name},
                        {"Type", "RESOURCE_CONTROL_POLICY"},
                        {"AwsManaged", false}}},
                      {"Content", support::Policy({deny}).dump()}}}}
      .dump();
}

TEST(MapWhoCan, SaysWhetherPoliciesOfTheOrganizationTookPart) {
  struct Case {
    const char* name;
    std::vector<std::string> arguments;
    const char* scp;
    const char* rcp;
    const char* verdict = "proved";
  };
  const std::string bucket = "arn:aws:s3:::logs";
  const std::vector<std::string> create = {"s3:CreateBucket", bucket};
  const std::vector<std::string> user = {"iam:CreateUser", kAda};
  const auto with = [](std::vector<std::string> words, const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
  };
  const Case kCases[] = {
      {"none are given", create, "unknown", "unknown"},
      {"both are given", with(create, {"--scp", "scp.json", "--rcp", "rcp.json"}), "applied",
       "applied"},
      {"SCPs alone", with(create, {"--scp", "scp.json"}), "applied", "unknown"},
      {"of another account", with(create, {"--scp", std::string(kSpoke) + "=scp.json"}), "unknown",
       "unknown"},
      {"the management account",
       with(create, {"--scp", "scp.json", "--rcp", "rcp.json", "--management-account", kHub}),
       "not-applicable", "not-applicable"},
      {"RCPs do not reach IAM", with(user, {"--rcp", "rcp.json"}), "unknown", "not-applicable"},
      {"without a resource", {"s3:CreateBucket", "--rcp", "rcp.json"}, "unknown", "applied"},
      {"the resource is of the management account",
       with(create, {"--rcp", "rcp.json", "--management-account", kSpoke}), "unknown", "applied"},
      {"an RCP among the paths denies something else",
       with(create, {"--rcp", "rcp.json", "loose.json"}), "unknown", "applied"},
      {"one among the paths may deny it",
       {"s3:DeleteBucket", bucket, "--scp", "scp.json", "--rcp", "rcp.json", "loose.json"},
       "applied",
       "unknown",
       "unknown"},
  };
  AccountJson hub(kHub);
  hub.User("ada", {Allow({"s3:CreateBucket", "s3:DeleteBucket", "iam:CreateUser"}, "*")});
  MapRun run(support::Program());
  run.Write("hub.json", hub.text());
  run.Write("scp.json", support::Policy({Allow("*", "*")}).dump());
  EstateJson allow = Allow("*", "*");
  allow["Principal"] = "*";
  run.Write("rcp.json", support::Policy({allow}).dump());
  run.Write("loose.json", Rcp("keep"));
  for (const Case& one : kCases) {
    SCOPED_TRACE(one.name);
    std::vector<std::string> arguments = {"map", "who-can"};
    arguments.insert(arguments.end(), one.arguments.begin(), one.arguments.end());
    arguments.emplace_back("hub.json");
    const Json found = run.Json(arguments);
    ASSERT_EQ(found["answers"].size(), 1U) << found.dump(1);
    EXPECT_EQ(found["answers"][0]["scp_restriction"], one.scp);
    EXPECT_EQ(found["answers"][0]["rcp_restriction"], one.rcp);
    EXPECT_EQ(found["answers"][0]["verdict"], one.verdict);
  }
}

TEST(MapWhoCan, AServiceLinkedRoleIsBeyondThem) {
  AccountJson hub(kHub);
  hub.Role("/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport",
           {Trusts({{"Service", "support.amazonaws.com"}})}, {Allow("s3:CreateBucket", "*")});
  MapRun run(support::Program());
  run.Write("hub.json", hub.text());
  run.Write("scp.json", support::Policy({Deny("*", "*")}).dump());
  const Json found =
      run.Json({"map", "who-can", "s3:CreateBucket", "--scp", "scp.json", "hub.json"});
  ASSERT_EQ(found["answers"].size(), 1U) << found.dump(1);
  EXPECT_EQ(found["answers"][0]["scp_restriction"], "not-applicable");
  EXPECT_EQ(found["answers"][0]["rcp_restriction"], "not-applicable");
}

// Who becomes another principal does as much as that one, under its restrictions and conditions.
TEST(MapWhoCan, TheLastOfAPathDecides) {
  AccountJson hub(kHub);
  hub.User("ada", {Allow("sts:AssumeRole", kWorker)});
  hub.User("bob");
  hub.Role("worker", {Trusts(kAda)},
           {Allow("s3:CreateBucket", "*", {{"Bool", {{"aws:SecureTransport", "true"}}}})});
  MapRun run(support::Program());
  run.Write("hub.json", hub.text());
  run.Write("scp.json", support::Policy({Allow("*", "*")}).dump());
  const std::vector<std::string> question = {"map",   "who-can",  "s3:CreateBucket", "--transitive",
                                             "--scp", "scp.json", "hub.json"};
  const Json found = run.Json(question);
  ASSERT_EQ(found["answers"].size(), 2U) << found.dump(1);
  EXPECT_EQ(found["answers"][1]["principal"], kAda);
  EXPECT_EQ(found["answers"][1]["verdict"], "conditional");
  EXPECT_EQ(found["answers"][1]["path"]["verdict"], "proved");
  EXPECT_EQ(found["answers"][1]["scp_restriction"], "applied");
  EXPECT_EQ(run.Run(question).out,
            kWorker +
                ": conditional: aws:SecureTransport Bool true (SCPs applied, RCPs unknown)\n" +
                kAda + ": conditional, by becoming " + kWorker +
                " (SCPs applied, RCPs unknown)\n"
                "note: no RCPs were given (--rcp): none are taken to be in force\n");
  // So of paths to an action.
  const Json paths =
      run.Json({"map", "paths", "--from", kAda, "--to", "s3:CreateBucket@*", "hub.json"});
  ASSERT_EQ(paths["answers"].size(), 1U) << paths["answers"].dump(1);
  EXPECT_EQ(paths["answers"][0]["steps"].size(), 1U);
  EXPECT_EQ(paths["answers"][0]["steps"][0]["verdict"], "proved");
  EXPECT_EQ(paths["answers"][0]["does"]["verdict"], "conditional");
  EXPECT_EQ(paths["answers"][0]["verdict"], "conditional");
}

// Root users of members are for the account that administers them.
TEST(MapWhoCan, RootUsersAreForTheManagementAccount) {
  AccountJson hub(kHub);
  hub.User("ada", {Allow("sts:AssumeRoot", "*")});
  hub.User("bob", {Allow("sts:AssumeRole", "*")});
  MapRun run(support::Program());
  run.Write("hub.json", hub.text());
  const std::string root = std::string("arn:aws:iam::") + kSpoke + ":root";
  const Json known = run.Json(
      {"map", "who-can", "sts:AssumeRoot", root, "--management-account", kHub, "hub.json"});
  ASSERT_EQ(known["answers"].size(), 1U) << known["answers"].dump(1);
  EXPECT_EQ(known["answers"][0]["principal"], kAda);
  EXPECT_EQ(known["answers"][0]["verdict"], "conditional");
  const Json open = run.Json({"map", "who-can", "sts:AssumeRoot", root, "hub.json"});
  ASSERT_EQ(open["answers"].size(), 1U);
  EXPECT_EQ(open["answers"][0]["verdict"], "unknown");
}

}  // namespace
}  // namespace rolelint::map_who_can_test
