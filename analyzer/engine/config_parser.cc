// rolelint.yaml to Config. All that is wrong is told at once, with its place.

#include <algorithm>

#include "analyzer/engine/assertion_parser.h"
#include "analyzer/engine/config.h"
#include "analyzer/engine/rule.h"
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

class ConfigParser {
 public:
  ConfigParser(const text::Source& source, std::span<const Rule* const> rules,
               std::vector<ConfigError>* errors)
      : source_(source), rules_(rules), errors_(*errors), config_(Config::Default(rules)) {
    for (const Rule* rule : rules) rule_ids_.push_back(rule->id);
  }

  std::optional<Config> Run() {
    size_t before = errors_.size();
    std::vector<json::Tree> trees;
    std::vector<json::Issue> issues;
    json::ReadYaml(source_.text(), &arena_, &trees, &issues);
    for (const json::Issue& issue : issues) Error(issue.span, issue.message);
    if (trees.size() > 1) Error(trees[1].root().span(), "a configuration is one document");
    if (!trees.empty() && trees[0].root().type() != json::Type::kNull) ReadRoot(trees[0].root());
    if (errors_.size() != before) return std::nullopt;
    return std::move(config_);
  }

 private:
  void Error(Span span, std::string message) {
    text::LineColumn begin = source_.Locate(span.begin);
    text::LineColumn end = source_.Locate(span.end);
    ConfigError& error = errors_.emplace_back();
    error.file = source_.name();
    error.message = std::move(message);
    Location& at = error.location;
    at.file = source_.name();
    at.start_line = begin.line;
    at.start_column = begin.column;
    at.start_column_utf16 = begin.column_utf16;
    at.end_line = end.line;
    at.end_column = end.column;
    at.end_column_utf16 = end.column_utf16;
    at.start_byte = source_.DiskOffset(span.begin);
    at.end_byte = source_.DiskOffset(span.end);
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
    for (json::Value member : root) {
      if (member.key() == "accounts") {
        ReadAccounts(member);
      } else if (member.key() == "rules") {
        ReadRules(member);
      } else if (member.key() == "assertions") {
        ReadAssertions(member);
      } else if (member.key() == "kinds") {
        ReadKinds(member);
      } else if (member.key() == "allow-unresolved") {
        ReadAllowUnresolved(member);
      } else {
        UnknownKey(member, "key", {"accounts", "allow-unresolved", "assertions", "kinds", "rules"});
      }
    }
  }

  void ReadAccounts(json::Value accounts) {
    if (accounts.type() == json::Type::kNull || !IsMapping(accounts, "accounts")) return;
    for (json::Value member : accounts) {
      if (!policy::IsAccountId(member.key())) {
        Error(member.key_span(),
              Quoted(member.key()) + " is no account id: twelve digits, in quotes");
        continue;
      }
      KnownAccount account;
      account.id = member.key();
      if (IsMapping(member, "an account")) ReadAccount(member, &account);
      config_.accounts_.push_back(std::move(account));
    }
  }

  void ReadKinds(json::Value kinds) {
    if (kinds.type() == json::Type::kNull || !IsMapping(kinds, "kinds")) return;
    for (json::Value member : kinds) {
      static const Names kWords = {"identity", "trust",    "resource", "scp",
                                   "rcp",      "boundary", "session"};
      const std::optional<policy::Kind> kind = policy::ParseKind(member.str());
      if (kind) {
        config_.kinds_.emplace_back(member.key(), *kind);
      } else {
        Error(member.span(), "a kind is identity, trust, resource, scp, rcp, boundary or session" +
                                 DidYouMean(member.str(), kWords));
      }
    }
  }

  void ReadAllowUnresolved(json::Value list) {
    if (list.type() == json::Type::kNull) return;
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
  }

  void ReadAssertions(json::Value list) {
    if (list.type() == json::Type::kNull) return;
    if (!list.is_array()) {
      Error(list.span(),
            "assertions must be a list, not " + std::string(json::TypeName(list.type())));
      return;
    }
    const AssertionErrors errors = {
        [this](Span span, std::string message) { Error(span, std::move(message)); },
        [this](json::Value member, std::string_view what, const Names& known) {
          UnknownKey(member, what, known);
        }};
    for (json::Value item : list) {
      std::optional<Assertion> assertion = ReadAssertion(item, errors);
      if (!assertion) continue;
      for (const Assertion& earlier : config_.assertions_) {
        if (earlier.name == assertion->name) {
          Error(item.span(), "two assertions are called " + Quoted(assertion->name));
        }
      }
      config_.assertions_.push_back(std::move(*assertion));
    }
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
    if (rules.type() == json::Type::kNull || !IsMapping(rules, "rules")) return;
    for (json::Value member : rules) {
      auto rule = std::find_if(rules_.begin(), rules_.end(),
                               [&](const Rule* known) { return known->id == member.key(); });
      if (rule == rules_.end()) {
        UnknownKey(member, "rule", rule_ids_);
        continue;
      }
      ReadRule(member, **rule);
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
    } else if (std::optional<Level> level = ParseLevel(value.str())) {
      settings->level = level;
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
  Config config_;
  Names rule_ids_;
  text::Arena arena_;
};

std::optional<Config> Config::Parse(std::string_view text, const std::string& file_name,
                                    std::span<const Rule* const> rules,
                                    std::vector<ConfigError>* errors) {
  text::SourceError problem;
  std::optional<text::Source> source =
      text::Source::FromBytes(file_name, std::string(text), &problem);
  if (!source) {
    if (problem.code == text::SourceError::Code::kEmpty) return Default(rules);
    ConfigError& error = errors->emplace_back();
    error.file = file_name;
    error.location.file = file_name;
    error.location.start_byte = error.location.end_byte = problem.disk_offset;
    error.message = problem.message;
    return std::nullopt;
  }
  return ConfigParser(*source, rules, errors).Run();
}

}  // namespace rolelint::engine
