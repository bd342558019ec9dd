#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/query.h"
#include "rules/security/endpoint_policy.h"

namespace rolelint::rules::kind_by_content {
namespace {

using engine::DocumentContext;
using engine::Reporter;

// The test of a Deny that made the document a service control policy (policy::InferKind).
const policy::ConditionTest* RootUserTest(const policy::Document& document) {
  for (const policy::Statement& statement : document.statements) {
    const policy::ConditionTest* test = policy::FindTest(statement, "aws:PrincipalArn");
    if (!statement.denies() || test == nullptr) continue;
    if (std::any_of(test->values.begin(), test->values.end(),
                    [](const auto& value) { return value.text.value.ends_with(":root"); })) {
      return test;
    }
  }
  return nullptr;
}

void Check(const DocumentContext& context, Reporter& report) {
  const policy::Document& document = context.document;
  if (document.kind == policy::Kind::kScp) {
    if (document.kind_source != policy::KindSource::kContent) return;
    const policy::ConditionTest* test = RootUserTest(document);
    report
        .Report(
            test != nullptr ? test->key.span : document.statement_span,
            "this looks like a service control policy, since no identity policy applies to root "
            "users; it is checked as one")
        .Label("denies root users")
        .Help(
            "say what it is: --kind scp, or --kind identity if it is attached to people after all");
    return;
  }
  if (const policy::Statement* endpoint = EndpointStatement(document, context.resource_type)) {
    report
        .Report(endpoint->action.span,
                "this looks like a VPC endpoint policy, since the service has no resource "
                "policies; it is not checked for public access")
        .Label("no resource has such a policy")
        .Help("say what it is: --resource-type AWS::EC2::VPCEndpoint");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "kind-by-content",
    .summary = "The kind of a policy is inferred from its content alone",
    .level = engine::Level::kSuggestion,
    .kinds = policy::Kind::kScp | policy::Kind::kResource,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "access_policies.html#access_policy-types",
    .check_document = Check,
};

}  // namespace rolelint::rules::kind_by_content
