#include "analyzer/logic/outsiders.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "analyzer/logic/simulation.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::logic {
namespace {

// The condition keys whose fixed values say who is trusted: an outsider has none of these values.
constexpr std::string_view kTrustedKeys[] = {"aws:sourceip",
                                             "aws:sourcearn",
                                             "aws:sourceaccount",
                                             "aws:sourceowner",
                                             "aws:sourcevpc",
                                             "aws:sourcevpce",
                                             "aws:sourceorgid",
                                             "aws:sourceorgpaths",
                                             "aws:principalorgid",
                                             "aws:principalorgpaths",
                                             "aws:userid",
                                             "aws:vpcsourceip",
                                             "aws:vpceaccount",
                                             "aws:vpceorgid",
                                             "aws:vpceorgpaths",
                                             "aws:sourcevpcarn",
                                             "s3:dataaccesspointarn",
                                             "s3:dataaccesspointaccount",
                                             "kms:calleraccount",
                                             "lambda:functionurlauthtype",
                                             "elasticfilesystem:accessedviamounttarget"};

}  // namespace

Outsiders OutsidersOf(const CompiledPolicy& policy, const Vocabulary& vocabulary) {
  Outsiders out;
  for (const CompiledStatement& statement : policy.statements) {
    for (const PrincipalPattern& listed : statement.principals) {
      if (listed.account.empty()) continue;
      PrincipalPattern account;
      account.kind = PrincipalPattern::Kind::kAccount;
      account.account = listed.account;  // of any partition
      out.named.principals.push_back(std::move(account));
    }
    for (const CompiledTest& test : statement.tests) {
      const Key& key = vocabulary.key(test.key);
      ValueTest fixed;
      fixed.family = test.value.family;
      for (const Pattern* pattern : test.value.texts.patterns) {
        if (pattern->is_literal()) fixed.texts.patterns.push_back(pattern);
      }
      if (key.derived == DerivedKey::kPrincipalAccount ||
          key.derived == DerivedKey::kPrincipalArn) {
        for (const policy::ConditionValue& value : test.source->values) {
          const std::string_view account = key.derived == DerivedKey::kPrincipalAccount
                                               ? value.text.value
                                               : policy::PrincipalAccount(value.text.value);
          if (account.empty() || text::HasWildcard(account)) continue;
          PrincipalPattern pattern;
          pattern.kind = PrincipalPattern::Kind::kAccount;
          pattern.account = account;
          out.named.principals.push_back(std::move(pattern));
        }
        continue;
      }
      if (std::find(std::begin(kTrustedKeys), std::end(kTrustedKeys), key.folded) ==
          std::end(kTrustedKeys)) {
        continue;
      }
      if (test.value.family == policy::OperatorFamily::kIp) {
        fixed.points = ValueSet::None(Scale::kAddress);
        for (const policy::ConditionValue& value : test.source->values) {
          if (!IsPlace(value.text.value)) continue;
          fixed.points = fixed.points.Union(
              ValueSet::FromTest(Scale::kAddress, Relation::kEqual, value.text.value));
        }
        if (!fixed.points.IsEmpty()) out.trusted.emplace_back(test.key, std::move(fixed));
      } else if (!fixed.texts.patterns.empty()) {
        out.trusted.emplace_back(test.key, std::move(fixed));
      }
    }
  }
  return out;
}

}  // namespace rolelint::logic
