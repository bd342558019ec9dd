#ifndef ROLELINT_CLI_MAP_SARIF_H_
#define ROLELINT_CLI_MAP_SARIF_H_

// Switches, paths and changes of the map as a SARIF 2.1.0 log, for code scanning.

#include <ostream>

#include "analyzer/cli/map_answer.h"
#include "analyzer/engine/check.h"

namespace rolelint::cli {

// `messages`: notes and errors of the input.
void WriteMapSarif(const MapAnswer& answer, engine::CheckResult messages,
                   std::string_view catalog_date, std::ostream& out);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_MAP_SARIF_H_
