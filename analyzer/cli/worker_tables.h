#ifndef ROLELINT_CLI_WORKER_TABLES_H_
#define ROLELINT_CLI_WORKER_TABLES_H_

// An export as tables: what `rolelint worker` answers to the question "tables", one list of rows a
// table (docs/scale.md). What the rows say of a policy is what the map makes of it.

#include "analyzer/cli/map_input.h"
#include "analyzer/cli/map_json.h"

namespace rolelint::cli {

// `input` is read. Members: accounts, principals, trust, grants, policies, inputs, slices.
MapJson TablesOf(MapInput* input);

// Elements of the lists of an export, by which a part of it can be written as an export.
MapJson SlicesOf(MapInput* input);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_WORKER_TABLES_H_
