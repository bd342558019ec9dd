#include "tests/oracle/naive_evaluator.h"

#include <algorithm>
#include <set>
#include <vector>

#include "tests/oracle/naive_conditions.h"
#include "tests/oracle/naive_principal.h"
#include "tests/oracle/naive_public.h"

namespace rolelint::naive {
namespace {

using nlohmann::json;
using Kind = Principal::Kind;

// What the statements of a policy (or of several, of which one suffices) say about a request.
struct Verdict {
  bool denied = false;
  bool allowed = false;
  Naming closest = Naming::kNot;  // of the Allow statements that match; of resource policies alone
  bool by_role = false;           // some Allow names the role of the session
  bool by_account = false;        // some Allow names the account

  bool Directly() const { return closest == Naming::kItself || closest == Naming::kEveryone; }
};

struct Asked {
  json request;
  Principal principal;
  Context context;
  std::string action;
  std::string resource;
  std::string resource_account;
  bool has_boundary = false;
};

json Statements(const json& policy) {
  json statements = policy.value("Statement", json::array());
  return statements.is_array() ? statements : json::array({statements});
}

bool ActionFits(const json& statement, const Asked& asked) {
  auto some = [&](const char* element) {
    std::vector<std::string> listed = Texts(statement.at(element));
    return std::any_of(listed.begin(), listed.end(), [&](const std::string& pattern) {
      return ActionMatches(pattern, asked.action);
    });
  };
  if (statement.contains("Action")) return some("Action");
  return statement.contains("NotAction") && !some("NotAction");
}

bool ResourceFits(const json& statement, const Asked& asked, bool variables) {
  auto some = [&](const char* element) {
    std::vector<std::string> listed = Texts(statement.at(element));
    return std::any_of(listed.begin(), listed.end(), [&](const std::string& pattern) {
      return ResourceMatches(pattern, asked.resource, asked.context, variables);
    });
  };
  if (statement.contains("Resource")) return some("Resource");
  return !statement.contains("NotResource") || !some("NotResource");
}

// How the statement's Principal or NotPrincipal takes the principal in.
Naming PrincipalFits(const json& statement, const Asked& asked, bool deny) {
  if (statement.contains("Principal")) return Names(statement.at("Principal"), asked.principal);
  if (!statement.contains("NotPrincipal")) return Naming::kNot;
  const json& listed = statement.at("NotPrincipal");
  bool in = deny ? asked.has_boundary || !Spares(listed, asked.principal)
                 : Names(listed, asked.principal) == Naming::kNot;
  return in ? Naming::kEveryone : Naming::kNot;
}

void Judge(const json& policy, const Asked& asked, bool principals, Verdict& verdict) {
  bool variables = policy.value("Version", "2008-10-17") == "2012-10-17";
  for (const json& statement : Statements(policy)) {
    bool deny = statement.value("Effect", "") == "Deny";
    Naming naming = principals ? PrincipalFits(statement, asked, deny) : Naming::kItself;
    if (naming == Naming::kNot || !ActionFits(statement, asked)) continue;
    if (!ResourceFits(statement, asked, variables)) continue;
    json condition = statement.value("Condition", json::object());
    if (!ConditionHolds(condition, asked.context, variables)) continue;
    if (deny) {
      verdict.denied = true;
      continue;
    }
    verdict.allowed = true;
    verdict.closest = std::max(verdict.closest, naming);
    verdict.by_role |= naming == Naming::kRole;
    verdict.by_account |= naming == Naming::kAccount;
  }
}

Verdict JudgeAll(const json& policies, const Asked& asked, bool principals) {
  Verdict verdict;
  for (const json& policy : policies) Judge(policy, asked, principals, verdict);
  return verdict;
}

// Every level must allow; a Deny of any counts.
Verdict JudgeLevels(const json& levels, const Asked& asked, bool principals) {
  Verdict all;
  all.allowed = true;
  for (const json& level : levels) {
    Verdict verdict = JudgeAll(level, asked, principals);
    all.denied |= verdict.denied;
    all.allowed &= verdict.allowed;
  }
  return all;
}

bool IsOne(const std::string& action, const std::set<std::string>& actions) {
  return actions.count(Lower(action)) > 0;
}

// What AWS lets nobody change.
bool ChangesReserved(const Asked& asked) {
  std::vector<std::string> segments = Segments(asked.resource);
  if (segments.size() != 6) return false;
  const std::string& rest = segments[5];
  if (segments[2] == "iam" && segments[4] == "aws" && rest.rfind("policy/", 0) == 0) {
    return IsOne(asked.action, {"iam:createpolicy", "iam:createpolicyversion", "iam:deletepolicy",
                                "iam:deletepolicyversion", "iam:setdefaultpolicyversion",
                                "iam:tagpolicy", "iam:untagpolicy"});
  }
  if (segments[2] == "iam" && rest.rfind("role/aws-reserved/", 0) == 0) {
    return IsOne(
        asked.action,
        {"iam:attachrolepolicy", "iam:createrole", "iam:deleterole",
         "iam:deleterolepermissionsboundary", "iam:deleterolepolicy", "iam:detachrolepolicy",
         "iam:putrolepermissionsboundary", "iam:putrolepolicy", "iam:tagrole", "iam:untagrole",
         "iam:updateassumerolepolicy", "iam:updaterole", "iam:updateroledescription"});
  }
  if (segments[2] == "kms" && rest.rfind("alias/aws/", 0) == 0) {
    return IsOne(asked.action, {"kms:createalias", "kms:deletealias", "kms:updatealias"});
  }
  return false;
}

std::string Service(const Asked& asked) {
  return Lower(asked.action.substr(0, asked.action.find(':')));
}

// A role that is assumed: its trust policy rules.
bool RuledByTrust(const Asked& asked) {
  std::vector<std::string> segments = Segments(asked.resource);
  return Service(asked) == "sts" && segments.size() == 6 && segments[2] == "iam" &&
         segments[5].rfind("role/", 0) == 0;
}

bool RuledByKeyPolicy(const Asked& asked) {
  std::vector<std::string> segments = Segments(asked.resource);
  return Service(asked) == "kms" && segments.size() == 6 && segments[5].rfind("key/", 0) == 0;
}

// Resource control policies reach a few services only. The list grows; these are of its first year.
bool KnowsResourceControl(const Asked& asked) {
  static const std::set<std::string> kServices{"s3",  "sts", "kms", "sqs", "secretsmanager",
                                               "ecr", "aoss"};
  return kServices.count(Service(asked)) > 0;
}

struct Sides {
  bool identity = false;  // allowed, and by the caps as well
  bool caps = false;      // boundary and session policies allow
  Verdict resource;
};

bool GrantedToRoot(const Asked& asked, const Sides& sides, bool same_account) {
  // "You cannot call AssumeRole by using root user credentials."
  if (RuledByTrust(asked)) return false;
  if (RuledByKeyPolicy(asked)) return sides.resource.allowed;
  return same_account || sides.resource.allowed;
}

bool Granted(const Asked& asked, const Sides& sides) {
  const Verdict& resource = sides.resource;
  if (!asked.principal.HasIdentity()) return resource.allowed;
  bool same_account = asked.principal.account == asked.resource_account;
  if (asked.principal.kind == Kind::kRoot) return GrantedToRoot(asked, sides, same_account);
  if (!same_account) return resource.allowed && sides.identity;
  if (resource.Directly() || (resource.by_role && sides.caps)) return true;
  if (RuledByTrust(asked) || RuledByKeyPolicy(asked)) return resource.by_account && sides.identity;
  return sides.identity;
}

bool BlockedAsPublic(const json& contract_case, const Asked& asked, const json& policy) {
  json settings = contract_case.value("block_public_access", json::object());
  if (!settings.value("RestrictPublicBuckets", false) || policy.is_null()) return false;
  if (Service(asked) != "s3" || !IsPublicBucketPolicy(policy)) return false;
  if (asked.principal.kind == Kind::kService) return false;
  return asked.principal.account.empty() || asked.principal.account != asked.resource_account;
}

Asked Read(const json& request) {
  Asked asked;
  asked.request = request;
  asked.principal = ReadPrincipal(request);
  asked.context = ReadContext(request, asked.principal);
  asked.action = request.at("action");
  asked.resource = request.at("resource");
  asked.resource_account = ResourceAccount(request);
  return asked;
}

bool HasCaps(const Principal& principal) {
  return principal.HasIdentity() && principal.kind != Kind::kRoot;
}

}  // namespace

std::string Decide(const json& contract_case) {
  Asked asked = Read(contract_case.at("request"));
  json policies = contract_case.value("policies", json::object());
  auto given = [&](const char* kind) { return policies.value(kind, json::array()); };
  bool user = HasCaps(asked.principal);
  asked.has_boundary = user && !given("boundary").empty();

  bool authenticated =
      asked.principal.kind != Kind::kAnonymous && asked.principal.kind != Kind::kFederated;
  if (Lower(asked.action) == "sts:getcalleridentity" && authenticated) return "allowed";

  Verdict identity = JudgeAll(user ? given("identity") : json::array(), asked, false);
  Verdict boundary = JudgeAll(user ? given("boundary") : json::array(), asked, false);
  Verdict session = JudgeAll(user ? given("session") : json::array(), asked, false);
  json resource_policy = policies.value("resource", json());
  if (RuledByTrust(asked) && policies.contains("trust")) resource_policy = policies.at("trust");
  Sides sides;
  if (!resource_policy.is_null()) Judge(resource_policy, asked, true, sides.resource);
  sides.caps = (boundary.allowed || given("boundary").empty()) &&
               (session.allowed || given("session").empty());
  sides.identity = identity.allowed && sides.caps;

  bool linked = asked.principal.IsServiceLinkedRole();
  bool scp_applies = asked.principal.HasIdentity() && !linked &&
                     !contract_case.value("principal_account_is_management", false);
  bool rcp_applies = KnowsResourceControl(asked) && !linked &&
                     !contract_case.value("resource_account_is_management", false);
  Verdict scp = JudgeLevels(scp_applies ? given("scp") : json::array(), asked, false);
  Verdict rcp = JudgeLevels(rcp_applies ? given("rcp") : json::array(), asked, true);
  Verdict endpoint = JudgeAll(given("vpc_endpoint"), asked, true);

  for (const Verdict& verdict : {identity, boundary, session, sides.resource, scp, rcp, endpoint}) {
    if (verdict.denied) return "explicitly_denied";
  }
  if (!scp.allowed || !rcp.allowed) return "implicitly_denied";
  if (!given("vpc_endpoint").empty() && !endpoint.allowed) return "implicitly_denied";
  if (ChangesReserved(asked) || BlockedAsPublic(contract_case, asked, resource_policy)) {
    return "implicitly_denied";
  }
  return Granted(asked, sides) ? "allowed" : "implicitly_denied";
}

bool Allows(const json& policy, const json& request, std::string_view kind) {
  bool principals = kind == "resource" || kind == "trust" || kind == "rcp";
  Verdict verdict;
  Judge(policy, Read(request), principals, verdict);
  return verdict.allowed && !verdict.denied;
}

}  // namespace rolelint::naive
