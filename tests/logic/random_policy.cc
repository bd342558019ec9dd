#include "tests/logic/random_policy.h"

#include <string>

namespace rolelint::logic {
namespace {

const char* const kActionPatterns[] = {"s3:Get", "s3:Put", "s3:G*", "s3:*",    "s3:?et",
                                       "*",      "s3:*t*", "sqs:*", "sqs:Get", "S3:GET"};
const char* const kActions[] = {"s3:Get", "s3:Put", "s3:Got", "s3:List", "sqs:Get", "sqs:Put"};
const char* const kResourcePatterns[] = {"*",
                                         "arn:aws:s3:::x",
                                         "arn:aws:s3:::x*",
                                         "arn:aws:s3:::?",
                                         "arn:aws:s3:::*/y",
                                         "arn:aws:s3:::${aws:PrincipalTag/t}",
                                         "arn:aws:s3:::${aws:PrincipalTag/t, 'x'}",
                                         "arn:aws:s3:::${aws:PrincipalTag/t}/*",
                                         "arn:aws:sqs:*:111122223333:*",
                                         "arn:aws:sqs:*:*:q",
                                         "arn:*:*:*:*:*"};
const char* const kResources[] = {"*",
                                  "arn:aws:s3:::x",
                                  "arn:aws:s3:::y",
                                  "arn:aws:s3:::x/y",
                                  "arn:aws:s3:::xx",
                                  "arn:aws:sqs:eu-west-1:111122223333:q",
                                  "arn:aws:sqs:eu-west-1:444455556666:q"};
const char* const kStringOperators[] = {
    "StringEquals",           "StringNotEquals",        "StringLike",
    "StringNotLike",          "StringEqualsIgnoreCase", "StringLikeIfExists",
    "StringNotEqualsIfExists"};
const char* const kSetOperators[] = {"ForAnyValue:StringEquals",
                                     "ForAllValues:StringLike",
                                     "ForAnyValue:StringNotLike",
                                     "ForAllValues:StringNotEquals",
                                     "StringEquals",
                                     "ForAnyValue:StringLikeIfExists"};
const char* const kStrings[] = {"x", "y", "x*", "*", "X", "?", "${aws:PrincipalTag/t}"};
const char* const kValues[] = {"x", "y", "X", "xx", "*"};
const char* const kNumericOperators[] = {"NumericLessThan", "NumericGreaterThanEquals",
                                         "NumericEquals", "NumericNotEquals",
                                         "NumericLessThanEqualsIfExists"};
const char* const kNumbers[] = {"1", "5", "9.5"};
const char* const kNumberValues[] = {"0", "1", "4", "5", "9.5", "10", "none"};
const char* const kIpOperators[] = {"IpAddress", "NotIpAddress", "IpAddressIfExists"};
const char* const kNetworks[] = {"10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "2001:db8::/32"};
const char* const kAddresses[] = {"10.0.0.1", "10.1.2.3", "10.1.9.9", "192.0.2.1", "2001:db8::1"};
const char* const kListedPrincipals[] = {
    "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:user/a",
    "arn:aws:iam::111122223333:role/r", "arn:aws:sts::111122223333:assumed-role/r/s",
    "444455556666"};
const char* const kPrincipals[] = {"arn:aws:iam::111122223333:root",
                                   "arn:aws:iam::111122223333:user/a",
                                   "arn:aws:iam::111122223333:user/b",
                                   "arn:aws:sts::111122223333:assumed-role/r/s",
                                   "arn:aws:sts::111122223333:assumed-role/r/t",
                                   "arn:aws:iam::444455556666:user/a"};

}  // namespace

template <size_t kSize>
Json RandomPolicies::Some(const char* const (&of)[kSize]) {
  if (Chance(60)) return One(of);
  Json list = Json::array();
  for (size_t i = 1 + random_() % 3; i > 0; --i) list.push_back(One(of));
  return list;
}

void RandomPolicies::AddTest(Json* condition) {
  switch (random_() % 8) {
    case 0:
      (*condition)[One(kStringOperators)]["x:s"] = Some(kStrings);
      break;
    case 1:
      (*condition)[One(kStringOperators)]["aws:PrincipalTag/t"] = Some(kStrings);
      break;
    case 2:
      (*condition)[One(kSetOperators)]["aws:TagKeys"] = Some(kStrings);
      break;
    case 3:
      (*condition)[One(kNumericOperators)]["x:n"] = Some(kNumbers);
      break;
    case 4:
      (*condition)[One(kIpOperators)]["aws:SourceIp"] = Some(kNetworks);
      break;
    case 5:
      (*condition)["Null"][Chance(50) ? "x:s" : "aws:TagKeys"] = Chance(50) ? "true" : "false";
      break;
    case 6:
      (*condition)[Chance(50) ? "StringEquals" : "StringNotEquals"]["aws:PrincipalAccount"] =
          "111122223333";
      break;
    default:
      (*condition)[Chance(50) ? "ArnLike" : "ArnNotLike"]["aws:PrincipalArn"] =
          Chance(50) ? "arn:aws:iam::111122223333:*" : "arn:aws:iam::*:user/a";
      break;
  }
}

Json RandomPolicies::Statement(std::string_view kind) {
  Json statement;
  statement["Effect"] = Chance(70) ? "Allow" : "Deny";
  statement[Chance(85) ? "Action" : "NotAction"] = Some(kActionPatterns);
  statement[Chance(85) ? "Resource" : "NotResource"] = Some(kResourcePatterns);
  if (kind == "resource") {
    const char* element = Chance(85) ? "Principal" : "NotPrincipal";
    if (Chance(40)) {
      statement[element] = "*";
    } else if (Chance(80)) {
      statement[element]["AWS"] = Some(kListedPrincipals);
    } else {
      statement[element]["Service"] = "sns.amazonaws.com";
    }
  }
  if (Chance(60)) {
    Json condition;
    for (size_t i = 1 + random_() % 2; i > 0; --i) AddTest(&condition);
    statement["Condition"] = condition;
  }
  return statement;
}

Json RandomPolicies::Policy(std::string_view kind) {
  Json policy = {{"Version", "2012-10-17"}, {"Statement", Json::array()}};
  for (size_t i = 1 + random_() % 4; i > 0; --i) policy["Statement"].push_back(Statement(kind));
  return policy;
}

Json RandomPolicies::Changed(const Json& policy, std::string_view kind) {
  Json changed = policy;
  Json& statements = changed["Statement"];
  Json& statement = statements[random_() % statements.size()];
  switch (random_() % 5) {
    case 0:
      statements.push_back(Statement(kind));
      break;
    case 1:
      statement.erase("Condition");
      break;
    case 2:
      AddTest(&statement["Condition"]);
      break;
    case 3:
      if (statement.contains("Resource")) statement["Resource"] = Some(kResourcePatterns);
      break;
    default:
      if (statement.contains("Action")) statement["Action"] = Some(kActionPatterns);
      break;
  }
  return changed;
}

Json RandomPolicies::Request(std::string_view kind) {
  Json request;
  if (kind == "identity") {
    request["principal"] = kPrincipals[1 + random_() % 5];
  } else if (Chance(80)) {
    request["principal"] = One(kPrincipals);
  } else if (Chance(50)) {
    request["principal"] = "anonymous";
  } else {
    request["principal"] = {{"service", "sns.amazonaws.com"}};
  }
  request["action"] = One(kActions);
  request["resource"] = One(kResources);
  Json context = Json::object();
  if (Chance(60)) context["x:s"] = One(kValues);
  if (Chance(60)) context["aws:PrincipalTag/t"] = One(kValues);
  if (Chance(60)) context["x:n"] = One(kNumberValues);
  if (Chance(60)) context["aws:SourceIp"] = One(kAddresses);
  if (Chance(60)) {
    context["aws:TagKeys"] = Json::array();
    for (size_t i = 1 + random_() % 3; i > 0; --i) context["aws:TagKeys"].push_back(One(kValues));
  }
  request["context"] = context;
  return request;
}

}  // namespace rolelint::logic
