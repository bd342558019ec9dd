#ifndef ROLELINT_ENGINE_CONFIG_H_
#define ROLELINT_ENGINE_CONFIG_H_

// The configuration of a run: rolelint.yaml, found upward from the working directory to the
// repository root, and what the command line adds. Unknown keys and rule ids are errors that name
// the nearest known one.
//
//   accounts:
//     "111122223333": { name: acme, relation: client }   # own | client | third-party
//   assertions:
//     - name: nobody-stops-trails
//       forbid: { actions: ["cloudtrail:StopLogging"] }
//   rules:
//     role-name-convention: { level: warning, pattern:
//     '^(?P<client>[a-z0-9]+)-account-(?P<own>[a-z0-9]+)$' } mfa-not-required: error # a level
//     alone missing-role-description: off

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/assertion.h"
#include "analyzer/engine/finding.h"
#include "analyzer/engine/suppression_rule.h"

namespace re2 {
class RE2;
}

namespace rolelint::engine {

struct Rule;
struct RuleOption;

enum class Relation : uint8_t { kUnknown, kOwn, kClient, kThirdParty };

struct KnownAccount {
  std::string id;
  std::string name;  // alias; may be empty
  Relation relation = Relation::kUnknown;
};

// The values of one rule's options, defaults filled in. Names and types are the rule's own (a wrong
// one asserts).
class OptionValues {
 public:
  bool Boolean(std::string_view name) const;
  int64_t Integer(std::string_view name) const;
  const std::string& String(std::string_view name) const;
  const re2::RE2& Regex(std::string_view name) const;
  const std::vector<std::string>& List(std::string_view name) const;
  // Whether the configuration file sets it (a convention stays a suggestion until configured).
  bool IsSet(std::string_view name) const;
  bool AnySet() const;

 private:
  friend class Config;
  friend class ConfigParser;
  class LazyRegex;
  struct Option {
    std::string_view name;
    bool set = false;
    bool boolean = false;
    int64_t integer = 0;
    std::string string;
    std::shared_ptr<const LazyRegex> regex;
    std::vector<std::string> list;
  };
  // `text` as RuleOption::fallback has it, regular expressions compiled; on failure `error` says
  // what is expected instead.
  static std::optional<Option> ParseOption(const RuleOption& declared, std::string_view text,
                                           std::string* error);
  static OptionValues Defaults(const Rule& rule);
  const Option& Get(std::string_view name) const;
  std::vector<Option> options_;
};

// Levels of rules in some files (`overrides`).
struct PathOverride {
  std::vector<std::string> paths;  // patterns, one of which the file fits
  // Nothing: off.
  std::vector<std::pair<std::string, std::optional<Level>>> rules;
};

// Where a setting came from, for `rolelint config show`.
struct SettingOrigin {
  std::string setting;  // "rules.root-principal", "accounts.111122223333"
  std::string value;    // as it is written
  Location location;    // file and line; of the command line the file alone
};

// Text of a configuration file, or of one that it extends.
struct ConfigText {
  std::string file;  // as messages name it
  std::string text;
};

struct ConfigError {
  std::string file;
  Location location;
  std::string message;
};

class Config {
 public:
  // Defaults for all rules.
  static Config Default(std::span<const Rule* const> rules);
  // Reads YAML text; on error nothing is half-applied.
  static std::optional<Config> Parse(std::string_view text, const std::string& file_name,
                                     std::span<const Rule* const> rules,
                                     std::vector<ConfigError>* errors);
  // The same of several texts: each one goes before those that stand before it (`extends`).
  static std::optional<Config> Parse(std::span<const ConfigText> texts,
                                     std::span<const Rule* const> rules,
                                     std::vector<ConfigError>* errors);
  // What `extends` names in the text, as it is written; nothing if the text cannot be read.
  static std::vector<std::string> ExtendedBy(std::string_view text);

  const OptionValues& OptionsOf(const Rule& rule) const;
  bool IsOff(const Rule& rule) const;
  // No override turns it on either.
  bool IsOffEverywhere(const Rule& rule) const;
  // The configured level, else the rule's own.
  std::optional<Level> LevelOf(const Rule& rule) const;
  // What an override says of the rule in this file, the last one first: a level, off, or nothing.
  struct FileSetting {
    bool off = false;
    std::optional<Level> level;
  };
  std::optional<FileSetting> SettingFor(const Rule& rule, std::string_view file) const;
  bool has_overrides() const { return !overrides_.empty(); }
  // Switches a rule off or on from the command line.
  void Switch(const Rule& rule, bool off, std::string_view origin);
  // Sets an option of a rule from the command line. False, with what is expected in `error`, if it
  // does not take the value.
  bool SetOption(const Rule& rule, std::string_view name, std::string_view value,
                 std::string_view origin, std::string* error);

  const KnownAccount* FindAccount(std::string_view id) const;
  Relation RelationOf(std::string_view account) const;
  const std::vector<KnownAccount>& accounts() const { return accounts_; }
  const std::vector<Assertion>& assertions() const { return assertions_; }
  // What the policies of a file are, by the first of its patterns (kinds) that the file's path
  // fits.
  std::optional<policy::Kind> KindOf(std::string_view file) const;
  // Whether what the template `file` leaves open as a whole is accepted (allow-unresolved).
  bool AllowsUnresolved(std::string_view file) const;
  const std::vector<SuppressionRule>& suppressions() const { return suppressions_; }
  // Patterns of files and folders that are not checked unless they are named.
  const std::vector<std::string>& exclude() const { return exclude_; }
  // In the order in which they were read; a later one of a setting holds.
  const std::vector<SettingOrigin>& origins() const { return origins_; }

 private:
  friend class ConfigParser;
  struct RuleSettings {
    bool off = false;
    std::optional<Level> level;
    OptionValues options;
  };
  std::vector<KnownAccount> accounts_;
  std::vector<Assertion> assertions_;
  std::vector<std::pair<std::string, policy::Kind>> kinds_;
  std::vector<std::string> allow_unresolved_;
  std::vector<SuppressionRule> suppressions_;
  std::vector<PathOverride> overrides_;
  std::vector<std::string> exclude_;
  std::vector<SettingOrigin> origins_;
  std::map<std::string, RuleSettings, std::less<>> rules_;
};

// The names of a configuration file: the first of them that a folder has counts.
std::span<const std::string_view> ConfigFileNames();

// A file of such a name in `folder` or above it, up to the folder that holds .git; nullopt if none.
// Anything of the name counts, also what cannot be read as a file: a folder, a link to nothing.
std::optional<std::string> FindConfigFile(const std::string& folder);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_CONFIG_H_
