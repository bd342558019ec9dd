// `rolelint why`: AWS's own texts, and what the input says of them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "analyzer/cli/why_message.h"
#include "rules/registry.h"
#include "tests/support/estate_json.h"
#include "tests/support/map_run.h"
#include "tests/support/paths.h"

namespace rolelint::why_test {
namespace {

using cli::DeniedBy;
using cli::ReadMessage;
using cli::WhyMessage;
using support::AccountJson;
using support::Allow;
using support::Deny;
using support::EstateJson;
using support::MapRun;
using support::Trusts;
using ::testing::HasSubstr;
using Json = nlohmann::json;

const std::string kAda = "arn:aws:iam::581470236914:user/ada";
const std::string kTop = "arn:aws:iam::739105284637:role/top";

struct Form {
  std::string text;
  std::string principal;
  std::string action;
  std::string resource;
  DeniedBy by = DeniedBy::kNotTold;
  bool deny = false;
  std::string policy = "";
};

TEST(WhyMessage, ReadsAllFormsOfDenials) {
  const std::string core = "User: " + kAda + " is not authorized to perform: ";
  const Form kForms[] = {
      {core + "sts:AssumeRole on resource: " + kTop, kAda, "sts:AssumeRole", kTop},
      {"An error occurred (AccessDenied) when calling the AssumeRole operation: " + core +
           "sts:AssumeRole on resource: " + kTop,
       kAda, "sts:AssumeRole", kTop},
      {"aws: [ERROR]: An error occurred (AccessDenied) when calling the AssumeRole operation "
       "(reached max retries: 4): " +
           core + "sts:AssumeRole on resource: " + kTop +
           " because no identity-based policy allows the sts:AssumeRole action",
       kAda, "sts:AssumeRole", kTop, DeniedBy::kIdentity},
      {core + "sts:AssumeRole\n  on resource:\t" + kTop +
           " because no resource-based policy allows the sts:AssumeRole action",
       kAda, "sts:AssumeRole", kTop, DeniedBy::kResource},
      {core + "s3:GetObject on resource: \"arn:aws:s3:::b/k\" with an explicit deny in an "
              "identity-based policy: arn:aws:iam::581470236914:policy/stop",
       kAda, "s3:GetObject", "arn:aws:s3:::b/k", DeniedBy::kIdentity, true,
       "arn:aws:iam::581470236914:policy/stop"},
      {core + "s3:GetObject on resource: &quot;arn:aws:s3:::b/k&quot; with an explicit deny in a "
              "resource-based policy, with policy ARN: arn:aws:s3:::b",
       kAda, "s3:GetObject", "arn:aws:s3:::b/k", DeniedBy::kResource, true, "arn:aws:s3:::b"},
      {core + "ec2:StopInstances on resource: * because no permissions boundary allows the "
              "ec2:StopInstances action",
       kAda, "ec2:StopInstances", "*", DeniedBy::kBoundary},
      {core + "ec2:StopInstances with an explicit deny in a permissions boundary", kAda,
       "ec2:StopInstances", "", DeniedBy::kBoundary, true},
      {core + "ec2:StopInstances because no session policy allows the ec2:StopInstances action",
       kAda, "ec2:StopInstances", "", DeniedBy::kSession},
      {core + "ec2:StopInstances with an explicit deny in a service control policy: "
              "arn:aws:organizations::581470236914:policy/o-a1/service_control_policy/p-1",
       kAda, "ec2:StopInstances", "", DeniedBy::kScp, true,
       "arn:aws:organizations::581470236914:policy/o-a1/service_control_policy/p-1"},
      {core + "ec2:StopInstances because no service control policy allows the ec2:StopInstances "
              "action",
       kAda, "ec2:StopInstances", "", DeniedBy::kScp},
      {core + "s3:GetObject with an explicit deny in a resource control policy", kAda,
       "s3:GetObject", "", DeniedBy::kRcp, true},
      {core + "s3:GetObject because no VPC endpoint policy allows the s3:GetObject action", kAda,
       "s3:GetObject", "", DeniedBy::kVpcEndpoint},
      {core + "s3:GetObject with an explicit deny in a VPC endpoint policy transitively through a "
              "service control policy",
       kAda, "s3:GetObject", "", DeniedBy::kScp, true},
      {core + "ec2:CreateVpcEndpoint on resource: * because no identity-based policy allows the "
              "vpce:AllowMultiRegion action",
       kAda, "vpce:AllowMultiRegion", "*", DeniedBy::kIdentity},
      {core + "iam:PassRole on resource: role top", kAda, "iam:PassRole",
       "arn:aws:iam::581470236914:role/top"},
      {"operation error STS: AssumeRole, https response error StatusCode: 403, RequestID: 1-2, api "
       "error AccessDenied: " +
           core + "sts:AssumeRole on resource: " + kTop,
       kAda, "sts:AssumeRole", kTop},
      {"AccessDenied: " + core + "sts:AssumeRole on resource: " + kTop +
           "\n\tstatus code: 403, request id: 1-2",
       kAda, "sts:AssumeRole", kTop},
      {"Resource handler returned message: \"" + core + "sts:AssumeRole on resource: " + kTop +
           " (Service: Sts, Status Code: 403, Request ID: 1)\" (RequestToken: t, HandlerErrorCode: "
           "AccessDenied)",
       kAda, "sts:AssumeRole", kTop},
      {core + "sts:AssumeRole on resource: " + kTop +
           " because no role trust policy allows the sts:AssumeRole action",
       kAda, "sts:AssumeRole", kTop, DeniedBy::kResource},
      {core + "sts:AssumeRole on resource: " + kTop +
           " because the role trust policy allows the sts:AssumeRole action",
       kAda, "sts:AssumeRole", kTop, DeniedBy::kResource},
      {core + "sts:AssumeRole on resource: " + kTop +
           " with an explicit deny in the role trust policy",
       kAda, "sts:AssumeRole", kTop, DeniedBy::kResource, true},
      {core + "kms:Decrypt on resource: this resource because no resource-based policy allows the "
              "kms:Decrypt action",
       kAda, "kms:Decrypt", "", DeniedBy::kResource},
      {"Not authorized to perform sts:AssumeRoleWithWebIdentity", "",
       "sts:AssumeRoleWithWebIdentity", ""},
      {"Could not switch roles: Invalid information in one or more fields. Check your information "
       "or contact your administrator.",
       "", "sts:AssumeRole", ""},
      {"You don't have permission to s3:ListAllMyBuckets. To request access, copy the following "
       "text.\nUser: " +
           kAda +
           "\nService: s3\nAction: ListAllMyBuckets\nOn resource(s): *\nContext: no identity-based "
           "policy allows the action",
       kAda, "s3:ListAllMyBuckets", "*", DeniedBy::kIdentity},
      {R"({"eventSource":"sts.amazonaws.com","eventName":"AssumeRole","errorCode":"AccessDenied",)"
       R"("errorMessage":"User: )" +
           kAda + R"( is not authorized to perform: sts:AssumeRole on resource: )" + kTop +
           R"(","userIdentity":{"type":"IAMUser","arn":")" + kAda +
           R"("},"requestParameters":{"roleArn":")" + kTop + R"("}})",
       kAda, "sts:AssumeRole", kTop},
      {R"({"DecodedMessage":"{\"allowed\":false,\"explicitDeny\":true,\"context\":{\"principal\":)"
       R"({\"arn\":\")" +
           kAda +
           R"(\"},\"action\":\"ec2:RunInstances\",\"resource\":\"arn:aws:ec2:::i\",)"
           R"(\"conditions\":{\"items\":[{\"key\":\"ec2:Region\",\"values\":{\"items\":)"
           R"([{\"value\":\"x\"}]}}]}}}"})",
       kAda, "ec2:RunInstances", "arn:aws:ec2:::i", DeniedBy::kNotTold, true},
  };
  for (const Form& form : kForms) {
    SCOPED_TRACE(form.text);
    std::string error;
    const std::optional<WhyMessage> message = ReadMessage(form.text, &error);
    ASSERT_TRUE(message) << error;
    EXPECT_EQ(message->principal, form.principal);
    EXPECT_EQ(message->action, form.action);
    EXPECT_EQ(message->resource, form.resource);
    EXPECT_EQ(message->by, form.by);
    EXPECT_EQ(message->explicit_deny, form.deny);
    EXPECT_EQ(message->policy_arn, form.policy);
  }
}

TEST(WhyMessage, RefusesOtherTexts) {
  for (const char* text : {"", "hello", "{}", "[1]", "{\"a\": \"b\"", "Segmentation fault"}) {
    std::string error;
    EXPECT_FALSE(ReadMessage(text, &error)) << text;
    EXPECT_NE(error, "");
  }
}

TEST(WhyMessage, RefusalsNameRulesThatExist) {
  std::set<std::string_view> ids;
  for (const engine::Rule* rule : rules::AllRules()) ids.insert(rule->id);
  for (const char* text :
       {"An error occurred (MalformedPolicyDocument) when calling the CreateRole operation: "
        "Syntax errors in policy.",
        "The policy failed legacy parsing",
        "Policy document must be version 2012-10-17 or greater.",
        "Statement IDs (SID) in a single policy must be unique.",
        "Policy statement must contain actions.",
        "Policy statement must contain resources.",
        "Policy document should not specify a principal.",
        "Has prohibited field Principal",
        "Resource mybucket must be in ARN format or \"*\".",
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        "Actions/Condition can contain only one colon.",
        "Vendor s_3 is not valid",
        "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards.",
        "Partition \"foo\" is not valid for resource \"arn:foo:s3:::b\".",
        "IAM resource path must either be \"*\" or start with user/, federated-user/",
        "IAM resource arn:aws:iam:x::user/a cannot contain region information.",
        "Has prohibited field Resource",
        "Missing required field Principal",
        "Missing required field Action",
        "AssumeRole policy may only specify STS AssumeRole actions.",
        "AssumeRole policy must not contain NotPrincipal field.",
        "Invalid principal in policy: \"AWS\":\"arn:aws:iam::1:user/a\"",
        "The new key policy will not allow you to update the key policy in the future.",
        "Policy has invalid resource",
        "Policy has invalid action",
        "Action does not apply to any resource(s) in statement",
        "Policies must be valid JSON and the first byte must be '{'",
        "Unknown field Acton",
        "The provided policy document does not meet the requirements of the specified policy type.",
        "Cannot exceed quota for PolicySize: 6144",
        "Cannot exceed quota for ACLSizePerRole: 2048",
        "Maximum policy size of 2048 bytes exceeded for user ada",
        "This policy contains invalid Json"}) {
    SCOPED_TRACE(text);
    EXPECT_TRUE(cli::IsRefusal(text));
    const cli::RefusedText* refused = cli::FindRefusedText(text);
    ASSERT_NE(refused, nullptr);
    std::string_view rest = refused->rules;
    while (!rest.empty()) {
      const size_t blank = rest.find(' ');
      EXPECT_TRUE(ids.contains(rest.substr(0, blank))) << rest.substr(0, blank);
      rest = blank == std::string_view::npos ? "" : rest.substr(blank + 1);
    }
  }
  EXPECT_FALSE(
      cli::IsRefusal("An error occurred (AccessDenied) when calling the AssumeRole "
                     "operation: not authorized"));
}

// An estate, a message, and a part of the answer.
struct Cause {
  const char* name;
  std::vector<EstateJson> permissions;
  std::vector<EstateJson> trust;
  std::string verdict;
  std::vector<std::pair<std::string, std::string>> statuses;  // policy kind, status
  std::string near = "";
  std::vector<std::string> more = {};
};

const std::string kDenied =
    "An error occurred (AccessDenied) when calling the AssumeRole operation: "
    "User: " +
    kAda + " is not authorized to perform: sts:AssumeRole on resource: " + kTop;
constexpr const char* kIdentity = "identity-based policy";
constexpr const char* kResource = "resource-based policy";

const Cause kCauses[] = {
    {"no permission",
     {Allow("s3:ListAllMyBuckets", "*")},
     {Trusts(kAda)},
     "denied",
     {{kIdentity, "missing"}, {kResource, "grants"}}},
    {"no trust",
     {Allow("sts:AssumeRole", kTop)},
     {Trusts("arn:aws:iam::739105284637:root")},
     "denied",
     {{kIdentity, "grants"}, {kResource, "missing"}},
     "is of account 581470236914"},
    {"neither",
     {Allow("s3:ListAllMyBuckets", "*")},
     {Trusts("arn:aws:iam::739105284637:user/eve")},
     "denied",
     {{kIdentity, "missing"}, {kResource, "missing"}}},
    {"the role's name in another case",
     {Allow("sts:AssumeRole", "arn:aws:iam::739105284637:role/Top")},
     {Trusts(kAda)},
     "denied",
     {{kIdentity, "missing"}},
     "differs from arn:aws:iam::739105284637:role/top in case"},
    {"the role's name with a path",
     {Allow("sts:AssumeRole", "arn:aws:iam::739105284637:role/ops/top")},
     {Trusts(kAda)},
     "denied",
     {{kIdentity, "missing"}},
     "path"},
    {"another account's role",
     {Allow("sts:AssumeRole", "arn:aws:iam::581470236914:role/top")},
     {Trusts(kAda)},
     "denied",
     {{kIdentity, "missing"}},
     "another account"},
    {"another partition",
     {Allow("sts:AssumeRole", "arn:aws-cn:iam::739105284637:role/top")},
     {Trusts(kAda)},
     "denied",
     {{kIdentity, "missing"}},
     "another partition"},
    {"a trusted user of another account",
     {Allow("sts:AssumeRole", kTop)},
     {Trusts("arn:aws:iam::739105284637:user/ada")},
     "denied",
     {{kResource, "missing"}},
     "another account"},
    {"a role where a user is meant",
     {Allow("sts:AssumeRole", kTop)},
     {Trusts("arn:aws:iam::581470236914:role/ada")},
     "denied",
     {{kResource, "missing"}},
     "a role, and"},
    {"a deleted principal",
     {Allow("sts:AssumeRole", kTop)},
     {Trusts("AIDAJQABLZS4A3QDU576Q")},
     "denied",
     {{kResource, "missing"}},
     "was deleted"},
    {"another action in the trust policy",
     {Allow("sts:AssumeRole", kTop)},
     {Trusts(kAda, nullptr, "sts:TagSession")},
     "denied",
     {{kResource, "missing"}},
     "not the action sts:AssumeRole"},
    {"a condition",
     {Allow("sts:AssumeRole", kTop)},
     {Trusts(kAda, {{"Bool", {{"aws:MultiFactorAuthPresent", "true"}}}})},
     "conditional",
     {{kResource, "condition"}}},
    {"a condition that the request fails",
     {Allow("sts:AssumeRole", kTop)},
     {Trusts(kAda, {{"StringEquals", {{"sts:ExternalId", "right"}}}})},
     "denied",
     {{kResource, "missing"}},
     "the request carries wrong",
     {"--context", "sts:ExternalId=wrong"}},
    {"a Deny",
     {Allow("sts:AssumeRole", kTop), Deny("sts:*", "*")},
     {Trusts(kAda)},
     "denied",
     {{kIdentity, "denies"}, {kResource, "grants"}}},
    {"nothing is wrong",
     {Allow("sts:AssumeRole", kTop)},
     {Trusts(kAda)},
     "allowed",
     {{kIdentity, "grants"}, {kResource, "grants"}}},
};

TEST(Why, TellsWhichHalfLacksWhat) {
  for (const Cause& cause : kCauses) {
    SCOPED_TRACE(cause.name);
    AccountJson hub("581470236914");
    hub.User("ada", cause.permissions);
    AccountJson spoke("739105284637");
    spoke.Role("top", cause.trust);
    MapRun run(support::Program());
    run.Write("hub.json", hub.text());
    run.Write("spoke.json", spoke.text());
    std::vector<std::string> arguments = {"why", kDenied, "hub.json", "spoke.json"};
    arguments.insert(arguments.end(), cause.more.begin(), cause.more.end());
    const Json answer = run.Json(arguments);
    EXPECT_EQ(answer["verdict"], cause.verdict) << answer.dump(1);
    EXPECT_EQ(run.status(), cause.verdict == "allowed" ? 0 : 1);
    for (const auto& [kind, status] : cause.statuses) {
      bool found = false;
      for (const Json& half : answer["policies"]) {
        if (half["policy"] != kind) continue;
        found = true;
        EXPECT_EQ(half["status"], status) << answer.dump(1);
        EXPECT_EQ(half["add"].is_null(), status != "missing");
      }
      EXPECT_TRUE(found) << kind;
    }
    std::string near;
    for (const Json& half : answer["policies"]) {
      for (const Json& miss : half["near_misses"]) near += miss["why"].get<std::string>() + "\n";
    }
    EXPECT_THAT(near, HasSubstr(cause.near)) << answer.dump(1);
  }
}

TEST(Why, NamesTheCommandForWhatIsMissing) {
  AccountJson hub("581470236914");
  hub.User("ada", {Allow("sts:AssumeRole", kTop)});
  AccountJson spoke("739105284637");
  spoke.Role("top", {Trusts(kAda)});
  MapRun run(support::Program());
  run.Write("hub.json", hub.text());
  run.Write("spoke.json", spoke.text());
  const Json no_role = run.Json({"why", kDenied, "hub.json"});
  EXPECT_EQ(no_role["verdict"], "unknown");
  EXPECT_EQ(run.status(), 2);
  EXPECT_THAT(no_role["commands"].dump(), HasSubstr("aws iam get-role --role-name top"));
  const Json no_user = run.Json({"why", kDenied, "spoke.json"});
  EXPECT_EQ(no_user["verdict"], "unknown");
  EXPECT_THAT(no_user["commands"].dump(), HasSubstr("get-account-authorization-details"));
  // A half that is missing for certain decides without the other one.
  AccountJson bare("581470236914");
  bare.User("ada", {});
  run.Write("bare.json", bare.text());
  EXPECT_EQ(run.Json({"why", kDenied, "bare.json"})["verdict"], "denied");
}

TEST(Why, ReadsStandardInputAndOptions) {
  AccountJson hub("581470236914");
  hub.User("ada", {Allow("sts:AssumeRole", kTop)});
  hub.Role("near", {Trusts(kAda)});
  MapRun run(support::Program());
  run.Write("hub.json", hub.text());
  EXPECT_EQ(run.Json({"why", "-", "hub.json"}, kDenied)["request"]["resource"], kTop);
  const Json asked = run.Json({"why", "--principal", kAda, "--action", "s3:GetObject", "--resource",
                               "arn:aws:s3:::b/k", "hub.json"});
  EXPECT_EQ(asked["verdict"], "denied");
  const Json console = run.Json({"why", "Could not switch roles", "--principal", kAda, "--resource",
                                 "arn:aws:iam::581470236914:role/Near", "hub.json"});
  EXPECT_THAT(console["notes"].dump(), HasSubstr("did you mean"));
  EXPECT_EQ(run.Run({"why", "Could not switch roles", "hub.json"}).status, 2);
  EXPECT_THAT(run.result().err, HasSubstr("--principal"));
  EXPECT_EQ(run.Run({"why", "hub.json"}).status, 2);
  EXPECT_EQ(run.Run({"why", kDenied}).status, 2);
}

TEST(Why, TellsTheFindingOfARefusedPolicy) {
  MapRun run(support::Program());
  run.Write("policy.json",
            R"({"Version": "2012-10-17", "Statement": [{"Sid": "a b", "Effect": "Allow",)"
            R"( "Action": "s3:ListBucket", "Resource": "bucket"}]})");
  const Json answer = run.Json(
      {"why",
       "An error occurred (MalformedPolicyDocument) when calling the CreatePolicy operation: "
       "Resource bucket must be in ARN format or \"*\".",
       "policy.json"});
  EXPECT_EQ(answer["verdict"], "refused");
  ASSERT_EQ(answer["findings"].size(), 1U) << answer.dump(1);
  EXPECT_EQ(answer["findings"][0]["rule"], "resource-form");
  EXPECT_EQ(run.status(), 1);
}

TEST(Why, ExplainsTextsThatSpeakOfNoPolicy) {
  MapRun run(support::Program());
  const auto& result = run.Run({"why", "Roles may not be assumed by root accounts."});
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.out, HasSubstr("root user"));
  EXPECT_THAT(run.Run({"why",
                       "You are not authorized to perform this operation. Encoded "
                       "authorization failure message: abcDEF"})
                  .out,
              HasSubstr("aws sts decode-authorization-message --encoded-message abcDEF"));
}

}  // namespace
}  // namespace rolelint::why_test
