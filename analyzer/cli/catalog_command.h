#ifndef ROLELINT_CLI_CATALOG_COMMAND_H_
#define ROLELINT_CLI_CATALOG_COMMAND_H_

// `rolelint catalog [NAME…]`: shows the catalogue's date and counts and answers look-ups: a service
// prefix, an action or a pattern of actions, a condition key, a resource type (`s3/bucket`) or an
// ARN. Facts go to `out`, messages to `err`. Exit status: 0 every name was found, 2 one was not, or
// the catalogue could not be loaded. `rolelint catalog update FILE`: see catalog_update.h.
// docs/catalog.md is its manual.

#include <ostream>
#include <string>
#include <vector>

#include "analyzer/cli/command_line.h"

namespace rolelint::cli {

struct CatalogOptions {
  std::vector<std::string> names;
  std::string format = "text";  // or "json"
  std::string catalog_file;     // as CatalogChoice::Choose takes it
  std::string update;           // the file of `catalog update`
};

int RunCatalogCommand(const CatalogOptions& options, std::ostream& out, std::ostream& err);

// Adds the subcommand to `app`. When a command line chooses it, parsing runs it and sets *status.
// `out`, `err` and `status` must outlive the parse.
void AddCatalogCommand(Command app, std::ostream& out, std::ostream& err, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_CATALOG_COMMAND_H_
