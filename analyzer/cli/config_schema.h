#ifndef ROLELINT_CLI_CONFIG_SCHEMA_H_
#define ROLELINT_CLI_CONFIG_SCHEMA_H_

// The JSON Schema of rolelint.yaml, made from the rules and their options. It is published as
// docs/schema/rolelint.schema.json.

#include <ostream>

namespace rolelint::cli {

void WriteConfigSchema(std::ostream& out);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_CONFIG_SCHEMA_H_
