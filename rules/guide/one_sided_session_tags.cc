// Session tags and a source identity need both halves, as the switch itself does: a half that
// stands alone makes every switch that carries them fail.

#include <fmt/format.h>

#include <string_view>
#include <unordered_set>

#include "analyzer/engine/rule.h"
#include "analyzer/text/glob.h"
#include "rules/guide/obstacle.h"

namespace rolelint::rules::one_sided_session_tags {
namespace {

using engine::EstateContext;
using engine::Reporter;
using estate::Entity;
using estate::Knowledge;
using graph::Half;
using graph::Switch;

struct Companion {
  uint8_t bit;
  std::string_view action;
  std::string_view carries;
};
constexpr Companion kCompanions[] = {
    {estate::kTagSession, "sts:TagSession", "session tags"},
    {estate::kSetSourceIdentity, "sts:SetSourceIdentity", "a source identity"},
};

bool MayBe(const graph::HalfVerdict& half) {
  return half.half == Half::kGranted || half.half == Half::kUndecided;
}

bool Takes(const estate::AssumeStatement& statement, std::string_view role_arn) {
  bool listed = false;
  for (const estate::ResourceRef& resource : statement.resources) {
    listed = listed || !resource.known || text::GlobMatches(resource.pattern, role_arn);
  }
  return listed != statement.not_resource;
}

// The statement by which the holder names the companion action for the role, or null.
const estate::AssumeStatement* NamedIn(const estate::PolicyFacts& facts, const Companion& companion,
                                       std::string_view role_arn) {
  for (const estate::AssumeStatement& statement : facts.companions) {
    if (statement.allow && (statement.named & companion.bit) != 0 && Takes(statement, role_arn)) {
      return &statement;
    }
  }
  return nullptr;
}

const estate::AssumeStatement* NamedBy(const Entity& holder, const Companion& companion,
                                       std::string_view role_arn, const estate::Estate& estate) {
  for (const estate::InlinePolicy& policy : holder.inline_policies) {
    if (const auto* statement = NamedIn(policy.facts, companion, role_arn)) return statement;
  }
  for (const estate::AttachedPolicy& attached : holder.attached) {
    const estate::ManagedPolicy* policy = estate.FindPolicy(attached.arn);
    if (policy == nullptr) continue;
    if (const auto* statement = NamedIn(policy->facts, companion, role_arn)) return statement;
  }
  return nullptr;
}

// Whether any Allow of the trust policy takes the action, from whomever.
bool IsTrusted(const Entity& role, const Companion& companion) {
  for (const estate::TrustStatement& statement : role.trust) {
    if (statement.allow && (statement.actions & companion.bit) != 0) return true;
  }
  return false;
}

void Check(const EstateContext& context, Reporter& report) {
  std::unordered_set<uint64_t> told;
  for (const Switch& one : context.switches.switches) {
    if (!MayBe(one.permission) || !MayBe(one.trust) || !one.role->trust_complete) continue;
    for (const Companion& companion : kCompanions) {
      if (IsTrusted(*one.role, companion)) continue;
      const estate::AssumeStatement* named =
          NamedBy(*one.who, companion, one.role->arn, context.estate);
      if (named == nullptr || !told.insert(PlaceKey(named->place) ^ companion.bit).second) continue;
      report
          .Report(
              named->place,
              fmt::format("{} may set {} for {}, but the trust policy does not allow {}: a switch "
                          "with {} is denied",
                          one.who->called(), companion.carries, one.role->called(),
                          companion.action, companion.carries))
          .Label(fmt::format("allows {}", companion.action))
          .Related(one.role->trust_place, fmt::format("does not allow {}", companion.action))
          .Help(fmt::format("add {} to the actions of the trust policy of {}, or take it out here",
                            companion.action, one.role->arn));
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "one-sided-session-tags",
    .summary =
        "A principal may set session tags or a source identity that the role's trust policy does "
        "not take",
    .level = engine::Level::kSuggestion,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html",
    .check_estate = Check,
};

}  // namespace rolelint::rules::one_sided_session_tags
