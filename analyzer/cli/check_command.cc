#include "analyzer/cli/check_command.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <sstream>

#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/color.h"
#include "analyzer/cli/config_file.h"
#include "analyzer/cli/input_files.h"
#include "analyzer/cli/list_inputs.h"
#include "analyzer/cli/output_file.h"
#include "analyzer/cli/prove_question.h"
#include "analyzer/cli/rule_pages.h"
#include "analyzer/cli/severity_words.h"
#include "analyzer/cli/shown_paths.h"
#include "analyzer/cli/template_parameters.h"
#include "analyzer/engine/check.h"
#include "analyzer/inputs/api_calls.h"
#include "analyzer/report/report.h"
#include "analyzer/text/spelling.h"
#include "rules/catalog/attached_type.h"
#include "rules/registry.h"

namespace rolelint::cli {
namespace {

namespace fs = std::filesystem;

using engine::CheckResult;
using engine::Severity;

constexpr int kMaxThreads = 256;
const std::vector<std::string> kKindWords = {"identity", "trust",    "resource", "scp",
                                             "rcp",      "boundary", "session"};

std::string ResourceType(const std::string& text) {
  return policy::IsResourceType(text) ? "" : "not the name of a type, such as AWS::S3::Bucket";
}

// Types that rolelint knows by name: what their policies may hold, or that they are open to the
// public.
std::vector<std::string_view> KnownResourceTypes() {
  std::vector<std::string_view> types(PublicResourceTypes().begin(), PublicResourceTypes().end());
  for (const rules::AttachedType& type : rules::kAttachedTypes) types.push_back(type.name);
  for (const inputs::ResourceShape& shape : inputs::ResourceShapes()) {
    types.push_back(shape.resource_type);
  }
  return types;
}

// A mistyped type would leave policies unchecked against it. False after telling the one that is
// meant.
bool IsFineResourceType(const std::string& type, const Streams& streams) {
  const std::vector<std::string_view> known = KnownResourceTypes();
  if (type.empty() || std::find(known.begin(), known.end(), type) != known.end()) return true;
  const std::string_view meant = text::ClosestWord(type, known);
  if (!meant.empty()) {
    Fail(streams,
         "--resource-type: there is no " + type + "; did you mean " + std::string(meant) + "?");
    return false;
  }
  streams.err << "note: --resource-type: nothing is known of " << report::Printable(type)
              << ", so no rule compares the policies with it\n";
  return true;
}

// Why --kind and --resource-type cannot both hold, or "".
std::string Contradiction(const CheckArguments& arguments) {
  if (arguments.kind.empty() || arguments.resource_type.empty()) return "";
  std::string_view kind = policy::KindName(policy::KindOfAttachment(arguments.resource_type));
  if (arguments.kind == kind) return "";
  return "a policy of " + arguments.resource_type + " is of kind " + std::string(kind) + ", not " +
         arguments.kind;
}

std::vector<std::string> Paths(const CheckArguments& arguments, std::string* error) {
  std::vector<std::string> paths = arguments.paths;
  if (!arguments.files_from.empty() && !ReadPathList(arguments.files_from, &paths, error))
    return {};
  if (paths.empty() && arguments.files_from.empty()) {
    *error = isatty(STDIN_FILENO) == 1
                 ? "nothing to check: name files or folders"
                 : "nothing to check: name files or folders, or - to read standard input";
  } else if (paths.empty()) {
    *error = "nothing to check: the list " + arguments.files_from + " names no file";
  }
  return paths;
}

engine::CheckOptions OptionsOf(const CheckArguments& arguments, report::Format format) {
  engine::CheckOptions options;
  options.kind = policy::ParseKind(arguments.kind);
  options.resource_type = arguments.resource_type;
  options.persona = engine::ParsePersona(arguments.persona).value_or(engine::Persona::kRegular);
  options.min_severity = engine::ParseSeverity(arguments.min_severity).value_or(Severity::kLow);
  options.threads = arguments.threads;
  options.allow_incomplete = arguments.allow_incomplete;
  options.markdown = arguments.markdown;
  options.may_be_empty = arguments.skip_unrecognised;
  options.resolve_pointers = format != report::Format::kText && format != report::Format::kConcise;
  options.line_hashes = format == report::Format::kSarif;
  return options;
}

// What the command line says holds before what a file says.
bool ReadParameters(const CheckArguments& arguments, TemplateParameters* parameters,
                    std::string* error) {
  for (const std::string& file : arguments.parameter_files) {
    if (!ReadParameterFile(file, parameters, error)) return false;
  }
  if (!ReadParameterArguments(arguments.parameters, parameters, error)) return false;
  SortParameters(parameters);
  *error = WrongPseudoParameter(*parameters);
  return error->empty();
}

int ExitStatus(const CheckArguments& arguments, const CheckResult& result) {
  if (result.incomplete) return kError;
  const std::optional<Severity> fail_on = engine::ParseSeverity(arguments.fail_on);
  if (!fail_on) return kOk;  // never
  bool fails =
      std::any_of(result.findings.begin(), result.findings.end(),
                  [&](const engine::Finding& f) { return engine::SeverityOf(f) >= *fail_on; });
  return fails ? kFindings : kOk;
}

// The file that the report would replace though the run reads it, or "".
std::string ReplacedInput(const CheckArguments& arguments, const std::string& config_file,
                          const InputFiles& files) {
  std::error_code error;
  if (arguments.output.empty() || !fs::is_regular_file(arguments.output, error)) return "";
  std::vector<std::string> read = arguments.parameter_files;
  read.insert(read.end(), {config_file, arguments.catalog, arguments.files_from});
  for (const std::string& path : read) {
    if (!path.empty() && fs::equivalent(path, arguments.output, error)) return path;
  }
  for (const engine::InputSpec& input : files.inputs) {
    if (!input.path.empty() && fs::equivalent(input.path, arguments.output, error)) {
      return input.path;
    }
  }
  return "";
}

// What was passed over in folders and lists, as one note; "" if nothing was.
std::string PassedOverNote(const InputFiles& files, const CheckResult& result) {
  size_t endings = 0;
  size_t folders = 0;
  for (const inputs::PassedOver& each : files.passed_over) {
    ++(each.why == inputs::PassedOver::Why::kFolder ? folders : endings);
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

// False, with the reason told, if the report did not arrive whole.
bool WriteReport(const CheckArguments& arguments, report::Format format, const CheckResult& result,
                 report::ReportOptions options, const Streams& streams) {
  if (arguments.output.empty()) {
    options.color = UseColor(arguments.color, STDOUT_FILENO);
    report::Write(format, result, rules::AllRules(), options, streams.out);
    streams.out.flush();
    if (streams.out) return true;
    Fail(streams, "cannot write to standard output");
    return false;
  }
  options.color = arguments.color == "always";
  OutputFile file(arguments.output);
  if (file.stream()) report::Write(format, result, rules::AllRules(), options, file.stream());
  std::string error;
  if (file.Commit(&error)) return true;
  Fail(streams, "cannot write " + arguments.output + ": " + error);
  return false;
}

}  // namespace

int RunCheck(const CheckArguments& arguments, const Streams& streams) {
  std::string error;
  std::vector<std::string> paths = Paths(arguments, &error);
  if (!error.empty()) return Fail(streams, error);
  InputFiles files =
      CollectInputs(paths, {arguments.stdin_name, arguments.markdown, arguments.skip_unrecognised});
  if (error = Contradiction(arguments); !error.empty()) return Fail(streams, error);
  if (!IsFineResourceType(arguments.resource_type, streams)) return kError;

  const std::optional<LoadedConfig> config =
      LoadConfig(arguments.config, !arguments.no_config, streams);
  if (!config) return kError;
  for (engine::InputSpec& input : files.inputs) {
    input.kind = config->config.KindOf(input.display_name);
    input.allow_unresolved =
        arguments.allow_unresolved || config->config.AllowsUnresolved(input.display_name);
  }
  std::optional<catalog::Catalog> loaded;
  if (!arguments.catalog.empty()) {
    catalog::LoadResult result = catalog::Catalog::LoadFromFile(arguments.catalog);
    if (!result.catalog) return Fail(streams, result.error);
    loaded = std::move(result.catalog);
  }
  const catalog::Catalog& catalog = loaded ? *loaded : catalog::Catalog::BuiltIn();
  if (!CheckAssertedActions(config->config, catalog, streams)) return kError;
  if (arguments.list_inputs) {
    if (arguments.format != "text" && arguments.format != "json") {
      return Fail(streams, "--list-inputs writes text or json, not " + arguments.format);
    }
    return ListInputs(std::move(files), catalog, OptionsOf(arguments, report::Format::kText),
                      arguments.format, streams);
  }

  report::Format format = report::ParseFormat(arguments.format).value_or(report::Format::kText);
  engine::CheckOptions check_options = OptionsOf(arguments, format);
  if (!ReadParameters(arguments, &check_options.parameters, &error)) return Fail(streams, error);
  if (std::string same = ReplacedInput(arguments, config->file, files); !same.empty()) {
    return Fail(streams, "--output " + arguments.output + " would replace the input " + same);
  }
  const ShownPaths shown(files.inputs);
  // Freed by a further run, if there is one: the process ends here, and need not wait for it.
  static std::unique_ptr<CheckResult>& kept = *new std::unique_ptr<CheckResult>;
  kept = std::make_unique<CheckResult>(engine::Check(std::move(files.inputs), rules::AllRules(),
                                                     config->config, catalog, check_options));
  CheckResult& result = *kept;
  Complete(arguments, files, *config, &result);
  const bool for_people = format == report::Format::kText || format == report::Format::kConcise;
  if (for_people) shown.Apply(&result);
  report::ReportOptions options;
  options.tool_version = ROLELINT_VERSION;
  options.catalog_date = catalog.date();
  options.rule_page = RulePage;
  bool written = WriteReport(arguments, format, result, options, streams);
  options.color = UseColor(arguments.color, STDERR_FILENO);
  if (!for_people) shown.Apply(&result);
  if (for_people && arguments.output.empty()) DropReportedErrors(&result);
  report::WriteMessages(result, options, streams.err);
  streams.err << report::SummaryLine(result) << '\n';
  return written ? ExitStatus(arguments, result) : kError;
}

void AddCheckCommand(Command app, const Streams& streams, int* status) {
  auto arguments = std::make_shared<CheckArguments>();
  CheckArguments& a = *arguments;
  Command command = app.AddCommand("check", "Find what is wrong or risky in policies and exports");
  command.AddOption("path", a.paths, "Files, folders, globs, or - for standard input")
      .TypeName("PATH");
  command
      .AddOption("--files-from", a.files_from,
                 "Read more paths from FILE, one a line; - for standard input")
      .File();
  command.AddOption("--kind", a.kind, "What bare policies are, instead of what they look like")
      .OneOf(kKindWords);
  command
      .AddOption("--resource-type", a.resource_type,
                 "What the policies are attached to, as CloudFormation names it: "
                 "AWS::S3::Bucket")
      .TypeName("TYPE")
      .Check(ResourceType);
  command
      .AddOption("--parameters", a.parameters,
                 "Values of template parameters, and of pseudo parameters: "
                 "AWS::AccountId=123456789012")
      .TypeName("NAME=VALUE")
      .OneWord();
  command
      .AddOption("--parameters-file", a.parameter_files,
                 "The same from FILE: the AWS CLI's list, CodePipeline's template configuration, "
                 "or {\"Name\": \"value\"}")
      .File()
      .OneWord();
  std::vector<std::string> formats;
  for (std::string_view name : report::FormatNames()) formats.emplace_back(name);
  command.AddOption("--format", a.format, "How findings are written").OneOf(formats).ShowDefault();
  command.AddOption("--output", a.output, "Write findings to FILE instead of standard output")
      .File();
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
  command
      .AddOption("--persona", a.persona, "Whose rules to run; auditors also see AWS's own policies")
      .OneOf({"regular", "pedantic", "auditor"})
      .ShowDefault();
  command.AddOption("--threads", a.threads, "Threads to use; 0: one a core")
      .InRange(0, kMaxThreads)
      .ShowDefault();
  Option config = command.AddOption("--config", a.config, "Use this configuration file").File();
  command.AddFlag("--no-config", a.no_config, "Look for no rolelint.yaml").Excludes(config);
  command.AddOption("--catalog", a.catalog, "Use this AWS catalogue instead of the built-in one")
      .File();
  command.AddOption("--stdin-filename", a.stdin_name, "What reports call standard input")
      .TypeName("NAME")
      .ShowDefault();
  command.AddOption("--color", a.color, "When to colour: always, auto or never")
      .OneOf({"always", "auto", "never"})
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
                  "Pass over named files that hold no policy, as those of folders: for the lists "
                  "of files that hooks pass");
  command.AddFlag("--verbose", a.verbose, "Say which configuration is in force");
  command.AddFlag("--list-inputs", a.list_inputs,
                  "Say of every file what it is taken for and why, and stop; --format json too");
  command.Footer(
      "Exit status: 0 nothing at or above --fail-on; 1 findings; 2 bad usage, input that could not "
      "be read or is "
      "not whole, or nothing to check. 2 wins over 1, and findings are printed all the same.");
  command.Callback([arguments, &streams, status] { *status = RunCheck(*arguments, streams); });
}

}  // namespace rolelint::cli
