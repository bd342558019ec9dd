#include "analyzer/cli/text_checker.h"

#include <sstream>
#include <utility>

#include "analyzer/cli/check_setup.h"
#include "analyzer/cli/config_file.h"
#include "rules/registry.h"

namespace rolelint::cli {

void AddTextCheckerOptions(Command command, TextCheckerArguments* arguments) {
  TextCheckerArguments& a = *arguments;
  Option config = command.AddOption("--config", a.config, "Use this configuration file").File();
  command.AddFlag("--no-config,--isolated", a.no_config, "Ignore rolelint.yaml").Excludes(config);
  AddCatalogOption(command, a.catalog);
}

std::optional<TextChecker> TextChecker::Make(const TextCheckerArguments& arguments,
                                             const Streams& streams) {
  std::optional<LoadedConfig> config = LoadConfig(arguments.config, !arguments.no_config, streams);
  if (!config) return std::nullopt;
  TextChecker checker(arguments, std::move(config->config));
  std::string error;
  if (!checker.catalog_.Choose(arguments.catalog, &error)) {
    Fail(streams, error);
    return std::nullopt;
  }
  if (!CheckAssertedActions(checker.config_, checker.catalog(), streams)) return std::nullopt;
  return checker;
}

void TextChecker::Reload(const Streams& streams) {
  std::optional<LoadedConfig> config =
      LoadConfig(arguments_.config, !arguments_.no_config, streams);
  if (config && CheckAssertedActions(config->config, catalog(), streams)) {
    config_ = std::move(config->config);
  }
}

std::optional<engine::CheckResult> TextChecker::Check(std::vector<engine::InputSpec> inputs,
                                                      const CheckArguments& arguments,
                                                      report::Format format,
                                                      std::string* error) const {
  std::ostringstream ignored;
  std::ostringstream messages;
  const bool selects = !arguments.select.empty() || !arguments.ignore.empty();
  std::optional<engine::Config> selected;
  if (selects) selected = config_;
  engine::Config unused = engine::Config::Default({});
  const std::optional<engine::CheckOptions> options =
      PrepareOptions(arguments, format, selected ? &*selected : &unused, {ignored, messages});
  if (!options) {
    *error = MessageOf(messages.str());
    return std::nullopt;
  }
  const engine::Config& config = selected ? *selected : config_;
  for (engine::InputSpec& input : inputs) {
    if (!input.kind) input.kind = config.KindOf(input.display_name);
    input.allow_unresolved =
        arguments.allow_unresolved || config.AllowsUnresolved(input.display_name);
  }
  return engine::Check(std::move(inputs), rules::AllRules(), config, catalog(), *options);
}

std::string MessageOf(std::string errors) {
  constexpr std::string_view kName = "rolelint: ";
  if (errors.starts_with(kName)) errors.erase(0, kName.size());
  while (!errors.empty() && errors.back() == '\n') errors.pop_back();
  return errors;
}

}  // namespace rolelint::cli
