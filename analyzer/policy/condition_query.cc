#include "analyzer/policy/condition_query.h"

#include <algorithm>
#include <span>

#include "analyzer/policy/query.h"
#include "analyzer/policy/wildcards.h"

namespace rolelint::policy {
namespace {

constexpr std::string_view kWeakKeys[] = {
    "aws:SecureTransport", "aws:RequestedRegion", "aws:UserAgent",      "aws:Referer",
    "aws:CurrentTime",     "aws:EpochTime",       "aws:TokenIssueTime", "s3:TlsVersion",
};

constexpr std::string_view kOwnKeys[] = {
    "aws:PrincipalOrgID",        "aws:PrincipalOrgPaths", "aws:PrincipalAccount",
    "aws:PrincipalIsAWSService", "aws:PrincipalType",
};

bool IsAmong(std::span<const std::string_view> keys, const ConditionTest& test) {
  return std::any_of(keys.begin(), keys.end(),
                     [&](std::string_view key) { return KeyIs(test, key); });
}

}  // namespace

bool IsWeakKey(const ConditionTest& test) { return IsAmong(kWeakKeys, test); }

bool IsOwnKey(const ConditionTest& test) { return IsAmong(kOwnKeys, test); }

bool IsAnyValue(std::string_view value) {
  return IsStars(value) || value == "0.0.0.0/0" || value == "::/0";
}

bool LimitsPrincipal(const Statement& statement) {
  return std::any_of(
      statement.conditions.begin(), statement.conditions.end(), [&](const ConditionTest& test) {
        if (!test.key.known || IsNegated(test.op.base)) return true;
        if (IsWeakKey(test) || IsOwnKey(test)) return false;
        return std::none_of(
            test.values.begin(), test.values.end(),
            [](const ConditionValue& value) { return IsAnyValue(value.text.value); });
      });
}

}  // namespace rolelint::policy
