#include "analyzer/engine/config.h"

#include <algorithm>
#include <cassert>
#include <filesystem>

#include "analyzer/engine/rule.h"
#include "analyzer/text/glob.h"

namespace rolelint::engine {

Config Config::Default(std::span<const Rule* const> rules) {
  Config config;
  for (const Rule* rule : rules) {
    RuleSettings& settings = config.rules_[std::string(rule->id)];
    settings.options = OptionValues::Defaults(*rule);
  }
  return config;
}

const OptionValues& Config::OptionsOf(const Rule& rule) const {
  auto found = rules_.find(rule.id);
  assert(found != rules_.end() && "a configuration made for other rules");
  return found->second.options;
}

bool Config::IsOff(const Rule& rule) const {
  auto found = rules_.find(rule.id);
  return found != rules_.end() && found->second.off;
}

std::optional<Level> Config::LevelOf(const Rule& rule) const {
  auto found = rules_.find(rule.id);
  return found == rules_.end() ? std::nullopt : found->second.level;
}

std::optional<Config::FileSetting> Config::SettingFor(const Rule& rule,
                                                      std::string_view file) const {
  for (auto at = overrides_.rbegin(); at != overrides_.rend(); ++at) {
    const auto fits = [file](const std::string& path) { return text::GlobMatches(path, file); };
    if (std::none_of(at->paths.begin(), at->paths.end(), fits)) continue;
    for (const auto& [id, level] : at->rules) {
      if (id == rule.id) return FileSetting{!level, level};
    }
  }
  return std::nullopt;
}

bool Config::IsOffEverywhere(const Rule& rule) const {
  if (!IsOff(rule)) return false;
  for (const PathOverride& made : overrides_) {
    for (const auto& [id, level] : made.rules) {
      if (id == rule.id && level) return false;
    }
  }
  return true;
}

void Config::Switch(const Rule& rule, bool off, std::string_view origin) {
  rules_.find(rule.id)->second.off = off;
  for (PathOverride& made : overrides_) {
    std::erase_if(made.rules, [&](const auto& one) { return one.first == rule.id; });
  }
  SettingOrigin& made = origins_.emplace_back();
  made.setting = "rules." + std::string(rule.id);
  made.value = off ? "off" : "on";
  made.location.file = origin;
}

bool Config::SetOption(const Rule& rule, std::string_view name, std::string_view value,
                       std::string_view origin, std::string* error) {
  const auto declared =
      std::find_if(rule.options.begin(), rule.options.end(),
                   [name](const RuleOption& option) { return option.name == name; });
  assert(declared != rule.options.end() && "the rule has no such option");
  std::optional<OptionValues::Option> option = OptionValues::ParseOption(*declared, value, error);
  if (!option) return false;
  option->set = true;
  for (OptionValues::Option& one : rules_.find(rule.id)->second.options.options_) {
    if (one.name == name) one = *option;
  }
  SettingOrigin& made = origins_.emplace_back();
  made.setting = "rules." + std::string(rule.id) + "." + std::string(name);
  made.value = value;
  made.location.file = origin;
  return true;
}

const KnownAccount* Config::FindAccount(std::string_view id) const {
  for (const KnownAccount& account : accounts_) {
    if (account.id == id) return &account;
  }
  return nullptr;
}

Relation Config::RelationOf(std::string_view account) const {
  const KnownAccount* known = FindAccount(account);
  return known == nullptr ? Relation::kUnknown : known->relation;
}

std::optional<policy::Kind> Config::KindOf(std::string_view file) const {
  for (const auto& [pattern, kind] : kinds_) {
    if (text::GlobMatches(pattern, file)) return kind;
  }
  return std::nullopt;
}

bool Config::AllowsUnresolved(std::string_view file) const {
  return std::any_of(allow_unresolved_.begin(), allow_unresolved_.end(),
                     [&](const std::string& pattern) { return text::GlobMatches(pattern, file); });
}

std::span<const std::string_view> ConfigFileNames() {
  static constexpr std::string_view kNames[] = {"rolelint.yaml", ".rolelint.yaml", "rolelint.yml",
                                                ".rolelint.yml"};
  return kNames;
}

std::optional<std::string> FindConfigFile(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::path at = fs::absolute(folder, error);
  if (error) return std::nullopt;
  while (true) {
    for (const std::string_view name : ConfigFileNames()) {
      if (fs::exists(fs::symlink_status(at / name, error))) return (at / name).string();
    }
    // Beyond the repository someone else's settings would decide about this one.
    if (fs::exists(at / ".git", error)) return std::nullopt;
    if (!at.has_parent_path() || at.parent_path() == at) return std::nullopt;
    at = at.parent_path();
  }
}

}  // namespace rolelint::engine
