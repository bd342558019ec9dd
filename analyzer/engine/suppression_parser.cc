#include "analyzer/engine/suppression_parser.h"

#include <algorithm>
#include <utility>

#include "analyzer/text/spelling.h"

namespace rolelint::engine {
namespace {

struct Member {
  std::string_view name;
  std::string SuppressionRule::*value;
};

constexpr Member kMembers[] = {
    {"rule", &SuppressionRule::rule},         {"path", &SuppressionRule::path},
    {"sid", &SuppressionRule::sid},           {"pointer", &SuppressionRule::pointer},
    {"owner", &SuppressionRule::owner},       {"action", &SuppressionRule::action},
    {"resource", &SuppressionRule::resource}, {"reason", &SuppressionRule::reason},
    {"expires", &SuppressionRule::expires},
};

bool IsDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "2026-02-28".
bool IsDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  if (!IsDigits(text.substr(0, 4)) || !IsDigits(text.substr(5, 2)) || !IsDigits(text.substr(8))) {
    return false;
  }
  const auto number = [&](size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int month = number(5);
  if (month < 1 || month > 12 || number(8) < 1 || number(8) > kDays[month - 1]) return false;
  const int year = number(0) * 100 + number(2);
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month != 2 || number(8) < 29 || leap;
}

}  // namespace

std::optional<SuppressionRule> ReadSuppression(json::Value value,
                                               const std::vector<std::string_view>& rule_ids,
                                               const AssertionErrors& errors) {
  if (!value.is_object()) {
    errors.error(value.span(), "a suppression must be a mapping, not " +
                                   std::string(json::TypeName(value.type())));
    return std::nullopt;
  }
  SuppressionRule suppression;
  bool fine = true;
  const auto wrong = [&](text::Span span, std::string message) {
    errors.error(span, std::move(message));
    fine = false;
  };
  for (json::Value member : value) {
    const auto known = std::find_if(std::begin(kMembers), std::end(kMembers),
                                    [&](const Member& one) { return one.name == member.key(); });
    if (known == std::end(kMembers)) {
      std::vector<std::string_view> names;
      for (const Member& one : kMembers) names.push_back(one.name);
      errors.unknown_key(member, "key of a suppression", names);
      fine = false;
    } else if (!member.is_string() || member.str().empty()) {
      wrong(member.span(), std::string(known->name) + " must be a string that is not empty");
    } else {
      suppression.*known->value = member.str();
      if (known->name == "expires" && !IsDate(member.str())) {
        wrong(member.span(), "expires is a day, such as \"2026-12-31\"");
      }
      if (known->name == "rule" &&
          std::find(rule_ids.begin(), rule_ids.end(), member.str()) == rule_ids.end()) {
        const std::string_view near = text::ClosestWord(member.str(), rule_ids);
        wrong(member.span(),
              "unknown rule \"" + std::string(member.str()) + "\"" +
                  (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?"));
      }
    }
  }
  if (fine && suppression.reason.empty()) {
    wrong(value.span(), "a suppression needs a reason");
  }
  const bool anything =
      std::any_of(std::begin(kMembers), std::end(kMembers), [&](const Member& one) {
        return one.name != "reason" && one.name != "expires" && !(suppression.*one.value).empty();
      });
  if (fine && !anything) {
    wrong(value.span(),
          "a suppression says what it is about: a rule, a path, a sid, a pointer, an "
          "owner, an action or a resource");
  }
  if (!fine) return std::nullopt;
  return suppression;
}

}  // namespace rolelint::engine
