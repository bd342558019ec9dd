#include "analyzer/logic/simulation.h"

#include <algorithm>
#include <optional>

#include "analyzer/logic/outsiders.h"
#include "analyzer/logic/rcp.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::logic {
namespace {

// No action of AWS is half as long; one that is longer is none that is asked for here.
constexpr size_t kLongestAction = 256;

std::string_view Lower(std::string_view text, char (&buffer)[kLongestAction]) {
  const size_t size = std::min(text.size(), kLongestAction);
  for (size_t i = 0; i < size; ++i) buffer[i] = text::AsciiLower(text[i]);
  return {buffer, size};
}

// What AWS itself owns in every account: its policies, the roles of Identity Center, its aliases.
std::string_view OwnedByAws(const policy::Arn& resource) {
  const std::string_view name = resource.resource;
  if (resource.service == "iam") {
    if (resource.account == "aws" && name.starts_with("policy/")) return "policy";
    if (name.starts_with("role/aws-reserved/")) return "role";
  }
  return resource.service == "kms" && name.starts_with("alias/aws/") ? "alias" : std::string_view();
}

// The action changes resources of the type, which is one of its service.
bool ChangesSomething(std::string_view action, std::string_view type,
                      const catalog::Catalog& catalog) {
  const std::optional<catalog::Action> known = catalog.FindAction(action);
  if (!known) return false;
  const catalog::AccessLevel level = known->access_level();
  if (level == catalog::AccessLevel::kRead || level == catalog::AccessLevel::kList) return false;
  for (catalog::ActionResource resource : known->resources()) {
    if (resource.type().name() == type) return true;
  }
  return false;
}

bool NobodyMay(std::string_view action, const Principal& principal,
               const std::optional<policy::Arn>& resource, const catalog::Catalog& catalog) {
  if (!resource) return false;
  // AWS refuses roles to root users, whatever they may do otherwise.
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
  const bool of_role = action.starts_with("sts:") && resource->service == "iam" &&
                       resource->resource.starts_with("role/");
  if (of_role && principal.kind == Principal::Kind::kRoot) return true;
  const std::string_view type = OwnedByAws(*resource);
  return !type.empty() && action.substr(0, action.find(':')) == resource->service &&
         ChangesSomething(action, type, catalog);
}

PolicySet::Caller CallerOf(const Principal& principal) {
  using PrincipalKind = Principal::Kind;
  switch (principal.kind) {
    case PrincipalKind::kRoot:
      return PolicySet::Caller::kRoot;
    case PrincipalKind::kService:
      return PolicySet::Caller::kService;
    case PrincipalKind::kFederated:
      return PolicySet::Caller::kFederated;
    case PrincipalKind::kAnonymous:
    case PrincipalKind::kCanonicalUser:  // known by the resource policy alone
      return PolicySet::Caller::kAnonymous;
    default:
      return PolicySet::Caller::kPrincipal;
  }
}

// Trust policies and key policies rule also within the account.
bool PolicyRules(std::string_view action, const std::optional<policy::Arn>& resource) {
  if (!resource) return false;
  if (action.starts_with("sts:")) {
    return resource->service == "iam" && resource->resource.starts_with("role/");
  }
  return resource->service == "kms" && resource->resource.starts_with("key/");
}

PolicySet::Policies View(const RequestPolicies::List& list) { return {list.data(), list.size()}; }

}  // namespace

bool RcpSupports(std::string_view action, const catalog::Catalog& catalog) {
  const std::optional<catalog::Service> service =
      catalog.FindService(action.substr(0, action.find(':')));
  return !service || service->supports_rcp();
}

std::string_view OutcomeName(Outcome outcome) {
  switch (outcome) {
    case Outcome::kAllowed:
      return "allowed";
    case Outcome::kExplicitlyDenied:
      return "explicitly_denied";
    case Outcome::kImplicitlyDenied:
      return "implicitly_denied";
    case Outcome::kUndecided:
      return "undecided";
  }
  return {};
}

PolicySet Arrange(const Request& request, const RequestPolicies& policies,
                  const Circumstances& circumstances, const Vocabulary& vocabulary,
                  std::vector<PolicySet::Policies>* levels) {
  const Principal& principal = request.principal;
  char buffer[kLongestAction];
  const std::string_view action = Lower(request.action, buffer);
  const std::optional<policy::Arn> resource = policy::ParseArn(request.resource);

  PolicySet set;
  set.resource = policies.resource;
  // Nothing can be attached to a root user.
  if (principal.kind != Principal::Kind::kRoot) {
    set.identity = View(policies.identity);
    set.boundary = View(policies.boundary);
    set.session = View(policies.session);
  }
  set.vpc_endpoint = View(policies.vpc_endpoint);
  levels->clear();
  levels->reserve(policies.scp.size() + policies.rcp.size());
  for (const RequestPolicies::List& level : policies.scp) levels->push_back(View(level));
  for (const RequestPolicies::List& level : policies.rcp) levels->push_back(View(level));
  set.scp = {levels->data(), policies.scp.size()};
  set.rcp = {levels->data() + policies.scp.size(), policies.rcp.size()};

  set.caller = CallerOf(principal);
  const std::string_view owner = request.owner_account();
  // A resource of no account is the caller's own: actions on "*", public names.
  set.same_account = principal.is_aws() && (owner.empty() || owner == principal.account);
  set.resource_policy_rules = PolicyRules(action, resource);
  set.scp_applies = principal.is_aws() && !circumstances.principal_account_is_management &&
                    !principal.service_linked();
  set.rcp_applies = !circumstances.resource_account_is_management && !principal.service_linked() &&
                    !policies.rcp.empty() && RcpSupports(action, vocabulary.catalog());
  set.always_allowed =
      action == "sts:getcalleridentity" && principal.kind != Principal::Kind::kAnonymous;
  set.never_allowed = NobodyMay(action, principal, resource, vocabulary.catalog());
  // Services and the owner's own principals keep their access to a public bucket.
  const bool bucket = resource && resource->service == "s3";
  const bool stranger = principal.kind != Principal::Kind::kService && !set.same_account;
  set.blocked_as_public = circumstances.restrict_public_buckets && bucket && stranger &&
                          policies.resource != nullptr &&
                          IsPublicByForm(*policies.resource, vocabulary);
  return set;
}

Outcome Decide(const BoundRequest& request, const PolicySet& set) {
  RequestLogic logic(request);
  const auto decision = Evaluator<RequestLogic>(&logic).Decide(set);
  if (decision.denied == Truth::kTrue) return Outcome::kExplicitlyDenied;
  if (decision.allowed == Truth::kTrue) return Outcome::kAllowed;
  const bool open = decision.allowed == Truth::kUnknown || decision.denied == Truth::kUnknown;
  return open ? Outcome::kUndecided : Outcome::kImplicitlyDenied;
}

namespace {

// Walks all statements of the set that apply.
template <typename Visit>
void ForEachPolicy(const PolicySet& set, Visit visit) {
  using Source = Cause::Source;
  auto list = [&](PolicySet::Policies policies, Source source, uint32_t level) {
    for (uint32_t i = 0; i < policies.size(); ++i) visit(*policies[i], source, level, i);
  };
  list(set.identity, Source::kIdentity, 0);
  if (set.resource != nullptr) visit(*set.resource, Source::kResource, 0, 0);
  list(set.boundary, Source::kBoundary, 0);
  list(set.session, Source::kSession, 0);
  for (uint32_t i = 0; set.scp_applies && i < set.scp.size(); ++i)
    list(set.scp[i], Source::kScp, i);
  for (uint32_t i = 0; set.rcp_applies && i < set.rcp.size(); ++i)
    list(set.rcp[i], Source::kRcp, i);
  list(set.vpc_endpoint, Source::kVpcEndpoint, 0);
}

void AddNotes(const BoundRequest& request, const PolicySet& set, Outcome outcome,
              std::vector<std::string>* notes) {
  if (set.always_allowed) {
    notes->push_back("sts:GetCallerIdentity needs no permission");
    return;
  }
  if (outcome == Outcome::kExplicitlyDenied) return;
  if (set.never_allowed) notes->push_back("AWS refuses this, whatever policies say");
  if (set.blocked_as_public) {
    notes->push_back(
        "the bucket policy is public, and RestrictPublicBuckets lets only AWS services "
        "and the owner's account use it");
  }
  if (set.resource_policy_rules && set.resource == nullptr) {
    notes->push_back(request.action().starts_with("sts:")
                         ? "the role's trust policy decides who may assume it, and none was given"
                         : "the key's policy decides who may use it, and none was given");
  }
  if (!set.scp.empty() && !set.scp_applies) notes->push_back("SCPs do not apply to this principal");
  if (!set.rcp.empty() && !set.rcp_applies) notes->push_back("RCPs do not apply to this request");
}

}  // namespace

Verdict Explain(const BoundRequest& request, const PolicySet& set) {
  Verdict verdict;
  std::vector<bool> missing(request.vocabulary().key_count());
  RequestLogic logic(request, &missing);
  Evaluator<RequestLogic> evaluator(&logic);
  verdict.outcome = Decide(request, set);
  const bool bounded = !set.boundary.empty();
  ForEachPolicy(
      set, [&](const CompiledPolicy& policy, Cause::Source source, uint32_t level, uint32_t index) {
        for (const CompiledStatement& statement : policy.statements) {
          Truth matches = Truth::kFalse;
          if (!statement.allow) {
            matches = evaluator.DenyMatches(statement, bounded);
          } else if (statement.has_principal && source != Cause::Source::kRcp) {
            const PrincipalLevels<Truth> levels = evaluator.AllowMatches(statement);
            matches = Or(levels.direct, Or(levels.role, levels.account));
          } else {
            matches = evaluator.MatchesBesidesPrincipal(statement);
          }
          if (matches != Truth::kTrue || set.always_allowed) continue;
          const bool decided = statement.allow ? verdict.outcome == Outcome::kAllowed
                                               : verdict.outcome == Outcome::kExplicitlyDenied;
          if (decided) verdict.causes.push_back({source, level, index, &statement});
        }
      });
  for (KeyId key = 0; key < missing.size(); ++key) {
    if (missing[key]) verdict.missing.push_back(key);
  }
  AddNotes(request, set, verdict.outcome, &verdict.notes);
  return verdict;
}

}  // namespace rolelint::logic
