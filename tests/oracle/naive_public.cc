#include "tests/oracle/naive_public.h"

#include <algorithm>
#include <set>
#include <string>

#include "tests/oracle/naive_matching.h"

namespace rolelint::naive {
namespace {

using nlohmann::json;

bool IsFixed(const std::string& value) { return value.find_first_of("*?$") == std::string::npos; }

// The part that tells whose it is: the organization of a path, the account of an access point.
std::string Owner(const std::string& key, const std::string& value) {
  if (key == "aws:principalorgpaths" && value.find('/') != std::string::npos) {
    return value.substr(0, value.find('/'));
  }
  if (key != "s3:dataaccesspointarn") return value;
  size_t begin = 0;
  for (int i = 0; i < 4; ++i) {
    begin = value.find(':', begin);
    if (begin == std::string::npos) return value;
    ++begin;
  }
  const size_t end = value.find(':', begin);
  return end == std::string::npos || end == begin ? value : value.substr(begin, end - begin);
}

// At least /8 of IPv4 or /32 of IPv6, or private.
bool IsNarrowRange(const std::string& range) {
  bool private_range = range.rfind("10.", 0) == 0 || range.rfind("192.168.", 0) == 0;
  for (int i = 16; i < 32; ++i)
    private_range |= range.rfind("172." + std::to_string(i) + ".", 0) == 0;
  size_t slash = range.find('/');
  if (slash == std::string::npos || private_range) return true;
  int length = std::atoi(range.c_str() + slash + 1);
  return length >= (range.find(':') == std::string::npos ? 8 : 32);
}

// The condition ties the statement to fixed values of a key that tells who asks or whence.
bool Ties(const std::string& operator_name, const std::string& key,
          const std::vector<std::string>& values) {
  static const std::set<std::string> kFixedKeys{"aws:principalorgid",
                                                "aws:principalaccount",
                                                "aws:principalarn",
                                                "aws:sourcearn",
                                                "aws:sourcevpc",
                                                "aws:sourcevpce",
                                                "aws:sourceowner",
                                                "aws:sourceaccount",
                                                "aws:userid",
                                                "s3:dataaccesspointaccount",
                                                "s3:dataaccesspointarn",
                                                "aws:principalorgpaths",
                                                "s3:x-amz-server-side-encryption-aws-kms-key-id"};
  static const std::set<std::string> kExact{"stringequals",
                                            "stringequalsignorecase",
                                            "stringlike",
                                            "arnequals",
                                            "arnlike",
                                            "foranyvalue:stringequals",
                                            "foranyvalue:stringlike"};
  if (key == "aws:sourceip") {
    return operator_name == "ipaddress" && std::all_of(values.begin(), values.end(), IsNarrowRange);
  }
  return kFixedKeys.count(key) > 0 && kExact.count(operator_name) > 0 &&
         std::all_of(values.begin(), values.end(),
                     [&](const std::string& value) { return IsFixed(Owner(key, value)); });
}

bool HasWildcardPrincipal(const json& statement) {
  if (!statement.contains("Principal")) return true;  // NotPrincipal
  const json& principal = statement.at("Principal");
  if (principal.is_string()) return principal == "*";
  for (const auto& [type, values] : principal.items()) {
    for (const std::string& value : Texts(values)) {
      if (value.find('*') != std::string::npos) return true;
      // Whoever has an account there.
      if (type == "Federated" && value.rfind("arn:", 0) != 0) return true;
    }
  }
  return false;
}

bool IsPublicStatement(const json& statement) {
  if (statement.value("Effect", "") != "Allow" || !HasWildcardPrincipal(statement)) return false;
  json condition = statement.value("Condition", json::object());
  for (const auto& [name, keys] : condition.items()) {
    for (const auto& [key, values] : keys.items()) {
      if (Ties(Lower(name), Lower(key), Texts(values))) return false;
    }
  }
  return true;
}

}  // namespace

bool IsPublicBucketPolicy(const json& policy) {
  json statements = policy.value("Statement", json::array());
  if (!statements.is_array()) statements = json::array({statements});
  return std::any_of(statements.begin(), statements.end(), IsPublicStatement);
}

}  // namespace rolelint::naive
