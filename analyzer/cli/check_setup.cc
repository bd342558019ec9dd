#include "analyzer/cli/check_setup.h"

#include <unistd.h>

#include <algorithm>
#include <string_view>

#include "analyzer/cli/accept_options.h"
#include "analyzer/cli/prove_question.h"
#include "analyzer/cli/selection.h"
#include "analyzer/cli/template_parameters.h"
#include "analyzer/engine/acceptance.h"
#include "analyzer/inputs/api_calls.h"
#include "analyzer/text/spelling.h"
#include "rules/catalog/attached_type.h"
#include "rules/registry.h"

namespace rolelint::cli {
namespace {

using engine::Severity;

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
  options.resolve_pointers = !arguments.report.statistics && report::NeedsFacts(format);
  options.identify = options.resolve_pointers;
  options.today = Today();
  options.partial = arguments.skip_unrecognised || !arguments.accept.since.empty() ||
                    !arguments.select.empty() || !arguments.ignore.empty();
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

// The files as they were, and what was found in them, which is then no news.
bool Compare(const CheckArguments& arguments, PreparedCheck* check, std::string* error) {
  check->old = OldFiles::Read(arguments.accept.since, check->files.inputs, error);
  if (check->old == nullptr) return false;
  engine::CheckOptions options = check->options;
  options.identify = true;
  options.may_be_empty = true;
  options.allow_incomplete = true;
  options.baseline.reset();
  for (engine::InputSpec& input : check->old->inputs()) {
    input.kind = check->config.config.KindOf(input.display_name);
  }
  const engine::CheckResult before = engine::Check(check->old->inputs(), rules::AllRules(),
                                                   check->config.config, check->catalog(), options);
  if (!check->options.baseline) check->options.baseline.emplace();
  for (accept::AcceptedFinding& one : engine::AcceptedOf(before.findings)) {
    check->options.baseline->findings.push_back(std::move(one));
  }
  return true;
}

}  // namespace

std::optional<engine::CheckOptions> PrepareOptions(const CheckArguments& arguments,
                                                   report::Format format, engine::Config* config,
                                                   const Streams& streams) {
  std::string error = Contradiction(arguments);
  if (error.empty()) {
    if (!IsFineResourceType(arguments.resource_type, streams)) return std::nullopt;
    SelectRules(arguments.select, arguments.ignore, config, &error);
  }
  engine::CheckOptions options = OptionsOf(arguments, format);
  if (error.empty()) ReadParameters(arguments, &options.parameters, &error);
  if (error.empty()) return options;
  Fail(streams, error);
  return std::nullopt;
}

std::optional<PreparedCheck> PrepareCheck(const CheckArguments& arguments, report::Format format,
                                          const Streams& streams) {
  const auto fail = [&streams](const std::string& why) {
    Fail(streams, why);
    return std::nullopt;
  };
  std::string error;
  const std::vector<std::string> paths = Paths(arguments, &error);
  if (!error.empty()) return fail(error);
  if (error = Contradiction(arguments); !error.empty()) return fail(error);
  if (!IsFineResourceType(arguments.resource_type, streams)) return std::nullopt;
  std::optional<LoadedConfig> config = LoadConfig(arguments.config, !arguments.no_config, streams);
  if (!config) return std::nullopt;
  PreparedCheck check;
  check.config = std::move(*config);
  if (!SelectRules(arguments.select, arguments.ignore, &check.config.config, &error)) {
    return fail(error);
  }
  if (!arguments.fix.principal.empty() &&
      !check.config.config.SetOption(*rules::FindRule("root-principal"), "principal",
                                     arguments.fix.principal, "--principal", &error)) {
    return fail(error);
  }
  InputFileOptions which = {arguments.stdin_name, arguments.markdown, arguments.skip_unrecognised};
  which.gitignore = !arguments.no_ignore;
  which.exclude = check.config.config.exclude();
  which.exclude.insert(which.exclude.end(), arguments.exclude.begin(), arguments.exclude.end());
  check.files = CollectInputs(paths, which);
  for (engine::InputSpec& input : check.files.inputs) {
    input.kind = check.config.config.KindOf(input.display_name);
    input.allow_unresolved =
        arguments.allow_unresolved || check.config.config.AllowsUnresolved(input.display_name);
  }
  if (!check.catalog_choice.Choose(arguments.catalog, &error)) return fail(error);
  if (arguments.catalog_max_age != 0) {
    error = CatalogAgeNote(check.catalog().date(), Today(), arguments.catalog_max_age);
    if (!error.empty()) return fail(error);
  }
  if (!CheckAssertedActions(check.config.config, check.catalog(), streams)) return std::nullopt;
  check.options = OptionsOf(arguments, format);
  if (!ReadParameters(arguments, &check.options.parameters, &error)) return fail(error);
  if (!arguments.accept.baseline.empty()) {
    check.options.baseline = ReadBaselineFile(arguments.accept.baseline, &error);
    if (!check.options.baseline) return fail(error);
  }
  if (!arguments.accept.since.empty() && !Compare(arguments, &check, &error)) return fail(error);
  return check;
}

}  // namespace rolelint::cli
