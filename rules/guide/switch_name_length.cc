#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "rules/guide/switch_role.h"

namespace rolelint::rules::switch_name_length {
namespace {

using engine::EstateContext;
using engine::Reporter;

// The console refuses to switch to a role whose path and name are longer together.
constexpr size_t kSwitchRoleLimit = 64;

void Check(const estate::Entity& role, const EstateContext& context, Reporter& report) {
  if (SwitchPrincipal(role, context.config) == nullptr) return;
  // The console counts the path as typed before the name: without the leading slash of "/".
  size_t path = role.path.size() > 1 ? role.path.size() : 0;
  if (path + role.name.size() <= kSwitchRoleLimit) return;
  report
      .Report(role.place,
              fmt::format("path and name of the role {} have {} characters; Switch Role in the "
                          "console takes at most {}",
                          role.called(), path + role.name.size(), kSwitchRoleLimit))
      .Label("too long for Switch Role")
      .Help("shorten the name or drop the path");
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "switch-name-length",
    .summary = "Path and name of a role are too long for the console's Switch Role",
    .level = engine::Level::kWarning,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user.html",
    .check_entity = Check,
};

}  // namespace rolelint::rules::switch_name_length
