#include "rules/grammar/wording.h"

namespace rolelint::rules::condition_key_format {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_CONDITION_KEY_FORMAT",
    "boogy:invalid_condition_key",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachDiagnostic(context.document, policy::DiagnosticCode::kConditionKeyFormat,
                    [&](const policy::Diagnostic& d) {
                      const size_t colon = d.detail.find(':');
                      const std::string lack = colon == std::string_view::npos ? "has no colon"
                                               : colon == 0 ? "has nothing before its colon"
                                                            : "has nothing after its colon";
                      report.Report(d.span, "the condition key " + Quoted(d.detail) + " " + lack)
                          .Label("not prefix:name")
                          .Help("a key is a prefix and a name, as aws:SourceIp or sts:ExternalId");
                    });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "condition-key-format",
    .summary = "A condition key is not of the form prefix:name",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_condition.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::condition_key_format
