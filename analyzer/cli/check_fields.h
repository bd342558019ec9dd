#ifndef ROLELINT_CLI_CHECK_FIELDS_H_
#define ROLELINT_CLI_CHECK_FIELDS_H_

// The options of `check` as members of a JSON object, for the commands that are sent what they
// check. One table says what there is, how it is read, and what its JSON Schema is.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "analyzer/cli/check_command.h"

namespace rolelint::cli {

// False, with a sentence in `error`, at a member that there is not or whose value is wrong. Members
// named in `others` (separated by blanks) are passed over.
bool ReadCheckFields(const nlohmann::ordered_json& object, std::string_view others,
                     CheckArguments* arguments, std::string* error);

// The members as "properties" of a JSON Schema.
nlohmann::ordered_json CheckFieldSchemas();

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_CHECK_FIELDS_H_
