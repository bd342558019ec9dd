#include "analyzer/cli/baseline_command.h"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "analyzer/accept/match.h"
#include "analyzer/cli/accept_options.h"
#include "analyzer/cli/check_command.h"
#include "analyzer/cli/check_setup.h"
#include "analyzer/cli/output_file.h"
#include "analyzer/engine/acceptance.h"
#include "analyzer/report/report.h"
#include "rules/registry.h"

namespace rolelint::cli {
namespace {

std::string Counted(size_t count) {
  return count == 1 ? "1 finding" : fmt::format("{} findings", count);
}

// The result of a check without a report. Nullopt after telling why: findings of what was not
// checked as a whole would be missing from the baseline.
std::optional<engine::CheckResult> CheckWhole(const CheckArguments& arguments,
                                              const Streams& streams) {
  std::optional<PreparedCheck> check = PrepareCheck(arguments, report::Format::kJson, streams);
  if (!check) return std::nullopt;
  engine::CheckResult result =
      engine::Check(std::move(check->files.inputs), rules::AllRules(), check->config.config,
                    check->catalog(), check->options);
  for (const std::string& message : check->files.errors) {
    result.errors.push_back({"", message, std::nullopt});
    result.incomplete = true;
  }
  if (!result.incomplete) return result;
  result.notes.clear();
  report::WriteMessages(result, {}, streams.err);
  Fail(streams, "no baseline is written: something could not be checked");
  return std::nullopt;
}

bool Save(const std::string& path, accept::Baseline baseline, const Streams& streams) {
  OutputFile file(path);
  if (file.stream()) accept::WriteBaseline(std::move(baseline), file.stream());
  std::string error;
  if (file.Commit(&error)) return true;
  Fail(streams, "cannot write " + path + ": " + error);
  return false;
}

int Write(const CheckArguments& arguments, const Streams& streams) {
  const std::optional<engine::CheckResult> result = CheckWhole(arguments, streams);
  if (!result) return kError;
  accept::Baseline baseline{engine::AcceptedOf(result->findings)};
  const size_t count = baseline.findings.size();
  if (!Save(arguments.report.output, std::move(baseline), streams)) return kError;
  streams.err << Counted(count) << " accepted in " << report::Printable(arguments.report.output)
              << '\n';
  return kOk;
}

int Update(const CheckArguments& arguments, const Streams& streams) {
  std::string error;
  const std::string& path = arguments.accept.baseline;
  std::optional<accept::Baseline> baseline = ReadBaselineFile(path, &error);
  if (!baseline) return Fail(streams, error);
  CheckArguments without = arguments;
  without.accept.baseline.clear();
  const std::optional<engine::CheckResult> result = CheckWhole(without, streams);
  if (!result) return kError;
  const accept::Matches matches = accept::MatchFindings(
      baseline->findings, engine::AcceptedOf(result->findings), catalog::Catalog::BuiltIn());
  accept::Baseline kept;
  size_t removed = 0;
  for (size_t i = 0; i < baseline->findings.size(); ++i) {
    accept::AcceptedFinding& one = baseline->findings[i];
    if (!matches.met[i] && !GoneFor({one}, result->inputs).empty()) {
      ++removed;
      streams.err << "removed: " << report::Printable(one.rule + " in " + one.file) << '\n';
    } else {
      kept.findings.push_back(std::move(one));
    }
  }
  const size_t left = kept.findings.size();
  if (removed != 0 && !Save(path, std::move(kept), streams)) return kError;
  streams.err << Counted(removed) << " removed, " << left << " left in " << report::Printable(path)
              << '\n';
  return kOk;
}

}  // namespace

void AddBaselineCommand(Command app, const Streams& streams, int* status) {
  Command command = app.AddCommand("baseline", "Accept the findings that there are today");
  auto arguments = std::make_shared<CheckArguments>();
  Command write = command.AddCommand("write", "Write the findings of PATHs to a file");
  AddInputOptions(write, arguments.get());
  write.AddOption("-o,--output", arguments->report.output, "Write the baseline to FILE")
      .File()
      .Required();
  write.Callback([arguments, &streams, status] { *status = Write(*arguments, streams); });
  arguments = std::make_shared<CheckArguments>();
  Command update =
      command.AddCommand("update", "Remove the findings that are gone from a baseline");
  AddInputOptions(update, arguments.get());
  update.AddOption("--baseline", arguments->accept.baseline, "The baseline to update")
      .File()
      .Required();
  update.Callback([arguments, &streams, status] { *status = Update(*arguments, streams); });
  command.RequireCommands(1, 1);
  command.Footer("Exit status: 0 the file is written; 2 an error, and the file is as it was.");
}

}  // namespace rolelint::cli
