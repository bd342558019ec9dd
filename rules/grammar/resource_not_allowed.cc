// The resource of a trust policy is the role it belongs to.

#include "rules/grammar/wording.h"

namespace rolelint::rules::resource_not_allowed {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachDiagnostic(
      context.document, policy::DiagnosticCode::kResourceNotAllowed,
      [&](const policy::Diagnostic& d) {
        report
            .Report(d.span, std::string(d.element) +
                                " in a trust policy: its resource is the role it belongs to")
            .Label("not allowed here")
            .Help("delete it; the permissions of the role are in its permission policies");
      });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "resource-not-allowed",
    .summary = "A role's trust policy has a Resource",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kTrust,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_resource.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::resource_not_allowed
