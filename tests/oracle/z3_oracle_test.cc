// The oracle's own tests: questions whose answers docs/evaluation.md settles, some of them to catch
// Z3's traps (escapes, alphabet, ranges). Each is "does the policy allow something with this?".

#include "tests/oracle/z3_oracle.h"

#include <gtest/gtest.h>

#include <fstream>

namespace rolelint::oracle::z3_oracle_test {
namespace {

using nlohmann::json;

// A policy with one Allow; `parts` is the inside of its statement, without Effect.
json Allowing(const std::string& parts, const std::string& version = "2012-10-17") {
  return json::parse(R"({"Version":")" + version + R"(","Statement":[{"Effect":"Allow",)" + parts +
                     "}]}");
}

json Conditioned(const std::string& condition, const std::string& version = "2012-10-17") {
  return Allowing(R"("Action":"s3:GetObject","Resource":"*","Condition":)" + condition, version);
}

struct Inclusion {
  const char* name;
  const char* inner;  // does `outer` allow all that `inner` does?
  const char* outer;
  bool proved;
};

std::string NameOf(const ::testing::TestParamInfo<Inclusion>& info) { return info.param.name; }
void PrintTo(const Inclusion& test, std::ostream* out) {
  *out << test.inner << " in " << test.outer;
}

void ExpectAnswer(const Answer& answer, bool proved) {
  EXPECT_EQ(ResultName(answer.result), proved ? "proved" : "refuted")
      << answer.reason << " " << answer.witness.dump();
}

class ActionTest : public ::testing::TestWithParam<Inclusion> {};
TEST_P(ActionTest, IsIncluded) {
  auto policy = [](const char* action) {
    return Allowing(std::string(action) + R"(,"Resource":"*")");
  };
  ExpectAnswer(
      NoNewAccess(policy(GetParam().outer), policy(GetParam().inner), PolicyKind::kIdentity),
      GetParam().proved);
}
INSTANTIATE_TEST_SUITE_P(
    Actions, ActionTest,
    ::testing::Values(
        Inclusion{"Case", R"("Action":"S3:getOBJECT")", R"("Action":"s3:GetObject")", true},
        Inclusion{"Star", R"("Action":"s3:GetObject")", R"("Action":"s3:Get*")", true},
        Inclusion{"StarBack", R"("Action":"s3:Get*")", R"("Action":"s3:GetObject")", false},
        Inclusion{"StarOfTwo", R"("Action":"s3:a*b")", R"("Action":["s3:a*","s3:b"])", true},
        Inclusion{"Question", R"("Action":"s3:Get?")", R"("Action":"s3:Get*")", true},
        Inclusion{"QuestionIsOne", R"("Action":"s3:Get*")", R"("Action":"s3:Get?")", false},
        Inclusion{"QuestionIsNotEmpty", R"("Action":"s3:Get")", R"("Action":"s3:Get?")", false},
        Inclusion{"LoneStar", R"("Action":"s3:GetObject")", R"("Action":"*")", true},
        Inclusion{"LoneStarIsMore", R"("Action":"*")", R"("Action":"s3:*")", false},
        Inclusion{"ServiceIsLiteral", R"("Action":"s3:GetBucket")", R"("Action":"*:GetBucket")",
                  false},
        Inclusion{"StarServiceIsNothing", R"("Action":"*:GetBucket")", R"("Action":"s3:a")", true},
        Inclusion{"NotAction", R"("Action":"iam:a")", R"("NotAction":"s3:*")", true},
        Inclusion{"NotActionTakesOut", R"("Action":"s3:A")", R"("NotAction":"s3:*")", false},
        Inclusion{"NotActionBack", R"("NotAction":"s3:*")", R"("NotAction":"s3:Get*")", true},
        Inclusion{"NoColon", R"("Action":"s3GetObject")", R"("Action":"s3:x")", true}),
    NameOf);

class ResourceTest : public ::testing::TestWithParam<Inclusion> {};
TEST_P(ResourceTest, IsIncluded) {
  auto policy = [](const char* resource) {
    return Allowing(std::string(R"("Action":"s3:*",)") + resource);
  };
  ExpectAnswer(
      NoNewAccess(policy(GetParam().outer), policy(GetParam().inner), PolicyKind::kIdentity),
      GetParam().proved);
}
INSTANTIATE_TEST_SUITE_P(
    Resources, ResourceTest,
    ::testing::Values(
        Inclusion{"Literal", R"("Resource":"arn:aws:s3:::b")", R"("Resource":"arn:aws:s3:::b")",
                  true},
        Inclusion{"CaseMatters", R"("Resource":"arn:aws:s3:::B")", R"("Resource":"arn:aws:s3:::b")",
                  false},
        Inclusion{"StarCrossesSlash", R"("Resource":"arn:aws:s3:::b/a/c")",
                  R"("Resource":"arn:aws:s3:::b/*")", true},
        Inclusion{"StarStaysInSegment", R"("Resource":"arn:aws:sqs:eu:1:q")",
                  R"("Resource":"arn:aws:sqs*q:*:*:*")", false},
        Inclusion{"StarOfSegment", R"("Resource":"arn:aws:sqs:eu:1:q")",
                  R"("Resource":"arn:aws:sqs:*:1:*")", true},
        Inclusion{"LastCrossesColon", R"("Resource":"arn:aws:logs:eu:1:log-group:g:x")",
                  R"("Resource":"arn:aws:logs:eu:1:log-group:*")", true},
        Inclusion{"QuestionInLastTakesColon", R"("Resource":"arn:aws:logs:eu:1:a:b")",
                  R"("Resource":"arn:aws:logs:eu:1:a?b")", true},
        Inclusion{"ShortIsFilled", R"("Resource":"arn:aws:sqs:eu:1:q")",
                  R"("Resource":"arn:aws:sqs")", true},
        Inclusion{"LoneStar", R"("Resource":"arn:aws:s3:::b")", R"("Resource":"*")", true},
        Inclusion{"ResourceStarOnlyByStars", R"("Resource":"*")", R"("Resource":"arn:*:*:*:*:*")",
                  false},
        Inclusion{"NoArnMatchesNoArn", R"("Resource":"*:b")", R"("Resource":"arn:aws:s3:::b")",
                  true},
        Inclusion{"NotResource", R"("Resource":"arn:aws:s3:::c")",
                  R"("NotResource":"arn:aws:s3:::b*")", true},
        Inclusion{"NotResourceTakesOut", R"("Resource":"arn:aws:s3:::bc")",
                  R"("NotResource":"arn:aws:s3:::b*")", false},
        Inclusion{"NotAscii", "\"Resource\":\"arn:aws:s3:::caf\u00e9\"",
                  R"("Resource":"arn:aws:s3:::caf?")", true},
        Inclusion{"NotAsciiIsItself", "\"Resource\":\"arn:aws:s3:::\u20ac\"",
                  "\"Resource\":\"arn:aws:s3:::\u20ad\"", false},
        Inclusion{"Astral", "\"Resource\":\"arn:aws:s3:::\U0001F600\"",
                  R"("Resource":"arn:aws:s3:::?")", true},
        Inclusion{"Quote", R"("Resource":"arn:aws:s3:::a\"b")", R"("Resource":"arn:aws:s3:::a?b")",
                  true},
        Inclusion{"TwoQuotesAreTwo", R"("Resource":"arn:aws:s3:::a\"\"b")",
                  R"("Resource":"arn:aws:s3:::a?b")", false},
        Inclusion{"Backslash", R"("Resource":"arn:aws:s3:::a\\b")",
                  R"("Resource":"arn:aws:s3:::a?b")", true},
        Inclusion{"EscapeIsNotRead", R"("Resource":"arn:aws:s3:::\\u{41}")",
                  R"("Resource":"arn:aws:s3:::A")", false},
        Inclusion{"EscapeHasSixCharacters", R"("Resource":"arn:aws:s3:::\\u{41}")",
                  R"("Resource":"arn:aws:s3:::??????")", true},
        Inclusion{"VariableInVariable", R"("Resource":"arn:aws:s3:::h/${aws:username}/a")",
                  R"("Resource":"arn:aws:s3:::h/${aws:username}/*")", true},
        Inclusion{"VariableInStar", R"("Resource":"arn:aws:s3:::h/${aws:username}")",
                  R"("Resource":"arn:aws:s3:::h/*")", true},
        Inclusion{"VariableIsNotStar", R"("Resource":"arn:aws:s3:::h/*")",
                  R"("Resource":"arn:aws:s3:::h/${aws:username}")", false},
        Inclusion{"OtherVariable", R"("Resource":"arn:aws:s3:::h/${aws:username}")",
                  R"("Resource":"arn:aws:s3:::h/${aws:userid}")", false},
        Inclusion{"EscapedStar", R"("Resource":"arn:aws:s3:::a${*}")",
                  R"("Resource":"arn:aws:s3:::a?")", true},
        Inclusion{"EscapedStarIsNoStar", R"("Resource":"arn:aws:s3:::ab")",
                  R"("Resource":"arn:aws:s3:::a${*}")", false},
        Inclusion{"VariableWithStars", R"("Resource":"arn:aws:s3:::b/x${aws:username}y")",
                  R"("Resource":"arn:aws:s3:::b/*${aws:username}*")", true}),
    NameOf);

// Whether a condition, as the only Allow's, can hold while another, on a Deny, does not.
struct Conditions {
  const char* name;
  const char* allow;
  const char* deny;  // nullptr: none
  bool possible;
};
std::string NameOfConditions(const ::testing::TestParamInfo<Conditions>& info) {
  return info.param.name;
}
void PrintTo(const Conditions& test, std::ostream* out) {
  *out << test.allow << " without " << (test.deny != nullptr ? test.deny : "");
}

class ConditionTableTest : public ::testing::TestWithParam<Conditions> {};
TEST_P(ConditionTableTest, IsPossible) {
  json policy = Conditioned(GetParam().allow);
  if (GetParam().deny != nullptr) {
    json statement = Conditioned(GetParam().deny)["Statement"][0];
    statement["Effect"] = "Deny";
    policy["Statement"].push_back(statement);
  }
  Answer answer = NotGranted(policy, PolicyKind::kIdentity, {}, {});
  ExpectAnswer(answer, !GetParam().possible);
  if (answer.result != Result::kRefuted) return;
  Answer again = NotAllowed(policy, PolicyKind::kIdentity, answer.witness);
  EXPECT_EQ(again.result, Result::kRefuted) << again.reason << answer.witness.dump();
}

INSTANTIATE_TEST_SUITE_P(
    Text, ConditionTableTest,
    ::testing::Values(
        Conditions{"EqualAndOther",
                   R"({"StringEquals":{"aws:referer":"a"},"StringLike":{"aws:referer":"b*"}})",
                   nullptr, false},
        Conditions{"StarIsLiteral", R"({"StringEquals":{"aws:referer":"a*"}})",
                   R"({"StringEquals":{"aws:referer":"a*"}})", false},
        Conditions{"StarIsLiteralNotLike", R"({"StringLike":{"aws:referer":"a*"}})",
                   R"({"StringEquals":{"aws:referer":"a*"}})", true},
        Conditions{"LikeWithin", R"({"StringLike":{"aws:referer":"ab*"}})",
                   R"({"StringLike":{"aws:referer":"a*"}})", false},
        Conditions{"CaseMatters", R"({"StringEquals":{"aws:referer":"A"}})",
                   R"({"StringEquals":{"aws:referer":"a"}})", true},
        Conditions{"CaseIgnored", R"({"StringEquals":{"aws:referer":"AbZ[{@`"}})",
                   R"({"StringEqualsIgnoreCase":{"aws:referer":"aBz[{@`"}})", false},
        Conditions{"CaseIgnoredOfLettersOnly", R"({"StringEquals":{"aws:referer":"{"}})",
                   R"({"StringEqualsIgnoreCase":{"aws:referer":"["}})", true},
        Conditions{"NotIgnoreCase", R"({"StringNotEqualsIgnoreCase":{"aws:referer":"a"}})",
                   R"({"StringNotEquals":{"aws:referer":["a","A"]}})", false},
        Conditions{"ValuesAreOr", R"({"StringEquals":{"aws:referer":["a","b"]}})",
                   R"({"StringEquals":{"aws:referer":"a"}})", true},
        Conditions{"NegatedIsNor", R"({"StringNotEquals":{"aws:referer":["a","b"]}})",
                   R"({"StringNotEquals":{"aws:referer":"a"}})", false},
        Conditions{"KeyWithoutCase",
                   R"({"StringEquals":{"aws:Referer":"a"},"StringLike":{"AWS:REFERER":"b"}})",
                   nullptr, false},
        Conditions{"TagWithoutCase",
                   R"({"StringEquals":{"aws:PrincipalTag/Team":"a"},
                       "StringLike":{"aws:principaltag/team":"b"}})",
                   nullptr, false},
        Conditions{"UnknownOperator", R"({"StringMatches":{"aws:referer":"a"}})", nullptr, false},
        Conditions{"Binary", R"({"BinaryEquals":{"x:blob":"QmlU"}})",
                   R"({"StringEquals":{"x:blob":"QmlU"}})", false},
        Conditions{"Variable", R"({"StringEquals":{"aws:referer":"${aws:UserAgent}"}})",
                   R"({"StringNotLike":{"aws:referer":"x?y*"}})", true},
        Conditions{"VariableTransitive",
                   R"({"StringEquals":{"aws:referer":"${aws:UserAgent}","aws:UserAgent":"a"}})",
                   R"({"StringEquals":{"aws:referer":"a"}})", false},
        Conditions{"VariableAbsent",
                   R"({"StringEquals":{"aws:referer":"${aws:UserAgent}"},
                       "Null":{"aws:UserAgent":"true"}})",
                   nullptr, false},
        Conditions{"VariableAbsentNegated",
                   R"({"StringNotEquals":{"aws:referer":"${aws:UserAgent}"},
                       "Null":{"aws:UserAgent":"true"}})",
                   nullptr, true},
        Conditions{"VariableDefault",
                   R"({"StringEquals":{"aws:referer":"${aws:UserAgent, 'd'}"},
                       "Null":{"aws:UserAgent":"true"}})",
                   R"({"StringEquals":{"aws:referer":"d"}})", false}),
    NameOfConditions);

INSTANTIATE_TEST_SUITE_P(
    Presence, ConditionTableTest,
    ::testing::Values(
        Conditions{"AbsentPositive",
                   R"({"StringEquals":{"aws:referer":"a"},"Null":{"aws:referer":"true"}})", nullptr,
                   false},
        Conditions{"AbsentNegated",
                   R"({"StringNotEquals":{"aws:referer":"a"},"Null":{"aws:referer":"true"}})",
                   nullptr, true},
        Conditions{"AbsentIfExists",
                   R"({"StringEqualsIfExists":{"aws:referer":"a"},"Null":{"aws:referer":"true"}})",
                   nullptr, true},
        Conditions{"NullBoth", R"({"Null":{"aws:referer":["true","false"]}})", nullptr, true},
        Conditions{"NullNeither", R"({"Null":{"aws:referer":"x"}})", nullptr, false},
        Conditions{"NullFalse", R"({"Null":{"aws:referer":false}})",
                   R"({"StringLike":{"aws:referer":"*"}})", false},
        Conditions{"DerivedIsThere", R"({"Null":{"aws:PrincipalArn":"true"}})", nullptr, false},
        Conditions{"UsernameOfSession", R"({"Null":{"aws:username":"true"}})",
                   R"({"StringEquals":{"aws:PrincipalType":"User"}})", true},
        Conditions{"UsernameIsUsers", R"({"Null":{"aws:username":"false"}})",
                   R"({"StringEquals":{"aws:PrincipalType":"User"}})", false},
        Conditions{"UsernameEndsTheArn", R"({"StringEquals":{"aws:username":"bob"}})",
                   R"({"ArnLike":{"aws:PrincipalArn":"arn:*:iam::*:user/*bob"}})", false},
        Conditions{"AccountIsInArn", R"({"StringEquals":{"aws:PrincipalAccount":"111122223333"}})",
                   R"({"ArnLike":{"aws:PrincipalArn":"arn:*:iam::111122223333:*"}})", false}),
    NameOfConditions);

INSTANTIATE_TEST_SUITE_P(
    Sets, ConditionTableTest,
    ::testing::Values(Conditions{"AllIsTrueOfNone",
                                 R"({"ForAllValues:StringEquals":{"aws:TagKeys":"a"},
                       "Null":{"aws:TagKeys":"true"}})",
                                 nullptr, true},
                      Conditions{"AnyIsFalseOfNone",
                                 R"({"ForAnyValue:StringEquals":{"aws:TagKeys":"a"},
                       "Null":{"aws:TagKeys":"true"}})",
                                 nullptr, false},
                      Conditions{"AnyOfTwo", R"({"ForAnyValue:StringEquals":{"aws:TagKeys":"a"}})",
                                 R"({"ForAllValues:StringEquals":{"aws:TagKeys":"a"}})", true},
                      Conditions{"AllOfTwo",
                                 R"({"ForAllValues:StringEquals":{"aws:TagKeys":"a"},
                       "Null":{"aws:TagKeys":"false"}})",
                                 R"({"ForAnyValue:StringEquals":{"aws:TagKeys":"a"}})", false},
                      Conditions{"AnyOfTwoDifferent",
                                 R"({"ForAnyValue:StringEquals":{"aws:TagKeys":"a"},
                       "ForAnyValue:StringLike":{"aws:TagKeys":"b"}})",
                                 nullptr, true},
                      Conditions{"OneValueOfOneKey",
                                 R"({"ForAnyValue:StringEquals":{"aws:referer":"a"},
                       "ForAnyValue:StringLike":{"aws:referer":"b"}})",
                                 nullptr, false},
                      Conditions{"UnknownKeyIsAList",
                                 R"({"ForAnyValue:StringEquals":{"x:keys":"a"},
                       "ForAnyValue:StringLike":{"x:keys":"b"}})",
                                 nullptr, true},
                      Conditions{"AnyNegated",
                                 R"({"ForAnyValue:StringNotEquals":{"aws:TagKeys":"a"}})",
                                 R"({"ForAllValues:StringNotEquals":{"aws:TagKeys":"a"}})", true},
                      Conditions{"AllNegated",
                                 R"({"ForAllValues:StringNotEquals":{"aws:TagKeys":"a"}})",
                                 R"({"ForAnyValue:StringEquals":{"aws:TagKeys":"a"}})", true},
                      Conditions{"AllNegatedHasNone",
                                 R"({"ForAllValues:StringNotEquals":{"aws:TagKeys":"a"},
                       "ForAnyValue:StringEquals":{"aws:TagKeys":"a"}})",
                                 nullptr, false},
                      Conditions{"ListWithoutQualifier",
                                 R"({"StringEquals":{"aws:TagKeys":"a"},
                       "ForAnyValue:StringEquals":{"aws:TagKeys":"b"}})",
                                 nullptr, false},
                      Conditions{"ListNegatedWithoutQualifier",
                                 R"({"StringNotEquals":{"aws:TagKeys":"a"},
                       "ForAnyValue:StringEquals":{"aws:TagKeys":"b"},
                       "ForAnyValue:StringLike":{"aws:TagKeys":"c"}})",
                                 nullptr, false}),
    NameOfConditions);

INSTANTIATE_TEST_SUITE_P(
    Types, ConditionTableTest,
    ::testing::Values(
        Conditions{"BoolBoth", R"({"Bool":{"aws:SecureTransport":["true","false"]}})",
                   R"({"Null":{"aws:SecureTransport":"false"}})", false},
        Conditions{"BoolCase", R"({"Bool":{"aws:SecureTransport":"TRUE"}})",
                   R"({"Bool":{"aws:SecureTransport":true}})", false},
        Conditions{"BoolIsTwoValued", R"({"Null":{"aws:SecureTransport":"false"}})",
                   R"({"Bool":{"aws:SecureTransport":["true","false"]}})", false},
        Conditions{"NumberBetween",
                   R"({"NumericGreaterThan":{"s3:max-keys":"1"},
                       "NumericLessThan":{"s3:max-keys":"2"}})",
                   nullptr, true},
        Conditions{"NumberNone",
                   R"({"NumericGreaterThan":{"s3:max-keys":"2"},
                       "NumericLessThanEquals":{"s3:max-keys":2.0}})",
                   nullptr, false},
        Conditions{"NumberSpelling", R"({"NumericEquals":{"s3:max-keys":"10"}})",
                   R"({"NumericEquals":{"s3:max-keys":"10.00"}})", false},
        Conditions{"NoNumber", R"({"NumericEquals":{"s3:max-keys":"ten"}})", nullptr, false},
        Conditions{"NoNumberNegated", R"({"NumericNotEquals":{"s3:max-keys":"ten"}})", nullptr,
                   true},
        Conditions{"UntypedMayBeNoNumber", R"({"Null":{"x:number":"false"}})",
                   R"({"NumericLessThan":{"x:number":"5"},
                       "NumericGreaterThanEquals":{"x:number":"5"}})",
                   true},
        Conditions{"DateOrder",
                   R"({"DateGreaterThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"},
                       "DateLessThan":{"aws:CurrentTime":"2020-01-01T01:00:00+01:00"}})",
                   nullptr, false},
        Conditions{"DateEpoch", R"({"DateEquals":{"aws:CurrentTime":"2020-01-01"}})",
                   R"({"DateEquals":{"aws:CurrentTime":"1577836800"}})", false},
        Conditions{"EpochIsNumberAndDate",
                   R"({"NumericLessThan":{"aws:EpochTime":"1577836800"},
                       "DateGreaterThanEquals":{"aws:EpochTime":"2020-01-01"}})",
                   nullptr, false},
        Conditions{"AddressWithin", R"({"IpAddress":{"aws:SourceIp":"10.1.0.0/16"}})",
                   R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})", false},
        Conditions{"AddressBeyond", R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/7"}})",
                   R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})", true},
        Conditions{"AddressHalves", R"({"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}})",
                   R"({"IpAddress":{"aws:SourceIp":["0.0.0.0/1","128.0.0.0/1"]}})", false},
        Conditions{"AddressBare", R"({"IpAddress":{"aws:SourceIp":"10.0.0.1"}})",
                   R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/31"}})", false},
        Conditions{"OtherVersion", R"({"IpAddress":{"aws:SourceIp":"2001:db8::/32"}})",
                   R"({"NotIpAddress":{"aws:SourceIp":"0.0.0.0/0"}})", false},
        Conditions{"Version6Within", R"({"IpAddress":{"aws:SourceIp":"2001:db8:1::/48"}})",
                   R"({"IpAddress":{"aws:SourceIp":"2001:db8::/33"}})", false},
        Conditions{"ArnSegments", R"({"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:1:t"}})",
                   R"({"ArnEquals":{"aws:SourceArn":"arn:aws:sns:*:*:*"}})", false},
        Conditions{"ArnStarStays",
                   R"({"ArnLike":{"aws:SourceArn":"arn:aws:sns*:eu:1:t:u"},
                       "StringLike":{"aws:SourceArn":"arn:aws:sns:x:eu*"}})",
                   nullptr, false},
        Conditions{"ArnNoArn", R"({"ArnLike":{"aws:SourceArn":"*"}})", nullptr, false},
        Conditions{"ArnNegatedNoArn", R"({"ArnNotLike":{"aws:SourceArn":"*"}})", nullptr, true},
        Conditions{"ArnVariable",
                   R"({"ArnLike":{"aws:SourceArn":"arn:aws:s3:::${aws:UserAgent}"},
                       "StringEquals":{"aws:UserAgent":"a:b"}})",
                   R"({"StringEquals":{"aws:SourceArn":"arn:aws:s3:::a:b"}})", false}),
    NameOfConditions);

// Resource and trust policies: may this principal element admit anybody under that condition?
class PrincipalTest : public ::testing::TestWithParam<Conditions> {};
TEST_P(PrincipalTest, IsPossible) {
  json policy = Allowing(std::string(R"("Action":"sts:AssumeRole",)") + GetParam().allow);
  if (GetParam().deny != nullptr) {
    json statement =
        Allowing(std::string(R"("Action":"sts:AssumeRole",)") + GetParam().deny)["Statement"][0];
    statement["Effect"] = "Deny";
    policy["Statement"].push_back(statement);
  }
  Answer answer = NotGranted(policy, PolicyKind::kTrust, {}, {});
  ExpectAnswer(answer, !GetParam().possible);
  if (answer.result != Result::kRefuted) return;
  Answer again = NotAllowed(policy, PolicyKind::kTrust, answer.witness);
  EXPECT_EQ(again.result, Result::kRefuted) << again.reason << answer.witness.dump();
}
INSTANTIATE_TEST_SUITE_P(
    Principals, PrincipalTest,
    ::testing::Values(
        Conditions{"AccountNumber", R"("Principal":{"AWS":"111122223333"})",
                   R"("Principal":{"AWS":"arn:aws:iam::111122223333:root"})", false},
        Conditions{"UserOfAccount", R"("Principal":{"AWS":"arn:aws:iam::111122223333:user/a/b"})",
                   R"("Principal":{"AWS":"111122223333"})", false},
        Conditions{"AccountIsMoreThanUser", R"("Principal":{"AWS":"111122223333"})",
                   R"("Principal":{"AWS":"arn:aws:iam::111122223333:user/b"})", true},
        Conditions{"SessionOfRole",
                   R"("Principal":{"AWS":"arn:aws:sts::111122223333:assumed-role/r/s"},
                      "Condition":{"ArnEquals":{"aws:PrincipalArn":
                        "arn:aws:iam::111122223333:role/r"}})",
                   R"("Principal":{"AWS":"arn:aws:iam::111122223333:role/r"})", false},
        Conditions{"RoleIsMoreThanSession",
                   R"("Principal":{"AWS":"arn:aws:iam::111122223333:role/p/r"})",
                   R"("Principal":{"AWS":"arn:aws:sts::111122223333:assumed-role/r/s"})", true},
        Conditions{"RoleArnKey", R"("Principal":{"AWS":"arn:aws:iam::111122223333:role/p/r"})",
                   R"("Principal":"*","Condition":{"StringEquals":{"aws:PrincipalArn":
                      "arn:aws:iam::111122223333:role/p/r"}})",
                   false},
        Conditions{"Anonymous", R"("Principal":"*","Condition":{"Null":{"aws:PrincipalArn":"true"},
                      "StringEquals":{"aws:PrincipalType":"Anonymous"}})",
                   nullptr, true},
        Conditions{"AnonymousIsOfNoAccount", R"("Principal":{"AWS":"111122223333"},
                      "Condition":{"Null":{"aws:PrincipalArn":"true"}})",
                   nullptr, false},
        Conditions{"Service", R"("Principal":{"Service":"ec2.amazonaws.com"})",
                   R"("Principal":"*","Condition":{"Bool":{"aws:PrincipalIsAWSService":"true"}})",
                   false},
        Conditions{"ServicesDiffer", R"("Principal":{"Service":"ec2.amazonaws.com"})",
                   R"("Principal":{"Service":"lambda.amazonaws.com"})", true},
        Conditions{"Provider", R"("Principal":{"Federated":"accounts.google.com"})",
                   R"("Principal":{"Service":"accounts.google.com"})", true},
        Conditions{"EveryoneByAws", R"("Principal":"*")", R"("Principal":{"AWS":"*"})", false},
        Conditions{"NotPrincipal", R"("NotPrincipal":{"AWS":"111122223333"})",
                   R"("Principal":"*","Condition":{"StringNotEquals":
                      {"aws:PrincipalAccount":"111122223333"}})",
                   false}),
    NameOfConditions);

struct Public {
  const char* name;
  const char* statement;
  bool is_public;
};
std::string NameOfPublic(const ::testing::TestParamInfo<Public>& info) { return info.param.name; }
class PublicTest : public ::testing::TestWithParam<Public> {};
TEST_P(PublicTest, IsPublic) {
  json policy = Allowing(std::string(R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*",)") +
                         GetParam().statement);
  ExpectAnswer(NotPublic(policy, PolicyKind::kResource), !GetParam().is_public);
}
INSTANTIATE_TEST_SUITE_P(
    Publics, PublicTest,
    ::testing::Values(
        Public{"Everyone", R"("Principal":"*")", true},
        Public{"Account", R"("Principal":{"AWS":"111122223333"})", false},
        Public{"Service", R"("Principal":{"Service":"ec2.amazonaws.com"})", false},
        Public{"FixedAddress",
               R"("Principal":"*","Condition":{"IpAddress":{"aws:SourceIp":"54.0.0.0/8"}})", false},
        Public{"BroadAddress",
               R"("Principal":"*","Condition":{"IpAddress":{"aws:SourceIp":"54.0.0.0/7"}})", true},
        Public{"FixedVpc",
               R"("Principal":"*","Condition":{"StringEquals":{"aws:SourceVpc":"vpc-12345678"}})",
               false},
        Public{"WildVpc", R"("Principal":"*","Condition":{"StringLike":{"aws:SourceVpc":"vpc-*"}})",
               true},
        Public{
            "OtherVpcs",
            R"("Principal":"*","Condition":{"StringNotEquals":{"aws:SourceVpc":"vpc-12345678"}})",
            true},
        Public{"Organization",
               R"("Principal":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-abc"}})",
               false},
        Public{"PrincipalAccount",
               R"("Principal":"*","Condition":{"StringEquals":{"aws:PrincipalAccount":
                  "111122223333"}})",
               false},
        Public{"NotPrincipal", R"("NotPrincipal":{"AWS":"111122223333"})", true}),
    NameOfPublic);

TEST(Z3OracleTest, Version2008TakesVariablesAsText) {
  json old = Conditioned(R"({"StringEquals":{"aws:referer":"${aws:UserAgent}"}})", "2008-10-17");
  json literal = Conditioned(R"({"StringEquals":{"aws:referer":"${$}{aws:UserAgent}"}})");
  ExpectAnswer(Equivalent(old, literal, PolicyKind::kIdentity), true);
}

TEST(Z3OracleTest, NotGrantedWantsBothActionAndResource) {
  json policy = Allowing(R"("Action":"s3:Get*","Resource":"arn:aws:s3:::b/*")");
  auto ask = [&](std::vector<std::string> actions, std::vector<std::string> resources) {
    return NotGranted(policy, PolicyKind::kIdentity, actions, resources);
  };
  ExpectAnswer(ask({"s3:PutObject"}, {}), true);
  ExpectAnswer(ask({"s3:PutObject", "s3:getobject"}, {}), false);
  ExpectAnswer(ask({"s3:GetObject"}, {"arn:aws:s3:::c/x"}), true);
  ExpectAnswer(ask({}, {"arn:aws:s3:::c/x", "arn:aws:s3:::b/x"}), false);
}

TEST(Z3OracleTest, RefusesWhatItCannotEncode) {
  const char* conditions[] = {
      R"({"NumericEquals":{"x:y":"1"},"StringEquals":{"x:y":"1"}})",
      R"({"StringLike":{"aws:referer":"?${aws:UserAgent}"}})",
      R"({"StringEqualsIgnoreCase":{"aws:referer":"${aws:UserAgent}"}})",
      R"({"StringEquals":{"aws:referer":"${aws:UserAgent"}})",
      R"({"ArnLike":{"aws:SourceArn":"${aws:UserAgent}"}})",
  };
  for (const char* condition : conditions) {
    Answer answer = NotGranted(Conditioned(condition), PolicyKind::kIdentity, {}, {});
    EXPECT_EQ(answer.result, Result::kUnknown) << condition;
    EXPECT_EQ(answer.reason.rfind("not encodable", 0), 0u) << answer.reason;
  }
}

}  // namespace
}  // namespace rolelint::oracle::z3_oracle_test
