// A policy that is attached to a principal, or to a whole account, does not name one.

#include <algorithm>

#include "analyzer/text/glob.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::principal_not_allowed {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:UNSUPPORTED_PRINCIPAL",
    "access-analyzer:SCP_SYNTAX_ERROR_PRINCIPAL",
    "boogy:unexpected_principal",
};

// Statements that let somebody assume a role stand in the role's trust policy.
bool LetsAssume(const policy::Document& document, uint32_t index) {
  for (const policy::Statement& statement : document.statements) {
    if (statement.index != index) continue;
    const auto& items = statement.action.items;
    return std::any_of(items.begin(), items.end(), [](const policy::Text& item) {
      return text::EqualsFolded(item.value.substr(0, 10), "sts:Assume");
    });
  }
  return false;
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const policy::Kind kind = context.document.kind;
  const std::string why = kind == policy::Kind::kScp
                              ? "it applies to everyone in the accounts it is attached to"
                              : "it applies to the identity it is attached to";
  ForEachDiagnostic(
      context.document, policy::DiagnosticCode::kPrincipalNotAllowed,
      [&](const policy::Diagnostic& d) {
        report
            .Report(d.span, std::string(d.element) + " in a policy of kind " +
                                std::string(KindName(kind)) + ": " + why)
            .Label("not allowed here")
            .Help(LetsAssume(context.document, d.statement)
                      ? "move the statement to the trust policy of the role that is "
                        "to be assumed (AssumeRolePolicyDocument, assume_role_policy)"
                      : "delete it; to name a principal, use a trust or resource policy "
                        "or a condition on aws:PrincipalArn");
      });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "principal-not-allowed",
    .summary = "A policy of a kind that takes none has a Principal",
    .level = engine::Level::kError,
    .kinds = policy::kIdentityLike | policy::Kind::kScp,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::principal_not_allowed
