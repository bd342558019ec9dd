#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "rules/guide/switch_role.h"

namespace rolelint::rules::chained_switch {
namespace {

using engine::EstateContext;
using engine::Reporter;

// The console switches with the identity that signed in, never from role to role. A role that only
// roles may assume is out of its reach, although the same chain works from the CLI.
void Check(const estate::Entity& role, const EstateContext& context, Reporter& report) {
  const estate::PrincipalRef* principal = SwitchPrincipal(role, context.config);
  if (principal == nullptr || !role.trust_complete) return;
  for (const estate::TrustStatement& statement : role.trust) {
    if (!statement.allow) continue;
    for (const estate::PrincipalRef& named : statement.principals) {
      if (named.type != policy::PrincipalType::kAws || !named.known) return;
      std::optional<policy::Arn> arn = policy::ParseArn(named.value);
      if (!arn) return;
      policy::IamResource resource = policy::SplitIamResource(arn->resource);
      // Identity Center's roles are what people sign in with.
      bool chained = (resource.type == "role" || resource.type == "assumed-role") &&
                     resource.name.find("AWSReservedSSO_") == std::string_view::npos &&
                     resource.path.find("AWSReservedSSO_") == std::string_view::npos;
      if (!chained) return;
    }
  }
  report
      .Report(principal->place,
              fmt::format("{} trusts roles only, so a user who signs in to the console "
                          "cannot switch to it",
                          role.called()))
      .Label("a role")
      .Help(
          "trust the user as well if people are to switch by hand; a chain of roles works from "
          "the CLI, for an hour at a time");
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "chained-switch",
    .summary =
        "A role trusts only roles of another account, so nobody switches to it in the console",
    .level = engine::Level::kSuggestion,
    .confidence = engine::Confidence::kLow,
    .persona = engine::Persona::kPedantic,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_use_switch-role-console.html",
    .check_entity = Check,
};

}  // namespace rolelint::rules::chained_switch
