#include "rules/grammar/wording.h"

namespace rolelint::rules::unknown_operator {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_CONDITION_OPERATOR",
    "parliament:UNKNOWN_OPERATOR",
    "boogy:invalid_operator",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachDiagnostic(context.document, policy::DiagnosticCode::kUnknownOperator,
                    [&](const policy::Diagnostic& d) {
                      engine::FindingBuilder finding =
                          report.Report(d.span, Quoted(d.detail) + " is not a condition operator");
                      if (d.suggestion.empty()) {
                        finding.Label("unknown").Help(
                            "operators are StringEquals, StringLike, ArnLike, Bool, IpAddress, "
                            "Null and their like");
                      } else {
                        finding.Label("did you mean " + Quoted(d.suggestion) + "?")
                            .Fix(d.span, std::string(d.suggestion), false);
                      }
                    });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unknown-operator",
    .summary = "A condition uses an operator that does not exist",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition_operators.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::unknown_operator
