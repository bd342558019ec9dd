#ifndef ROLELINT_CLI_PROVE_QUESTION_H_
#define ROLELINT_CLI_PROVE_QUESTION_H_

// A question of `rolelint prove` about policies in files, answered and written.

#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/prove_answer.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

// The resource types of Access Analyzer's check for public access.
const std::vector<std::string>& PublicResourceTypes();

// A sentence on why not-granted cannot be asked with these actions and resources; empty if it can.
// A mistyped action or resource would be proved for nothing.
std::string WrongQuestion(const logic::AskedAccess& asked);

// What not-granted asks about. False after telling why it is no question.
bool ReadAsked(const ProveArguments& arguments, const Streams& streams, logic::AskedAccess* asked);

// The exit status.
int AnswerQuestion(const ProveArguments& arguments, const catalog::Catalog& catalog,
                   const Streams& streams);

// Writes the answer in the format that is asked for, and the replay; the exit status.
int WriteAnswer(const Answer& answer, const ProveArguments& arguments, const Streams& streams);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_PROVE_QUESTION_H_
