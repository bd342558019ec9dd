#include "rules/grammar/wording.h"

namespace rolelint::rules::missing_resource {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:MISSING_RESOURCE",
    "parliament:MALFORMED",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const bool guessed = context.document.kind == policy::Kind::kResource &&
                       context.document.kind_source == policy::KindSource::kContent;
  ForEachDiagnostic(
      context.document, policy::DiagnosticCode::kMissingResource, [&](const policy::Diagnostic& d) {
        engine::FindingBuilder finding =
            report.Report(d.span, StatementName(context.document, d.statement) +
                                      " has neither Resource nor NotResource");
        finding.Label("no Resource in here")
            .Help(guessed ? "name the resources; if this is a role's trust policy, which has none, "
                            "say so with --kind trust"
                          : "add the resources that the statement applies to, or \"*\"");
        // Some services attach a policy to one resource and do not ask for its name again.
        if (guessed) finding.Confidence(engine::Confidence::kMedium);
      });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "missing-resource",
    .summary = "A statement has neither Resource nor NotResource",
    .level = engine::Level::kError,
    .kinds =
        policy::kIdentityLike | policy::Kind::kResource | policy::Kind::kScp | policy::Kind::kRcp,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_resource.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::missing_resource
