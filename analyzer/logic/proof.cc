// The names of answers, and the access that not-granted asks about as policies.

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

}  // namespace rolelint::logic
