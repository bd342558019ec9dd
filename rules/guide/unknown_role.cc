#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "rules/guide/dangling_names.h"

namespace rolelint::rules::unknown_role {
namespace {

using engine::EstateContext;
using engine::Reporter;

void Check(const EstateContext& context, Reporter& report) {
  for (const graph::DanglingName& name : context.switches.dangling) {
    if (name.side != graph::DanglingName::Side::kPermission) continue;
    std::string_view account = policy::PrincipalAccount(name.arn);
    engine::FindingBuilder finding =
        report.Report(name.place, fmt::format("{} may assume {}, but account {} has no such role",
                                              name.holder->name, name.arn, account));
    finding.Label("no such role");
    std::string meant = DidYouMean(name);
    if (meant.empty()) {
      finding.Help("correct the name, or take the permission away");
    } else {
      finding.Related(name.near_match->place, "nearest name").Help(std::move(meant));
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unknown-role",
    .summary =
        "A permission names a role that does not exist in an account whose export is at hand",
    .level = engine::Level::kWarning,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html",
    .check_estate = Check,
};

}  // namespace rolelint::rules::unknown_role
