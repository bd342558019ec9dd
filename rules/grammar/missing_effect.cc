#include "rules/grammar/wording.h"

namespace rolelint::rules::missing_effect {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:MISSING_EFFECT",
    "parliament:MALFORMED",
    "boogy:missing_effect",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachDiagnostic(context.document, policy::DiagnosticCode::kMissingEffect,
                    [&](const policy::Diagnostic& d) {
                      report
                          .Report(d.span, StatementName(context.document, d.statement) +
                                              " has no Effect: it neither allows nor denies")
                          .Label("no Effect in here")
                          .Help("add \"Effect\": \"Allow\" or \"Effect\": \"Deny\"");
                    });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "missing-effect",
    .summary = "A statement has no Effect",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::missing_effect
