#ifndef ROLELINT_CLI_CHECK_COMMAND_H_
#define ROLELINT_CLI_CHECK_COMMAND_H_

// `rolelint check [PATH…]`: reads inputs, runs the rules, reports.

#include <string>
#include <vector>

#include "analyzer/cli/accept_options.h"
#include "analyzer/cli/command_line.h"
#include "analyzer/cli/fix_options.h"
#include "analyzer/cli/report_options.h"
#include "analyzer/cli/streams.h"

namespace rolelint::engine {
struct CheckResult;
}

namespace rolelint::cli {

// The command line as given; words that name something are checked by RunCheck.
struct CheckArguments {
  std::vector<std::string> paths;
  std::string files_from;
  std::string kind;
  std::string resource_type;
  std::string fail_on = "medium";
  std::string min_severity = "low";
  std::string persona = "regular";
  std::string color = "auto";
  std::string config;
  std::string catalog;
  uint32_t catalog_max_age = 0;  // in days; 0: not given, and an old catalogue gets a note
  std::string stdin_name = "stdin";
  std::vector<std::string> parameters;  // NAME=VALUE
  std::vector<std::string> parameter_files;
  std::vector<std::string> select;  // rules, families, codes; each may hold several, with commas
  std::vector<std::string> ignore;
  std::vector<std::string> exclude;
  AcceptArguments accept;
  FixArguments fix;
  ReportArguments report;
  int threads = 0;
  bool no_config = false;
  bool allow_incomplete = false;
  bool allow_unresolved = false;
  bool list_inputs = false;
  bool markdown = false;
  bool skip_unrecognised = false;
  bool verbose = false;
  bool quiet = false;
  bool no_ignore = false;
};

int RunCheck(const CheckArguments& arguments, const Streams& streams);

// The exit status of a run with this result.
int CheckStatus(const CheckArguments& arguments, const engine::CheckResult& result);

// The options that say what is read and which rules run.
void AddInputOptions(Command command, CheckArguments* arguments);
void AddCheckCommand(Command app, const Streams& streams, int* status);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_CHECK_COMMAND_H_
