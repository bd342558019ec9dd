#ifndef ROLELINT_CLI_SIMULATE_EXPORT_H_
#define ROLELINT_CLI_SIMULATE_EXPORT_H_

// `rolelint simulate --principal … --action … PATH…`: one request decided by the policies of
// exports. docs/simulate.md has the contract.

#include <optional>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/given_policies.h"
#include "analyzer/cli/near_miss.h"
#include "analyzer/cli/streams.h"
#include "analyzer/engine/finding.h"
#include "analyzer/engine/policy_store.h"
#include "analyzer/logic/simulation.h"
#include "analyzer/logic/single_change.h"

namespace rolelint::cli {

struct SimulateArguments {
  std::string cases;
  std::vector<std::string> paths;
  std::vector<engine::InputSpec> inputs;  // read in addition to the paths
  std::string principal;
  std::string action;
  std::string resource = "*";
  std::string resource_account;
  std::vector<std::string> context;  // KEY=VALUE
  std::string token;
  GivenPolicies given;
  std::vector<std::string> identity;
  std::string boundary;
  std::string resource_policy;
  std::string trust;
  std::vector<std::string> without;  // an ARN, scp, rcp, boundary
  bool restrict_public_buckets = false;

  std::string catalog;
  std::string format = "text";
  std::string color = "auto";
  std::string stdin_name = "stdin";
  bool allow_incomplete = false;
};

// A statement with its place in the files.
struct PlacedStatement {
  const engine::StoredPolicy* policy = nullptr;
  const policy::Statement* statement = nullptr;
  bool statement_is_list = true;
  engine::Location location;  // of the statement
  std::string file_pointer;
  // The same for people: at the elements that let the request in.
  engine::Finding finding;
};

struct SimulateAnswer {
  logic::Request request;
  logic::Verdict verdict;
  std::vector<PlacedStatement> statements;  // of verdict.causes
  std::vector<NearMiss> near;               // of an implicit denial
  std::vector<PlacedStatement> near_statements;
  std::vector<std::string> missing;
  std::vector<std::string> unknown;  // what could not be taken into account
  std::vector<std::string> notes;
  logic::Changes changes;
  std::vector<engine::RunError> errors;
};

int SimulateExport(const SimulateArguments& arguments, const Streams& streams);

// simulate_text.cc, simulate_json.cc
void WriteSimulateText(const SimulateAnswer& answer, bool color, std::ostream& out);
void WriteSimulateJson(const SimulateAnswer& answer, const catalog::Catalog& catalog,
                       std::ostream& out);

// "identity", "resource", "boundary", "session", "scp", "rcp", "vpc_endpoint".
std::string_view SourceWord(logic::Cause::Source source);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_SIMULATE_EXPORT_H_
