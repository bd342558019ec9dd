#ifndef ROLELINT_CLI_MAP_INPUT_H_
#define ROLELINT_CLI_MAP_INPUT_H_

// The inputs of `rolelint map` and `rolelint why`: exports and the policies of the organization.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/catalog_choice.h"
#include "analyzer/cli/command_line.h"
#include "analyzer/cli/given_policies.h"
#include "analyzer/cli/streams.h"
#include "analyzer/engine/check.h"
#include "analyzer/engine/policy_store.h"
#include "analyzer/engine/store_policies.h"
#include "analyzer/graph/map.h"

namespace rolelint::cli {

struct MapInputArguments {
  std::vector<std::string> paths;
  std::vector<engine::InputSpec> inputs;  // read in addition to the paths
  std::vector<std::string> scps;          // [ACCOUNT=]PATH
  std::vector<std::string> rcps;
  std::string management_account;
  std::vector<std::string> resource_policies;  // ARN=FILE
  std::string catalog;
  std::string stdin_name = "stdin";
  std::string color = "auto";
  bool allow_incomplete = false;
};

// The options that say what the paths leave open.
void AddMapInputOptions(Command command, MapInputArguments* arguments);
// Those of them that give the policies of the organization.
void AddOrganizationOptions(Command command, MapInputArguments* arguments);

class MapInput {
 public:
  explicit MapInput(const MapInputArguments& arguments) : arguments_(arguments) {}

  // False, with a sentence in `error`, where options or paths are wrong.
  bool Read(const std::vector<std::string>& paths, std::string* error);
  // Notes and errors of the reading.
  engine::CheckResult Messages() const;
  // The same to standard error. False if part of the input is unreadable.
  bool TellMessages(const Streams& streams);

  engine::StorePolicies& source() { return *source_; }
  const estate::Estate& estate() const { return source_->estate(); }
  engine::PolicyStore& store() { return *store_; }
  engine::PolicyStore::Group exports() const { return exports_; }
  // Of the map that is not made yet.
  void SetScope(graph::MapScope scope) { scope_ = std::move(scope); }
  // Made when first asked for.
  const graph::Map& map();
  // The same policies without some statements.
  std::unique_ptr<engine::StorePolicies> MakeSource(
      std::vector<engine::StorePolicies::StatementKey> left_out);
  const catalog::Catalog& catalog() const { return catalog_.get(); }
  std::vector<std::string> Assumptions() const;

 private:
  bool ReadLevels(const std::vector<std::string>& words, std::string_view option, policy::Kind kind,
                  std::string* error);
  bool ReadResourcePolicies(std::string* error);

  const MapInputArguments& arguments_;
  CatalogChoice catalog_;
  std::unique_ptr<engine::PolicyStore> store_;
  std::vector<engine::RunError> path_errors_;
  engine::PolicyStore::Group exports_ = 0;
  struct Level {
    policy::Kind kind = policy::Kind::kScp;
    std::string account;
    engine::PolicyStore::Group group = 0;
  };
  std::vector<Level> levels_;
  std::vector<std::pair<std::string, engine::PolicyStore::Group>> resources_;
  std::unique_ptr<StoreReader> reader_;
  std::unique_ptr<engine::StorePolicies> source_;
  graph::MapScope scope_;
  std::optional<graph::Map> map_;
};

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_MAP_INPUT_H_
