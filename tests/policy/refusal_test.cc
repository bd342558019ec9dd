// Policies that AWS refuses, and near ones that it accepts.

#include "analyzer/policy/refusal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/policy/parsed.h"

namespace rolelint::policy::refusal_test {
namespace {

using testing::HasSubstr;

struct Case {
  std::string statement;  // its members
  std::string reason;     // a part of it; empty: AWS accepts the policy
  Kind kind = Kind::kIdentity;
};

TEST(RefusalTest, NamesWhatAwsRefuses) {
  const Case cases[] = {
      {R"("Effect":"Allow","Action":"sqs:SendMessage","Resource":"*")", ""},
      {R"("Effect":"Allow","Action":["*","**"],"Resource":"*")", ""},
      {R"("Effect":"Allow","Action":"sqs:*","Resource":"*","Condition":{"BoolX":{"aws:a":"b"}})",
       "\"BoolX\" is not a condition operator"},
      {R"("Effect":"Allow","Action":"sqs:*","Resource":"*","Condition":{"Bool":{"mfa":"true"}})",
       "\"mfa\" has no service prefix"},
      {R"("Effect":"Permit","Action":"sqs:*","Resource":"*")", "\"Permit\""},
      {R"("Action":"sqs:*","Resource":"*")", "no Effect"},
      {R"("Effect":"Allow","Resource":"*")", "no Action"},
      {R"("Effect":"Allow","Action":"sqs:*")", "no Resource"},
      {R"("Effect":"Allow","Action":"sqs:*","Resource":"*","Tag":"x")", "\"Tag\""},
      {R"("Effect":"Allow","Action":"sqs:*","NotAction":"sns:*","Resource":"*")", "Not form"},
      {R"("Effect":"Allow","Action":"sqs :*","Resource":"*")", "contains whitespace"},
      {R"("Effect":"Allow","Action":"sqs:SendMessage ","Resource":"*")", "contains whitespace"},
      {R"("Effect":"Allow","Action":"SendMessage","Resource":"*")", "no service prefix"},
      {R"("Effect":"Allow","NotAction":["sns:*","*:Get*"],"Resource":"*")", "wildcard"},
      {R"("Effect":"Allow","Action":"s?s:Get*","Resource":"*")", "wildcard", Kind::kScp},
      {R"("Effect":"Allow","Principal":"*","Action":"s?s:Get*","Resource":"*")", "",
       Kind::kResource},
      {R"("Effect":"Deny","Action":"sqs:*","Resource":"*")", "no Principal", Kind::kResource},
      {R"("Sid":"a b","Effect":"Allow","Action":"sqs:*","Resource":"*")", "the Sid \"a b\""},
      {R"("Sid":"a","Effect":"Allow","Action":"sqs:*","Resource":"*"},{"Sid":"a","Effect":"Deny","Action":"sns:*","Resource":"*")",
       "listed twice"},
      {R"("Sid":"","Effect":"Allow","Action":"sqs:*","Resource":"*"},{"Sid":"","Effect":"Deny","Action":"sns:*","Resource":"*")",
       ""},
      {R"("Sid":"a b","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*")", "",
       Kind::kResource},
      {R"("Effect":"Allow","Action":"sqs:*","Resource":["*","jobs"])", "neither \"*\" nor an ARN"},
      {R"("Effect":"Allow","Action":"sqs:*","NotResource":"jobs/*")", "neither \"*\" nor an ARN"},
      {R"("Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*")",
       "", Kind::kResource},
      {R"("Effect":"Deny","Principal":["x"],"Action":"sqs:*","Resource":"*")", "nor an object",
       Kind::kResource},
      {R"("Effect":"Deny","Principal":{"Aws2":"x"},"Action":"sqs:*","Resource":"*")",
       "\"Aws2\" is not a type of principal", Kind::kResource},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.statement);
    const Parsed parsed(R"({"Version":"2012-10-17","Statement":[{)" + c.statement + "}]}", c.kind);
    ASSERT_TRUE(parsed.complete());
    const std::optional<Refusal> refusal = FindRefusal(parsed.document());
    EXPECT_EQ(refusal.has_value(), !c.reason.empty());
    if (refusal) {
      EXPECT_THAT(refusal->reason, HasSubstr(c.reason));
    }
  }
}

}  // namespace
}  // namespace rolelint::policy::refusal_test
