// Action and NotAction, Principal and NotPrincipal, Resource and NotResource exclude each other.

#include "rules/grammar/wording.h"

namespace rolelint::rules::element_pair {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:UNSUPPORTED_ELEMENT_COMBINATION",
    "parliament:MALFORMED",
    "boogy:action_conflict",
    "boogy:resource_conflict",
    "boogy:principal_conflict",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  ForEachDiagnostic(
      context.document, policy::DiagnosticCode::kElementPair, [&](const policy::Diagnostic& d) {
        const std::string element(d.element);
        const std::string other(d.detail);
        report
            .Report(d.span, StatementName(context.document, d.statement) + " has " + other +
                                " and " + element + ", which exclude each other")
            .Label("one too many")
            .Related(d.related, "the other")
            .Help("keep one, or put each into a statement of its own");
      });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "element-pair",
    .summary = "A statement has an element and its opposite, such as Action and NotAction",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDiagnostics,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::element_pair
