#include "tests/oracle/naive_conditions.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <regex>

namespace rolelint::naive {
namespace {

// Does a listed value of the policy fit a value of the request?
using Fits = std::function<bool(const std::string& listed, const std::string& asked)>;

// --- numbers, as text, so that their length has no bound
// ------------------------------------------

struct Number {
  bool negative = false;
  std::string whole;     // no leading zeros
  std::string fraction;  // no trailing zeros
};

std::optional<Number> ToNumber(const std::string& text) {
  static const std::regex kShape(R"(([+-]?)0*(\d*)(?:\.(\d*))?)");
  std::smatch parts;
  if (text.find_first_of("0123456789") == std::string::npos) return std::nullopt;
  if (!std::regex_match(text, parts, kShape)) return std::nullopt;
  Number number{parts[1] == "-", parts[2], parts[3]};
  while (!number.fraction.empty() && number.fraction.back() == '0') number.fraction.pop_back();
  if (number.whole.empty() && number.fraction.empty()) number.negative = false;
  return number;
}

int CompareMagnitude(const Number& a, const Number& b) {
  if (a.whole.size() != b.whole.size()) return a.whole.size() < b.whole.size() ? -1 : 1;
  if (int order = a.whole.compare(b.whole); order != 0) return order;
  return a.fraction.compare(b.fraction);
}

int Compare(const Number& a, const Number& b) {
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  return a.negative ? CompareMagnitude(b, a) : CompareMagnitude(a, b);
}

// --- dates, as seconds and billionths
// -------------------------------------------------------------

using Instant = std::pair<int64_t, int64_t>;

int64_t DaysFromCivil(int64_t year, int64_t month, int64_t day) {
  int64_t days = 0;
  auto leap = [](int64_t y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; };
  for (int64_t y = 1970; y < year; ++y) days += leap(y) ? 366 : 365;
  for (int64_t y = year; y < 1970; ++y) days -= leap(y) ? 366 : 365;
  static const std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (int64_t m = 1; m < month; ++m) {
    days += kDays[static_cast<size_t>(m - 1)] + (m == 2 && leap(year) ? 1 : 0);
  }
  return days + day - 1;
}

std::optional<Instant> ToInstant(const std::string& text) {
  static const std::regex kEpoch(R"(\d{1,12})");  // to the year 9999, below
  static const std::regex kDate(
      R"((\d{4})-(\d\d)(?:-(\d\d)(?:[Tt](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:([Zz])|([+-])(\d\d):?(\d\d))?)?)?)");
  constexpr int64_t kLastSecond = 253402300799;
  if (std::regex_match(text, kEpoch)) {
    const int64_t seconds = std::stoll(text);
    if (seconds > kLastSecond) return std::nullopt;
    return Instant{seconds, 0};
  }
  std::smatch parts;
  if (!std::regex_match(text, parts, kDate)) return std::nullopt;
  auto number = [&](size_t i, int64_t fallback) {
    return parts[i].matched ? std::stoll(parts[i].str()) : fallback;
  };
  int64_t month = number(2, 1), day = number(3, 1), hour = number(4, 0), minute = number(5, 0),
          second = number(6, 0);
  if (month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  int64_t offset = (number(10, 0) * 60 + number(11, 0)) * 60 * (parts[9] == "-" ? -1 : 1);
  int64_t seconds = DaysFromCivil(number(1, 1970), month, day) * 86400 + hour * 3600 + minute * 60;
  std::string fraction = parts[7].matched ? parts[7].str() : "0";
  fraction.resize(9, '0');
  return Instant{seconds + second - offset, std::stoll(fraction)};
}

// --- addresses, as bits
// ---------------------------------------------------------------------------

std::optional<std::string> BitsOfV4(const std::string& text) {
  static const std::regex kShape(R"((\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3}))");
  std::smatch parts;
  if (!std::regex_match(text, parts, kShape)) return std::nullopt;
  std::string bits;
  for (size_t i = 1; i <= 4; ++i) {
    int octet = std::stoi(parts[i].str());
    if (octet > 255) return std::nullopt;
    for (int bit = 7; bit >= 0; --bit) bits += (octet >> bit) & 1 ? '1' : '0';
  }
  return bits;
}

std::optional<std::string> BitsOfGroups(const std::string& text) {
  std::string bits;
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find(':', at), text.size());
    std::string group = text.substr(at, end - at);
    if (group.empty() || group.size() > 4) return std::nullopt;
    if (group.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) return std::nullopt;
    auto value = std::stoul(group, nullptr, 16);
    for (int bit = 15; bit >= 0; --bit) bits += (value >> bit) & 1 ? '1' : '0';
    at = end + 1;
    if (end + 1 == text.size()) return std::nullopt;  // a colon at the end
  }
  return bits;
}

std::optional<std::string> BitsOfV6(const std::string& text) {
  size_t gap = text.find("::");
  if (gap == std::string::npos) {
    auto bits = BitsOfGroups(text);
    return bits && bits->size() == 128 ? bits : std::nullopt;
  }
  auto head = BitsOfGroups(text.substr(0, gap));
  auto tail = BitsOfGroups(text.substr(gap + 2));
  if (!head || !tail || head->size() + tail->size() > 112) return std::nullopt;
  return *head + std::string(128 - head->size() - tail->size(), '0') + *tail;
}

std::optional<std::string> BitsOf(const std::string& text) {
  return text.find(':') == std::string::npos ? BitsOfV4(text) : BitsOfV6(text);
}

bool InRange(const std::string& range, const std::string& address) {
  size_t slash = range.find('/');
  auto network = BitsOf(range.substr(0, slash));
  auto bits = BitsOf(address);
  if (!network || !bits || network->size() != bits->size()) return false;
  size_t length = network->size();
  if (slash != std::string::npos) {
    std::string digits = range.substr(slash + 1);
    if (digits.empty() || digits.size() > 3) return false;
    if (digits.find_first_not_of("0123456789") != std::string::npos) return false;
    length = std::stoul(digits);
    if (length > network->size()) return false;
  }
  return network->substr(0, length) == bits->substr(0, length);
}

// --- operators
// ------------------------------------------------------------------------------------

template <typename Value, typename Read>
Fits Ordered(Read read, std::function<bool(int)> wanted) {
  return [read, wanted](const std::string& listed, const std::string& asked) {
    std::optional<Value> a = read(asked), b = read(listed);
    if (!a || !b) return false;
    if constexpr (std::is_same_v<Value, Number>)
      return wanted(Compare(*a, *b));
    else
      return wanted(*a < *b ? -1 : *b < *a ? 1 : 0);
  };
}

std::optional<std::function<bool(int)>> Order(const std::string& name) {
  if (name == "equals") return [](int order) { return order == 0; };
  if (name == "lessthan") return [](int order) { return order < 0; };
  if (name == "lessthanequals") return [](int order) { return order <= 0; };
  if (name == "greaterthan") return [](int order) { return order > 0; };
  if (name == "greaterthanequals") return [](int order) { return order >= 0; };
  return std::nullopt;
}

Fits Strings(const Context& context, bool variables, bool wildcards, bool ignore_case) {
  return [=, &context](const std::string& listed, const std::string& asked) {
    std::optional<Glob> glob = Expand(listed, context, variables, wildcards);
    if (!glob) return false;
    if (!ignore_case) return Matches(*glob, asked);
    for (Token& token : *glob) token.text = Lower(token.text);
    return Matches(*glob, Lower(asked));
  };
}

bool SameBool(const std::string& listed, const std::string& asked) {
  std::string wanted = Lower(listed);
  return (wanted == "true" || wanted == "false") && wanted == Lower(asked);
}

// The operator without negation; nothing for one that AWS does not know.
std::optional<Fits> Positive(const std::string& name, const Context& context, bool variables) {
  if (name == "stringequals") return Strings(context, variables, false, false);
  if (name == "stringequalsignorecase") return Strings(context, variables, false, true);
  if (name == "stringlike") return Strings(context, variables, true, false);
  if (name == "arnequals" || name == "arnlike") {
    return [=, &context](const std::string& listed, const std::string& asked) {
      return ArnMatches(listed, asked, context, variables);
    };
  }
  if (name == "bool") return SameBool;
  if (name == "binaryequals")
    return [](const std::string& a, const std::string& b) { return a == b; };
  if (name == "ipaddress") return InRange;
  if (name.rfind("numeric", 0) == 0) {
    if (auto order = Order(name.substr(7))) return Ordered<Number>(ToNumber, *order);
  }
  if (name.rfind("date", 0) == 0) {
    if (auto order = Order(name.substr(4))) return Ordered<Instant>(ToInstant, *order);
  }
  return std::nullopt;
}

struct Operator {
  enum class Set { kNone, kAny, kAll } set = Set::kNone;
  std::string base;  // lower case, without "not"
  bool negated = false;
  bool if_exists = false;
};

Operator ReadOperator(const std::string& name) {
  Operator result;
  std::string rest = Lower(name);
  if (rest.rfind("foranyvalue:", 0) == 0) {
    result.set = Operator::Set::kAny;
    rest = rest.substr(12);
  } else if (rest.rfind("forallvalues:", 0) == 0) {
    result.set = Operator::Set::kAll;
    rest = rest.substr(13);
  }
  if (rest.size() > 8 && rest.substr(rest.size() - 8) == "ifexists") {
    result.if_exists = true;
    rest = rest.substr(0, rest.size() - 8);
  }
  static const std::map<std::string, std::string> kNegated{
      {"stringnotequals", "stringequals"}, {"stringnotequalsignorecase", "stringequalsignorecase"},
      {"stringnotlike", "stringlike"},     {"numericnotequals", "numericequals"},
      {"datenotequals", "dateequals"},     {"notipaddress", "ipaddress"},
      {"arnnotequals", "arnequals"},       {"arnnotlike", "arnlike"}};
  auto negated = kNegated.find(rest);
  result.negated = negated != kNegated.end();
  result.base = result.negated ? negated->second : rest;
  return result;
}

bool NullHolds(const std::vector<std::string>& listed, bool absent) {
  return std::any_of(listed.begin(), listed.end(), [&](const std::string& value) {
    return Lower(value) == (absent ? "true" : "false");
  });
}

bool KeyHolds(const Operator& op, const std::string& key, const std::vector<std::string>& listed,
              const Context& context, bool variables) {
  auto found = context.find(Lower(key));
  bool absent = found == context.end() || found->second.values.empty();
  if (op.base == "null") return !op.if_exists && NullHolds(listed, absent);
  std::optional<Fits> fits = Positive(op.base, context, variables);
  if (!fits) return false;
  if (absent) {
    if (op.if_exists) return true;
    if (op.set == Operator::Set::kNone) return op.negated;
    return op.set == Operator::Set::kAll;
  }
  auto passes = [&](const std::string& asked) {
    bool some = std::any_of(listed.begin(), listed.end(),
                            [&](const std::string& value) { return (*fits)(value, asked); });
    return some != op.negated;
  };
  const std::vector<std::string>& asked = found->second.values;
  if (op.set == Operator::Set::kAny) return std::any_of(asked.begin(), asked.end(), passes);
  if (op.set == Operator::Set::kAll) return std::all_of(asked.begin(), asked.end(), passes);
  return !found->second.multivalued && asked.size() == 1 && passes(asked[0]);
}

}  // namespace

bool ConditionHolds(const nlohmann::json& condition, const Context& context, bool variables) {
  for (const auto& [name, keys] : condition.items()) {
    Operator op = ReadOperator(name);
    for (const auto& [key, values] : keys.items()) {
      if (!KeyHolds(op, key, Texts(values), context, variables)) return false;
    }
  }
  return true;
}

}  // namespace rolelint::naive
