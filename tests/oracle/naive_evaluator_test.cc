#include "tests/oracle/naive_evaluator.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/oracle/naive_conditions.h"
#include "tests/oracle/naive_matching.h"
#include "tests/oracle/naive_public.h"

namespace rolelint::naive::naive_evaluator_test {
namespace {

using nlohmann::json;

TEST(NaiveMatching, Globs) {
  struct Row {
    const char* pattern;
    const char* text;
    bool matches;
  };
  for (const Row& row : std::vector<Row>{{"", "", true},
                                         {"", "a", false},
                                         {"*", "", true},
                                         {"*", "a/b", true},
                                         {"?", "", false},
                                         {"?", "/", true},
                                         {"?", "é", true},
                                         {"??", "é", false},
                                         {"a*c", "abbc", true},
                                         {"a*c", "ac", true},
                                         {"a*c", "acb", false},
                                         {"*a*b*", "xxaxxbxx", true},
                                         {"*a*b*", "xxbxxaxx", false},
                                         {"**?", "a", true},
                                         {"A", "a", false}}) {
    EXPECT_EQ(Matches(*Expand(row.pattern, {}, false, true), row.text), row.matches)
        << row.pattern << " " << row.text;
  }
}

TEST(NaiveMatching, Variables) {
  Context context{{"aws:username", {{"al*ce"}, false}}, {"aws:tagkeys", {{"a", "b"}, true}}};
  struct Row {
    const char* pattern;
    const char* text;  // null: the pattern has no value
    bool matches;
  };
  for (const Row& row : std::vector<Row>{{"${aws:username}", "al*ce", true},
                                         {"${aws:username}", "alice", false},
                                         {"${AWS:UserName}x", "al*cex", true},
                                         {"${aws:userid}", nullptr, false},
                                         {"${aws:userid, 'it'}", "it", true},
                                         {"${aws:username, 'it'}", "it", false},
                                         {"${aws:tagkeys}", nullptr, false},
                                         {"${aws:tagkeys, ''}", "", true},
                                         {"${*}", "*", true},
                                         {"${*}", "x", false},
                                         {"${$}{x}", "${x}", true},
                                         {"${open", "${open", true}}) {
    std::optional<Glob> glob = Expand(row.pattern, context, true, true);
    ASSERT_EQ(glob.has_value(), row.text != nullptr) << row.pattern;
    if (!glob) continue;
    EXPECT_EQ(Matches(*glob, row.text), row.matches) << row.pattern;
  }
}

TEST(NaiveMatching, Segments) {
  EXPECT_EQ(Segments("arn:aws:s3:::a:b"),
            (std::vector<std::string>{"arn", "aws", "s3", "", "", "a:b"}));
  EXPECT_EQ(Segments("arn:aws:iam::${aws:x}:role/y"),
            (std::vector<std::string>{"arn", "aws", "iam", "", "${aws:x}", "role/y"}));
  EXPECT_EQ(Segments("a:b"), (std::vector<std::string>{"a:b"}));
}

TEST(NaiveConditions, OperatorsOfOneValue) {
  struct Row {
    const char* op;
    json listed;
    json asked;  // null: absent
    bool holds;
  };
  for (const Row& row :
       std::vector<Row>{{"StringEquals", "a", "a", true},
                        {"StringEquals", "a*", "ab", false},
                        {"stringlike", "a*", "ab", true},
                        {"StringNotLike", {"a*", "b*"}, "b", false},
                        {"StringNotLike", "a", nullptr, true},
                        {"StringLike", "*", nullptr, false},
                        {"StringLikeIfExists", "a", nullptr, true},
                        {"NumericLessThan", "10", "9.99", true},
                        {"NumericLessThan", "10", "010.0", false},
                        {"NumericGreaterThan", "-3", "-2.5", true},
                        {"NumericEquals", "-0", "0.0", true},
                        {"NumericEquals", "1e3", "1000", false},
                        {"NumericNotEquals", "1", "x", true},
                        {"DateLessThan", "2024-02-29T23:59:60Z", "2024-02-29T00:00:00Z", false},
                        {"DateEquals", "2024-02-29", "1709164800", true},
                        {"DateEquals", "2000-03-01T00:00:00.5Z", "2000-03-01T00:00:00.500Z", true},
                        {"DateEquals", "1969-12-31T00:00:00-01:00", "1969-12-31T01:00:00Z", true},
                        {"DateGreaterThan", "1969-12-30", "1969-12-31", true},
                        {"IpAddress", "10.0.0.0/8", "10.255.0.1", true},
                        {"IpAddress", "::/0", "10.0.0.1", false},
                        {"IpAddress", "2001:db8::/33", "2001:db8:8000::", false},
                        {"IpAddress", "::1", "0:0:0:0:0:0:0:1", true},
                        {"IpAddress", "10.0.0.0/33", "10.0.0.1", false},
                        {"IpAddress", "256.0.0.1", "256.0.0.1", false},
                        {"NotIpAddress", "10.0.0.0/8", "no", true},
                        {"Bool", true, "TRUE", true},
                        {"Bool", "no", "no", false},
                        {"ArnLike", "arn:*:s3:::a*", "arn:aws:s3:::ab:c", true},
                        {"ArnLike", "arn:aws:s3*", "arn:aws:s3:::ab", false},
                        {"ArnNotLike", "arn:aws:s3*", "arn:aws:s3:::ab", true},
                        {"Null", "true", nullptr, true},
                        {"Null", {"false"}, nullptr, false},
                        {"Null", false, "", true},
                        {"Resembles", "a", "a", false},
                        {"ResemblesIfExists", "a", nullptr, false}}) {
    Context context;
    if (!row.asked.is_null()) context["k"] = {Texts(row.asked), false};
    EXPECT_EQ(ConditionHolds({{row.op, {{"K", row.listed}}}}, context, true), row.holds)
        << row.op << " " << row.listed << " " << row.asked;
  }
}

TEST(NaiveConditions, SetsOfValues) {
  struct Row {
    const char* op;
    json listed;
    std::vector<std::string> asked;
    bool holds;
  };
  for (const Row& row :
       std::vector<Row>{{"StringEquals", "a", {"a"}, false},
                        {"StringNotEquals", "a", {"b"}, false},
                        {"StringNotEquals", "a", {}, true},
                        {"ForAnyValue:StringEquals", "a", {"b", "a"}, true},
                        {"ForAnyValue:StringEquals", "a", {}, false},
                        {"ForAnyValue:StringEqualsIfExists", "a", {}, true},
                        {"ForAllValues:StringEquals", {"a", "b"}, {"b", "a", "a"}, true},
                        {"ForAllValues:StringEquals", "a", {"b", "a"}, false},
                        {"ForAllValues:StringEquals", "a", {}, true},
                        {"ForAnyValue:StringNotEquals", "a", {"b", "a"}, true},
                        {"ForAnyValue:StringNotEquals", {"a", "b"}, {"b", "a"}, false},
                        {"ForAllValues:StringNotEquals", "c", {"b", "a"}, true},
                        {"Null", "true", {}, true}}) {
    Context context{{"k", {row.asked, true}}};
    EXPECT_EQ(ConditionHolds({{row.op, {{"k", row.listed}}}}, context, true), row.holds)
        << row.op << " " << row.listed << " " << json(row.asked);
  }
}

TEST(NaiveEvaluator, OnePolicyAlone) {
  json request{{"principal", "arn:aws:iam::111122223333:user/alice"},
               {"action", "s3:GetObject"},
               {"resource", "arn:aws:s3:::data/x"}};
  json allow{{"Effect", "Allow"}, {"Principal", "*"}, {"Action", "s3:*"}, {"Resource", "*"}};
  json account = allow;
  account["Principal"] = {{"AWS", "111122223333"}};
  json deny = allow;
  deny["Effect"] = "Deny";
  deny["Principal"] = {{"AWS", "arn:aws:iam::444455556666:root"}};
  EXPECT_TRUE(Allows({{"Statement", allow}}, request, "resource"));
  EXPECT_TRUE(Allows({{"Statement", account}}, request, "resource"));
  EXPECT_TRUE(Allows({{"Statement", {allow, deny}}}, request, "resource"));
  // Principals do not count in identity policies.
  EXPECT_FALSE(Allows({{"Statement", {allow, deny}}}, request, "identity"));
  EXPECT_FALSE(Allows({{"Statement", json::array()}}, request, "identity"));
}

TEST(NaiveEvaluator, PublicBucketPolicies) {
  auto is_public = [](const json& principal, const json& condition) {
    json statement{{"Effect", "Allow"}, {"Principal", principal}, {"Action", "*"}};
    if (!condition.is_null()) statement["Condition"] = condition;
    return IsPublicBucketPolicy({{"Statement", statement}});
  };
  auto condition = [](const char* op, const char* key, const json& value) {
    return json{{op, {{key, value}}}};
  };
  EXPECT_TRUE(is_public("*", nullptr));
  EXPECT_TRUE(is_public({{"AWS", "*"}}, nullptr));
  EXPECT_FALSE(is_public({{"AWS", "111122223333"}}, nullptr));
  EXPECT_FALSE(is_public("*", condition("StringEquals", "aws:SourceVpce", "vpce-1")));
  EXPECT_TRUE(is_public("*", condition("StringLike", "aws:SourceVpce", "vpce-*")));
  EXPECT_TRUE(is_public("*", condition("StringNotEquals", "aws:SourceVpce", "vpce-1")));
  EXPECT_TRUE(is_public("*", condition("StringEquals", "aws:SourceVpce", "${aws:x}")));
  EXPECT_FALSE(is_public("*", condition("IpAddress", "aws:SourceIp", "11.0.0.0/8")));
  EXPECT_TRUE(is_public("*", condition("IpAddress", "aws:SourceIp", "12.0.0.0/6")));
  EXPECT_FALSE(is_public("*", condition("IpAddress", "aws:SourceIp", "2001:db8::/32")));
  EXPECT_TRUE(is_public({{"Federated", "www.amazon.com"}}, nullptr));
  EXPECT_FALSE(
      is_public("*", condition("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-x1/r-y2/*")));
  EXPECT_FALSE(is_public("*", condition("ArnLike", "s3:DataAccessPointArn",
                                        "arn:aws:s3:*:111122223333:accesspoint/*")));
  EXPECT_TRUE(is_public(
      "*", condition("ArnLike", "s3:DataAccessPointArn", "arn:aws:s3:*:*:accesspoint/site")));
}

}  // namespace
}  // namespace rolelint::naive::naive_evaluator_test
