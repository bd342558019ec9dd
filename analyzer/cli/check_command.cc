#include "analyzer/cli/check_command.h"

#include <unistd.h>

#include <algorithm>
#include <memory>
#include <set>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/accept_options.h"
#include "analyzer/cli/catalog_choice.h"
#include "analyzer/cli/check_setup.h"
#include "analyzer/cli/color.h"
#include "analyzer/cli/input_files.h"
#include "analyzer/cli/kind_words.h"
#include "analyzer/cli/list_inputs.h"
#include "analyzer/cli/progress.h"
#include "analyzer/cli/report_files.h"
#include "analyzer/cli/report_options.h"
#include "analyzer/cli/rule_pages.h"
#include "analyzer/cli/severity_words.h"
#include "analyzer/cli/shown_paths.h"
#include "analyzer/engine/check.h"
#include "analyzer/engine/policy_changes.h"
#include "analyzer/fix/diff.h"
#include "analyzer/fix/fix_inputs.h"
#include "analyzer/report/report.h"
#include "rules/registry.h"

namespace rolelint::cli {
namespace {

using engine::CheckResult;
using engine::Severity;

constexpr int kMaxThreads = 256;

std::string CheckResourceType(const std::string& text) {
  return policy::IsResourceType(text) ? "" : "not the name of a type, such as AWS::S3::Bucket";
}

// What the run reads, which its report must not replace.
ReadFiles FilesRead(const CheckArguments& arguments, const std::string& config_file,
                    const InputFiles& files) {
  ReadFiles read;
  for (const std::string& path : arguments.parameter_files) read.Add(path);
  for (const std::string& path :
       {config_file, arguments.catalog, arguments.files_from, arguments.accept.baseline}) {
    read.Add(path);
  }
  for (const engine::InputSpec& input : files.inputs) read.Add(input.path);
  return read;
}

// What was passed over in folders and lists, as one note; "" if nothing was.
std::string PassedOverNote(const InputFiles& files, const CheckResult& result) {
  size_t endings = 0;
  size_t folders = 0;
  size_t ignored = 0;
  size_t excluded = 0;
  for (const inputs::PassedOver& each : files.passed_over) {
    using Why = inputs::PassedOver::Why;
    ++(each.why == Why::kFolder     ? folders
       : each.why == Why::kIgnored  ? ignored
       : each.why == Why::kExcluded ? excluded
                                    : endings);
  }
  const auto empty = static_cast<size_t>(
      std::count_if(result.inputs.begin(), result.inputs.end(),
                    [](const engine::InputSummary& input) { return input.passed_over; }));
  std::string parts;
  const auto add = [&parts](size_t count, std::string_view one, std::string_view many) {
    if (count == 0) return;
    parts += (parts.empty() ? "" : ", ") + std::to_string(count) + " ";
    parts += count == 1 ? one : many;
  };
  add(empty, "file without a policy", "files without a policy");
  add(endings, "file of another ending", "files of other endings");
  add(folders, "folder (hidden, or node_modules)", "folders (hidden, or node_modules)");
  add(ignored, "by .gitignore", "by .gitignore");
  add(excluded, "by an exclude pattern", "by exclude patterns");
  return parts.empty() ? "" : "passed over: " + parts + "; --list-inputs names them";
}

// What the report tells about the run as a whole.
void Complete(const CheckArguments& arguments, const InputFiles& files, const LoadedConfig& config,
              CheckResult* result) {
  for (const std::string& message : files.errors) {
    result->errors.push_back({"", message, std::nullopt});
    result->incomplete = true;
  }
  if (!config.file.empty() || arguments.verbose) {
    result->notes.push_back({config.note, std::nullopt});
  }
  if (std::string note = PassedOverNote(files, *result); !note.empty()) {
    result->notes.push_back({std::move(note), std::nullopt});
  }
  // What a run that looks at less does not find need not be gone.
  const bool judges = arguments.min_severity == "low" && arguments.select.empty() &&
                      arguments.ignore.empty() && arguments.accept.since.empty();
  result->gone = judges ? GoneFor(std::move(result->gone), result->inputs)
                        : std::vector<accept::AcceptedFinding>();
  if (std::string note = GoneNote(result->gone); !note.empty()) {
    result->notes.push_back({std::move(note), std::nullopt});
  }
  for (const engine::PolicyChange& change : result->changes) {
    result->notes.push_back({ChangeText(change), std::nullopt});
  }
}

// Drops the errors that the report on standard output has as findings, for those who read both.
void DropReportedErrors(CheckResult* result) {
  std::set<std::pair<std::string_view, std::string_view>> reported;
  for (const engine::Finding& finding : result->findings) {
    if (finding.rule->level == engine::Level::kError) {
      reported.emplace(finding.location.file, finding.message);
    }
  }
  std::erase_if(result->errors, [&](const engine::RunError& error) {
    return reported.contains({error.file, error.message});
  });
}

void NoteCatalogAge(const PreparedCheck& check, CheckResult* result) {
  std::string note = CatalogAgeNote(check.catalog().date(), Today(), kCatalogMaxAge);
  if (!note.empty()) result->notes.push_back({std::move(note), {}});
}

fix::FixOutcome RunOrFix(const CheckArguments& arguments, PreparedCheck* check) {
  if (arguments.fix.any()) {
    return fix::FixInputs(check->files.inputs, rules::AllRules(), check->config.config,
                          check->catalog(), check->options, FixOptionsOf(arguments));
  }
  fix::FixOutcome outcome;
  outcome.result = engine::Check(std::move(check->files.inputs), rules::AllRules(),
                                 check->config.config, check->catalog(), check->options);
  return outcome;
}

// Freed by a further run, if there is one: the process ends here, and need not wait for it.
// `inputs` is filled where something asks for the files again.
fix::FixOutcome& FindAll(const CheckArguments& arguments, PreparedCheck* check,
                         std::vector<engine::InputSpec>* inputs) {
  static std::unique_ptr<fix::FixOutcome>& kept = *new std::unique_ptr<fix::FixOutcome>;
  const Progress progress(!arguments.quiet, check->files.inputs.size());
  if (check->old != nullptr || arguments.fix.any()) *inputs = check->files.inputs;
  kept = std::make_unique<fix::FixOutcome>(RunOrFix(arguments, check));
  if (check->old != nullptr) {
    kept->result.changes =
        engine::FindPolicyChanges(check->old->inputs(), *inputs, check->options, check->catalog());
  }
  return *kept;
}

// The text as it is now, also where there was nothing to fix.
void WriteFixedInput(const engine::InputSpec& input, const fix::FixOutcome& outcome,
                     std::ostream& out) {
  out << (outcome.changes.empty() ? input.bytes : outcome.changes.front().after);
  out.flush();
}

// Writes the edits as a unified diff (--diff); there is no report then. Returns the exit status.
int WriteFixDiff(const CheckArguments& arguments, const std::vector<engine::InputSpec>& inputs,
                 const ShownPaths& shown, fix::FixOutcome* outcome, const Streams& streams) {
  for (const fix::FileChange& change : outcome->changes) {
    streams.out << fix::UnifiedDiff(shown.Of(inputs[change.input].display_name), change.before,
                                    change.after);
  }
  streams.out.flush();
  CheckResult& result = outcome->result;
  if (arguments.quiet) result.notes.clear();
  report::ReportOptions options;
  options.color = UseColor(arguments.color, STDERR_FILENO);
  if (!arguments.quiet) WriteFixes(result, false, streams.err);
  report::WriteMessages(result, options, streams.err);
  if (!arguments.quiet) {
    streams.err << FixSummary(*outcome, false, arguments.fix.unsafe) << '\n';
  }
  if (!streams.out) return Fail(streams, "cannot write to standard output");
  if (result.incomplete) return kError;
  return outcome->changes.empty() ? kOk : kFindings;
}

// What goes to standard error beside a report.
void WriteBesideReport(const CheckArguments& arguments, report::ReportOptions options,
                       const fix::FixOutcome& outcome, const std::string& summary,
                       const Streams& streams) {
  const CheckResult& result = outcome.result;
  options.color = UseColor(arguments.color, STDERR_FILENO);
  if (arguments.fix.any() && !arguments.quiet) WriteFixes(result, true, streams.err);
  report::WriteMessages(result, options, streams.err);
  if (options.show_suppressed) WriteSuppressed(result.hidden, streams.err);
  if (arguments.quiet) return;
  streams.err << summary << '\n';
  if (arguments.fix.any()) streams.err << FixSummary(outcome, true, arguments.fix.unsafe) << '\n';
}

// Writes the report and the messages; returns the exit status, which is that of all findings.
int ReportFindings(const CheckArguments& arguments, const PreparedCheck& check,
                   const ShownPaths& shown, const ReadFiles& read, fix::FixOutcome* outcome,
                   const Streams& streams) {
  CheckResult* const result = &outcome->result;
  const report::Format format = FormatOf(arguments.report);
  const bool for_terminal = report::IsForTerminal(format);
  const int status = CheckStatus(arguments, *result);
  const std::string summary = report::SummaryLine(*result);
  if (arguments.report.max_results != 0) {
    std::string note =
        report::KeepMostSevere(static_cast<size_t>(arguments.report.max_results), result);
    if (!note.empty()) result->notes.push_back({std::move(note), std::nullopt});
  }
  if (for_terminal) shown.Apply(result);
  report::ReportOptions options;
  options.tool_version = ROLELINT_VERSION;
  options.catalog_date = check.catalog().date();
  options.rule_page = RulePage;
  options.show_suppressed = arguments.accept.show_suppressed;
  SetReportOptions(arguments.report, &options);
  const bool written =
      WriteReport(arguments.report, arguments.color, *result, options, read, streams);
  if (arguments.quiet) result->notes.clear();
  if (!for_terminal) shown.Apply(result);
  if (for_terminal && !arguments.report.statistics && arguments.report.output.empty() &&
      arguments.report.split_by.empty()) {
    DropReportedErrors(result);
  }
  WriteBesideReport(arguments, options, *outcome, summary, streams);
  return written ? status : kError;
}

}  // namespace

int CheckStatus(const CheckArguments& arguments, const CheckResult& result) {
  if (result.incomplete) return kError;
  if (arguments.accept.fail_on_new_access && HasNewAccess(result)) return kFindings;
  const std::optional<Severity> fail_on = engine::ParseSeverity(arguments.fail_on);
  if (!fail_on) return kOk;  // never
  const bool fails =
      std::any_of(result.findings.begin(), result.findings.end(),
                  [&](const engine::Finding& f) { return engine::SeverityOf(f) >= *fail_on; });
  return fails ? kFindings : kOk;
}

int RunCheck(const CheckArguments& arguments, const Streams& given) {
  const std::string& format = arguments.report.format;
  if (const std::string wrong = WrongReport(arguments.report); !wrong.empty()) {
    return Fail(given, wrong);
  }
  std::optional<PreparedCheck> check = PrepareCheck(arguments, FormatOf(arguments.report), given);
  if (!check) return kError;
  if (const std::string wrong = WrongFixOptions(arguments, check->files.inputs); !wrong.empty()) {
    return Fail(given, wrong);
  }
  const bool text_goes_out = FixesStandardInput(arguments, check->files.inputs);
  const Streams streams{text_goes_out ? given.err : given.out, given.err};
  if (arguments.list_inputs) {
    if (format != "text" && format != "json") {
      return Fail(streams, "--list-inputs writes text or json, not " + format);
    }
    return ListInputs(std::move(check->files), check->catalog(), check->options, format, streams);
  }
  const ReadFiles read = FilesRead(arguments, check->config.file, check->files);
  const std::string& output = arguments.report.output;
  if (const std::string same = output.empty() ? "" : read.SameAs(output); !same.empty()) {
    return Fail(streams, "--output " + output + " would replace the input " + same);
  }
  const ShownPaths shown(check->files.inputs);
  std::vector<engine::InputSpec> inputs;
  fix::FixOutcome& outcome = FindAll(arguments, &*check, &inputs);
  if (arguments.fix.fix) WriteFixedFiles(inputs, &outcome);
  if (text_goes_out) WriteFixedInput(inputs.front(), outcome, given.out);
  Complete(arguments, check->files, check->config, &outcome.result);
  NoteCatalogAge(*check, &outcome.result);
  if (arguments.fix.diff) {
    if (report::IsForTerminal(FormatOf(arguments.report))) shown.Apply(&outcome.result);
    return WriteFixDiff(arguments, inputs, shown, &outcome, streams);
  }
  return ReportFindings(arguments, *check, shown, read, &outcome, streams);
}

void AddInputOptions(Command command, CheckArguments* arguments) {
  CheckArguments& a = *arguments;
  command.AddOption("path", a.paths, "Check files, folders, globs, or - for standard input")
      .TypeName("PATH");
  command
      .AddOption("--files-from", a.files_from,
                 "Read more paths from FILE, one a line; - for standard input")
      .File();
  command
      .AddOption("--kind", a.kind,
                 "Take bare policies for this kind, whatever their content suggests")
      .OneOf(KindWords());
  command
      .AddOption("--resource-type", a.resource_type,
                 "Say what the policies are attached to, as CloudFormation names it: "
                 "AWS::S3::Bucket")
      .TypeName("TYPE")
      .Check(CheckResourceType);
  command
      .AddOption("--parameters", a.parameters,
                 "Set template parameters and pseudo parameters: "
                 "AWS::AccountId=123456789012")
      .TypeName("NAME=VALUE")
      .OneWord();
  command
      .AddOption(
          "--parameters-file", a.parameter_files,
          "Read parameters from FILE: the AWS CLI's list, CodePipeline's template configuration, "
          "or {\"Name\": \"value\"}")
      .File()
      .OneWord();
  command
      .AddOption("--persona", a.persona,
                 "Run the rules for this persona; auditor includes AWS's own policies")
      .OneOf({"regular", "pedantic", "auditor"})
      .ShowDefault();
  command.AddOption("--threads", a.threads, "Use this many threads; 0: one per core")
      .InRange(0, kMaxThreads)
      .ShowDefault();
  Option config = command.AddOption("--config", a.config, "Use this configuration file").File();
  command.AddFlag("--no-config,--isolated", a.no_config, "Ignore rolelint.yaml").Excludes(config);
  AddCatalogOption(command, a.catalog);
  command
      .AddOption("--catalog-max-age", a.catalog_max_age,
                 "Fail if the AWS catalogue is older than this many days")
      .TypeName("DAYS")
      .InRange(uint32_t{1}, uint32_t{36500});
  command.AddOption("--stdin-filename", a.stdin_name, "Name standard input in reports")
      .TypeName("NAME")
      .ShowDefault();
  command.AddFlag("--allow-incomplete", a.allow_incomplete,
                  "Accept exports that say parts of them are missing");
  command.AddFlag(
      "--allow-unresolved", a.allow_unresolved,
      "Accept policies that a template leaves open as a whole: a parameter or a variable "
      "without a value");
  command.AddFlag("--markdown", a.markdown,
                  "Read policies in code blocks of Markdown, and .md files of folders");
  command.AddFlag("--skip-unrecognised", a.skip_unrecognised,
                  "Skip named files that hold no policy, such as in the lists that hooks pass");
  command.AddOption("--select", a.select, "Run these rules, families or other tools' codes alone")
      .TypeName("RULE")
      .OneWord();
  command.AddOption("--ignore", a.ignore, "Run all rules but these").TypeName("RULE").OneWord();
  command
      .AddOption("--exclude", a.exclude,
                 "Pass over files and folders that fit, as a line of .gitignore would")
      .TypeName("PATTERN")
      .OneWord();
  command.AddFlag("--no-ignore", a.no_ignore, "Search what .gitignore files name, too");
}

void AddCheckCommand(Command app, const Streams& streams, int* status) {
  auto arguments = std::make_shared<CheckArguments>();
  CheckArguments& a = *arguments;
  Command command = app.AddCommand("check", "Find what is wrong or risky in policies and exports");
  AddInputOptions(command, arguments.get());
  AddReportOptions(command, &a.report);
  command
      .AddOption("--fail-on", a.fail_on,
                 "Exit with 1 if a finding has this severity or a higher one: critical, high, "
                 "medium, low; or never")
      .TypeName("SEVERITY")
      .Check([](const std::string& word) { return WrongSeverity(word, true); })
      .ShowDefault();
  command
      .AddOption("--min-severity", a.min_severity,
                 "Leave out findings of a lower severity: critical, high, medium or low")
      .TypeName("SEVERITY")
      .Check([](const std::string& word) { return WrongSeverity(word, false); })
      .ShowDefault();
  command.AddRenamedOption("--min-level", "--min-severity critical|high|medium|low");
  command.AddOption("--color", a.color, "Colour the output: always, auto or never")
      .OneOf({"always", "auto", "never"})
      .ShowDefault();
  AddAcceptOptions(command, &a.accept);
  AddFixOptions(command, &a.fix);
  command.AddFlag("--quiet", a.quiet, "Write findings and errors, no notes and no summary");
  command.AddFlag("--verbose", a.verbose, "Report which configuration is used");
  command.AddFlag(
      "--list-inputs", a.list_inputs,
      "List every file with its detected format and the reason, and stop; also as json");
  command.Footer(
      "Exit status: 0 nothing at or above --fail-on; 1 findings; 2 bad usage, input that could not "
      "be read or is "
      "not whole, or nothing to check. 2 wins over 1, and findings are printed all the same.");
  command.Callback([arguments, &streams, status] { *status = RunCheck(*arguments, streams); });
}

}  // namespace rolelint::cli
