#include "rules/grammar/wording.h"

namespace rolelint::rules::missing_action {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:MISSING_ACTION",
    "parliament:MALFORMED",
    "boogy:missing_action",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const bool trust = context.document.kind == policy::Kind::kTrust;
  ForEachDiagnostic(
      context.document, policy::DiagnosticCode::kMissingAction, [&](const policy::Diagnostic& d) {
        report
            .Report(d.span, StatementName(context.document, d.statement) +
                                " has neither Action nor NotAction")
            .Label("no Action in here")
            .Help(trust ? "a role that people or services switch to wants \"Action\": "
                          "\"sts:AssumeRole\""
                        : "add the actions that the statement allows or denies");
      });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "missing-action",
    .summary = "A statement has neither Action nor NotAction",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::missing_action
