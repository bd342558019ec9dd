// S3's syntactic notion of a public policy, by which Block Public Access decides. It looks at each
// Allow by itself and knows no Deny: another question than `prove not-public`.

#include <algorithm>

#include "analyzer/logic/simulation.h"
#include "analyzer/policy/condition.h"

namespace rolelint::logic {
namespace {

// Keys that a fixed value of makes a grant non-public.
constexpr std::string_view kTrustKeys[] = {
    "aws:principalorgid",    "aws:principalorgpaths",    "aws:principalaccount", "aws:principalarn",
    "aws:sourcearn",         "aws:sourceaccount",        "aws:sourceowner",      "aws:sourcevpc",
    "aws:sourcevpce",        "aws:sourceorgid",          "aws:sourceorgpaths",   "aws:userid",
    "s3:dataaccesspointarn", "s3:dataaccesspointaccount"};

bool IsFixed(const TextSet& set) {
  if (set.unknown || !set.templates.empty() || set.patterns.empty()) return false;
  return std::all_of(set.patterns.begin(), set.patterns.end(),
                     [](const Pattern* pattern) { return pattern->is_literal(); });
}

bool IsNarrow(const CompiledTest& test) {
  if (test.source == nullptr || test.source->values.empty()) return false;
  for (const policy::ConditionValue& value : test.source->values) {
    if (!IsPlace(value.text.value)) return false;
  }
  return true;
}

bool Pins(const CompiledTest& test, const Vocabulary& vocabulary) {
  if (test.negated || test.if_exists || test.qualifier == policy::SetQualifier::kForAllValues) {
    return false;
  }
  const std::string& key = vocabulary.key(test.key).folded;
  if (key == "aws:sourceip") {
    return test.value.family == policy::OperatorFamily::kIp && IsNarrow(test);
  }
  if (std::find(std::begin(kTrustKeys), std::end(kTrustKeys), key) == std::end(kTrustKeys)) {
    return false;
  }
  const bool texts = test.value.family == policy::OperatorFamily::kString ||
                     test.value.family == policy::OperatorFamily::kArn;
  return texts && IsFixed(test.value.texts);
}

}  // namespace

bool IsPlace(std::string_view network) {
  // /8 of version 4, /32 of version 6.
  constexpr int kFreeBitsV4 = 32 - 8;
  constexpr int kFreeBitsV6 = 128 - 32;
  const std::optional<AddressRange> range = ParseAddressRange(network);
  if (!range) return false;
  const unsigned __int128 width = range->last.bits - range->first.bits;
  return width < static_cast<unsigned __int128>(1) << (range->first.v6 ? kFreeBitsV6 : kFreeBitsV4);
}

bool IsPublicByForm(const CompiledPolicy& policy, const Vocabulary& vocabulary) {
  for (const CompiledStatement& statement : policy.statements) {
    if (!statement.allow) continue;
    const bool open = statement.not_principal ||
                      std::any_of(statement.principals.begin(), statement.principals.end(),
                                  [](const PrincipalPattern& principal) {
                                    return principal.kind == PrincipalPattern::Kind::kEveryone;
                                  });
    if (!open) continue;
    const bool pinned =
        std::any_of(statement.tests.begin(), statement.tests.end(),
                    [&](const CompiledTest& test) { return Pins(test, vocabulary); });
    if (!pinned) return true;
  }
  return false;
}

}  // namespace rolelint::logic
