#pragma once

// `rolelint rules [--format json]`: all rules, with the codes by which users of other tools know
// them.

#include <string>

#include "analyzer/cli/streams.h"

namespace CLI {
class App;
}

namespace rolelint::cli {

int RunRules(const std::string& format, const Streams& streams);

void AddRulesCommand(CLI::App& app, const Streams& streams, int* status);

}  // namespace rolelint::cli
