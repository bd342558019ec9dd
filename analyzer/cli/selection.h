#ifndef ROLELINT_CLI_SELECTION_H_
#define ROLELINT_CLI_SELECTION_H_

// `--select` and `--ignore`: which rules run. A word is a rule, a family of rules (the folder of
// rules/ that it is in), or the code of another tool ("parliament:UNKNOWN_ACTION", or the code
// alone where one tool has it).

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/config.h"

namespace rolelint::cli {

// Switches rules as the words say. Several words may stand in one, with commas. With `select` none
// but these run, save the ones that say that something could not be read. False, with a sentence in
// `error`, if a word means nothing.
bool SelectRules(const std::vector<std::string>& select, const std::vector<std::string>& ignore,
                 engine::Config* config, std::string* error);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_SELECTION_H_
