// A request is untrusted if
//   - its principal is anonymous, or a user, a session, a federated user or the root user of an
//     account whose number stands nowhere in the policy, and
//   - each key that limits who can call (below) is absent, or has only values that no fixed value
//     of the policy names. A fixed value has no wildcard and no variable in the part that tells
//     whose it is; a CIDR is fixed if it is no broader than /8 (version 4) or /32 (version 6).
// A policy is public if it allows an untrusted request. A wildcard in a limiting key does not
// limit, therefore; what any fixed value admits is trusted, whichever statement names it.

#include "tests/oracle/z3_public.h"

#include <array>
#include <cctype>
#include <set>

#include "tests/oracle/values.h"

namespace rolelint::oracle {
namespace {

constexpr std::array<std::string_view, 13> kLimitingKeys = {
    "aws:sourceip",       "aws:sourcearn",         "aws:sourcevpc",
    "aws:sourcevpce",     "aws:sourceowner",       "aws:sourceaccount",
    "aws:userid",         "s3:dataaccesspointarn", "s3:dataaccesspointaccount",
    "aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid",
    "aws:sourceorgpaths"};

// Every run of exactly twelve digits.
std::set<std::string> AccountsIn(const std::string& text) {
  std::set<std::string> accounts;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
    if (end - i == 12) accounts.insert(text.substr(i, 12));
    i = end + 1;
  }
  return accounts;
}

// The part of a value that tells whose it is: the organization of a path, the account in an ARN,
// the unique id of a session.
std::string Owner(std::string_view key, const std::string& value) {
  auto before = [&](char end) {
    const size_t at = value.find(end);
    return at == std::string::npos || at == 0 ? value : value.substr(0, at);
  };
  if (key == "aws:userid") return before(':');
  if (key.ends_with("orgpaths")) return before('/');
  if (key != "aws:sourcearn" && key != "s3:dataaccesspointarn") return value;
  const std::set<std::string> accounts = AccountsIn(value);
  const bool whole =
      accounts.size() == 1 && value.find(":" + *accounts.begin() + ":") != std::string::npos;
  return whole ? *accounts.begin() : value;
}

bool IsFixed(const ConditionTest& test, const std::string& whole, bool variables) {
  const std::string value = Owner(test.key, whole);
  if (test.family == Family::kIp) {
    std::optional<AddressRange> range = ParseAddressRange(value);
    return range && range->prefix >= (range->v6 ? 32 : 8);
  }
  if (test.family != Family::kText && test.family != Family::kArn) return false;
  bool wildcards = test.family == Family::kArn || test.compare == Compare::kLike;
  Pieces pieces = ParsePieces(value, {wildcards, variables});
  return !HasVariable(pieces) && !HasWildcard(pieces);
}

}  // namespace

z3::expr Untrusted(const Policy& policy, const std::string& text, PolicyEncoder* encoder,
                   Request* request) {
  z3::expr stranger = request->HasAccount();
  for (const std::string& account : AccountsIn(text)) {
    stranger = stranger && request->account() != request->texts().Literal(account);
  }
  z3::expr result = request->PrincipalIs(kAnonymous) || stranger;
  for (const Statement& statement : policy.statements) {
    for (const ConditionTest& test : statement.tests) {
      if (std::find(kLimitingKeys.begin(), kLimitingKeys.end(), test.key) == kLimitingKeys.end()) {
        continue;
      }
      Key& key = request->KeyOf(test.key);
      for (const std::string& value : test.values) {
        if (!IsFixed(test, value, policy.variables)) continue;
        for (Element& element : key.elements) {
          z3::expr named = encoder->ValueMatches(test, value, policy.variables, key, &element);
          result = result && !(element.here && named);
        }
      }
    }
  }
  return result;
}

}  // namespace rolelint::oracle
