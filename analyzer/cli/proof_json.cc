#include "analyzer/cli/proof_json.h"

#include <nlohmann/json.hpp>

namespace rolelint::cli {

using Json = nlohmann::ordered_json;

namespace {

Json PrincipalValue(const logic::Principal& principal) {
  using Kind = logic::Principal::Kind;
  switch (principal.kind) {
    case Kind::kAnonymous:
      return "anonymous";
    case Kind::kService:
      return {{"service", principal.text}};
    case Kind::kFederated:
      return {{"federated", principal.text}};
    case Kind::kCanonicalUser:
      return {{"canonical", principal.text}};
    default:
      return principal.text;
  }
}

}  // namespace

Json RequestObject(const logic::Request& request) {
  Json object;
  object["principal"] = PrincipalValue(request.principal);
  object["action"] = request.action;
  object["resource"] = request.resource;
  const std::string_view owner = request.owner_account();
  if (!owner.empty()) object["resource_account"] = owner;
  Json context = Json::object();
  // A session's role, which its own ARN names without path.
  if (request.principal.kind == logic::Principal::Kind::kSession) {
    context["aws:PrincipalArn"] = request.principal.role_arn;
  }
  for (const logic::ContextValue& value : request.context) {
    if (value.is_list) {
      context[value.key] = value.values;
    } else {
      context[value.key] = value.values.empty() ? "" : value.values[0];
    }
  }
  object["context"] = std::move(context);
  return object;
}

std::vector<std::string> Assumptions(const logic::ProofOptions& options,
                                     const catalog::Catalog& catalog) {
  std::vector<std::string> assumptions;
  const std::string date(catalog.date());
  if (options.universe == logic::Universe::kStrings) {
    assumptions.push_back("universe strings: any action and any resource, known to AWS or not");
    assumptions.push_back("action-resource type constraints: off");
  } else {
    assumptions.push_back("universe catalog: the actions of AWS's catalogue of " + date);
    assumptions.push_back("action-resource type constraints: on, by the catalogue of " + date);
  }
  assumptions.push_back("types of condition keys: by the catalogue of " + date);
  return assumptions;
}

std::string StatementPointer(const logic::CompiledStatement& statement,
                             const policy::Document& document) {
  return document.statement_is_list ? "/Statement/" + std::to_string(statement.index)
                                    : "/Statement";
}

}  // namespace rolelint::cli
