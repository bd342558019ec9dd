#include "analyzer/policy/query.h"

#include <algorithm>

#include "analyzer/policy/arn.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/wildcards.h"
#include "analyzer/text/glob.h"

namespace rolelint::policy {
namespace {

// It lets only listed values through, those aside who lack the key.
bool IsPositive(const ConditionTest& test) {
  return test.op.base != Operator::kUnknown && test.op.base != Operator::kNull &&
         !IsNegated(test.op.base) &&
         std::none_of(test.values.begin(), test.values.end(),
                      [](const ConditionValue& value) { return IsStars(value.text.value); });
}

bool AnyCovers(const TextList& patterns, std::string_view action) {
  for (const Text& pattern : patterns.items) {
    if (pattern.known && text::GlobMatchesFolded(pattern.value, action)) return true;
  }
  return false;
}

// An ARN pattern whose account is open (`arn:aws:iam::*:role/x`) pins nobody: anyone may own an
// account. Of a value that a template leaves open only what is written out counts.
bool NamesAnyAccount(const ConditionTest& test) {
  for (const ConditionValue& value : test.values) {
    if (value.text.open && !ParseArn(value.text.value)) continue;
    std::optional<Arn> arn = ParseArn(value.text.value);
    if (!arn || text::HasWildcard(arn->account)) return true;
  }
  return false;
}

// A test of which a template leaves open what it asks for: it restricts, nobody knows whom.
bool IsOpenTest(const ConditionTest& test) {
  return test.key.open || test.op_text.open ||
         (test.op.base == Operator::kUnknown && !test.op_text.known);
}

}  // namespace

bool KeyIs(const ConditionTest& test, std::string_view key) {
  return text::EqualsFolded(test.key.value, key);
}

bool KeyStartsWith(const ConditionTest& test, std::string_view prefix) {
  return test.key.value.size() > prefix.size() &&
         text::EqualsFolded(test.key.value.substr(0, prefix.size()), prefix);
}

const ConditionTest* FindTest(const Statement& statement, std::string_view key) {
  for (const ConditionTest& test : statement.conditions) {
    if (KeyIs(test, key)) return &test;
  }
  return nullptr;
}

bool PassesIfAbsent(const ConditionTest& test) {
  if (test.op.if_exists || test.op.qualifier == SetQualifier::kForAllValues) return true;
  if (test.op.base == Operator::kNull) {
    return std::any_of(test.values.begin(), test.values.end(), [](const ConditionValue& value) {
      return text::EqualsFolded(value.text.value, "true");
    });
  }
  return IsNegated(test.op.base) && test.op.qualifier == SetQualifier::kNone;
}

bool DemandsKey(const Statement& statement, std::string_view key) {
  return std::any_of(
      statement.conditions.begin(), statement.conditions.end(), [&](const ConditionTest& test) {
        if (!KeyIs(test, key) || test.values.empty()) return false;
        if (test.op.base != Operator::kNull) {
          return test.op.base != Operator::kUnknown && !PassesIfAbsent(test);
        }
        return std::all_of(test.values.begin(), test.values.end(), [](const auto& value) {
          return text::EqualsFolded(value.text.value, "false");
        });
      });
}

bool Restricts(const ConditionTest& test) { return IsPositive(test) && !PassesIfAbsent(test); }

bool Restricts(const Statement& statement, const ConditionTest& test) {
  return Restricts(test) || (IsPositive(test) && DemandsKey(statement, test.key.value));
}

bool IsRestrictedBy(const Statement& statement, std::string_view key) {
  for (const ConditionTest& test : statement.conditions) {
    if (KeyIs(test, key) && Restricts(statement, test)) return true;
  }
  return false;
}

bool PinsPrincipal(const Statement& statement) {
  for (const ConditionTest& test : statement.conditions) {
    if (IsOpenTest(test)) return true;
    if (!Restricts(statement, test)) continue;
    if (KeyIs(test, "aws:PrincipalArn")) {
      if (!NamesAnyAccount(test)) return true;
    } else if (KeyIs(test, "aws:userid") || KeyIs(test, "aws:username") ||
               KeyStartsWith(test, "aws:PrincipalTag/")) {
      return true;
    }
  }
  return false;
}

bool PinsOrganization(const Statement& statement) {
  for (const ConditionTest& test : statement.conditions) {
    if (IsOpenTest(test)) return true;
    if (!Restricts(statement, test)) continue;
    if (KeyIs(test, "aws:PrincipalOrgID") || KeyIs(test, "aws:PrincipalOrgPaths") ||
        KeyIs(test, "aws:PrincipalAccount")) {
      return true;
    }
  }
  return false;
}

bool CoversAction(const Statement& statement, std::string_view action) {
  if (statement.action.present) return AnyCovers(statement.action, action);
  if (statement.not_action.present) return !AnyCovers(statement.not_action, action);
  return false;
}

bool IsLoneStar(const TextList& list) {
  return list.items.size() == 1 && list.items[0].known && IsStars(list.items[0].value);
}

bool KnowsResource(const Text& text) {
  if (text.known) return true;
  if (!text.open) return false;
  const std::optional<Arn> arn = ParseArn(text.value);
  return arn && arn->service.find("${") == std::string_view::npos &&
         arn->resource.find("${") == std::string_view::npos;
}

bool IsOwnAccount(std::string_view account) {
  return account == kOwnAccount ||
         (account.starts_with("${data.aws_caller_identity.") &&
          (account.ends_with(".account_id}") || account.ends_with(".id}")));
}

bool IsSomeAccount(const Text& principal) {
  if (principal.open && IsOwnAccount(principal.value)) return true;
  return KnowsResource(principal) && IsAccountPrincipal(principal.value);
}

}  // namespace rolelint::policy
