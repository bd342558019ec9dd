// A decision as JSON: docs/simulate.md has the contract.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analyzer/cli/proof_json.h"
#include "analyzer/cli/simulate_export.h"
#include "analyzer/report/json_values.h"

namespace rolelint::cli {
namespace {

using Json = nlohmann::ordered_json;
using logic::Cause;
using logic::Change;

Json SourceObject(const Cause& cause) {
  Json object = {{"source", SourceWord(cause.source)}};
  if (cause.source == Cause::Source::kScp || cause.source == Cause::Source::kRcp) {
    object["level"] = cause.level;
  }
  return object;
}

Json StatementObject(const PlacedStatement& placed, const Cause& cause) {
  Json object = SourceObject(cause);
  object["policy"] = {{"kind", policy::KindName(placed.policy->kind)},
                      {"name", placed.policy->policy_name},
                      {"owner_arn", placed.policy->owner_arn}};
  const policy::Statement& statement = *placed.statement;
  object["effect"] = statement.allows() ? "Allow" : "Deny";
  object["statement"] = statement.index;
  object["sid"] = statement.has_sid ? Json(std::string(statement.sid.value)) : Json();
  object["pointer"] =
      placed.statement_is_list ? "/Statement/" + std::to_string(statement.index) : "/Statement";
  object["file_pointer"] = placed.file_pointer;
  object["location"] = report::LocationObject(placed.location);
  return object;
}

class ChangeObjects {
 public:
  explicit ChangeObjects(const SimulateAnswer& answer) : answer_(answer) {}

  Json List(const std::vector<Change>& changes) const {
    Json list = Json::array();
    for (const Change& change : changes) list.push_back(Object(change));
    return list;
  }

 private:
  Json Object(const Change& change) const {
    switch (change.kind) {
      case Change::Kind::kRemoveStatement:
        return {{"change", "remove-statement"}, {"decided_by", IndexOf(change.cause)}};
      case Change::Kind::kAddAllow: {
        Json object = {{"change", "add-allow"}};
        object.update(SourceObject(change.cause));
        return object;
      }
      case Change::Kind::kSetContext: {
        const logic::ContextValue& value = change.context;
        Json object = {{"change", "set-context"}, {"key", value.key}};
        object["value"] = value.is_list ? Json(value.values) : Json(value.values[0]);
        return object;
      }
      case Change::Kind::kDropContext:
        return {{"change", "drop-context"}, {"key", change.context.key}};
      case Change::Kind::kAddDeny:
        return {{"change", "add-deny"}};
    }
    return {};
  }

  size_t IndexOf(const Cause& cause) const {
    const std::vector<Cause>& causes = answer_.verdict.causes;
    return static_cast<size_t>(
        std::find_if(causes.begin(), causes.end(),
                     [&](const Cause& one) { return one.statement == cause.statement; }) -
        causes.begin());
  }

  const SimulateAnswer& answer_;
};

}  // namespace

void WriteSimulateJson(const SimulateAnswer& answer, const catalog::Catalog& catalog,
                       std::ostream& out) {
  report::ReportOptions tool;
  tool.tool_version = ROLELINT_VERSION;
  tool.catalog_date = catalog.date();
  Json object;
  object["schema_version"] = report::kSchemaVersion;
  object["tool"] = report::ToolObject(tool);
  object["decision"] = logic::OutcomeName(answer.verdict.outcome);
  object["request"] = RequestObject(answer.request);
  Json& statements = object["decided_by"] = Json::array();
  for (size_t i = 0; i < answer.statements.size(); ++i) {
    statements.push_back(StatementObject(answer.statements[i], answer.verdict.causes[i]));
  }
  Json& near = object["near_misses"] = Json::array();
  for (size_t i = 0; i < answer.near.size(); ++i) {
    near.push_back(StatementObject(answer.near_statements[i], answer.near[i].cause));
    near.back()["why"] = answer.near[i].why;
  }
  object["missing_context"] = answer.missing;
  object["unknown"] = answer.unknown;
  object["notes"] = answer.notes;
  const ChangeObjects changes(answer);
  object["changes"] = changes.List(answer.changes.single);
  object["changes_together"] = changes.List(answer.changes.together);
  Json& errors = object["errors"] = Json::array();
  for (const engine::RunError& error : answer.errors) errors.push_back(report::ErrorObject(error));
  out << report::Dump(object) << '\n';
}

}  // namespace rolelint::cli
