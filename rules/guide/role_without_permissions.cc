#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "rules/guide/switch_role.h"

namespace rolelint::rules::role_without_permissions {
namespace {

using engine::EstateContext;
using engine::Reporter;
using estate::Knowledge;

void Check(const estate::Entity& role, const EstateContext& context, Reporter& report) {
  const estate::PrincipalRef* principal = SwitchPrincipal(role, context.config);
  if (principal == nullptr) return;
  // Both lists are in the input, whole, and empty.
  if (role.inline_state != Knowledge::kPresent || !role.inline_policies.empty()) return;
  if (role.attached_state != Knowledge::kPresent || !role.attached.empty()) return;
  report
      .Report(role.place, fmt::format("the role {} has no permissions: those who switch to it can "
                                      "do nothing",
                                      role.called()))
      .Label("no inline and no attached policy")
      .Related(principal->place, "may switch to it")
      .Help("attach a policy that lists what the role is for, or delete the role");
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "role-without-permissions",
    .summary = "A role that another account's people may switch to has no policy at all",
    .level = engine::Level::kSuggestion,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_create_for-user.html",
    .check_entity = Check,
};

}  // namespace rolelint::rules::role_without_permissions
