// rolelint.yaml to Config. All that is wrong is told at once, with its place.

#include <algorithm>

#include "analyzer/engine/assertion_parser.h"
#include "analyzer/engine/config.h"
#include "analyzer/engine/rule.h"
#include "analyzer/engine/source_location.h"
#include "analyzer/engine/suppression_parser.h"
#include "analyzer/json/yaml.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/edit_distance.h"
#include "analyzer/text/source.h"

namespace rolelint::engine {
namespace {

using Names = std::vector<std::string_view>;

// " (did you mean "x"?)", or "" if nothing is near.
std::string DidYouMean(std::string_view name, const Names& known) {
  size_t best = std::max(text::LikelyTypo(name.size()), name.size() / 4) + 1;
  std::string_view closest;
  for (std::string_view candidate : known) {
    size_t distance = text::EditDistance(name, candidate, best);
    if (distance >= best) continue;
    best = distance;
    closest = candidate;
  }
  return closest.empty() ? "" : "; did you mean \"" + std::string(closest) + "\"?";
}

std::string Quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace

// Reads one text into a configuration, over what earlier texts have set.
class ConfigParser {
 public:
  ConfigParser(const text::Source& source, std::span<const Rule* const> rules, Config* config,
               std::vector<ConfigError>* errors)
      : source_(source), rules_(rules), errors_(*errors), config_(*config) {
    for (const Rule* rule : rules) rule_ids_.push_back(rule->id);
  }

  void Run() {
    std::vector<json::Tree> trees;
    std::vector<json::Issue> issues;
    json::ReadYaml(source_.text(), &arena_, &trees, &issues);
    for (const json::Issue& issue : issues) Error(issue.span, issue.message);
    if (trees.size() > 1) Error(trees[1].root().span(), "a configuration is one document");
    if (!trees.empty() && trees[0].root().type() != json::Type::kNull) ReadRoot(trees[0].root());
  }

 private:
  void Error(Span span, std::string message) {
    ConfigError& error = errors_.emplace_back();
    error.file = source_.name();
    error.message = std::move(message);
    error.location = PlaceOf(span);
  }

  Location PlaceOf(Span span) const { return LocationOf(source_, span); }

  // Where `member` was set, for `rolelint config show`.
  void Note(std::string setting, json::Value member) {
    const Span span = member.span();
    std::string value(source_.text().substr(span.begin, span.size()));
    config_.origins_.push_back({std::move(setting), std::move(value), PlaceOf(span)});
  }

  bool IsMapping(json::Value value, std::string_view what) {
    if (value.is_object()) return true;
    Error(value.span(), std::string(what) + " must be a mapping, not " +
                            std::string(json::TypeName(value.type())));
    return false;
  }

  void UnknownKey(json::Value member, std::string_view what, const Names& known) {
    Error(member.key_span(), "unknown " + std::string(what) + " " + Quoted(member.key()) +
                                 DidYouMean(member.key(), known));
  }

  void ReadRoot(json::Value root) {
    if (!IsMapping(root, "the configuration")) return;
    static constexpr std::pair<std::string_view, void (ConfigParser::*)(json::Value)> kSections[] =
        {{"accounts", &ConfigParser::ReadAccounts},
         {"allow-unresolved", &ConfigParser::ReadAllowUnresolved},
         {"assertions", &ConfigParser::ReadAssertions},
         {"exclude", &ConfigParser::ReadExclude},
         {"extends", &ConfigParser::ReadExtends},
         {"kinds", &ConfigParser::ReadKinds},
         {"overrides", &ConfigParser::ReadOverrides},
         {"rules", &ConfigParser::ReadRules},
         {"suppressions", &ConfigParser::ReadSuppressions}};
    Names known;
    for (const auto& [name, read] : kSections) known.push_back(name);
    for (json::Value member : root) {
      const auto section = std::find_if(std::begin(kSections), std::end(kSections),
                                        [&](const auto& one) { return one.first == member.key(); });
      if (section == std::end(kSections)) {
        UnknownKey(member, "key", known);
      } else if (member.type() != json::Type::kNull) {
        (this->*section->second)(member);
      }
    }
  }

  bool IsList(json::Value value, std::string_view what) {
    if (value.is_array()) return true;
    Error(value.span(),
          std::string(what) + " must be a list, not " + std::string(json::TypeName(value.type())));
    return false;
  }

  // A string, or a list of strings, none of them empty.
  std::vector<std::string> ReadStrings(json::Value value, std::string_view what) {
    std::vector<std::string> strings;
    const auto add = [&](json::Value item) {
      if (item.is_string() && !item.str().empty()) {
        strings.emplace_back(item.str());
      } else {
        Error(item.span(), std::string(what) + " must be strings that are not empty");
      }
    };
    if (!value.is_array()) {
      add(value);
      return strings;
    }
    for (json::Value item : value) add(item);
    return strings;
  }

  // Who loads the texts has followed it.
  void ReadExtends(json::Value value) {
    ReadStrings(value, "the files of extends");
    Note("extends", value);
  }

  void ReadExclude(json::Value value) {
    for (std::string& pattern : ReadStrings(value, "the patterns of exclude")) {
      config_.exclude_.push_back(std::move(pattern));
    }
    Note("exclude", value);
  }

  void ReadOverrides(json::Value list) {
    if (!IsList(list, "overrides")) return;
    for (json::Value item : list) {
      if (!IsMapping(item, "an override")) continue;
      PathOverride made;
      const size_t errors = errors_.size();
      for (json::Value member : item) {
        if (member.key() == "paths") {
          made.paths = ReadStrings(member, "the paths of an override");
        } else if (member.key() == "rules") {
          ReadOverrideRules(member, &made);
        } else {
          UnknownKey(member, "key of an override", {"paths", "rules"});
        }
      }
      if (errors_.size() == errors && (made.paths.empty() || made.rules.empty())) {
        Error(item.span(), "an override has paths and rules");
      }
      Note("overrides." + (made.paths.empty() ? "" : made.paths.front()), item);
      config_.overrides_.push_back(std::move(made));
    }
  }

  void ReadOverrideRules(json::Value rules, PathOverride* made) {
    if (!IsMapping(rules, "the rules of an override")) return;
    for (json::Value member : rules) {
      Config::RuleSettings settings;
      if (std::find(rule_ids_.begin(), rule_ids_.end(), member.key()) == rule_ids_.end()) {
        UnknownKey(member, "rule", rule_ids_);
      } else {
        ReadLevel(member, &settings);
        made->rules.emplace_back(member.key(), settings.level);
      }
    }
  }

  void ReadSuppressions(json::Value list) {
    if (!IsList(list, "suppressions")) return;
    for (json::Value item : list) {
      std::optional<SuppressionRule> suppression = ReadSuppression(item, rule_ids_, Errors());
      if (!suppression) continue;
      suppression->location = PlaceOf(item.span());
      config_.suppressions_.push_back(std::move(*suppression));
      Note("suppressions." + config_.suppressions_.back().reason, item);
    }
  }

  void ReadAccounts(json::Value accounts) {
    if (!IsMapping(accounts, "accounts")) return;
    for (json::Value member : accounts) {
      if (!policy::IsAccountId(member.key())) {
        Error(member.key_span(),
              Quoted(member.key()) + " is not an account ID (12 digits, in quotes)");
        continue;
      }
      KnownAccount account;
      account.id = member.key();
      if (IsMapping(member, "an account")) ReadAccount(member, &account);
      std::erase_if(config_.accounts_, [&](const KnownAccount& k) { return k.id == account.id; });
      config_.accounts_.push_back(std::move(account));
      Note("accounts." + std::string(member.key()), member);
    }
  }

  void ReadKinds(json::Value kinds) {
    if (!IsMapping(kinds, "kinds")) return;
    size_t own = 0;  // they go before those of texts that this one extends
    for (json::Value member : kinds) {
      static const Names kWords = {"identity", "trust",    "resource", "scp",
                                   "rcp",      "boundary", "session"};
      const std::optional<policy::Kind> kind = policy::ParseKind(member.str());
      if (kind) {
        config_.kinds_.emplace(config_.kinds_.begin() + static_cast<ptrdiff_t>(own++), member.key(),
                               *kind);
        Note("kinds." + std::string(member.key()), member);
      } else {
        Error(member.span(), "a kind is identity, trust, resource, scp, rcp, boundary or session" +
                                 DidYouMean(member.str(), kWords));
      }
    }
  }

  void ReadAllowUnresolved(json::Value list) {
    if (!list.is_array()) {
      Error(list.span(), "allow-unresolved is a list of path patterns");
      return;
    }
    for (json::Value item : list) {
      if (item.is_string() && !item.str().empty()) {
        config_.allow_unresolved_.emplace_back(item.str());
      } else {
        Error(item.span(), "an item of allow-unresolved is a path pattern, such as modules/*");
      }
    }
    Note("allow-unresolved", list);
  }

  void ReadAssertions(json::Value list) {
    if (!IsList(list, "assertions")) return;
    const AssertionErrors errors = Errors();
    std::vector<std::string> own;
    for (json::Value item : list) {
      std::optional<Assertion> assertion = ReadAssertion(item, errors);
      if (!assertion) continue;
      if (std::find(own.begin(), own.end(), assertion->name) != own.end()) {
        Error(item.span(), "two assertions are called " + Quoted(assertion->name));
      }
      own.push_back(assertion->name);
      // One of a text that this one extends is replaced.
      std::erase_if(config_.assertions_,
                    [&](const Assertion& known) { return known.name == assertion->name; });
      Note("assertions." + assertion->name, item);
      config_.assertions_.push_back(std::move(*assertion));
    }
  }

  AssertionErrors Errors() {
    return {[this](Span span, std::string message) { Error(span, std::move(message)); },
            [this](json::Value member, std::string_view what, const Names& known) {
              UnknownKey(member, what, known);
            }};
  }

  void ReadAccount(json::Value value, KnownAccount* account) {
    for (json::Value member : value) {
      if (member.key() == "name") {
        if (IsString(member, "name")) account->name = member.str();
      } else if (member.key() == "relation") {
        ReadRelation(member, account);
      } else {
        UnknownKey(member, "key of an account", {"name", "relation"});
      }
    }
  }

  void ReadRelation(json::Value value, KnownAccount* account) {
    static const Names kWords = {"own", "client", "third-party"};
    for (size_t i = 0; i < kWords.size(); ++i) {
      if (value.str() != kWords[i]) continue;
      account->relation = static_cast<Relation>(i + 1);
      return;
    }
    Error(value.span(),
          "relation must be own, client or third-party" + DidYouMean(value.str(), kWords));
  }

  bool IsString(json::Value value, std::string_view what) {
    if (value.is_string()) return true;
    Error(value.span(), std::string(what) + " must be a string, not " +
                            std::string(json::TypeName(value.type())));
    return false;
  }

  void ReadRules(json::Value rules) {
    if (!IsMapping(rules, "rules")) return;
    for (json::Value member : rules) {
      auto rule = std::find_if(rules_.begin(), rules_.end(),
                               [&](const Rule* known) { return known->id == member.key(); });
      if (rule == rules_.end()) {
        UnknownKey(member, "rule", rule_ids_);
        continue;
      }
      ReadRule(member, **rule);
      Note("rules." + std::string(member.key()), member);
    }
  }

  void ReadRule(json::Value value, const Rule& rule) {
    Config::RuleSettings& settings = config_.rules_.find(rule.id)->second;
    if (value.is_string()) {
      ReadLevel(value, &settings);
      return;
    }
    if (!value.is_object()) {
      Error(value.span(), "a rule is set to off, to a level, or to a mapping of its options");
      return;
    }
    Names known = {"level"};
    for (const RuleOption& option : rule.options) known.push_back(option.name);
    for (json::Value member : value) {
      auto option =
          std::find_if(rule.options.begin(), rule.options.end(),
                       [&](const RuleOption& declared) { return declared.name == member.key(); });
      if (member.key() == "level") {
        ReadLevel(member, &settings);
      } else if (option == rule.options.end()) {
        UnknownKey(member, "option of " + std::string(rule.id), known);
      } else {
        ReadOption(member, *option, &settings.options);
      }
    }
  }

  void ReadLevel(json::Value value, Config::RuleSettings* settings) {
    static const Names kWords = {"off", "suggestion", "warning", "security", "error"};
    if (value.str() == "off") {
      settings->off = true;
      settings->level.reset();
    } else if (std::optional<Level> level = ParseLevel(value.str())) {
      settings->level = level;
      settings->off = false;
    } else {
      Error(value.span(), "a level is off, suggestion, warning, security or error" +
                              DidYouMean(value.str(), kWords));
    }
  }

  void ReadOption(json::Value value, const RuleOption& declared, OptionValues* values) {
    std::string expected;
    std::optional<OptionValues::Option> option;
    if (declared.type == OptionType::kStringList) {
      option = ReadList(value, declared);
      expected = "a list of strings";
    } else if (MayHold(value.type(), declared.type)) {
      std::string_view written = value.is_string() ? value.str() : value.raw();
      option = OptionValues::ParseOption(declared, written, &expected);
    } else {
      expected = Expected(declared.type);
    }
    if (!option) {
      Error(value.span(), std::string(declared.name) + " must be " + expected);
      return;
    }
    option->set = true;
    for (OptionValues::Option& known : values->options_) {
      if (known.name == declared.name) known = std::move(*option);
    }
  }

  static std::optional<OptionValues::Option> ReadList(json::Value value,
                                                      const RuleOption& declared) {
    if (!value.is_array()) return std::nullopt;
    OptionValues::Option option;
    option.name = declared.name;
    for (json::Value item : value) {
      if (!item.is_string()) return std::nullopt;
      option.list.emplace_back(item.str());
    }
    return option;
  }

  static bool MayHold(json::Type written, OptionType declared) {
    switch (declared) {
      case OptionType::kBoolean:
        return written == json::Type::kBool;
      case OptionType::kInteger:
        return written == json::Type::kNumber;
      default:
        return written == json::Type::kString;
    }
  }

  static std::string Expected(OptionType type) {
    switch (type) {
      case OptionType::kBoolean:
        return "true or false";
      case OptionType::kInteger:
        return "a whole number";
      case OptionType::kRegex:
        return "a regular expression (RE2), as a string";
      default:
        return "a string";
    }
  }

  const text::Source& source_;
  std::span<const Rule* const> rules_;
  std::vector<ConfigError>& errors_;
  Config& config_;
  Names rule_ids_;
  text::Arena arena_;
};

namespace {

// Nothing after an error; an empty text has no source either, and no error.
std::optional<text::Source> SourceOf(const ConfigText& text, std::vector<ConfigError>* errors) {
  text::SourceError problem;
  std::optional<text::Source> source = text::Source::FromBytes(text.file, text.text, &problem);
  if (source || problem.code == text::SourceError::Code::kEmpty) return source;
  ConfigError& error = errors->emplace_back();
  error.file = text.file;
  error.location.file = text.file;
  error.location.start_byte = error.location.end_byte = problem.disk_offset;
  error.message = problem.message;
  return std::nullopt;
}

}  // namespace

std::optional<Config> Config::Parse(std::span<const ConfigText> texts,
                                    std::span<const Rule* const> rules,
                                    std::vector<ConfigError>* errors) {
  const size_t before = errors->size();
  Config config = Default(rules);
  for (const ConfigText& text : texts) {
    const std::optional<text::Source> source = SourceOf(text, errors);
    if (source) ConfigParser(*source, rules, &config, errors).Run();
  }
  if (errors->size() != before) return std::nullopt;
  return config;
}

std::optional<Config> Config::Parse(std::string_view text, const std::string& file_name,
                                    std::span<const Rule* const> rules,
                                    std::vector<ConfigError>* errors) {
  const ConfigText one = {file_name, std::string(text)};
  return Parse(std::span(&one, 1), rules, errors);
}

std::vector<std::string> Config::ExtendedBy(std::string_view text) {
  std::vector<std::string> files;
  std::vector<ConfigError> ignored;
  const std::optional<text::Source> source = SourceOf({"", std::string(text)}, &ignored);
  if (!source) return files;
  text::Arena arena;
  std::vector<json::Tree> trees;
  std::vector<json::Issue> issues;
  json::ReadYaml(source->text(), &arena, &trees, &issues);
  if (trees.empty() || !trees[0].root().is_object()) return files;
  for (json::Value member : trees[0].root()) {
    if (member.key() != "extends") continue;
    if (member.is_string()) files.emplace_back(member.str());
    if (!member.is_array()) continue;
    for (json::Value item : member) {
      if (item.is_string()) files.emplace_back(item.str());
    }
  }
  return files;
}

}  // namespace rolelint::engine
