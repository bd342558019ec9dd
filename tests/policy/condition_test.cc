#include "analyzer/policy/condition.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

namespace rolelint::policy::condition_test {
namespace {

constexpr std::string_view kNames[] = {
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "Null",
};

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string Upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

TEST(ParseOperator, ReadsEverySpelling) {
  const std::pair<std::string_view, SetQualifier> qualifiers[] = {
      {"", SetQualifier::kNone},
      {"ForAllValues:", SetQualifier::kForAllValues},
      {"ForAnyValue:", SetQualifier::kForAnyValue},
  };
  std::set<Operator> seen;
  for (std::string_view name : kNames) {
    for (const auto& [qualifier, expected] : qualifiers) {
      for (std::string_view suffix : {"", "IfExists"}) {
        std::string text(qualifier);
        (text += name) += suffix;
        for (const std::string& spelling : {text, Lower(text), Upper(text)}) {
          const OperatorParts parts = ParseOperator(spelling);
          EXPECT_EQ(OperatorName(parts.base), name) << spelling;
          EXPECT_EQ(parts.qualifier, expected) << spelling;
          EXPECT_EQ(parts.if_exists, !suffix.empty()) << spelling;
          seen.insert(parts.base);
        }
      }
    }
  }
  EXPECT_EQ(seen.size(), std::size(kNames));
  EXPECT_EQ(seen.count(Operator::kUnknown), 0U);
}

TEST(ParseOperator, KeepsTheFrameOfAnUnknownBase) {
  const OperatorParts parts = ParseOperator("ForAnyValue:StringMatchesIfExists");
  EXPECT_EQ(parts.base, Operator::kUnknown);
  EXPECT_EQ(parts.qualifier, SetQualifier::kForAnyValue);
  EXPECT_TRUE(parts.if_exists);
  for (std::string_view text :
       {"", "IfExists", "ForAllValues:", "ForAnyValues:StringLike", "StringEqual", "String Equals",
        "StringEquals ", "IfExistsStringEquals", "ForAllValues:ForAnyValue:StringEquals"}) {
    EXPECT_EQ(ParseOperator(text).base, Operator::kUnknown) << text;
  }
}

TEST(FamilyOf, FollowsTheName) {
  const std::pair<std::string_view, OperatorFamily> families[] = {
      {"String", OperatorFamily::kString}, {"Numeric", OperatorFamily::kNumeric},
      {"Date", OperatorFamily::kDate},     {"Bool", OperatorFamily::kBool},
      {"Binary", OperatorFamily::kBinary}, {"Ip", OperatorFamily::kIp},
      {"NotIp", OperatorFamily::kIp},      {"Arn", OperatorFamily::kArn},
      {"Null", OperatorFamily::kNull},
  };
  for (std::string_view name : kNames) {
    const Operator op = ParseOperator(name).base;
    const auto family = std::find_if(std::begin(families), std::end(families), [&](const auto& f) {
      return name.substr(0, f.first.size()) == f.first;
    });
    ASSERT_NE(family, std::end(families)) << name;
    EXPECT_EQ(FamilyOf(op), family->second) << name;
    EXPECT_EQ(IsNegated(op), name.find("Not") != std::string_view::npos) << name;
  }
  EXPECT_EQ(FamilyOf(Operator::kUnknown), OperatorFamily::kUnknown);
  EXPECT_FALSE(IsNegated(Operator::kUnknown));
  EXPECT_EQ(OperatorName(Operator::kUnknown), "");
}

TEST(ClosestOperator, FindsWhatWasMeant) {
  EXPECT_EQ(ClosestOperator("StringEqual"), "StringEquals");
  EXPECT_EQ(ClosestOperator("stringlikes"), "StringLike");
  EXPECT_EQ(ClosestOperator("IPAdress"), "IpAddress");
  EXPECT_EQ(ClosestOperator("Boolean"), "");
  EXPECT_EQ(ClosestOperator("Matches"), "");
  EXPECT_EQ(ClosestQualifier("ForAnyValues"), "ForAnyValue");
  EXPECT_EQ(ClosestQualifier("ForAllValue"), "ForAllValues");
  EXPECT_EQ(ClosestQualifier("For"), "");
}

}  // namespace
}  // namespace rolelint::policy::condition_test
