#ifndef ROLELINT_CLI_CATALOG_UPDATE_H_
#define ROLELINT_CLI_CATALOG_UPDATE_H_

// `rolelint catalog update FILE`: stores a newer AWS catalogue, which all commands then use
// (catalog_choice.h). Exit status: 0 it is stored, or is the one in use already; 2 it cannot be
// read or written, or is older than the one in use.

#include <string>

#include "analyzer/cli/streams.h"

namespace rolelint::cli {

int RunCatalogUpdate(const std::string& file, const Streams& streams);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_CATALOG_UPDATE_H_
