#ifndef ROLELINT_CLI_ACCEPT_OPTIONS_H_
#define ROLELINT_CLI_ACCEPT_OPTIONS_H_

// The options of `check` about what was accepted before: a baseline, an older commit, suppressions.

#include <optional>
#include <string>
#include <vector>

#include "analyzer/accept/baseline.h"
#include "analyzer/cli/command_line.h"
#include "analyzer/cli/streams.h"
#include "analyzer/engine/check.h"

namespace rolelint::cli {

struct AcceptArguments {
  std::string baseline;
  std::string since;
  bool fail_on_new_access = false;
  bool show_suppressed = false;
};

void AddAcceptOptions(Command command, AcceptArguments* arguments);

// Nullopt, with a sentence in `error`.
std::optional<accept::Baseline> ReadBaselineFile(const std::string& path, std::string* error);

// Today in UTC, "2026-01-31": the day of SOURCE_DATE_EPOCH where that is set.
std::string Today();

// Of the entries that match nothing, those that can be told to be gone: their file was read, or is
// no longer there.
std::vector<accept::AcceptedFinding> GoneFor(std::vector<accept::AcceptedFinding> unmatched,
                                             const std::vector<engine::InputSummary>& inputs);
// A note that names them; "" for none.
std::string GoneNote(const std::vector<accept::AcceptedFinding>& gone);

// What is suppressed, a line each, for people.
void WriteSuppressed(const std::vector<engine::Finding>& hidden, std::ostream& out);

// Whether --fail-on-new-access fails.
bool HasNewAccess(const engine::CheckResult& result);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_ACCEPT_OPTIONS_H_
