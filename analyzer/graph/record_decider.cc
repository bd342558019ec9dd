#include <string_view>

#include "analyzer/estate/aws_policies.h"
#include "analyzer/graph/switches.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::graph {
namespace {

using estate::AssumeStatement;
using estate::Estate;
using estate::Knowledge;
using estate::PolicyFacts;
using estate::PrincipalRef;
using estate::TrustStatement;

enum class Match : uint8_t { kNo, kYes, kMaybe };

Match MatchesResource(const AssumeStatement& statement, std::string_view role_arn) {
  bool maybe = false;
  bool yes = false;
  for (const estate::ResourceRef& resource : statement.resources) {
    if (!resource.known || resource.pattern.find("${") != std::string::npos) {
      maybe = true;
    } else if (text::GlobMatches(resource.pattern, role_arn)) {
      yes = true;
      break;
    }
  }
  if (statement.not_resource) yes = !yes;
  if (maybe && (statement.not_resource || !yes)) return Match::kMaybe;
  return yes ? Match::kYes : Match::kNo;
}

// Gathers what all policies of one principal say about one role.
class PermissionSum {
 public:
  explicit PermissionSum(std::string_view role_arn) : role_arn_(role_arn) {}

  void Add(const PolicyFacts& facts) {
    complete_ = complete_ && facts.complete;
    for (const AssumeStatement& statement : facts.assume) {
      Match match = MatchesResource(statement, role_arn_);
      if (match == Match::kNo) continue;
      if (!statement.allow) {
        denied_ = true;
        continue;
      }
      bool certain = match == Match::kYes && !statement.conditional;
      if (!place_ || (certain && !granted_)) place_ = statement.place;
      granted_ = granted_ || certain;
      maybe_ = true;
    }
  }
  void AddEverything() { granted_ = maybe_ = true; }
  void MissPart() { complete_ = false; }
  void Bounded() { bounded_ = true; }

  HalfVerdict Verdict() const {
    HalfVerdict verdict;
    verdict.place = place_;
    if (!maybe_) {
      verdict.half = complete_ ? Half::kAbsent : Half::kUnknown;
    } else {
      verdict.half =
          granted_ && !denied_ && !bounded_ && complete_ ? Half::kGranted : Half::kUndecided;
    }
    return verdict;
  }

 private:
  std::string_view role_arn_;
  Place place_;
  bool granted_ = false;
  bool maybe_ = false;
  bool denied_ = false;
  bool bounded_ = false;
  bool complete_ = true;
};

void AddPoliciesOf(const Estate& estate, const Entity& holder, PermissionSum* sum) {
  if (holder.inline_state == Knowledge::kUnknown) sum->MissPart();
  for (const estate::InlinePolicy& policy : holder.inline_policies) sum->Add(policy.facts);
  if (holder.attached_state == Knowledge::kUnknown) sum->MissPart();
  for (const estate::AttachedPolicy& attached : holder.attached) {
    if (const estate::ManagedPolicy* policy = estate.FindPolicy(attached.arn)) {
      sum->Add(policy->facts);
    } else if (estate::AllowsEveryAssumeRole(attached.arn)) {
      sum->AddEverything();
    } else {
      sum->MissPart();
    }
  }
}

// Of a principal of which the export tells the name without the account (get-user-policy): whether
// the value may be it, in some account.
bool MayBeNamed(std::string_view value, const Entity& who) {
  if (policy::IsAccountPrincipal(value)) return true;
  const std::optional<policy::Arn> arn = policy::ParseArn(value);
  if (!arn) return false;
  const policy::IamResource resource = policy::SplitIamResource(arn->resource);
  const bool role = who.type == estate::EntityType::kRole;
  if (arn->service == "sts") {
    return role && resource.type == "assumed-role" && resource.path == "/" + who.name + "/";
  }
  return arn->service == "iam" && resource.type == estate::EntityTypeName(who.type) &&
         resource.name == who.name;
}

Match MatchesPrincipal(const PrincipalRef& principal, const Entity& who) {
  if (!principal.known) return Match::kMaybe;
  if (principal.type != policy::PrincipalType::kAws) return Match::kNo;
  const std::string& value = principal.value;
  if (value == "*") return Match::kYes;
  if (who.account.empty()) return MayBeNamed(value, who) ? Match::kMaybe : Match::kNo;
  if (value == who.arn) return Match::kYes;
  if (!who.unique_id.empty() && value == who.unique_id) return Match::kYes;
  if (policy::IsAccountPrincipal(value)) {
    return policy::PrincipalAccount(value) == who.account ? Match::kYes : Match::kNo;
  }
  // A session of the role: whether this very session is meant is not known here.
  if (who.type == estate::EntityType::kRole && policy::PrincipalAccount(value) == who.account) {
    std::optional<policy::Arn> arn = policy::ParseArn(value);
    if (arn && arn->service == "sts" && arn->resource.starts_with("assumed-role/")) {
      std::string_view rest = arn->resource.substr(std::string_view("assumed-role/").size());
      if (rest.substr(0, rest.find('/')) == who.name) return Match::kMaybe;
    }
  }
  return Match::kNo;
}

Match MatchesTrust(const TrustStatement& statement, const Entity& who, bool* names_principal) {
  Match best = Match::kNo;
  for (const PrincipalRef& principal : statement.principals) {
    Match match = MatchesPrincipal(principal, who);
    if (match == Match::kYes && principal.value == who.arn) *names_principal = true;
    if (match == Match::kYes) best = Match::kYes;
    if (match == Match::kMaybe && best == Match::kNo) best = Match::kMaybe;
  }
  // NotPrincipal with Allow trusts everyone else, and with Deny spares whom it lists by each of his
  // names; what that means for one name is for the evaluator.
  if (!statement.not_principal) return best;
  return best == Match::kYes && statement.allow ? Match::kNo : Match::kMaybe;
}

class ConservativeDecider final : public Decider {
 public:
  HalfVerdict Permission(const Estate& estate, const Entity& who,
                         std::string_view role_arn) const override {
    PermissionSum sum(role_arn);
    AddPoliciesOf(estate, who, &sum);
    if (who.type == estate::EntityType::kUser) {
      if (who.groups_state == Knowledge::kUnknown) sum.MissPart();
      for (const std::string& name : who.groups) {
        const Entity* group = estate.FindByName(estate::EntityType::kGroup, who.account, name);
        if (group == nullptr) {
          sum.MissPart();
        } else {
          AddPoliciesOf(estate, *group, &sum);
        }
      }
    }
    if (!who.boundary_arn.absent()) sum.Bounded();
    return sum.Verdict();
  }

  HalfVerdict Trust(const Estate& /*estate*/, const Entity& role,
                    const Entity& who) const override {
    HalfVerdict verdict;
    if (role.trust_state != Knowledge::kPresent) return verdict;
    bool granted = false;
    bool maybe = false;
    bool denied = false;
    for (const TrustStatement& statement : role.trust) {
      if ((statement.actions & estate::kAssumeRole) == 0) continue;
      bool names_principal = false;
      Match match = MatchesTrust(statement, who, &names_principal);
      if (match == Match::kNo) continue;
      if (!statement.allow) {
        denied = true;
        continue;
      }
      bool certain = match == Match::kYes && !statement.conditional;
      if (!verdict.place || (certain && !granted)) verdict.place = statement.place;
      granted = granted || certain;
      maybe = true;
      verdict.names_principal = verdict.names_principal || names_principal;
    }
    if (!maybe) {
      verdict.half = role.trust_complete ? Half::kAbsent : Half::kUnknown;
    } else {
      verdict.half = granted && !denied && role.trust_complete ? Half::kGranted : Half::kUndecided;
    }
    // The evaluator cannot tell either what depends on the account of a mere name.
    if (who.account.empty() && verdict.half == Half::kUndecided) verdict.half = Half::kUnknown;
    return verdict;
  }
};

}  // namespace

const Decider& RecordDecider() {
  static const ConservativeDecider decider;
  return decider;
}

}  // namespace rolelint::graph
