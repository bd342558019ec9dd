#include <fmt/format.h>

#include "analyzer/engine/rule.h"

namespace rolelint::rules {
namespace {

using engine::EstateContext;
using engine::Reporter;
using graph::Half;
using graph::Switch;

void Check(const EstateContext& context, Reporter& report) {
  for (const Switch& s : context.switches.switches) {
    if (!s.named_by_trust || s.permission.half != Half::kAbsent) continue;
    // Within one account a trust policy that names the principal is permission enough.
    if (s.same_account) continue;
    report
        .Report(s.named_by_trust,
                fmt::format("{} trusts {}, who has no permission to assume it: the switch fails",
                            s.role->name, s.who->arn))
        .Label("has no sts:AssumeRole on this role")
        .Related(s.who->place, fmt::format("no policy of this {} names the role",
                                           estate::EntityTypeName(s.who->type)))
        .Help(fmt::format("add to the {}: \"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", "
                          "\"Resource\": \"{}\"",
                          estate::EntityTypeName(s.who->type), s.role->arn));
  }
}

}  // namespace

extern const engine::Rule kUnpermittedSwitch = {
    .id = "unpermitted-switch",
    .summary = "A role trusts a user of another account who has no permission to assume it",
    .level = engine::Level::kWarning,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_evaluation-logic-cross-account.html",
    .check_estate = Check,
};

}  // namespace rolelint::rules
