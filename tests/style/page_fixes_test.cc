// Applies the fix of every rule's page to its example: the result is a policy that AWS takes, and
// the rule finds nothing in it.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "analyzer/report/markdown.h"
#include "rules/registry.h"
#include "tests/support/paths.h"

namespace rolelint::page_fixes_test {
namespace {

using Json = nlohmann::ordered_json;

// Pages whose fix is to find out something and to leave the policy as it is.
const std::set<std::string_view> kFixChangesNothing = {"confirm-audience"};

std::vector<std::string> JsonBlocks(std::string_view section) {
  std::vector<std::string> blocks;
  constexpr std::string_view kFence = "```json\n";
  for (size_t at = section.find(kFence); at != std::string_view::npos;
       at = section.find(kFence, at)) {
    at += kFence.size();
    const size_t end = section.find("```", at);
    blocks.emplace_back(section.substr(at, end - at));
    at = end;
  }
  return blocks;
}

// An object, or the members of one without braces; discarded if it is neither.
Json Read(const std::string& text) {
  Json whole = Json::parse(text, nullptr, false);
  return whole.is_discarded() ? Json::parse("{" + text + "}", nullptr, false) : whole;
}

bool IsStatement(const Json& value) {
  return value.contains("Effect") && (value.contains("Action") || value.contains("NotAction"));
}

Json PolicyOf(Json statement) {
  return {{"Version", "2012-10-17"}, {"Statement", Json::array({std::move(statement)})}};
}

// The policy that the example shows; null if it shows something else, such as an export.
Json ExamplePolicy(const std::string& text) {
  Json example = Read(text);
  if (!example.is_object()) return nullptr;
  if (IsStatement(example)) return PolicyOf(std::move(example));
  if (!example.contains("Statement")) return nullptr;
  if (example["Statement"].is_object()) {
    example["Statement"] = Json::array({example["Statement"]});
  }
  return example["Statement"].is_array() && !example["Statement"].empty() ? example : nullptr;
}

// Members of a statement replace those of the example's first one, with their opposites.
void Overlay(const Json& members, Json* statement) {
  for (const auto& [name, value] : members.items()) {
    for (const char* element : {"Action", "Resource", "Principal"}) {
      const std::string opposite = "Not" + std::string(element);
      if (name == element || name == opposite) {
        statement->erase(element);
        statement->erase(opposite);
      }
    }
    (*statement)[name] = value;
  }
}

// Operators with their keys.
bool IsCondition(const Json& value) {
  if (value.contains("Condition")) return false;
  return std::all_of(value.begin(), value.end(), [](const Json& test) {
    return test.is_object() && !test.empty() && test.begin().key().find(':') != std::string::npos;
  });
}

// Null if the fix is no policy or part of one.
Json Fixed(const Json& example, const std::string& text) {
  static const std::set<std::string> kElements = {"Sid",          "Effect",      "Principal",
                                                  "NotPrincipal", "Action",      "NotAction",
                                                  "Resource",     "NotResource", "Condition"};
  Json fix = Read(text);
  if (!fix.is_object() || fix.empty()) return nullptr;
  if (IsCondition(fix)) fix = {{"Condition", fix}};
  if (fix.contains("Statement")) return fix;
  if (IsStatement(fix)) return PolicyOf(fix);
  Json policy = example;
  for (const auto& [name, value] : fix.items()) {
    const bool of_policy = name == "Version" || name == "Id";
    if (!of_policy && !kElements.contains(name)) return nullptr;
    if (of_policy) {
      policy[name] = value;
    } else {
      Overlay({{name, value}}, &policy["Statement"][0]);
    }
  }
  return policy;
}

std::vector<engine::Finding> Findings(const engine::Rule& rule, const Json& policy,
                                      std::optional<policy::Kind> kind) {
  engine::Config config = engine::Config::Default(rules::AllRules());
  const auto file =
      support::SourceDir() / "fixtures" / "rules" / std::string(rule.id) / "rolelint.yaml";
  if (std::filesystem::exists(file)) {
    std::vector<engine::ConfigError> errors;
    auto parsed =
        engine::Config::Parse(support::ReadFile(file), "rolelint.yaml", rules::AllRules(), &errors);
    if (parsed) config = std::move(*parsed);
  }
  engine::CheckOptions options;
  options.kind = kind;
  options.persona = engine::Persona::kAuditor;
  options.threads = 1;
  std::vector<engine::InputSpec> inputs(1);
  inputs[0].display_name = "page.json";
  inputs[0].bytes = policy.dump(2);
  engine::CheckResult result = engine::Check(std::move(inputs), rules::AllRules(), config,
                                             catalog::Catalog::BuiltIn(), options);
  EXPECT_TRUE(result.errors.empty()) << rule.id << ": " << result.errors[0].message;
  return std::move(result.findings);
}

bool Finds(const engine::Rule& rule, const std::vector<engine::Finding>& findings) {
  for (const engine::Finding& finding : findings) {
    if (finding.rule == &rule) return true;
  }
  return false;
}

// As what kind of policy the example shows its finding: by its content, else as one of the rule's.
// False if as none, as where it takes an export or a resource's type.
bool ShowsFinding(const engine::Rule& rule, const Json& example,
                  std::optional<policy::Kind>* kind) {
  *kind = std::nullopt;
  if (Finds(rule, Findings(rule, example, *kind))) return true;
  for (int i = 0; i < policy::kKindCount; ++i) {
    *kind = static_cast<policy::Kind>(i);
    if (rule.kinds.Has(**kind) && Finds(rule, Findings(rule, example, *kind))) return true;
  }
  return false;
}

TEST(PageFixesTest, LeaveNothingToFind) {
  size_t applied = 0;
  for (const engine::Rule* rule : rules::AllRules()) {
    SCOPED_TRACE(rule->id);
    const std::string page = support::ReadFile(support::SourceDir() / "docs" / "rules" /
                                               (std::string(rule->id) + ".md"));
    const auto examples = JsonBlocks(report::MarkdownSection(page, "Example"));
    const auto fixes = JsonBlocks(report::MarkdownSection(page, "Fix"));
    if (examples.empty() || fixes.empty() || kFixChangesNothing.contains(rule->id)) continue;
    const Json example = ExamplePolicy(examples[0]);
    std::optional<policy::Kind> kind;
    if (example.is_null() || !ShowsFinding(*rule, example, &kind)) continue;
    for (const std::string& text : fixes) {
      const Json fixed = Fixed(example, text);
      if (fixed.is_null()) {
        ADD_FAILURE() << "not a policy or a part of one: " << text;
        continue;
      }
      ++applied;
      for (const engine::Finding& finding : Findings(*rule, fixed, kind)) {
        EXPECT_NE(finding.rule, rule) << finding.message << '\n' << fixed.dump(2);
        EXPECT_NE(finding.level, engine::Level::kError)
            << finding.rule->id << ": " << finding.message << '\n'
            << fixed.dump(2);
      }
    }
  }
  EXPECT_GT(applied, 110U) << "pages have lost their fixes, or examples their findings";
}

}  // namespace
}  // namespace rolelint::page_fixes_test
