// The names of answers, and what questions ask about as policies.

#include <algorithm>

#include "analyzer/logic/prove.h"

namespace rolelint::logic {

std::string_view ConclusionName(Conclusion conclusion) {
  switch (conclusion) {
    case Conclusion::kProved:
      return "proved";
    case Conclusion::kRefuted:
      return "refuted";
    case Conclusion::kUnknown:
      return "unknown";
  }
  return {};
}

std::string_view ReasonName(Reason reason) {
  switch (reason) {
    case Reason::kNone:
      return "";
    case Reason::kUnresolved:
      return "unresolved-part";
    case Reason::kCorrelated:
      return "correlated-variables";
    case Reason::kLimit:
      return "limit";
  }
  return {};
}

void Prover::AddAsked(const std::vector<std::string>& actions,
                      const std::vector<std::string>& resources, CompiledPolicy* policy) {
  CompiledStatement& statement = policy->statements.emplace_back();
  statement.allow = true;
  statement.ordinal = compiler_.NextOrdinal();
  for (const std::string& action : actions) compiler_.AddAction(action, true, &statement.actions);
  if (actions.empty()) statement.actions.everything = true;
  for (const std::string& resource : resources) {
    compiler_.AddText(resource, TextMode::kResource, false, &statement.resources);
  }
  statement.has_resource = !resources.empty();
}

CompiledPolicy Prover::CompileAsked(const AskedAccess& asked) {
  CompiledPolicy policy;
  AddAsked(asked.actions, asked.resources, &policy);
  return policy;
}

CompiledPolicy Prover::CompileExcepted(const AskedAccess& asked) {
  CompiledPolicy policy;
  if (!asked.except_actions.empty()) AddAsked(asked.except_actions, {}, &policy);
  if (!asked.except_resources.empty()) AddAsked({}, asked.except_resources, &policy);
  return policy;
}

// All actions of the services that RCPs do not reach, in one statement; none where there are no
// RCPs. What the catalogue does not know they reach (simulation.cc).
CompiledPolicy Prover::CompileBeyondRcps(std::initializer_list<const EffectiveAccess*> all) {
  CompiledPolicy policy;
  if (std::all_of(all.begin(), all.end(),
                  [](const EffectiveAccess* access) { return access->policies.rcp.empty(); })) {
    return policy;
  }
  std::vector<std::string> actions;
  for (catalog::Service service : vocabulary_.catalog().services()) {
    if (!service.supports_rcp()) actions.push_back(std::string(service.prefix()) + ":*");
  }
  AddAsked(actions, {}, &policy);
  return policy;
}

}  // namespace rolelint::logic
