#include "rules/escalation/report.h"

namespace rolelint::rules::escalation_restriction {
namespace {

constexpr std::string_view kEquivalents[] = {
    "cloudsplaining:PrivilegeEscalation",
    "parliament:PRIVILEGE_ESCALATION",
};
constexpr std::string_view kYieldsTo[] = {"admin-access", "statement-never-matches",
                                          "shadowed-allow"};

constexpr EscalationWords kWords = {
    .family = graph::EscalationFamily::kRestriction,
    .can = "lift what restricts it",
    .help =
        "take these actions away, or have the restriction deny its own removal: a permissions "
        "boundary that does not allow them, or a Deny of them beside the Deny that matters",
};

void CheckDocument(const engine::DocumentContext& context, engine::Reporter& report) {
  ReportDocument(context, kWords, report);
}

void CheckEstate(const engine::EstateContext& context, engine::Reporter& report) {
  ReportEstate(context, kWords, report);
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "escalation-restriction",
    .summary = "A principal can lift what restricts it, or a role that it can become",
    .level = engine::Level::kSecurity,
    .security_severity = "7.5",
    .kinds = policy::Kind::kIdentity | policy::Kind::kSession,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "access_policies_boundaries.html",
    .check_document = CheckDocument,
    .check_estate = CheckEstate,
};

}  // namespace rolelint::rules::escalation_restriction
