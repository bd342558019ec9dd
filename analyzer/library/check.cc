#include <optional>
#include <string>
#include <utility>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "analyzer/library/rolelint.h"
#include "rules/registry.h"

namespace rolelint {
namespace {

// Nullopt after adding to `errors` why not.
std::optional<engine::Config> ConfigOf(const std::string& text, std::vector<std::string>* errors) {
  if (text.empty()) return engine::Config::Default(rules::AllRules());
  if (!engine::Config::ExtendedBy(text).empty()) {
    errors->emplace_back("the configuration extends a file, which the library does not read");
    return std::nullopt;
  }
  std::vector<engine::ConfigError> wrong;
  std::optional<engine::Config> config =
      engine::Config::Parse(text, "configuration", rules::AllRules(), &wrong);
  for (const engine::ConfigError& error : wrong) {
    errors->push_back("configuration:" + std::to_string(error.location.start_line) + ": " +
                      error.message);
  }
  return config;
}

std::optional<engine::CheckOptions> EngineOptions(const Options& options,
                                                  std::vector<std::string>* errors) {
  engine::CheckOptions result;
  const std::optional<engine::Persona> persona = engine::ParsePersona(options.persona);
  if (!persona) {
    errors->push_back("there is no persona \"" + options.persona + "\"");
    return std::nullopt;
  }
  result.persona = *persona;
  result.kind = policy::ParseKind(options.kind);
  if (!options.kind.empty() && !result.kind) {
    errors->push_back("there is no kind of policy \"" + options.kind + "\"");
    return std::nullopt;
  }
  result.resource_type = options.resource_type;
  if (result.kind && !options.resource_type.empty() &&
      *result.kind != policy::KindOfAttachment(options.resource_type)) {
    errors->push_back("a policy of " + options.resource_type + " is not of kind " + options.kind);
    return std::nullopt;
  }
  // Of one text there is nothing for several threads to do.
  result.threads = 1;
  result.resolve_pointers = false;
  result.identify = false;
  result.today = options.today;
  return result;
}

Finding FindingOf(const engine::Finding& finding) {
  const engine::Location& place = finding.location;
  return {.rule = std::string(finding.rule->id),
          .severity = std::string(engine::SeverityName(engine::SeverityOf(finding))),
          .level = std::string(engine::LevelName(finding.level)),
          .message = finding.message,
          .help = finding.help,
          .place = {place.start_line, place.start_column, place.end_line, place.end_column,
                    place.start_byte, place.end_byte}};
}

}  // namespace

Report Check(std::string_view bytes, const Options& options) {
  Report report;
  const std::optional<engine::Config> config = ConfigOf(options.config, &report.errors);
  if (!config) return report;
  const std::optional<engine::CheckOptions> engine_options = EngineOptions(options, &report.errors);
  if (!engine_options) return report;
  std::vector<engine::InputSpec> inputs(1);
  inputs[0].display_name = options.name;
  inputs[0].bytes = bytes;
  inputs[0].kind = config->KindOf(options.name);
  inputs[0].allow_unresolved = config->AllowsUnresolved(options.name);
  const engine::CheckResult result = engine::Check(std::move(inputs), rules::AllRules(), *config,
                                                   catalog::Catalog::BuiltIn(), *engine_options);
  for (const engine::Finding& finding : result.findings) {
    report.findings.push_back(FindingOf(finding));
  }
  for (const engine::RunError& error : result.errors) report.errors.push_back(error.message);
  report.policies = result.policies;
  return report;
}

std::string_view Version() { return ROLELINT_VERSION; }

std::string_view CatalogDate() { return catalog::Catalog::BuiltIn().date(); }

}  // namespace rolelint
