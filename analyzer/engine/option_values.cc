#include <re2/re2.h>

#include <cassert>
#include <charconv>
#include <mutex>

#include "analyzer/engine/config.h"
#include "analyzer/engine/rule.h"

namespace rolelint::engine {
namespace {

// Bytes of memory for one regular expression: RE2 takes time that grows with the square of what an
// expression is compiled to, and refuses one that needs more than this. Conventions for names need
// a hundredth of it.
constexpr int64_t kMostMemory = int64_t{512} << 10;

}  // namespace

// Compiled when a rule first asks: most runs meet nothing that most conventions speak of, and
// compiling them all would be most of what starting up costs.
class OptionValues::LazyRegex {
 public:
  explicit LazyRegex(std::string_view pattern) : pattern_(pattern) {}

  const RE2& Get() const {
    std::call_once(once_, [this] {
      RE2::Options quiet;
      quiet.set_log_errors(false);
      quiet.set_max_mem(kMostMemory);
      regex_ = std::make_unique<const RE2>(pattern_, quiet);
    });
    return *regex_;
  }

 private:
  std::string pattern_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<const RE2> regex_;
};

const OptionValues::Option& OptionValues::Get(std::string_view name) const {
  for (const Option& option : options_) {
    if (option.name == name) return option;
  }
  assert(false && "a rule asks for an option it does not declare");
  static const Option kNone;
  return kNone;
}

bool OptionValues::Boolean(std::string_view name) const { return Get(name).boolean; }
int64_t OptionValues::Integer(std::string_view name) const { return Get(name).integer; }
const std::string& OptionValues::String(std::string_view name) const { return Get(name).string; }

const re2::RE2& OptionValues::Regex(std::string_view name) const {
  const Option& option = Get(name);
  assert(option.regex != nullptr && "no option of type kRegex");
  return option.regex->Get();
}

const std::vector<std::string>& OptionValues::List(std::string_view name) const {
  return Get(name).list;
}

bool OptionValues::IsSet(std::string_view name) const { return Get(name).set; }

bool OptionValues::AnySet() const {
  for (const Option& option : options_) {
    if (option.set) return true;
  }
  return false;
}

std::optional<OptionValues::Option> OptionValues::ParseOption(const RuleOption& declared,
                                                              std::string_view text,
                                                              std::string* error) {
  Option option;
  option.name = declared.name;
  switch (declared.type) {
    case OptionType::kBoolean:
      if (text != "true" && text != "false") {
        *error = "true or false";
        return std::nullopt;
      }
      option.boolean = text == "true";
      return option;
    case OptionType::kInteger: {
      auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), option.integer);
      if (code != std::errc() || end != text.data() + text.size()) {
        *error = "a whole number";
        return std::nullopt;
      }
      return option;
    }
    case OptionType::kString:
      option.string = text;
      return option;
    case OptionType::kRegex: {
      option.string = text;
      option.regex = std::make_shared<const LazyRegex>(text);
      const RE2& regex = option.regex->Get();
      if (!regex.ok()) {
        *error = "a regular expression (RE2): " + regex.error();
        return std::nullopt;
      }
      return option;
    }
    case OptionType::kStringList:
      while (!text.empty()) {
        size_t comma = text.find(',');
        std::string_view item = text.substr(0, comma);
        while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
        while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
        if (!item.empty()) option.list.emplace_back(item);
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
      }
      return option;
  }
  return std::nullopt;
}

OptionValues OptionValues::Defaults(const Rule& rule) {
  OptionValues values;
  for (const RuleOption& declared : rule.options) {
    if (declared.type == OptionType::kRegex) {
      Option option;
      option.name = declared.name;
      option.string = declared.fallback;
      option.regex = std::make_shared<const LazyRegex>(declared.fallback);
      values.options_.push_back(std::move(option));
      continue;
    }
    std::string error;
    std::optional<Option> option = ParseOption(declared, declared.fallback, &error);
    assert(option && "the fallback of a rule's option is no value of its type");
    if (option) values.options_.push_back(std::move(*option));
  }
  return values;
}

}  // namespace rolelint::engine
