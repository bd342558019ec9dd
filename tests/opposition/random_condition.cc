#include "tests/opposition/random_condition.h"

#include <string>
#include <vector>

namespace rolelint::opposition {
namespace {

using nlohmann::json;

enum class Type { kString, kArn, kBool, kNumber, kDate, kAddress, kBinary };

struct Key {
  const char* name;
  Type type;
  bool multivalued;
  std::vector<json> asked;          // values of requests
  std::vector<std::string> listed;  // values of policies
};

const std::vector<Key>& Keys() {
  static const std::vector<Key> keys{
      {"aws:PrincipalTag/team",
       Type::kString,
       false,
       {"red", "blue", "Red", "r*"},
       {"red", "blue", "r*", "?ed", "R*", "${aws:RequestTag/team}", "${aws:RequestTag/team, 'red'}",
        "r${*}", "*"}},
      {"aws:RequestTag/team",
       Type::kString,
       false,
       {"red", "blue", "*"},
       {"red", "${aws:PrincipalTag/team}", "*", "${*}", "b???"}},
      {"s3:prefix",
       Type::kString,
       false,
       {"alice/", "alice/a", "bob/x", "", "$x"},
       {"alice/*", "${aws:username}/*", "bob/?", "", "${aws:username, 'alice'}/", "${$}x", "*"}},
      {"sts:ExternalId",
       Type::kString,
       false,
       {"abc", "ABC", 12345},
       {"abc", "ab*", "12345", "Abc"}},
      {"aws:PrincipalOrgID",
       Type::kString,
       false,
       {"o-aaaa", "o-bbbb"},
       {"o-aaaa", "o-*", "o-bbbb"}},
      {"aws:SourceVpce",
       Type::kString,
       false,
       {"vpce-1", "vpce-2"},
       {"vpce-1", "vpce-?", "vpce-2"}},
      {"aws:SourceAccount",
       Type::kString,
       false,
       {"111122223333", "444455556666"},
       {"111122223333", "444455556666", "${aws:ResourceAccount}", "1111*"}},
      {"aws:PrincipalAccount",
       Type::kString,
       false,
       {},
       {"111122223333", "${aws:ResourceAccount}", "444455556666"}},
      {"aws:ResourceAccount",
       Type::kString,
       false,
       {},
       {"111122223333", "${aws:PrincipalAccount}"}},
      {"aws:PrincipalType",
       Type::kString,
       false,
       {},
       {"User", "AssumedRole", "Account", "Anonymous"}},
      {"aws:username", Type::kString, false, {}, {"alice", "a*", "${aws:PrincipalTag/team}"}},
      {"aws:PrincipalArn",
       Type::kArn,
       false,
       {},
       {"arn:aws:iam::111122223333:role/Dev", "arn:aws:iam::*:user/*",
        "arn:aws:iam::111122223333:*", "arn:aws:iam::${aws:ResourceAccount}:role/*",
        "arn:aws:iam::*:role/aws-service-role/*", "*", "arn:aws:iam::*:user/${aws:username}"}},
      {"aws:SourceArn",
       Type::kArn,
       false,
       {"arn:aws:s3:::data", "arn:aws:sns:us-east-1:111122223333:topic", "no-arn"},
       {"arn:aws:s3:::*", "arn:aws:sns:*:111122223333:t*", "arn:aws:*:*:*:*",
        "arn:aws:sns:us-east-?:*:topic", "arn:aws:s3", "arn:aws:s3:::${aws:PrincipalTag/team}"}},
      {"aws:SecureTransport",
       Type::kBool,
       false,
       {true, false, "true", "TRUE"},
       {"true", "false", "True"}},
      {"aws:MultiFactorAuthPresent", Type::kBool, false, {true, false}, {"true", "false"}},
      {"aws:PrincipalIsAWSService", Type::kBool, false, {}, {"true", "false"}},
      {"s3:max-keys",
       Type::kNumber,
       false,
       {10, 100, "10.5", "x", -3},
       {"10", "10.0", "100", "x", "-3", "1000"}},
      {"aws:MultiFactorAuthAge", Type::kNumber, false, {0, 300, 3600}, {"300", "3600", "299.99"}},
      {"aws:CurrentTime",
       Type::kDate,
       false,
       {"2024-06-01T12:00:00Z", "2025-01-01T00:00:00Z", "2024-06-01", "soon"},
       {"2024-06-01T12:00:00Z", "2024-06-01", "2025-01-01T00:00:00+00:00",
        "2024-06-01T14:00:00+02:00", "later"}},
      {"aws:EpochTime",
       Type::kDate,
       false,
       {1717243200, 1735689600},
       {"1717243200", "2024-06-01T12:00:00Z", "1800000000"}},
      {"aws:SourceIp",
       Type::kAddress,
       false,
       {"10.0.0.1", "203.0.113.7", "2001:db8::1", "2001:0db8:0:0:0:0:0:1", "here"},
       {"10.0.0.0/8", "203.0.113.7", "0.0.0.0/0", "2001:db8::/32", "2001:db8::1", "10.0.0.1/32",
        "::/0", "there"}},
      {"app:Blob", Type::kBinary, false, {"QmluYXJ5", "AAAA"}, {"QmluYXJ5", "AAAA", "aaaa"}},
      {"aws:TagKeys",
       Type::kString,
       true,
       {"team", "Team", "cost", "env"},
       {"team", "cost", "t*", "T*", "*"}},
      {"aws:CalledVia",
       Type::kString,
       true,
       {"athena.amazonaws.com", "cloudformation.amazonaws.com"},
       {"athena.amazonaws.com", "*.amazonaws.com"}},
      {"aws:PrincipalOrgPaths",
       Type::kString,
       true,
       {"o-aaaa/r-1/ou-1/", "o-aaaa/r-1/ou-2/"},
       {"o-aaaa/r-1/ou-1/*", "o-aaaa/*", "o-bbbb/*"}}};
  return keys;
}

std::vector<std::string> OperatorsOf(Type type) {
  switch (type) {
    case Type::kString:
      return {"StringEquals",
              "StringNotEquals",
              "StringEqualsIgnoreCase",
              "StringNotEqualsIgnoreCase",
              "StringLike",
              "StringNotLike",
              "StringLike",
              "StringEquals"};
    case Type::kArn:
      return {"ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals", "StringLike", "StringNotLike"};
    case Type::kBool:
      return {"Bool"};
    case Type::kNumber:
      return {"NumericEquals",         "NumericNotEquals",   "NumericLessThan",
              "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"};
    case Type::kDate:
      return {"DateEquals",         "DateNotEquals",   "DateLessThan",
              "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"};
    case Type::kAddress:
      return {"IpAddress", "NotIpAddress"};
    case Type::kBinary:
      return {"BinaryEquals"};
  }
  return {};
}

// As AWS prints it, or not: keys compare without case.
std::string Spelling(Dice& dice, std::string key) {
  if (!dice.Percent(12)) return key;
  for (char& c : key)
    c = dice.Percent(50) ? static_cast<char>(std::toupper(c)) : static_cast<char>(std::tolower(c));
  return key;
}

std::string RandomOperator(Dice& dice, const Key& key) {
  if (dice.Percent(8)) return "Null";
  Type type = dice.Percent(4) ? static_cast<Type>(dice.Below(7)) : key.type;
  std::string name = dice.Percent(1) ? "StringResembles" : dice.Pick(OperatorsOf(type));
  if (dice.Percent(15)) name += "IfExists";
  if (dice.Percent(key.multivalued ? 80 : 6))
    name = dice.Pick({"ForAnyValue:", "ForAllValues:"}) + name;
  return name;
}

}  // namespace

json RandomContext(Dice& dice) {
  json context = json::object();
  for (const Key& key : Keys()) {
    if (key.asked.empty() || !dice.Percent(45)) continue;
    json value = dice.Pick(key.asked);
    if (key.multivalued || dice.Percent(2)) {
      value = json::array();
      for (size_t i = dice.Below(4); i > 0; --i) value.push_back(dice.Pick(key.asked));
    }
    context[Spelling(dice, key.name)] = value;
  }
  return context;
}

json RandomCondition(Dice& dice) {
  json condition = json::object();
  for (size_t i = dice.Percent(70) ? 1 : 2; i > 0; --i) {
    const Key& key = dice.Pick(Keys());
    std::string name = RandomOperator(dice, key);
    std::vector<std::string> listed =
        name == "Null" ? std::vector<std::string>{"true", "false"} : key.listed;
    json values = dice.Pick(listed);
    if (dice.Percent(35)) {
      values = json::array({values});
      for (size_t n = dice.Below(3); n > 0 && name != "Null"; --n)
        values.push_back(dice.Pick(listed));
    } else if (values == "true" && dice.Percent(30)) {
      values = true;
    }
    condition[name][Spelling(dice, key.name)] = values;
  }
  return condition;
}

}  // namespace rolelint::opposition
