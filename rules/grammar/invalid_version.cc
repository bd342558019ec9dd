// Version is the version of the policy language, not of the policy.

#include "rules/grammar/wording.h"

namespace rolelint::rules::invalid_version {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_VERSION",
    "parliament:INVALID_VERSION",
    "boogy:invalid_version",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachDiagnostic(
      context.document, policy::DiagnosticCode::kInvalidVersion, [&](const policy::Diagnostic& d) {
        report
            .Report(d.span, Quoted(d.detail) +
                                " is no version of the policy language: these are "
                                "\"2012-10-17\" and \"2008-10-17\"")
            .Label("no such version")
            .Help(
                "write \"2012-10-17\": Version says which language the policy is written in, "
                "not when it was written")
            .Fix(d.span, "2012-10-17", true);
      });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "invalid-version",
    .summary = "Version names no version of the policy language",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_version.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::invalid_version
