#ifndef ROLELINT_CLI_WHY_COMMANDS_H_
#define ROLELINT_CLI_WHY_COMMANDS_H_

// Commands of the AWS CLI that give what an answer lacks.

#include <string>
#include <vector>

#include "analyzer/cli/why_answer.h"

namespace rolelint::cli {

// `role`: that is assumed, if the input holds it.
std::vector<std::string> CommandsFor(const WhyMessage& message, const logic::Request& request,
                                     const WhyAnswer& answer, const estate::Entity* role);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_WHY_COMMANDS_H_
