#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"

namespace rolelint::rules::session_duration {
namespace {

using engine::EstateContext;
using engine::Reporter;

constexpr int64_t kShortest = 3600;
constexpr int64_t kLongest = 43200;
// A role assumed by a role's session lasts an hour at most, whatever MaxSessionDuration says.
constexpr int64_t kChainLimit = 3600;

// The first principal if all that the trust policy names are roles or their sessions, else null.
const estate::PrincipalRef* OnlyRoles(const estate::Entity& role) {
  const estate::PrincipalRef* first = nullptr;
  for (const estate::TrustStatement& statement : role.trust) {
    if (!statement.allow) continue;
    if (statement.not_principal || statement.principals.empty()) return nullptr;
    for (const estate::PrincipalRef& principal : statement.principals) {
      if (principal.type != policy::PrincipalType::kAws || !principal.known) return nullptr;
      std::optional<policy::Arn> arn = policy::ParseArn(principal.value);
      if (!arn) return nullptr;
      if (!arn->resource.starts_with("role/") && !arn->resource.starts_with("assumed-role/")) {
        return nullptr;
      }
      if (first == nullptr) first = &principal;
    }
  }
  return first;
}

void Check(const estate::Entity& role, const EstateContext& /*context*/, Reporter& report) {
  if (role.type != estate::EntityType::kRole || !role.max_session_seconds.present()) return;
  int64_t seconds = role.max_session_seconds.value;
  if (seconds < kShortest || seconds > kLongest) {
    report
        .Report(role.max_session_seconds.place,
                fmt::format("MaxSessionDuration {} is out of range: IAM takes {} to {} seconds",
                            seconds, kShortest, kLongest))
        .Label("out of range");
    return;
  }
  if (seconds <= kChainLimit || !role.trust_complete) return;
  if (const estate::PrincipalRef* principal = OnlyRoles(role)) {
    report
        .Report(role.max_session_seconds.place,
                fmt::format("sessions of {} last one hour, not {} s: only roles may assume it, "
                            "and role chaining ends after one hour",
                            role.called(), seconds))
        .Level(engine::Level::kSuggestion)
        .Label("has no effect")
        .Related(principal->place, "a role: role chaining")
        .Help("trust the user who signs in rather than a role, or plan for one hour");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "session-duration",
    .summary = "A role's maximum session duration is out of range, or cut by role chaining",
    .level = engine::Level::kError,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_terms-and-concepts.html#iam-term-role-chaining",
    .check_entity = Check,
};

}  // namespace rolelint::rules::session_duration
