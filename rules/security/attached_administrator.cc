// AWS's own policies are known by their names: whoever one of these is attached to is an
// administrator, whether the export shows its document or not.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/estate/aws_policies.h"
#include "analyzer/policy/wildcards.h"
#include "rules/guide/made_by_aws.h"
#include "rules/guide/switch_role.h"

namespace rolelint::rules::attached_administrator {
namespace {

using engine::EstateContext;
using engine::Level;
using engine::Reporter;
using estate::Entity;

constexpr std::string_view kEquivalents[] = {
    "prowler:iam_role_administratoraccess_policy",
    "prowler:iam_user_administrator_access_policy",
    "prowler:iam_group_administrator_access_policy",
};

struct Powerful {
  std::string_view name;
  std::string_view gives;
  Level level;
};
constexpr Powerful kPowerful[] = {
    {"AdministratorAccess", "every permission", Level::kSecurity},
    {"IAMFullAccess", "all of IAM, which gives access to every other permission", Level::kSecurity},
    {"PowerUserAccess", "every permission outside IAM and Organizations", Level::kWarning},
};

const Powerful* FindPowerful(std::string_view arn) {
  const std::string_view name = estate::AwsPolicyName(arn);
  for (const Powerful& one : kPowerful) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

enum class Cap : uint8_t { kNone, kUnknown, kHolds };

Cap CapOf(const Entity& entity, const estate::Estate& estate) {
  if (!entity.boundary_arn.present()) return Cap::kNone;
  const std::string& arn = entity.boundary_arn.value;
  if (estate::IsAdministratorAccess(arn)) return Cap::kNone;
  const estate::ManagedPolicy* policy = estate.FindPolicy(arn);
  if (policy == nullptr || !policy->facts.complete) return Cap::kUnknown;
  return policy->facts.administrator ? Cap::kNone : Cap::kHolds;
}

bool DeniesEverything(const estate::PolicyFacts& facts) {
  return std::any_of(facts.denied.begin(), facts.denied.end(), [](const estate::ActionList& list) {
    return !list.all_but &&
           std::any_of(list.patterns.begin(), list.patterns.end(),
                       [](const std::string& pattern) { return policy::IsEveryAction(pattern); });
  });
}

// The usual way to lock a user out: AWSDenyAll, or a Deny of everything.
bool IsDeniedEverything(const Entity& entity, const estate::Estate& estate) {
  const bool by_inline = std::any_of(
      entity.inline_policies.begin(), entity.inline_policies.end(),
      [](const estate::InlinePolicy& policy) { return DeniesEverything(policy.facts); });
  return by_inline || std::any_of(entity.attached.begin(), entity.attached.end(),
                                  [&](const estate::AttachedPolicy& attached) {
                                    if (estate::AwsPolicyName(attached.arn) == "AWSDenyAll")
                                      return true;
                                    const estate::ManagedPolicy* policy =
                                        estate.FindPolicy(attached.arn);
                                    return policy != nullptr && DeniesEverything(policy->facts);
                                  });
}

class Attachments {
 public:
  Attachments(const estate::Estate& estate, Reporter* report) : estate_(estate), report_(*report) {}

  void Add(const Entity& entity) {
    // What its boundary leaves is no administrator; who may lift the boundary is told elsewhere.
    const Cap cap = CapOf(entity, estate_);
    if (cap == Cap::kHolds || IsDeniedEverything(entity, estate_)) return;
    for (const estate::AttachedPolicy& attached : entity.attached) {
      const Powerful* powerful = FindPowerful(attached.arn);
      if (powerful == nullptr) continue;
      if (IsMadeByAws(entity)) {
        made_by_aws_[entity.account].push_back({&entity, attached.place, powerful});
      } else if (powerful->name != "AdministratorAccess" || ForeignPrincipal(entity) == nullptr) {
        Report(entity, attached.place, *powerful, cap);
      }
    }
  }

  void ReportMadeByAws() {
    for (const auto& [account, roles] : made_by_aws_) {
      const Made& first = roles.front();
      engine::FindingBuilder finding = report_.Report(
          first.place,
          fmt::format("{} of the roles that AWS made for itself in {} {} administrator's rights: "
                      "{}{}",
                      roles.size(), account.empty() ? "this account" : "account " + account,
                      roles.size() == 1 ? "has" : "have", first.role->called(),
                      roles.size() == 1 ? "" : ", …"));
      finding.Level(Level::kSuggestion)
          .Label(std::string(first.powerful->name))
          .Distinct(account)
          .Help("review who may use the service that made them");
      for (const Made& made : roles) {
        finding.Related(made.role->place,
                        fmt::format("{} has {}", made.role->called(), made.powerful->name));
      }
    }
  }

 private:
  struct Made {
    const Entity* role = nullptr;
    estate::Place place;
    const Powerful* powerful = nullptr;
  };

  void Report(const Entity& entity, const estate::Place& place, const Powerful& powerful, Cap cap) {
    const std::string_view type = estate::EntityTypeName(entity.type);
    const bool whole = powerful.level == Level::kSecurity;
    engine::FindingBuilder finding = report_.Report(
        place, fmt::format("{} makes {}{} {} {}: it gives {}{}", powerful.name,
                           entity.type == estate::EntityType::kGroup ? "every user of " : "", type,
                           entity.called(), whole ? "an administrator" : "nearly an administrator",
                           powerful.gives,
                           cap == Cap::kUnknown ? ", within a permissions boundary that is not in "
                                                  "the input"
                                                : ""));
    finding.Level(cap == Cap::kUnknown ? Level::kWarning : powerful.level)
        .Confidence(cap == Cap::kUnknown ? engine::Confidence::kLow : engine::Confidence::kHigh)
        .Label(std::string(powerful.gives))
        .Distinct(entity.account)
        .Help(
            "attach policies that list what the work needs, and keep administrators' rights for a "
            "role that few may assume, with MFA");
    if (entity.place.span != place.span) finding.Related(entity.place, "whom it is attached to");
  }

  const estate::Estate& estate_;
  Reporter& report_;
  std::map<std::string, std::vector<Made>> made_by_aws_;
};

void Check(const EstateContext& context, Reporter& report) {
  Attachments attachments(context.estate, &report);
  for (const Entity& entity : context.estate.entities()) attachments.Add(entity);
  attachments.ReportMadeByAws();
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "attached-administrator",
    .summary = "AdministratorAccess, or an equivalent AWS-managed policy, is attached",
    .level = Level::kSecurity,
    .security_severity = "7.5",
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"
        "#grant-least-privilege",
    .check_estate = Check,
};

}  // namespace rolelint::rules::attached_administrator
