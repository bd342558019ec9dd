// Every method of escalation the map knows, on a small account of its own: a path that is found,
// and none where one action is missing.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/support/estate_json.h"
#include "tests/support/map_run.h"
#include "tests/support/paths.h"

namespace rolelint::map_methods_test {
namespace {

using support::AccountJson;
using support::Allow;
using support::EstateJson;
using support::MapRun;
using support::Trusts;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

// A line of map_methods.txt. `target`: what the account holds beside `ada`, who has the actions,
// and makes an administrator that ada is to reach:
//   itself, itself-role        ada, a user or a role, by policies that are its own
//   role, pool, cluster        a role that trusts `service`, an identity pool, an EKS cluster
//   user, group, trust, root   another user; a group; a role that trusts another user, the account
//   saml, oidc                 a role that trusts a provider
//   tagged                     a role that asks for a tag
//   partner                    somebody outside
//   …boundary, …deny           ada, but for its boundary, or for a Deny of a policy of its own
struct Method {
  std::string verdict;
  std::string target;
  std::string how;
  std::string service;
  Words actions;
};

std::vector<Method> Methods() {
  std::istringstream lines(support::ReadFile(support::SourceDir() / "tests/cli/map_methods.txt"));
  std::vector<Method> methods;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    Method& one = methods.emplace_back();
    words >> one.verdict >> one.target >> one.how >> one.service;
    for (std::string action; words >> action;) one.actions.push_back(action);
  }
  return methods;
}

constexpr const char* kOwnTag = R"({"StringEquals":{"aws:PrincipalTag/team":"core"}})";

std::string Arn(const AccountJson& account, const std::string& rest) {
  return "arn:aws:iam::" + account.id() + ":" + rest;
}

bool OfRole(const Method& method) {
  return method.target == "itself-role" || method.target.starts_with("role-");
}

void AddTop(AccountJson* account, const EstateJson& trust) {
  account->Role("top", {trust});
  account->AttachAdministrator();
}

// ada may do everything but for what restricts it, which keeps the actions.
void AddRestricted(const std::string& target, bool role, const Words& actions,
                   AccountJson* account) {
  Words kept = actions;
  kept.push_back("s3:*");
  const EstateJson deny = {{"Effect", "Deny"}, {"NotAction", kept}, {"Resource", "*"}};
  const bool attached = target.find("attached") != std::string::npos;
  const bool group = target.starts_with("group");
  const bool bound = target.ends_with("boundary");
  const std::string policy = account->Managed("cap", {bound ? Allow(kept, "*") : deny});
  if (group) {
    account->Group("capped", attached ? std::vector<EstateJson>() : std::vector<EstateJson>{deny});
    if (attached) account->Attach(policy);
  }
  const std::vector<EstateJson> own =
      group || attached || bound ? std::vector<EstateJson>() : std::vector<EstateJson>{deny};
  if (role) {
    account->Role("ada", {Trusts({{"Service", "lambda.amazonaws.com"}})}, own);
  } else {
    account->User("ada", own, group ? Words{"capped"} : Words{});
  }
  account->AttachAdministrator();
  if (bound) account->Bound(policy);
  if (attached && !group) account->Attach(policy);
}

// Whom the role trusts that ada is to reach; null: there is no such role.
EstateJson TrustOf(const Method& method, const AccountJson& account) {
  const std::string web = "sts:AssumeRoleWithWebIdentity";
  const auto federated = [&](const std::string& provider) {
    return EstateJson{{"Federated", provider}};
  };
  const std::string oidc = Arn(account, "oidc-provider/");
  if (method.target == "role") return Trusts({{"Service", method.service}});
  if (method.target == "trust") return Trusts(Arn(account, "user/nobody"));
  if (method.target == "root") return Trusts(Arn(account, "root"));
  if (method.target == "tagged") return Trusts(Arn(account, "root"), EstateJson::parse(kOwnTag));
  if (method.target == "pool") {
    return Trusts(federated("cognito-identity.amazonaws.com"), nullptr, web);
  }
  if (method.target == "cluster") {
    return Trusts(federated(oidc + "oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C3D"), nullptr, web);
  }
  if (method.target == "oidc") {
    return Trusts(federated(oidc + "token.actions.githubusercontent.com"), nullptr, web);
  }
  if (method.target == "saml") {
    return Trusts(federated(Arn(account, "saml-provider/idp")), nullptr, "sts:AssumeRoleWithSAML");
  }
  return nullptr;
}

void Build(const Method& method, const Words& actions, AccountJson* account) {
  if (method.target.ends_with("boundary") || method.target.ends_with("deny")) {
    return AddRestricted(method.target, OfRole(method), actions, account);
  }
  std::vector<EstateJson> statements;
  if (!actions.empty()) statements.push_back(Allow(actions, "*"));
  const std::string own = account->Managed("own", {Allow("s3:*", "*")});
  if (method.target == "itself") account->Group("own");
  if (method.target == "itself-role") {
    account->Role("ada", {Trusts({{"Service", "lambda.amazonaws.com"}})}, statements);
  } else {
    account->User("ada", statements, method.target == "itself" ? Words{"own"} : Words{});
  }
  if (method.target.starts_with("itself")) account->Attach(own);
  const EstateJson trust = TrustOf(method, *account);
  if (!trust.is_null()) AddTop(account, trust);
  if (method.target == "user") account->User("bob");
  if (method.target == "group") account->Group("admins");
  if (method.target == "user" || method.target == "group") account->AttachAdministrator();
}

// The surest verdict of a way from ada to an administrator of its account, by single steps and
// through services and providers; and by which methods ada goes.
struct Answer {
  std::string verdict = "none";
  std::set<std::string> how;
};

int Rank(const std::string& verdict) {
  static const Words kOrder = {"none", "unknown", "conditional", "proved"};
  return static_cast<int>(std::find(kOrder.begin(), kOrder.end(), verdict) - kOrder.begin());
}

class Answers {
 public:
  explicit Answers(Json graph) : graph_(std::move(graph)) {
    for (const Json& node : graph_["nodes"]) {
      const std::string arn = node["arn"];
      if (node["admin"]) admins_.insert(arn);
      if (arn == "a partner of AWS") admins_.insert(arn);
      // Who trusts these is one step further.
      static const std::set<std::string> kGroups = {"service", "federated", "account"};
      services_[arn] = kGroups.contains(node["kind"].get<std::string>());
    }
    for (const Json& edge : graph_["edges"]) edges_[edge["from"]].push_back(&edge);
  }

  Answer Of(const std::string& start, const std::string& account) const {
    Answer answer;
    for (const Json* edge : At(start)) {
      const std::string to = (*edge)["to"];
      bool there = admins_.contains(to);
      if (services_.at(to)) {
        for (const Json* second : At(to)) {
          const std::string role = (*second)["to"];
          there = there ||
                  (role.find(":" + account + ":") != std::string::npos && admins_.contains(role));
        }
      }
      if (!there) continue;
      answer.how.insert((*edge)["how"]);
      if (Rank((*edge)["verdict"]) > Rank(answer.verdict)) answer.verdict = (*edge)["verdict"];
    }
    return answer;
  }

 private:
  std::vector<const Json*> At(const std::string& from) const {
    auto found = edges_.find(from);
    return found == edges_.end() ? std::vector<const Json*>() : found->second;
  }

  Json graph_;
  std::set<std::string> admins_;
  std::map<std::string, bool> services_;
  std::map<std::string, std::vector<const Json*>> edges_;
};

// Whether the method without the action is one that needs less.
bool HoldsOther(const std::vector<Method>& methods, const Method& method,
                const std::string& missing) {
  std::set<std::string> rest(method.actions.begin(), method.actions.end());
  rest.erase(missing);
  return std::any_of(methods.begin(), methods.end(), [&](const Method& other) {
    return other.target == method.target &&
           std::all_of(other.actions.begin(), other.actions.end(),
                       [&](const std::string& action) { return rest.contains(action); });
  });
}

TEST(MapMethods, EachIsFoundAndNotWithoutOneAction) {
  struct Case {
    const Method* method;
    std::string missing;  // "": none
    std::string account;
    std::string start;
  };
  std::vector<Case> cases;
  MapRun run(support::Program());
  Words arguments = {"map", "graph"};
  const auto add = [&](const Method& method, const std::string& missing) {
    const std::string id = std::to_string(300000000000 + static_cast<int64_t>(cases.size()) * 17);
    AccountJson account(id);
    Words actions = method.actions;
    std::erase(actions, missing);
    Build(method, actions, &account);
    run.Write(id + ".json", account.text());
    arguments.push_back(id + ".json");
    cases.push_back({&method, missing, id, Arn(account, OfRole(method) ? "role/ada" : "user/ada")});
  };
  const std::vector<Method> methods = Methods();
  for (const Method& method : methods) {
    add(method, "");
    for (const std::string& action : method.actions) add(method, action);
  }
  const Answers answers(run.Json(arguments));
  for (const Case& one : cases) {
    SCOPED_TRACE(::testing::PrintToString(one.method->actions) + " without " + one.missing);
    const Answer answer = answers.Of(one.start, one.account);
    if (one.missing.empty()) {
      EXPECT_EQ(answer.verdict, one.method->verdict);
    } else if (!HoldsOther(methods, *one.method, one.missing)) {
      EXPECT_EQ(answer.verdict, "none");
    }
    if (one.missing.empty() && one.method->how != "-") {
      EXPECT_TRUE(answer.how.contains(one.method->how)) << ::testing::PrintToString(answer.how);
    }
  }
}

// The collections that the methods come from: each set of theirs holds one of a method that is
// tested, or is of another account or of the organization.
TEST(MapMethods, TheCollectionsHoldNoOther) {
  const std::optional<std::filesystem::path> shared = support::SharedData();
  ROLELINT_REQUIRE(shared, "the shared data (ROLELINT_SHARED_DATA)");
  const std::vector<Method> methods = Methods();
  std::set<std::string> others;
  for (const char* name : {"privesc.json", "privesc-more.json"}) {
    const std::filesystem::path path = shared->parent_path() / "reference" / name;
    ROLELINT_REQUIRE(std::filesystem::exists(path), path.string());
    const Json collection = Json::parse(support::ReadFile(path));
    for (const Json& entry : collection.at("paths")) {
      const std::set<std::string> actions = entry.at("actions");
      const bool tested = std::any_of(methods.begin(), methods.end(), [&](const Method& method) {
        return std::all_of(method.actions.begin(), method.actions.end(),
                           [&](const std::string& action) { return actions.contains(action); });
      });
      if (!tested) others.insert(entry.at("id"));
    }
  }
  const std::set<std::string> kOthers = {
      // map_organization_methods_test.cc
      "extra-035", "extra-036", "extra-037", "more-sts-assume-root", "more-sso-assign",
      "more-sso-customer-policy", "more-identitystore-group", "more-ssodir-group",
      "more-ssodir-password", "more-stackset-managed", "more-stackset-managed-update",
      "more-org-detach-policy", "more-org-update-policy", "more-org-attach-policy",
      "more-org-disable-type", "more-org-move-account", "more-org-remove-account", "more-org-leave",
      // What conditions ask for of a session or a device is open on the map in any case.
      "more-iam-tag-user", "more-iam-tag-role", "more-iam-untag-user", "more-iam-untag-role",
      "more-iam-own-mfa",
      // What restricts permission sets, names that conditions compare, and what code runs from
      // where
      // the input does not tell.
      "more-sso-inline-deny", "more-sso-managed-deny", "more-sso-boundary-delete",
      "more-sso-boundary-put", "more-iam-rename-user", "more-iam-dangling-arn", "more-ecr-push",
      "more-s3-code"};
  EXPECT_EQ(others, kOthers);
}

}  // namespace
}  // namespace rolelint::map_methods_test
