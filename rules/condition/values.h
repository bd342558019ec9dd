#ifndef ROLELINT_RULES_CONDITION_VALUES_H_
#define ROLELINT_RULES_CONDITION_VALUES_H_

// What the rules about condition values share.

#include <string>
#include <string_view>

#include "analyzer/policy/document.h"
#include "analyzer/policy/query.h"
#include "analyzer/policy/variable.h"
#include "analyzer/policy/wildcards.h"

namespace rolelint::rules {

// `StringEquals aws:SourceVpc`, as messages name a test.
inline std::string TestName(const policy::ConditionTest& test) {
  return std::string(test.op_text.value) + " " + std::string(test.key.value);
}

// Only what is there as it will be can be judged: no unresolved part, no policy variable.
inline bool IsLiteral(const policy::ConditionValue& value) {
  return value.text.known && value.text.value.find("${") == std::string_view::npos;
}

// The value's text is nothing but stars: it matches whatever stands there.
inline bool IsLoneStar(const policy::ConditionValue& value) {
  return value.type == json::Type::kString && value.text.known && policy::IsStars(value.text.value);
}

// Calls visit(const policy::Statement&, const policy::ConditionTest&) for every test.
template <typename Visit>
void ForEachTest(const policy::Document& document, Visit visit) {
  for (const policy::Statement& statement : document.statements) {
    for (const policy::ConditionTest& test : statement.conditions) visit(statement, test);
  }
}

// The first `*` or `?` outside `${…}` at or after `from`, or npos.
inline size_t FindWildcard(std::string_view value, size_t from = 0) {
  for (size_t at = from; at < value.size();) {
    if (value[at] == '*' || value[at] == '?') return at;
    if (value.substr(at, 2) == "${") {
      at = policy::NextVariable(value, at)->span.end;
    } else {
      ++at;
    }
  }
  return std::string_view::npos;
}

// Keys whose values are ids: part of one says nothing about who has the rest.
inline constexpr std::string_view kIdKeys[] = {
    "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:ResourceAccount", "aws:ResourceOrgID",
    "aws:SourceAccount",    "aws:SourceOrgID",    "aws:SourceVpc",       "aws:SourceVpce",
    "aws:VpceAccount",      "aws:VpceOrgID",
};

inline bool NamesById(const policy::ConditionTest& test) {
  for (std::string_view key : kIdKeys) {
    if (policy::KeyIs(test, key)) return true;
  }
  return false;
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_CONDITION_VALUES_H_
