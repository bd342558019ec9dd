// A proof as JSON, as AWS's checks answer, and as cases for `simulate`.

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analyzer/cli/proof_json.h"
#include "analyzer/cli/prove_answer.h"
#include "analyzer/logic/json_document.h"
#include "analyzer/report/json_values.h"

namespace rolelint::cli {
namespace {

using Json = nlohmann::ordered_json;
using logic::Conclusion;

Json SidOf(const policy::Statement& statement) {
  return statement.has_sid ? Json(std::string(statement.sid.value)) : Json();
}

Json StatementList(const WitnessAnswer& witness) {
  Json list = Json::array();
  for (const StatementPlace& place : witness.statements) {
    Json entry = report::LocationObject(place.location);
    Json object = {
        {"file", entry["file"]}, {"pointer", place.pointer}, {"sid", SidOf(*place.statement)}};
    object.update(entry);
    list.push_back(std::move(object));
  }
  return list;
}

}  // namespace

void WriteProofJson(const Answer& answer, std::ostream& out) {
  const logic::Proof& proof = answer.proof;
  Json object;
  object["result"] = logic::ConclusionName(proof.conclusion);
  object["reason"] = proof.reason == logic::Reason::kNone
                         ? Json()
                         : Json(std::string(logic::ReasonName(proof.reason)));
  object["witness"] = Json();
  if (!answer.witnesses.empty()) {
    object["witness"] = RequestObject(answer.witnesses[0].witness->request);
  }
  if (answer.witnesses.size() > 1) {
    Json& list = object["witnesses"] = Json::array();
    for (const WitnessAnswer& one : answer.witnesses) {
      Json& entry = list.emplace_back(RequestObject(one.witness->request));
      entry["statements"] = StatementList(one);
    }
  }
  object["statements"] =
      answer.witnesses.empty() ? Json::array() : StatementList(answer.witnesses[0]);
  object["assumptions"] = answer.assumptions;
  if (answer.summary) {
    object["summary"] = {{"exact", answer.summary->exact}, {"policy", answer.summary->policy}};
  }
  object["stats"] = {{"elapsed_us", answer.elapsed_us},
                     {"action_classes", proof.stats.classes},
                     {"steps", proof.stats.steps},
                     {"atoms", proof.stats.atoms}};
  out << report::Dump(object) << '\n';
}

void WriteProofAsAws(const Answer& answer, std::ostream& out) {
  const bool passes = answer.proof.conclusion == Conclusion::kProved;
  Json object;
  object["result"] = passes ? "PASS" : "FAIL";
  if (answer.proof.conclusion == Conclusion::kUnknown) {
    object["message"] = fmt::format("It is not decided whether {}: {}.", Claim(answer),
                                    ReasonText(answer.proof.reason));
  } else {
    object["message"] = (passes ? Claim(answer) : Refutation(answer)) + ".";
  }
  Json& reasons = object["reasons"] = Json::array();
  if (!answer.witnesses.empty()) {
    const WitnessAnswer& one = answer.witnesses[0];
    for (const StatementPlace& place : one.statements) {
      const policy::Statement& statement = *place.statement;
      Json& entry = reasons.emplace_back();
      entry["description"] =
          fmt::format("The statement at index {}{} of {} allows this: {}.", statement.index,
                      statement.has_sid ? fmt::format(" (Sid {})", statement.sid.value) : "",
                      answer.policies[place.policy].file, RequestText(one.witness->request));
      entry["statementIndex"] = statement.index;
      if (statement.has_sid) entry["statementId"] = std::string(statement.sid.value);
    }
  }
  out << report::Dump(object) << '\n';
}

namespace {

// What the other side must say so that the policy alone decides: the resource's account leaves it
// to the principal's policies, or the principal's policies allow everything.
Json AccountGrant(const std::string& account) {
  return {{"Version", "2012-10-17"},
          {"Statement",
           {{{"Effect", "Allow"},
             {"Principal", {{"AWS", account}}},
             {"Action", "*"},
             {"Resource", "*"}}}}};
}

Json IdentityGrant() {
  return {{"Version", "2012-10-17"},
          {"Statement", {{{"Effect", "Allow"}, {"Action", "*"}, {"Resource", "*"}}}}};
}

Json PoliciesOf(const ProvePolicy& policy, const logic::Request& request) {
  const policy::Document& document = policy.chosen->document();
  Json policies = Json::object();
  const Json own = logic::JsonOf(document.root);
  const std::string_view owner = request.owner_account();
  const bool own_account = owner.empty() || owner == request.principal.account;
  const bool rules = request.action.starts_with("sts:") || request.action.starts_with("kms:");
  switch (document.kind) {
    case policy::Kind::kTrust:
    case policy::Kind::kResource:
      policies[document.kind == policy::Kind::kTrust ? "trust" : "resource"] = own;
      if (request.principal.is_aws() && (!own_account || rules)) {
        policies["identity"] = Json::array({IdentityGrant()});
      }
      return policies;
    default:
      policies["identity"] = Json::array({own});
      policies["resource"] = AccountGrant(request.principal.account);
      return policies;
  }
}

}  // namespace

void WriteReplay(const Answer& answer, std::ostream& out) {
  for (size_t i = 0; i < answer.witnesses.size(); ++i) {
    const logic::Request& request = answer.witnesses[i].witness->request;
    for (const ProvePolicy& policy : answer.policies) {
      Json line;
      line["id"] = fmt::format("witness {} under {}", i + 1, policy.file);
      line["request"] = RequestObject(request);
      line["policies"] = PoliciesOf(policy, request);
      out << report::Dump(line) << '\n';
    }
  }
}

}  // namespace rolelint::cli
