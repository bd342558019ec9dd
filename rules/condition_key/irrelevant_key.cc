#include "analyzer/policy/query.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::irrelevant_key {
namespace {

constexpr std::string_view kEquivalents[] = {"access-analyzer:IRRELEVANT_CONDITION_KEY_IN_POLICY"};

// The owner of a bucket, of an access point and of what lies in them is whoever wrote the policy.
constexpr std::string_view kOwnerKeys[] = {"s3:ResourceAccount"};

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return std::any_of(std::begin(kOwnerKeys), std::end(kOwnerKeys),
                     [&](std::string_view key) { return policy::KeyIs(test, key); });
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  // A policy of a VPC endpoint is of the same kind, and there the key is worth gold: so it takes a
  // known type of resource.
  const std::string_view type = context.resource_type;
  if (!type.starts_with("AWS::S3::") && !type.starts_with("AWS::S3ObjectLambda::")) return;
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) {
      for (std::string_view key : kOwnerKeys) {
        if (!policy::KeyIs(test, key)) continue;
        report
            .Report(test.key.span, Quoted(test.key.value) +
                                       " is always the account that owns this policy's " +
                                       (type == "AWS::S3::Bucket" ? "bucket" : "access point"))
            .Label("says nothing here")
            .Help("delete the test, or test the caller: aws:PrincipalAccount, aws:PrincipalOrgID");
      }
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "irrelevant-key",
    .summary = "A resource policy tests a key that has the same value in every request for the resource",
    .level = engine::Level::kSuggestion,
    .kinds = policy::Kind::kResource,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_s3.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::irrelevant_key
