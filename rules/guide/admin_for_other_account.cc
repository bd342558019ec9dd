#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/estate/aws_policies.h"
#include "rules/guide/made_by_aws.h"
#include "rules/guide/switch_role.h"

namespace rolelint::rules::admin_for_other_account {
namespace {

using engine::EstateContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {"prowler:iam_role_administratoraccess_policy"};

// Where the role gets every permission from; no place if it does not.
estate::Place AdministratorPlace(const estate::Entity& role, const estate::Estate& estate,
                                 std::string* source) {
  for (const estate::AttachedPolicy& attached : role.attached) {
    if (estate::IsAdministratorAccess(attached.arn)) {
      *source = "AdministratorAccess";
      return attached.place;
    }
    const estate::ManagedPolicy* policy = estate.FindPolicy(attached.arn);
    if (policy != nullptr && policy->facts.administrator) {
      *source = policy->name;
      return attached.place;
    }
  }
  for (const estate::InlinePolicy& policy : role.inline_policies) {
    if (policy.facts.administrator) {
      *source = policy.name;
      return policy.facts.administrator_place;
    }
  }
  return {};
}

void Check(const estate::Entity& role, const EstateContext& context, Reporter& report) {
  if (role.type != estate::EntityType::kRole || IsMadeByAws(role)) return;
  const estate::PrincipalRef* principal = ForeignPrincipal(role);
  if (principal == nullptr) return;
  std::string source;
  estate::Place place = AdministratorPlace(role, context.estate, &source);
  if (!place) return;
  bool everyone = principal->value == "*";
  bool bounded = role.boundary_arn.present();
  report
      .Report(place, fmt::format("{} may do everything in {}, and {} may assume it", role.called(),
                                 role.account.empty() ? "its account" : "account " + role.account,
                                 everyone ? std::string("anyone") : principal->value))
      .Confidence(bounded ? engine::Confidence::kLow : engine::Confidence::kHigh)
      .Label(fmt::format("every permission by {}", source))
      .Related(principal->place, "from another account")
      .Help(
          "give the role what the work needs: ReadOnlyAccess, or a policy of your own; set a "
          "permissions boundary where that is not known yet");
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "admin-for-other-account",
    .summary = "A role that another account may assume has every permission",
    .level = engine::Level::kSecurity,
    .security_severity = "7.5",
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"
        "#grant-least-privilege",
    .check_entity = Check,
};

}  // namespace rolelint::rules::admin_for_other_account
