#ifndef ROLELINT_CLI_WORKER_ORGANIZATION_H_
#define ROLELINT_CLI_WORKER_ORGANIZATION_H_

// One account's share of the map of an organization: what `rolelint worker` answers to the question
// "organization". The shares of all accounts make the map that one run over all exports makes.

#include <functional>
#include <set>
#include <string>

#include "analyzer/cli/map_input.h"
#include "analyzer/cli/map_json.h"

namespace rolelint::cli {

struct AccountShare {
  std::string account;  // "": of all, which is one run
  // Accounts with a share of their own, which reports what they have.
  std::set<std::string, std::less<>> others;
  // Of an account with many principals: those whose ARN falls to `share` of `shares`.
  uint32_t share = 0;
  uint32_t shares = 1;
};

// Members: nodes, edges, steps, answers (of `map switches`, but for those that are for nobody).
// `input` is read, and its map is not made yet.
MapJson OrganizationOf(const AccountShare& share, MapInput* input, std::string* error);

// The inputs that hold a user, group or role of the account.
std::set<std::string, std::less<>> FilesOf(std::string_view account, MapInput* input);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_WORKER_ORGANIZATION_H_
