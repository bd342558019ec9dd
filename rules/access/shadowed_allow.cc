#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/logic/questions.h"
#include "rules/access/wording.h"

namespace rolelint::rules::shadowed_allow {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

text::Span ActionsOf(const Statement& statement) {
  return statement.action.present ? statement.action.span : statement.not_action.span;
}

void Report(const logic::Shadow& shadow, const Statement& allow, Reporter& report) {
  std::string told;
  for (size_t i = 0; i < shadow.denies.size(); ++i) {
    if (i != 0) told += i + 1 == shadow.denies.size() ? " and " : ", ";
    told += TellDeny(*shadow.denies[i]);
  }
  const bool one = shadow.denies.size() == 1;
  engine::FindingBuilder finding =
      report.Report(ActionsOf(allow), fmt::format("this Allow allows nothing: {} {} all of it",
                                                  told, one ? "denies" : "together deny"));
  finding.Label("always denied")
      .Help(
          "remove the Allow, or except from the Deny what is meant to be allowed: "
          "a Deny wins over every Allow");
  for (const Statement* deny : shadow.denies) {
    finding.Related(ActionsOf(*deny), one ? "denies all of it" : "denies a part of it");
  }
  if (shadow.assumes_one_value) finding.Confidence(engine::Confidence::kLow);
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows()) continue;
    if (const auto shadow = context.questions.AlwaysDenied(statement)) {
      Report(*shadow, statement, report);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "shadowed-allow",
    .summary = "An Allow has no effect, since a Deny of the same policy covers it",
    .level = engine::Level::kWarning,
    .kinds = policy::kAllKinds,
    .needs = engine::kNeedsDeny,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_evaluation-logic_AccessPolicyReference.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::shadowed_allow
