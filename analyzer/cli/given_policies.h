#ifndef ROLELINT_CLI_GIVEN_POLICIES_H_
#define ROLELINT_CLI_GIVEN_POLICIES_H_

// The policies of a request that no export of an account holds, or not whose they are: those of the
// organization, of the session, of the VPC endpoint. The commands that decide by exports take them
// by the same options.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/cli/command_line.h"
#include "analyzer/cli/input_files.h"
#include "analyzer/engine/access_policies.h"
#include "analyzer/engine/policy_store.h"

namespace rolelint::cli {

// As given.
struct GivenPolicies {
  std::vector<std::string> scps;  // one level each
  std::vector<std::string> rcps;
  std::string session;
  std::string vpc_endpoint;
  std::string management_account;
};

std::vector<Option> AddGivenOptions(Command command, GivenPolicies* given);

// Reads inputs into a store, with all that could not be found.
class StoreReader {
 public:
  StoreReader(engine::PolicyStore* store, const std::string& stdin_name, bool allow_incomplete)
      : store_(*store), stdin_name_(stdin_name), allow_incomplete_(allow_incomplete) {}

  // Reads the paths, and in addition the inputs `given`.
  engine::PolicyStore::Group Read(const std::vector<std::string>& paths,
                                  std::optional<policy::Kind> kind,
                                  const std::vector<engine::InputSpec>& given = {});
  // The policies of an option, which must name some: nullopt, with a sentence in `error`.
  std::optional<engine::PolicyStore::Group> ReadOption(std::string_view option,
                                                       const std::string& path, policy::Kind kind,
                                                       std::string* error);
  const std::vector<engine::RunError>& errors() const { return errors_; }

 private:
  engine::PolicyStore& store_;
  const std::string stdin_name_;
  const bool allow_incomplete_;
  std::vector<engine::RunError> errors_;
};

// The same, read.
class ReadPolicies {
 public:
  // False, with a sentence in `error`, where an option's policies cannot be read.
  bool Read(const GivenPolicies& given, StoreReader* reader, std::string* error);
  void AddTo(engine::AccessPolicies* policies, bool scps = true, bool rcps = true) const;

 private:
  std::vector<engine::PolicyStore::Group> scps_;
  std::vector<engine::PolicyStore::Group> rcps_;
  std::optional<engine::PolicyStore::Group> session_;
  std::optional<engine::PolicyStore::Group> vpc_endpoint_;
};

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_GIVEN_POLICIES_H_
