#pragma once

// A question of `rolelint prove` about policies in files, answered and written.

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/prove_answer.h"
#include "analyzer/cli/streams.h"

namespace rolelint::cli {

// What not-granted asks about. False after telling why it is no question.
bool ReadAsked(const ProveArguments& arguments, const Streams& streams, logic::AskedAccess* asked);

// The exit status.
int AnswerQuestion(const ProveArguments& arguments, const catalog::Catalog& catalog,
                   const Streams& streams);

// Writes the answer in the format that is asked for, and the replay; the exit status.
int WriteAnswer(const Answer& answer, const ProveArguments& arguments, const Streams& streams);

}  // namespace rolelint::cli
