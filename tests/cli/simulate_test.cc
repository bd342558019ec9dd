// `rolelint simulate` against exports, as a user meets them: two accounts,
// hub and acme.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::simulate_test {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;

const std::string kHub = "fixtures/simulate/hub";
const std::string kAcme = "fixtures/simulate/acme";
const std::string kAnna = "arn:aws:iam::581470236914:user/anna";
const std::string kBo = "arn:aws:iam::581470236914:user/bo";
const std::string kCy = "arn:aws:iam::581470236914:user/cy";
const std::string kOps = "arn:aws:iam::739105284637:role/acme-ops";
const std::string kSupport = "arn:aws:iam::739105284637:role/acme-support";
const std::string kReport = "arn:aws:s3:::hub-reports/audit/may.csv";

support::RunResult RunTool(const std::vector<std::string>& arguments,
                           const std::string& input = "") {
  support::RunOptions options;
  options.directory = support::SourceDir();
  options.input = input;
  return support::RunProgram(support::Program(), arguments, options);
}

support::RunResult Simulate(const std::string& principal, const std::string& action,
                            const std::string& resource, std::vector<std::string> more = {},
                            const std::vector<std::string>& paths = {kHub, kAcme}) {
  std::vector<std::string> arguments = {"simulate", "--principal", principal, "--action",
                                        action,     "--resource",  resource};
  arguments.insert(arguments.end(), more.begin(), more.end());
  arguments.insert(arguments.end(), paths.begin(), paths.end());
  return RunTool(arguments);
}

struct Decision {
  const char* name;
  std::string principal;
  std::string action;
  std::string resource;
  std::vector<std::string> more;
  int status;
  std::string decision;
  std::vector<std::string> sids;     // of the statements that decided
  std::vector<std::string> changes;  // some of those that are told
};

std::string ChangeName(const Json& change) {
  std::string name = change["change"];
  if (change.contains("key")) name += " " + change["key"].get<std::string>();
  if (change.contains("source")) name += " " + change["source"].get<std::string>();
  return name;
}

TEST(Simulate, DecidesByTheExports) {
  const std::string kMfa = "aws:MultiFactorAuthPresent=true";
  const Decision kDecisions[] = {
      {"MFA is missing",
       kAnna,
       "s3:GetObject",
       kReport,
       {},
       1,
       "explicitly_denied",
       {"DenyWithoutMfa"},
       {"set-context aws:MultiFactorAuthPresent"}},
      {"an attached policy with the user's tag",
       kAnna,
       "s3:GetObject",
       kReport,
       {"--context", kMfa},
       0,
       "allowed",
       {"ReadReports"},
       {"remove-statement", "add-deny"}},
      {"a policy of the group",
       kAnna,
       "cloudtrail:LookupEvents",
       "*",
       {},
       0,
       "allowed",
       {"ReadTrail"},
       {"remove-statement"}},
      {"an action that nobody grants",
       kAnna,
       "ec2:RunInstances",
       "*",
       {},
       1,
       "implicitly_denied",
       {},
       {"add-allow identity"}},
      {"a boundary",
       kBo,
       "iam:ListUsers",
       "*",
       {},
       1,
       "implicitly_denied",
       {},
       {"add-allow boundary"}},
      {"within the boundary",
       kBo,
       "s3:ListBucket",
       "arn:aws:s3:::hub-reports",
       {},
       0,
       "allowed",
       {"", "BucketsOnly"},
       {"remove-statement"}},
      {"a managed policy that the export lacks",
       kCy,
       "s3:GetObject",
       kReport,
       {},
       2,
       "undecided",
       {},
       {}},
      {"the switch without MFA",
       kAnna,
       "sts:AssumeRole",
       kOps,
       {},
       1,
       "implicitly_denied",
       {},
       {"set-context aws:MultiFactorAuthPresent", "add-allow resource"}},
      {"the switch",
       kAnna,
       "sts:AssumeRole",
       kOps,
       {"--context", kMfa},
       0,
       "allowed",
       {"SwitchToAcme", "AnnaWithMfa"},
       {"drop-context aws:MultiFactorAuthPresent"}},
      {"a switch with both of its keys",
       kAnna,
       "sts:AssumeRole",
       kSupport,
       {"--context", "sts:ExternalId=hub-4711", "--context", "aws:SourceIp=192.0.2.7"},
       0,
       "allowed",
       {"SwitchToAcme", "HubWithId"},
       {"drop-context aws:SourceIp"}},
      {"a switch that the other half does not allow",
       kCy,
       "sts:AssumeRole",
       kOps,
       {},
       1,
       "implicitly_denied",
       {},
       {}},
      {"a session of a role",
       "arn:aws:sts::739105284637:assumed-role/acme-ops/anna",
       "ec2:RebootInstances",
       "arn:aws:ec2:eu-central-1:739105284637:instance/i-0",
       {},
       0,
       "allowed",
       {"RestartInstances"},
       {}},
      {"an SCP",
       "arn:aws:sts::739105284637:assumed-role/acme-ops/anna",
       "ec2:RebootInstances",
       "arn:aws:ec2:us-east-1:739105284637:instance/i-0",
       {"--scp", "fixtures/simulate/scp", "--context", "aws:RequestedRegion=us-east-1"},
       1,
       "explicitly_denied",
       {"OnlyHere"},
       {"set-context aws:RequestedRegion", "remove-statement"}},
      {"the management account has no SCPs",
       "arn:aws:sts::739105284637:assumed-role/acme-ops/anna",
       "ec2:RebootInstances",
       "arn:aws:ec2:us-east-1:739105284637:instance/i-0",
       {"--scp", "fixtures/simulate/scp", "--context", "aws:RequestedRegion=us-east-1",
        "--management-account", "739105284637"},
       0,
       "allowed",
       {"RestartInstances"},
       {}},
      {"an RCP",
       kBo,
       "s3:PutObject",
       kReport,
       {"--rcp", "fixtures/simulate/rcp"},
       1,
       "explicitly_denied",
       {"OnlyRead"},
       {"remove-statement"}},
      {"a session policy",
       kBo,
       "s3:PutObject",
       kReport,
       {"--session", "fixtures/simulate/session.json"},
       1,
       "implicitly_denied",
       {},
       {"add-allow session"}},
      {"through a VPC endpoint",
       kBo,
       "s3:GetObject",
       kReport,
       {"--vpc-endpoint", "fixtures/simulate/vpc-endpoint.json"},
       0,
       "allowed",
       {"", "BucketsOnly", "ThroughHere"},
       {"remove-statement"}},
      {"that does not let it through",
       kBo,
       "s3:PutObject",
       kReport,
       {"--vpc-endpoint", "fixtures/simulate/vpc-endpoint.json"},
       1,
       "implicitly_denied",
       {},
       {"add-allow vpc_endpoint"}},
      {"the root user", "581470236914", "s3:GetObject", kReport, {}, 0, "allowed", {}, {}},
      {"another account's bucket",
       kAnna,
       "s3:GetObject",
       kReport,
       {"--context", kMfa, "--resource-account", "739105284637"},
       2,
       "undecided",
       {},
       {}},
      {"another account's bucket that no identity policy allows",
       kAnna,
       "s3:GetObject",
       "arn:aws:s3:::elsewhere/x",
       {"--context", kMfa, "--resource-account", "739105284637"},
       1,
       "implicitly_denied",
       {},
       {}},
  };
  for (const Decision& test : kDecisions) {
    SCOPED_TRACE(test.name);
    std::vector<std::string> more = test.more;
    more.insert(more.end(), {"--format", "json"});
    const support::RunResult run = Simulate(test.principal, test.action, test.resource, more);
    EXPECT_EQ(run.status, test.status) << run.err;
    const Json answer = Json::parse(run.out, nullptr, false);
    ASSERT_FALSE(answer.is_discarded()) << run.out;
    EXPECT_EQ(answer["decision"], test.decision) << run.out;
    std::vector<std::string> sids;
    for (const Json& statement : answer["decided_by"]) {
      sids.push_back(statement["sid"].is_null() ? "" : statement["sid"].get<std::string>());
    }
    EXPECT_EQ(sids, test.sids) << run.out;
    std::vector<std::string> changes;
    for (const Json& change : answer["changes"]) changes.push_back(ChangeName(change));
    for (const std::string& change : test.changes) {
      EXPECT_THAT(changes, ::testing::Contains(change)) << run.out;
    }
  }
}

TEST(Simulate, NamesTheStatementAtItsPlaceInTheFile) {
  const support::RunResult run =
      Simulate(kAnna, "sts:AssumeRole", kOps,
               {"--format", "json", "--context", "aws:MultiFactorAuthPresent=true"});
  const Json answer = Json::parse(run.out);
  ASSERT_EQ(answer["decided_by"].size(), 2U);
  const Json& trust = answer["decided_by"][1];
  EXPECT_EQ(trust["source"], "resource");
  EXPECT_EQ(trust["policy"]["kind"], "trust");
  EXPECT_EQ(trust["policy"]["owner_arn"], kOps);
  EXPECT_EQ(trust["location"]["file"], kAcme + "/account.json");
  // The document is URL-encoded: the pointer goes on inside it.
  EXPECT_EQ(trust["file_pointer"], "/RoleDetailList/0/AssumeRolePolicyDocument/Statement/0");
  const std::string text = support::ReadFile(support::SourceDir() / kAcme / "account.json");
  const auto begin = trust["location"]["start_byte"].get<size_t>();
  EXPECT_EQ(text.substr(begin, 3), "%7B");
}

TEST(Simulate, TextShowsTheSourceAndWhatWouldTurnIt) {
  const support::RunResult denied = Simulate(kAnna, "s3:GetObject", kReport);
  EXPECT_EQ(denied.status, 1);
  EXPECT_THAT(denied.out, HasSubstr("explicitly denied: " + kAnna + " may not s3:GetObject on"));
  EXPECT_THAT(denied.out, HasSubstr("--> fixtures/simulate/hub/account.json:"));
  EXPECT_THAT(denied.out, HasSubstr("^^^^ denies s3:GetObject"));
  EXPECT_THAT(denied.out, HasSubstr("identity policy \"switch\" of user anna"));
  EXPECT_THAT(denied.out, HasSubstr("missing context: aws:MultiFactorAuthPresent"));
  EXPECT_THAT(denied.out, HasSubstr("allowed: with --context aws:MultiFactorAuthPresent=true"));

  const support::RunResult undecided = Simulate(kCy, "s3:GetObject", kReport);
  EXPECT_THAT(undecided.out, HasSubstr("undecided: "));
  EXPECT_THAT(undecided.out,
              HasSubstr("not known: arn:aws:iam::aws:policy/ReadOnlyAccess, attached to user cy, "
                        "is not in the input"));

  const support::RunResult keys = Simulate(kAnna, "sts:AssumeRole", kSupport);
  EXPECT_THAT(keys.out, HasSubstr("allowed: with an Allow of sts:AssumeRole in the trust policy"));
  EXPECT_THAT(keys.out, HasSubstr("allowed: with --context sts:ExternalId=hub-4711\n"));
  EXPECT_THAT(keys.out, HasSubstr("and with --context aws:SourceIp=192.0.2.0\n"));
}

std::string Bare(const std::string& name) { return "fixtures/simulate/bare/" + name; }

struct BareCase {
  const char* what;
  std::string action;
  std::string resource;
  std::vector<std::string> more;
  int status;
  std::string shown;
};

TEST(Simulate, DecidesByBarePolicies) {
  const std::string object = "arn:aws:s3:::hub-reports/may.csv";
  const std::vector<std::string> reader = {"--identity", Bare("reader.json")};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), reader.begin(), reader.end());
    return more;
  };
  const BareCase cases[] = {
      {"an identity policy", "s3:GetObject", object, reader, 0, "allowed: "},
      {"a boundary caps it", "s3:GetObject", object, with({"--boundary", Bare("boundary.json")}), 1,
       "implicitly denied: "},
      {"without the boundary", "s3:GetObject", object,
       with({"--boundary", Bare("boundary.json"), "--without", "boundary"}), 0, "allowed: "},
      {"an SCP denies it", "s3:GetObject", object, with({"--scp", Bare("scp.json")}), 1,
       "explicitly denied: "},
      {"without the SCPs", "s3:GetObject", object,
       with({"--scp", Bare("scp.json"), "--without", "scp"}), 0, "allowed: "},
      {"two identity policies", "sts:AssumeRole", "arn:aws:iam::739105284637:role/Acme-Support",
       with({"--identity", Bare("switch.json"), "--trust", Bare("trust.json")}), 0, "allowed: "},
      {"a role in another case",
       "sts:AssumeRole",
       "arn:aws:iam::739105284637:role/acme-support",
       {"--identity", Bare("switch.json"), "--trust", Bare("trust.json")},
       1,
       "differs from arn:aws:iam::739105284637:role/acme-support in case"},
      {"the objects for the bucket", "s3:ListBucket", "arn:aws:s3:::hub-reports", reader, 1,
       "comes close: \"arn:aws:s3:::hub-reports/*\" is what is in arn:aws:s3:::hub-reports"},
      {"a user under another path", "s3:GetObject", "arn:aws:s3:::acme-reports/a.csv",
       with({"--resource-policy", Bare("bucket.json"), "--resource-account", "739105284637"}), 1,
       "has another path than arn:aws:iam::581470236914:user/anna"},
      {"no policy named so", "s3:GetObject", object,
       with({"--without", "arn:aws:iam::aws:policy/ReadOnlyAccess"}), 2,
       "no such policy bears on the request"},
  };
  for (const BareCase& item : cases) {
    SCOPED_TRACE(item.what);
    const support::RunResult run = Simulate(kAnna, item.action, item.resource, item.more, {});
    EXPECT_EQ(run.status, item.status) << run.err;
    EXPECT_THAT(run.out + run.err, HasSubstr(item.shown));
  }
}

TEST(Simulate, LeavesOutAnAttachedPolicy) {
  // What ReadOnlyAccess allows is not in the export: without it, all that counts is.
  const support::RunResult run = Simulate(kCy, "s3:GetObject", kReport,
                                          {"--without", "arn:aws:iam::aws:policy/ReadOnlyAccess"});
  EXPECT_THAT(run.out, HasSubstr("implicitly denied: "));
}

TEST(Simulate, TakesTheClaimsOfAToken) {
  const std::vector<std::string> arguments = {"simulate",
                                              "--token",
                                              Bare("token.json"),
                                              "--action",
                                              "sts:AssumeRoleWithWebIdentity",
                                              "--resource",
                                              "arn:aws:iam::739105284637:role/web",
                                              "--trust",
                                              Bare("trust.json")};
  const support::RunResult run = RunTool(arguments);
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("arn:aws:iam::739105284637:oidc-provider/id.acme.example may "));
  EXPECT_THAT(run.out, HasSubstr("no condition keys are made of these claims of the token: "
                                 "department"));
}

TEST(Simulate, SharedProvidersAreAskedAsByHost) {
  for (const char* host : {"accounts.google.com", "cognito-identity.amazonaws.com",
                           "graph.facebook.com", "www.amazon.com"}) {
    const support::RunResult run =
        Simulate(host, "sts:AssumeRoleWithWebIdentity", "arn:aws:iam::739105284637:role/web",
                 {"--trust", Bare("trust.json")}, {});
    EXPECT_EQ(run.status, 1) << host << run.err;
  }
}

struct Misuse {
  std::vector<std::string> arguments;
  const char* message;
};

TEST(Simulate, RefusesWhatItCannotAnswer) {
  const Misuse kMisuses[] = {
      {{"simulate"}, "simulate needs --principal (or --token) and --action, or --cases FILE"},
      {{"simulate", "--principal", kAnna, "--action", "s3:GetObject"}, "no policies"},
      {{"simulate", "--principal", "anna", "--action", "s3:GetObject", kHub}, "--principal anna"},
      {{"simulate", "--principal", kAnna, "--action", "s3:*", kHub}, "not one action"},
      {{"simulate", "--principal", kAnna, "--action", "s3:GetObject", "--resource", "b", kHub},
       "neither an ARN nor *"},
      {{"simulate", "--principal", kAnna, "--action", "s3:GetObject", "--context", "x", kHub},
       "not KEY=VALUE"},
      {{"simulate", "--principal", "arn:aws:iam::581470236914:user/Anna", "--action",
        "s3:GetObject", kHub},
       "has no user Anna; did you mean arn:aws:iam::581470236914:user/anna?"},
      {{"simulate", "--principal", kAnna, "--action", "sts:AssumeRole", "--resource",
        "arn:aws:iam::739105284637:role/acme-op", kHub, kAcme},
       "has no role acme-op"},
      {{"simulate", "--principal", kAnna, "--action", "s3:GetObject", "--scp", "no/such/file",
        kHub},
       "--scp no/such/file"},
      {{"simulate", "--principal", kAnna, "--action", "s3:GetObject", "--vpc-endpoint",
        "no/such/file", kHub},
       "--vpc-endpoint no/such/file"},
      {{"prove", "not-granted", "--principal", kAnna, "--action", "s3:GetObject", "--rcp",
        "no/such/file", kHub},
       "--rcp no/such/file"},
      {{"prove", "not-granted", "--action", "s3:GetObject", "--session", "x", kHub},
       "--session requires --principal"},
      {{"simulate", "--principal", kAnna, "--action", "s3:GetObject", "no/such/folder"},
       "no/such/folder"},
  };
  for (const Misuse& misuse : kMisuses) {
    const support::RunResult run = RunTool(misuse.arguments);
    EXPECT_EQ(run.status, 2) << misuse.message;
    EXPECT_THAT(run.err, HasSubstr(misuse.message));
  }
}

TEST(Simulate, ARepeatedKeyIsAList) {
  const support::RunResult run =
      Simulate(kAnna, "cloudtrail:LookupEvents", "*",
               {"--format", "json", "--context", "aws:TagKeys=a", "--context", "aws:TagKeys=b"});
  EXPECT_EQ(Json::parse(run.out)["request"]["context"]["aws:TagKeys"], Json({"a", "b"}));
}

}  // namespace
}  // namespace rolelint::simulate_test
