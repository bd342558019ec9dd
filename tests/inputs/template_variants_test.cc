// The same mistake in other spellings and formats: what a rule says of one, it says of all.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "rules/registry.h"

namespace rolelint::inputs::template_variants_test {
namespace {

using testing::Contains;
using testing::Not;

std::vector<std::string> RulesOf(const std::string& name, const std::string& text) {
  std::vector<engine::InputSpec> inputs(1);
  inputs[0].display_name = name;
  inputs[0].bytes = text;
  engine::CheckOptions options;
  options.threads = 1;
  const engine::CheckResult result = engine::Check(std::move(inputs), rules::AllRules(),
                                                   engine::Config::Default(rules::AllRules()),
                                                   catalog::Catalog::BuiltIn(), options);
  std::vector<std::string> ids;
  for (const engine::Finding& finding : result.findings) ids.emplace_back(finding.rule->id);
  return ids;
}

struct Case {
  const char* what;
  const char* name;  // of the file
  std::string text;
  const char* rule;
  bool found = true;
};

void Expect(const Case& one) {
  SCOPED_TRACE(std::string(one.what) + "\n" + one.text);
  const std::vector<std::string> rules = RulesOf(one.name, one.text);
  if (one.found) {
    EXPECT_THAT(rules, Contains(one.rule));
  } else {
    EXPECT_THAT(rules, Not(Contains(one.rule)));
  }
}

constexpr const char* kAdministrator = "attached-administrator";
constexpr const char* kCfn = "template.yaml";
constexpr const char* kHcl = "main.tf";

std::string PermissionSet(const std::string& properties) {
  return "Resources:\n  Set:\n    Type: AWS::SSO::PermissionSet\n    Properties:\n      Name: "
         "ops\n" +
         properties;
}

const std::string kHome =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject",)"
    R"("Resource":"arn:aws:s3:::homes/${aws:username}/*"}]})";

TEST(TemplateVariants, PermissionSetsAreJudgedLikeRoles) {
  const Case kCases[] = {
      {"managed policies", kCfn,
       PermissionSet("      ManagedPolicies: [\"arn:aws:iam::aws:policy/AdministratorAccess\"]\n"),
       kAdministrator},
      {"open partition", kCfn,
       PermissionSet("      ManagedPolicies: [!Sub "
                     "\"arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess\"]\n"),
       kAdministrator},
      {"a harmless one", kCfn,
       PermissionSet("      ManagedPolicies: [\"arn:aws:iam::aws:policy/ReadOnlyAccess\"]\n"),
       kAdministrator, false},
      {"an inline policy", kCfn, PermissionSet("      InlinePolicy: '" + kHome + "'\n"),
       "impossible-caller"},
      {"an attachment", kHcl,
       "resource \"aws_ssoadmin_managed_policy_attachment\" \"a\" {\n"
       "  managed_policy_arn = \"arn:aws:iam::aws:policy/AdministratorAccess\"\n}\n",
       kAdministrator},
      {"each of several", kHcl,
       "resource \"aws_ssoadmin_managed_policy_attachment\" \"a\" {\n"
       "  for_each = toset([\"ReadOnlyAccess\", \"AdministratorAccess\"])\n"
       "  managed_policy_arn = \"arn:aws:iam::aws:policy/${each.value}\"\n}\n",
       kAdministrator},
      {"its inline policy", kHcl,
       "resource \"aws_ssoadmin_permission_set_inline_policy\" \"a\" {\n  inline_policy = "
       "jsonencode({Version=\"2012-10-17\",Statement=[{Effect=\"Allow\",Action=\"s3:GetObject\","
       "Resource=\"arn:aws:s3:::homes/$${aws:username}/*\"}]})\n}\n",
       "impossible-caller"},
  };
  for (const Case& one : kCases) Expect(one);
}

TEST(TemplateVariants, AttachmentsThatAreWrittenOtherwise) {
  const auto serverless = [](const std::string& role) {
    return "service: shop\nprovider:\n  name: aws\n" + role;
  };
  const Case kCases[] = {
      {"exclusive", kHcl,
       "resource \"aws_iam_role_policy_attachments_exclusive\" \"a\" {\n  role_name = \"ops\"\n"
       "  policy_arns = [\"arn:aws:iam::aws:policy/AdministratorAccess\"]\n}\n",
       kAdministrator},
      {"exclusive and harmless", kHcl,
       "resource \"aws_iam_user_policy_attachments_exclusive\" \"a\" {\n  user_name = \"ops\"\n"
       "  policy_arns = [\"arn:aws:iam::aws:policy/ReadOnlyAccess\"]\n}\n",
       kAdministrator, false},
      {"serverless", "serverless.yml",
       serverless("  iam:\n    role:\n      managedPolicies:\n"
                  "        - arn:aws:iam::aws:policy/AdministratorAccess\n"),
       kAdministrator},
      {"serverless, the older name", "serverless.yml",
       serverless("  iamManagedPolicies:\n    - arn:aws:iam::aws:policy/IAMFullAccess\n"),
       kAdministrator},
      {"SAM in a branch that is off by default", kCfn,
       "Parameters:\n  Full: {Type: String, Default: \"no\"}\nConditions:\n  IsFull: !Equals [!Ref "
       "Full, \"yes\"]\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n"
       "      Handler: a.b\n      Policies:\n        - !If [IsFull, AdministratorAccess, !Ref "
       "AWS::NoValue]\n",
       kAdministrator},
  };
  for (const Case& one : kCases) Expect(one);
}

TEST(TemplateVariants, FunctionUrlsWithoutAuthentication) {
  const auto sam = [](const std::string& type) {
    return "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: "
           "a.b\n      FunctionUrlConfig: {AuthType: " +
           type + "}\n";
  };
  Expect({"SAM adds a permission for everyone", kCfn, sam("NONE"), "public-resource"});
  Expect({"signed requests", kCfn, sam("AWS_IAM"), "public-resource", false});
}

std::string TrustHcl(const std::string& principal, const std::string& type,
                     const std::string& name) {
  return "data \"aws_caller_identity\" \"me\" {}\nresource \"aws_iam_" + type +
         "\" \"made\" {\n  name = \"" + name + "\"\n" +
         (type == "role" ? "  assume_role_policy = jsonencode({Version=\"2012-10-17\",Statement=[{"
                           "Effect=\"Allow\",Principal={Service=\"ec2.amazonaws.com\"},Action="
                           "\"sts:AssumeRole\"}]})\n"
                         : "") +
         "}\nresource \"aws_iam_role\" \"r\" {\n  name = \"ops\"\n  assume_role_policy = "
         "jsonencode({Version=\"2012-10-17\",Statement=[{Effect=\"Allow\",Principal={AWS=\"" +
         principal + "\"},Action=\"sts:AssumeRole\"}]})\n}\n";
}

std::string TrustCfn(const std::string& principal, const std::string& name) {
  return "Resources:\n  Made: {Type: \"AWS::IAM::User\", Properties: {UserName: " + name +
         "}}\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument:\n"
         "        Version: \"2012-10-17\"\n        Statement:\n          - {Effect: Allow, Action: "
         "\"sts:AssumeRole\", Principal: {AWS: !Sub \"" +
         principal + "\"}}\n";
}

// A trust that gives a name of its own account, where the template makes one that is nearly so.
TEST(TemplateVariants, NamesThatTheTemplateMakesOtherwise) {
  const std::string own = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:";
  const std::string cfn = "arn:aws:iam::${AWS::AccountId}:";
  constexpr const char* kRule = "unknown-trusted-principal";
  const Case kCases[] = {
      {"a letter more", kHcl, TrustHcl(own + "role/packers-prod", "role", "packer-prod"), kRule},
      {"another case", kHcl, TrustHcl(own + "role/Packer", "role", "packer"), kRule},
      {"a path that it lacks", kHcl, TrustHcl(own + "role/ci/packer", "role", "packer"), kRule},
      {"a user", kHcl, TrustHcl(own + "user/pipelines", "user", "pipeline"), kRule},
      {"CloudFormation", kCfn, TrustCfn(cfn + "user/pipelines", "pipeline"), kRule},
      {"the very name", kHcl, TrustHcl(own + "role/packer", "role", "packer"), kRule, false},
      {"another stage", kHcl, TrustHcl(own + "role/packer-dev", "role", "packer-prod"), kRule,
       false},
      {"another number", kHcl, TrustHcl(own + "role/packer1", "role", "packer2"), kRule, false},
      {"another letter of a series", kHcl, TrustHcl(own + "role/packer-a", "role", "packer-b"),
       kRule, false},
      {"another word", kHcl, TrustHcl(own + "role/packer-reader", "role", "packer-leader"), kRule,
       false},
      {"a role that lives elsewhere", kHcl, TrustHcl(own + "role/deployer", "role", "packer"),
       kRule, false},
      {"another kind", kHcl, TrustHcl(own + "user/packers", "role", "packer"), kRule, false},
      {"another account", kHcl,
       TrustHcl("arn:aws:iam::739105284637:role/packers", "role", "packer"), kRule, false},
      {"CloudFormation, elsewhere", kCfn, TrustCfn(cfn + "user/deployer", "pipeline"), kRule,
       false},
  };
  for (const Case& one : kCases) Expect(one);
}

std::string Allow(const std::string& resource, const std::string& source) {
  return "Resources:\n  Q: {Type: \"AWS::SQS::Queue\"}\n  B: {Type: \"AWS::S3::Bucket\"}\n"
         "  P:\n    Type: AWS::SQS::QueuePolicy\n    Properties:\n      Queues: [!Ref Q]\n"
         "      PolicyDocument:\n        Version: \"2012-10-17\"\n        Statement:\n"
         "          - {Effect: Allow, Principal: {Service: ses.amazonaws.com}, Action: "
         "\"sqs:SendMessage\", Resource: " +
         resource + ", Condition: {ArnLike: {\"aws:SourceArn\": " + source + "}}}\n";
}

TEST(TemplateVariants, ReferencesThatAreNoArn) {
  const std::string arn = "!GetAtt Q.Arn";
  const std::string source = "!Sub \"arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/a.io\"";
  const Case kCases[] = {
      {"a queue's name", kCfn, Allow("!GetAtt Q.QueueName", source), "resource-form"},
      {"a queue's URL", kCfn, Allow("!GetAtt Q.QueueUrl", source), "resource-form"},
      {"its ARN", kCfn, Allow(arn, source), "resource-form", false},
      {"a bucket as source", kCfn, Allow(arn, "!Ref B"), "impossible-arn"},
      {"its domain as source", kCfn, Allow(arn, "!GetAtt B.DomainName"), "impossible-arn"},
      {"its ARN as source", kCfn, Allow(arn, "!GetAtt B.Arn"), "impossible-arn", false},
      {"no Region", kCfn, Allow(arn, "!Sub \"arn:aws:ses::${AWS::AccountId}:identity/a.io\""),
       "impossible-arn"},
      {"a Region for the account", kCfn,
       Allow(arn, "!Sub \"arn:aws:ses:${AWS::Region}:${AWS::Region}:identity/a.io\""),
       "impossible-arn"},
      {"as it should be", kCfn, Allow(arn, source), "impossible-arn", false},
      {"another partition", kCfn,
       Allow(arn, "!Sub \"arn:aws-chn:ses:${AWS::Region}:${AWS::AccountId}:identity/a.io\""),
       "impossible-arn"},
  };
  for (const Case& one : kCases) Expect(one);
}

std::string DenyAll(const std::string& resource, const std::string& action = "s3:*") {
  return "Resources:\n  B: {Type: \"AWS::S3::Bucket\"}\n  P:\n    Type: AWS::S3::BucketPolicy\n"
         "    Properties:\n      Bucket: !Ref B\n      PolicyDocument:\n        Version: "
         "\"2012-10-17\"\n        Statement:\n          - {Effect: Deny, Principal: \"*\", Action: "
         "\"" +
         action + "\", Resource: " + resource + "}\n";
}

TEST(TemplateVariants, LockOutsByReference) {
  constexpr const char* kRule = "policy-lock-out";
  const Case kCases[] = {
      {"a bucket without a name", kCfn, DenyAll("[!GetAtt B.Arn, !Sub \"${B.Arn}/*\"]"), kRule},
      {"by its name", kCfn, DenyAll("!Sub \"arn:aws:s3:::${B}\""), kRule},
      {"its objects alone", kCfn, DenyAll("!Sub \"${B.Arn}/*\""), kRule, false},
      {"one action", kCfn, DenyAll("!GetAtt B.Arn", "s3:ListBucket"), kRule, false},
      {"Terraform", kHcl,
       "resource \"aws_s3_bucket\" \"b\" {}\nresource \"aws_s3_bucket_policy\" \"p\" {\n"
       "  bucket = aws_s3_bucket.b.id\n  policy = jsonencode({Version=\"2012-10-17\",Statement=[{"
       "Effect=\"Deny\",Principal=\"*\",Action=\"s3:*\",Resource=aws_s3_bucket.b.arn}]})\n}\n",
       kRule},
      {"a queue in Terraform", kHcl,
       "resource \"aws_sqs_queue\" \"q\" {}\nresource \"aws_sqs_queue_policy\" \"p\" {\n"
       "  queue_url = aws_sqs_queue.q.id\n  policy = jsonencode({Version=\"2012-10-17\",Statement=["
       "{Effect=\"Deny\",Principal=\"*\",Action=\"sqs:*\",Resource=aws_sqs_queue.q.arn}]})\n}\n",
       kRule},
  };
  for (const Case& one : kCases) Expect(one);
}

}  // namespace
}  // namespace rolelint::inputs::template_variants_test
