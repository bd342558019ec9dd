#ifndef ROLELINT_CLI_MAP_RECORD_H_
#define ROLELINT_CLI_MAP_RECORD_H_

// Records: what `rolelint map record` leaves of exports, so that accounts can be read where they
// are and joined elsewhere. A record keeps the texts of its inputs without their indentation, each
// under its name and once; lines stay where they are, so that places lead back to the export.
// Whoever reads records gets exactly what the exports would give, in whatever order they are named.

#include <ostream>
#include <string>
#include <vector>

#include "analyzer/engine/check.h"

namespace rolelint::cli {

inline constexpr int kRecordVersion = 1;

// Records among the inputs are replaced by what they hold, equal inputs are left once, and all are
// sorted by name. False, with a sentence in `error`, for a record that cannot be read.
bool ExpandRecords(std::vector<engine::InputSpec>* inputs, std::string* error);

// The inputs, read, as one record. False, with a sentence in `error`, where one cannot be read.
bool WriteRecord(std::vector<engine::InputSpec> inputs, std::ostream& out, std::string* error);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_MAP_RECORD_H_
