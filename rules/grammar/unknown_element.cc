// An element that the policy language does not have. Names are compared with case.

#include "rules/grammar/wording.h"

namespace rolelint::rules::unknown_element {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_POLICY_ELEMENT",
    "parliament:MALFORMED",
    "boogy:unknown_field",
    "boogy:unknown_policy_field",
};

void ReportOne(const policy::Diagnostic& diagnostic, std::string_view where,
               engine::Reporter& report) {
  const std::string name = Quoted(diagnostic.detail);
  engine::FindingBuilder finding =
      report.Report(diagnostic.span, name + " is not an element of a " + std::string(where));
  if (diagnostic.suggestion.empty()) {
    finding.Label("unknown").Help(
        where == "policy" ? "a policy has Version, Id and Statement"
                          : "a statement has Sid, Effect, Principal, NotPrincipal, Action, "
                            "NotAction, Resource, NotResource and Condition");
    return;
  }
  const bool case_only = DifferInCase(diagnostic.detail, diagnostic.suggestion);
  finding.Label("did you mean " + Quoted(diagnostic.suggestion) + "?")
      .Help(case_only ? "element names are compared with case" : "correct the name")
      .Fix(diagnostic.span, std::string(diagnostic.suggestion), case_only);
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachDiagnostic(context.document, policy::DiagnosticCode::kUnknownPolicyElement,
                    [&](const policy::Diagnostic& d) { ReportOne(d, "policy", report); });
  ForEachDiagnostic(context.document, policy::DiagnosticCode::kUnknownStatementElement,
                    [&](const policy::Diagnostic& d) { ReportOne(d, "statement", report); });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unknown-element",
    .summary = "A policy or statement has an element that the policy language does not know",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::unknown_element
