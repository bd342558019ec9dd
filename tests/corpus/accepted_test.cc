// What was accepted stays accepted however a policy is written, and no longer once a statement
// grants more: every policy of the shared data is rewritten, and checked against the findings of
// the original.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/acceptance.h"
#include "analyzer/engine/rule.h"
#include "analyzer/text/glob.h"
#include "rules/registry.h"
#include "tests/corpus/real_policies.h"
#include "tests/support/paths.h"

namespace rolelint::corpus::accepted_test {
namespace {

using Json = nlohmann::ordered_json;

// An action that hardly any policy names.
constexpr char kAdded[] = "gamelift:DeleteFleet";

engine::CheckResult Check(const std::string& name, const std::string& text,
                          std::optional<accept::Baseline> baseline = std::nullopt) {
  engine::InputSpec spec;
  spec.display_name = name;
  spec.bytes = text;
  engine::CheckOptions options;
  options.kind = policy::Kind::kIdentity;
  options.threads = 1;
  options.baseline = std::move(baseline);
  return engine::Check({std::move(spec)}, rules::AllRules(),
                       engine::Config::Default(rules::AllRules()), catalog::Catalog::BuiltIn(),
                       options);
}

bool IsPolicy(const Json& policy) {
  if (!policy.is_object() || !policy.contains("Statement")) return false;
  const Json& statements = policy["Statement"];
  if (statements.is_object()) return true;
  return statements.is_array() && !statements.empty() &&
         std::all_of(statements.begin(), statements.end(),
                     [](const Json& one) { return one.is_object(); });
}

Json AsList(const Json& value) { return value.is_array() ? value : Json::array({value}); }

// Members and lists in the reverse order.
Json Reversed(const Json& value) {
  if (value.is_array()) {
    Json list = Json::array();
    for (auto at = value.rbegin(); at != value.rend(); ++at) list.push_back(Reversed(*at));
    return list;
  }
  if (!value.is_object()) return value;
  std::vector<std::string> keys;
  for (const auto& [key, inner] : value.items()) keys.push_back(key);
  Json object = Json::object();
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) object[*key] = Reversed(value[*key]);
  return object;
}

Json WithOtherSids(Json policy) {
  Json statements = AsList(policy["Statement"]);
  int number = 0;
  for (Json& statement : statements) statement["Sid"] = "Changed" + std::to_string(++number);
  policy["Statement"] = std::move(statements);
  return policy;
}

Json WithAStatement(Json policy) {
  Json statements = Json::array({{{"Sid", "Added"},
                                  {"Effect", "Allow"},
                                  {"Action", "ec2:DescribeInstances"},
                                  {"Resource", "*"}}});
  for (const Json& statement : AsList(policy["Statement"])) statements.push_back(statement);
  policy["Statement"] = std::move(statements);
  return policy;
}

// As YAML in block style, behind "key:" or "-".
void WriteYaml(const Json& value, int indent, std::string* out) {
  const std::string margin = "\n" + std::string(static_cast<size_t>(indent), ' ');
  if (value.is_object() && !value.empty()) {
    for (const auto& [key, inner] : value.items()) {
      *out += margin + Json(key).dump() + ":";
      WriteYaml(inner, indent + 2, out);
    }
  } else if (value.is_array() && !value.empty()) {
    for (const Json& inner : value) {
      *out += margin + "-";
      WriteYaml(inner, indent + 2, out);
    }
  } else {
    *out += " " + value.dump();
  }
}

std::string Template(const Json& policy) {
  std::string yaml =
      "AWSTemplateFormatVersion: \"2010-09-09\"\nResources:\n  Policy:\n"
      "    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:";
  WriteYaml(policy, 8, &yaml);
  return yaml + "\n";
}

struct Policy {
  std::string name;
  Json json;
};

std::vector<Policy> Policies() {
  std::vector<Policy> policies;
  for (const auto& file : FilesBelow(*support::SharedData() / "policies")) {
    Json json = Json::parse(support::ReadFile(file), nullptr, false);
    // Functions of a template are read otherwise where there is a template around them.
    if (json.is_discarded() || !IsPolicy(json)) continue;
    const std::string text = json.dump();
    const bool functions = text.find("\"Ref\":") != text.npos || text.find("\"Fn::") != text.npos;
    if (functions) continue;
    policies.push_back({file.filename().string(), std::move(json)});
  }
  return policies;
}

std::string Told(const engine::CheckResult& result) {
  std::string text;
  for (const engine::Finding& finding : result.findings) {
    text += std::string(finding.rule->id) + ": " + finding.message + "\n";
  }
  return text;
}

class AcceptedTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ROLELINT_REQUIRE(support::SharedData(), "the shared data (ROLELINT_SHARED_DATA)");
  }
};

TEST_F(AcceptedTest, StaysAcceptedHoweverItIsWritten) {
  size_t findings = 0;
  for (const Policy& policy : Policies()) {
    const engine::CheckResult first = Check(policy.name, policy.json.dump(2));
    findings += first.findings.size();
    accept::Baseline baseline{engine::AcceptedOf(first.findings)};
    const std::pair<const char*, engine::CheckResult> rewritten[] = {
        {"minified", Check(policy.name, policy.json.dump(), baseline)},
        {"laid out anew", Check(policy.name, policy.json.dump(7, '\t'), baseline)},
        {"renamed", Check("elsewhere/other.json", policy.json.dump(2), baseline)},
        {"reordered", Check(policy.name, Reversed(policy.json).dump(2), baseline)},
        {"other Sids", Check(policy.name, WithOtherSids(policy.json).dump(2), baseline)},
        {"a template", Check("template.yaml", Template(policy.json), baseline)},
    };
    for (const auto& [what, result] : rewritten) {
      // A known limit: a way to escalate that several statements give is told at the first of them.
      const bool several = policy.name.ends_with("invalid_policy.json");
      if (several && std::string_view(what) == "reordered") continue;
      EXPECT_EQ(Told(result), "") << policy.name << ", " << what;
    }
  }
  EXPECT_GT(findings, 500U);
}

// A change that lets a statement allow more, or deny something else; false if it cannot.
using Widening = bool (*)(Json* statement);

bool AddsAction(Json* statement) {
  if (!statement->contains("Action")) return false;
  Json actions = AsList((*statement)["Action"]);
  for (const Json& action : actions) {
    if (!action.is_string() || text::GlobMatchesFolded(action.get<std::string>(), kAdded)) {
      return false;
    }
  }
  actions.push_back(kAdded);
  (*statement)["Action"] = std::move(actions);
  return true;
}

bool WidensResource(Json* statement) {
  if (!statement->contains("Resource")) return false;
  for (const Json& resource : AsList((*statement)["Resource"])) {
    if (!resource.is_string() ||
        resource.get<std::string>().find_first_not_of("*:arnws") == std::string::npos) {
      return false;
    }
  }
  (*statement)["Resource"] = "*";
  return true;
}

bool DropsCondition(Json* statement) {
  return statement->contains("Condition") && !(*statement)["Condition"].empty() &&
         statement->erase("Condition") == 1;
}

// The findings about the statement of this number that are accepted.
std::string AcceptedAbout(const engine::CheckResult& result, size_t number) {
  std::string text;
  const std::string pointer = "/Statement/" + std::to_string(number);
  for (const engine::Finding& finding : result.hidden) {
    // These are about the spelling of statements, whatever they grant.
    if (finding.rule->id == "covered-statement" || finding.rule->id == "duplicate-sid") continue;
    if (finding.pointer == pointer || finding.pointer.starts_with(pointer + "/")) {
      text += std::string(finding.rule->id) + ": " + finding.message + "\n";
    }
  }
  return text;
}

TEST_F(AcceptedTest, IsToldAgainWhenAStatementGrantsMore) {
  const std::pair<const char*, Widening> widenings[] = {{"an action more", AddsAction},
                                                        {"every resource", WidensResource},
                                                        {"no condition", DropsCondition}};
  size_t widened = 0;
  for (Policy& policy : Policies()) {
    policy.json["Statement"] = AsList(policy.json["Statement"]);
    const engine::CheckResult first = Check(policy.name, policy.json.dump(2));
    if (first.findings.empty()) continue;
    const accept::Baseline baseline{engine::AcceptedOf(first.findings)};
    for (size_t i = 0; i < policy.json["Statement"].size(); ++i) {
      for (const auto& [what, widen] : widenings) {
        Json changed = policy.json;
        if (!widen(&changed["Statement"][i])) continue;
        ++widened;
        const engine::CheckResult result = Check(policy.name, changed.dump(2), baseline);
        EXPECT_EQ(AcceptedAbout(result, i), "")
            << policy.name << ", statement " << i << ", " << what;
      }
    }
  }
  EXPECT_GT(widened, 300U);
}

TEST_F(AcceptedTest, AddedStatementsChangeNothingAboutTheOthers) {
  for (const Policy& policy : Policies()) {
    const engine::CheckResult first = Check(policy.name, policy.json.dump(2));
    const accept::Baseline baseline{engine::AcceptedOf(first.findings)};
    const engine::CheckResult result =
        Check(policy.name, WithAStatement(policy.json).dump(2), baseline);
    for (const engine::Finding& finding : result.findings) {
      // Of the policy as a whole, or of the statement that was added.
      const bool others = finding.pointer.starts_with("/Statement/") &&
                          !finding.pointer.starts_with("/Statement/0");
      EXPECT_FALSE(others) << policy.name << ": " << finding.rule->id << " " << finding.message;
    }
  }
}

}  // namespace
}  // namespace rolelint::corpus::accepted_test
