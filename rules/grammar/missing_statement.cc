#include "rules/grammar/wording.h"

namespace rolelint::rules::missing_statement {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:MISSING_STATEMENT",
    "parliament:MALFORMED",
    "boogy:missing_statement",
    "boogy:empty_statement",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachDiagnostic(
      context.document, policy::DiagnosticCode::kMissingStatement,
      [&](const policy::Diagnostic& d) {
        const bool empty_list = context.document.statement_is_list;
        report
            .Report(d.span, empty_list ? "the list of statements is empty"
                                       : "the policy has no Statement element")
            .Label(empty_list ? "no statement in it" : "this policy")
            .Help("a policy has at least one statement; to grant nothing, detach or delete it");
      });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "missing-statement",
    .summary = "The policy has no statement",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_statement.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::missing_statement
