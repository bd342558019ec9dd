#include "rules/grammar/wording.h"

namespace rolelint::rules::empty_sid {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:EMPTY_SID_VALUE",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.has_sid || !statement.sid.known || !statement.sid.value.empty()) continue;
    report.Report(statement.sid.span, "the Sid is empty")
        .Label("no name")
        .Help("say in a word or two what the statement is for, or delete the element");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "empty-sid",
    .summary = "A Sid is empty",
    .level = engine::Level::kSuggestion,
    .persona = engine::Persona::kPedantic,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsOddSid,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::empty_sid
