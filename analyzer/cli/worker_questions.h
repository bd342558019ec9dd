#ifndef ROLELINT_CLI_WORKER_QUESTIONS_H_
#define ROLELINT_CLI_WORKER_QUESTIONS_H_

// What a worker is asked beyond findings: an export as tables, and an account's share of the map of
// an organization.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "analyzer/cli/map_input.h"
#include "analyzer/cli/text_checker.h"
#include "analyzer/cli/worker_organization.h"
#include "analyzer/report/json_writer.h"

namespace rolelint::cli {

struct WorkerContent {
  engine::InputSpec input;  // an export or a record
  CheckArguments check;
};

// The members of AccountShare among the options, by name, separated by blanks.
inline constexpr std::string_view kShareFields = "account others share shares";
// False, with a sentence in `error`, for a value that is wrong.
bool ReadShare(const nlohmann::ordered_json& options, AccountShare* share, std::string* error);

// Each appends the members of the answer, and is false, with a sentence in `error`, where it cannot
// answer. `map` has the policies of the organization.
bool AnswerTables(const TextChecker& checker, const MapInputArguments& map, WorkerContent content,
                  report::JsonWriter* json, std::string* error);
bool AnswerOrganization(const TextChecker& checker, const MapInputArguments& map,
                        const AccountShare& share, WorkerContent content, report::JsonWriter* json,
                        std::string* error);

// Findings, notes and errors, as lists of the report.
void AppendReport(const engine::CheckResult& result, report::JsonWriter* json);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_WORKER_QUESTIONS_H_
