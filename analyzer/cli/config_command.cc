#include "analyzer/cli/config_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analyzer/cli/config_file.h"
#include "analyzer/cli/config_schema.h"
#include "analyzer/cli/selection.h"
#include "analyzer/engine/rule.h"
#include "analyzer/report/report.h"
#include "rules/registry.h"

namespace rolelint::cli {
namespace {

using Json = nlohmann::ordered_json;

struct ShowArguments {
  std::string config;
  std::string format = "text";
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  bool no_config = false;
  bool all = false;
};

struct Setting {
  std::string name;
  std::string value;
  std::string origin;  // "rolelint.yaml:3", "--select", "default"
};

// On one line, with single blanks.
std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank) {
      line.push_back(c);
    } else if (!line.empty() && line.back() != ' ') {
      line.push_back(' ');
    }
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

// Settings that several files add to; of the others the last one holds.
bool AddsUp(std::string_view setting) {
  return setting == "exclude" || setting == "extends" || setting.starts_with("overrides.") ||
         setting.starts_with("suppressions.");
}

std::vector<Setting> SettingsOf(const engine::Config& config, bool all) {
  std::vector<Setting> settings;
  for (const engine::SettingOrigin& origin : config.origins()) {
    if (!AddsUp(origin.setting)) {
      std::erase_if(settings, [&](const Setting& one) { return one.name == origin.setting; });
    }
    std::string place = origin.location.file;
    if (!place.starts_with("--")) place += fmt::format(":{}", origin.location.start_line);
    settings.push_back({origin.setting, OneLine(origin.value), std::move(place)});
  }
  if (all) {
    for (const engine::Rule* rule : rules::AllRules()) {
      const std::string name = "rules." + std::string(rule->id);
      const bool set = std::any_of(settings.begin(), settings.end(),
                                   [&](const Setting& one) { return one.name == name; });
      if (!set) settings.push_back({name, std::string(engine::LevelName(rule->level)), "default"});
    }
  }
  std::stable_sort(settings.begin(), settings.end(),
                   [](const Setting& a, const Setting& b) { return a.name < b.name; });
  return settings;
}

void Print(const std::vector<Setting>& settings, std::ostream& out) {
  for (const Setting& setting : settings) {
    out << report::Printable(setting.name) << ": " << report::Printable(setting.value) << "  # "
        << report::Printable(setting.origin) << '\n';
  }
}

int Show(const ShowArguments& arguments, const Streams& streams) {
  std::optional<LoadedConfig> loaded = LoadConfig(arguments.config, !arguments.no_config, streams);
  if (!loaded) return kError;
  std::string error;
  if (!SelectRules(arguments.select, arguments.ignore, &loaded->config, &error)) {
    return Fail(streams, error);
  }
  const std::vector<Setting> settings = SettingsOf(loaded->config, arguments.all);
  if (arguments.format == "json") {
    Json list = Json::array();
    for (const Setting& setting : settings) {
      list.push_back(
          {{"setting", setting.name}, {"value", setting.value}, {"origin", setting.origin}});
    }
    const Json document = {{"schema_version", 1}, {"file", loaded->file}, {"settings", list}};
    streams.out << document.dump(2, ' ', true, Json::error_handler_t::replace) << '\n';
    return kOk;
  }
  Print(settings, streams.out);
  streams.err << loaded->note << '\n';
  return kOk;
}

}  // namespace

void AddConfigCommand(Command app, const Streams& streams, int* status) {
  auto arguments = std::make_shared<ShowArguments>();
  ShowArguments& a = *arguments;
  Command config = app.AddCommand("config", "Show the configuration, or write its JSON Schema");
  Command show = config.AddCommand("show", "Show each setting in force and where it comes from");
  Option file = show.AddOption("--config", a.config, "Use this configuration file").File();
  show.AddFlag("--no-config,--isolated", a.no_config, "Look for no rolelint.yaml").Excludes(file);
  show.AddOption("--select", a.select, "Run these rules alone, as in `check`")
      .TypeName("RULE")
      .OneWord();
  show.AddOption("--ignore", a.ignore, "Run all rules but these, as in `check`")
      .TypeName("RULE")
      .OneWord();
  show.AddFlag("--all", a.all, "Show the rules that nothing sets, too");
  show.AddOption("--format", a.format, "text or json").OneOf({"text", "json"}).ShowDefault();
  show.Callback([arguments, &streams, status] { *status = Show(*arguments, streams); });
  Command schema = config.AddCommand("schema", "Write the JSON Schema of rolelint.yaml");
  schema.Callback([&streams] { WriteConfigSchema(streams.out); });
  config.RequireCommands(1, 1);
}

}  // namespace rolelint::cli
