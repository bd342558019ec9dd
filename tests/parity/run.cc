#include "tests/parity/run.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "rules/registry.h"

namespace rolelint::parity {
namespace {

constexpr std::string_view kResultPrefix = "access-analyzer:";

bool Covers(const engine::Rule& rule, std::string_view code) {
  return std::any_of(rule.equivalents.begin(), rule.equivalents.end(), [&](std::string_view name) {
    return name.starts_with(kResultPrefix) && name.substr(kResultPrefix.size()) == code;
  });
}

engine::Config ConfigOf(const std::string& yaml) {
  std::vector<engine::ConfigError> errors;
  auto config = engine::Config::Parse(yaml, "rolelint.yaml", rules::AllRules(), &errors);
  for (const engine::ConfigError& error : errors) ADD_FAILURE() << error.message << "\n" << yaml;
  return config ? std::move(*config) : engine::Config::Default(rules::AllRules());
}

}  // namespace

std::vector<Found> FindingsOf(const Check& check, std::string_view code) {
  engine::InputSpec input;
  input.display_name = "policy.json";
  input.bytes = check.policy;
  std::vector<engine::InputSpec> inputs;
  inputs.push_back(std::move(input));
  engine::CheckOptions options;
  options.kind = policy::ParseKind(check.kind);
  EXPECT_TRUE(options.kind || check.kind.empty()) << check.kind;
  options.resource_type = check.resource_type;
  options.persona = engine::Persona::kAuditor;
  options.threads = 1;
  const engine::CheckResult result =
      engine::Check(std::move(inputs), rules::AllRules(), ConfigOf(check.options),
                    catalog::Catalog::BuiltIn(), options);
  std::vector<Found> found;
  for (const engine::Finding& finding : result.findings) {
    if (!code.empty() && !Covers(*finding.rule, code)) continue;
    found.push_back({std::string(finding.rule->id), finding.pointer, finding.message});
  }
  return found;
}

std::string Describe(const std::vector<Found>& found) {
  std::string text;
  for (const Found& finding : found) {
    text += "  " + finding.pointer + " [" + finding.rule + "] " + finding.message + "\n";
  }
  return text;
}

std::set<std::string> CodesOfRules() {
  std::set<std::string> codes;
  for (const engine::Rule* rule : rules::AllRules()) {
    for (std::string_view name : rule->equivalents) {
      if (name.starts_with(kResultPrefix)) codes.emplace(name.substr(kResultPrefix.size()));
    }
  }
  return codes;
}

}  // namespace rolelint::parity
