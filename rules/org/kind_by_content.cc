#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/query.h"
#include "rules/security/endpoint_policy.h"

namespace rolelint::rules {
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
        .Report(test != nullptr ? test->key.span : document.statement_span,
                "this reads like a service control policy, since no identity policy reaches root "
                "users: it is judged as one, and what it allows grants nothing")
        .Label("denies root users")
        .Help(
            "say what it is: --kind scp, or --kind identity if it is attached to people after all");
    return;
  }
  if (const policy::Statement* endpoint = EndpointStatement(document, context.resource_type)) {
    report
        .Report(endpoint->action.span,
                "this reads like the policy of a VPC endpoint, since resources of this service "
                "have no policies of their own: it is not judged as open to the public")
        .Label("no resource has such a policy")
        .Help("say what it is: --resource-type AWS::EC2::VPCEndpoint");
  }
}

}  // namespace

extern const engine::Rule kKindByContent = {
    .id = "kind-by-content",
    .summary = "The kind of a policy is told by what it says, since nothing around it tells",
    .level = engine::Level::kSuggestion,
    .kinds = policy::Kind::kScp | policy::Kind::kResource,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "access_policies.html#access_policy-types",
    .check_document = Check,
};

}  // namespace rolelint::rules
