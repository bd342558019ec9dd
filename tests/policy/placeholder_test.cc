#include "analyzer/policy/placeholder.h"
#include "analyzer/policy/variable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

namespace rolelint::policy::placeholder_test {
namespace {

// The text of the placeholder found, or "" for none.
std::string Found(std::string_view value, TextPlace place = TextPlace::kValue) {
  const std::optional<text::Span> span = FindPlaceholder(value, place);
  EXPECT_EQ(LookAtText(value, place).placeholder, span.has_value()) << value;
  return span ? std::string(value.substr(span->begin, span->size())) : std::string();
}

TEST(FindPlaceholder, FindsTemplateSyntax) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"arn:aws:iam::${AWS::AccountId}:user/alice", "${AWS::AccountId}"},
      {"arn:${AWS::Partition}:iam::${AWS::AccountId}:root", "${AWS::Partition}"},
      {"${ACCEL_LOOKUP::VPC_ID:main}", "${ACCEL_LOOKUP::VPC_ID:main}"},
      {"arn:aws:iam::${data.aws_caller_identity.current.account_id}:user/alice",
       "${data.aws_caller_identity.current.account_id}"},
      {"${var.name == \"a:b\" ? 1 : 2}", "${var.name == \"a:b\" ? 1 : 2}"},
      {"${bucket}", "${bucket}"},
      {"arn:aws:s3:::${self:custom.bucket}/*", "${self:custom.bucket}"},
      {"arn:aws:s3:::${ssm:/app/bucket}/*", "${ssm:/app/bucket}"},
      {"${NAME:-default}", "${NAME:-default}"},
      {"arn:aws:iam::{{ account_id }}:user/alice", "{{ account_id }}"},
      {"a{% if x %}b", "{% if x %}"},
      {"<%= account %>", "<%= account %>"},
      {"%{ for x in y }", "%{ for x in y }"},
      {"arn:aws:iam::#{AWS::AccountId}:root", "#{AWS::AccountId}"},
      {"arn:aws:iam::{account_id}:root", "{account_id}"},
      {"arn:aws:iam::{}:root", "{}"},
      {"{example-region-1}", "{example-region-1}"},
      // After a real variable.
      {"home/${aws:username}/${Stage}", "${Stage}"},
  };
  for (const auto& [value, expected] : cases) EXPECT_EQ(Found(value), expected) << value;
}

TEST(FindPlaceholder, FindsBracketedWords) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"arn:aws:iam::<account-id>:user/alice", "<account-id>"},
      {"arn:aws:sqs:us-east-1:<YOUR ACCOUNT ID>:MyQueue", "<YOUR ACCOUNT ID>"},
      {"repo:<octo-org>/*", "<octo-org>"},
      {"arn:aws:iam::*:role/[PRIVILEGED_ROLE]", "[PRIVILEGED_ROLE]"},
      {"arn:aws:iam::*:policy/[POLICY_PATH/*]", "[POLICY_PATH/*]"},
      {"arn:aws:iam::%ACCOUNT%:root", "%ACCOUNT%"},
  };
  for (const auto& [value, expected] : cases) EXPECT_EQ(Found(value), expected) << value;
}

TEST(FindPlaceholder, FindsWordsThatStandForOthers) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"arn:aws:iam::MY_ACCOUNT_ID:user/alice", "MY_ACCOUNT_ID"},
      {"arn:aws:iam::ACCOUNT:root", "ACCOUNT"},
      {"arn:aws:iam::account-id:root", "account-id"},
      {"arn:aws:iam::AccountId:root", "AccountId"},
      {"arn:aws:iam::youraccount:root", "youraccount"},
      {"arn:aws:iam::PROD:root", "PROD"},
      {"arn:aws:iam::xxxxxxxxxxxx:root", "xxxxxxxxxxxx"},
      {"arn:aws:iam::1234xxxx5678:root", "1234xxxx5678"},
      {"arn:aws:iam::############:root", "############"},
      {"arn:aws:sns:REGION:111122223333:topic", "REGION"},
      {"arn:aws:sns:your-region:111122223333:topic", "your-region"},
      {"arn:aws:iam::111122223333:role/ROLE_NAME", "ROLE_NAME"},
      {"arn:aws:iam::111122223333:role/CLIENT_ACCOUNT_PREFIX-account-MY_ACCOUNT",
       "CLIENT_ACCOUNT_PREFIX"},
      {"arn:aws:iam::111122223333:role/path/YOUR_ROLE", "YOUR_ROLE"},
      {"arn:aws:iam::*:role/NAME_OF_YOUR_CLOUD_ENGINEERING_ROLE",
       "NAME_OF_YOUR_CLOUD_ENGINEERING_ROLE"},
      {"arn:aws:s3:::BUCKET_NAME/*", "BUCKET_NAME"},
      {"arn:aws:s3:::BUCKET-NAME/*", "BUCKET-NAME"},
      {"arn:aws:s3:::your-bucket/*", "your-bucket"},
      {"arn:aws:s3:::yourBucket", "yourBucket"},
      {"arn:aws:kms:us-east-1:111122223333:key/KEY_ID", "KEY_ID"},
      {"arn:aws:kms:us-east-1:111122223333:key/xxxxxxxx-1234", "xxxxxxxx"},
      {"o-xxxxxxxxxx", "xxxxxxxxxx"},
      {"AIDAXXXXXXXXXXXXXXXXX", "AIDAXXXXXXXXXXXXXXXXX"},
      {"arn:aws:cognito-idp:XXXXXXXXXXX", "XXXXXXXXXXX"},
      {"repo:your-org/your-repo:*", "your-org"},
      {"CHANGE_ME", "CHANGE_ME"},
      {"EXTERNAL_ID_GOES_HERE", "EXTERNAL_ID_GOES_HERE"},
      {"REPLACE-WITH-ID", "REPLACE-WITH-ID"},
      {"prefix/PLACEHOLDER/x", "PLACEHOLDER"},
  };
  for (const auto& [value, expected] : cases) EXPECT_EQ(Found(value), expected) << value;
}

TEST(FindPlaceholder, LeavesRealTextAlone) {
  const std::string_view cases[] = {
      "",
      "*",
      "arn:aws:iam::123456789012:role/My_Role",
      "arn:aws:iam::*:role/EMR_EC2_DefaultRole",
      "arn:aws:iam::*:role/AWS_Events_Invoke_Targets",
      "arn:aws:iam::111122223333:role/ACCOUNT_ADMIN",
      "arn:aws:iam::aws:policy/AdministratorAccess",
      "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE",
      "arn:*:resource-groups:*:*:group/AWS_AppRegistry_AppTag_*",
      "arn:aws:iot:*:*:job/AFR_OTA*",
      "arn:aws:ssm:*:*:automation-definition/AWS-CreateImage:$DEFAULT",
      "arn:aws:execute-api:us-east-1:111122223333:abc/prod/GET/users/{id}",
      "arn:aws:s3:::bucket/home/${aws:username}/*",
      "arn:aws:ec2:*::snapshot/${*}",
      "${aws:PrincipalTag/ACCOUNT_ID}",
      "${aws:PrincipalTag/datazone:userId}",
      "${aws:username, 'YOUR_NAME'}",
      "${token.actions.githubusercontent.com:sub}",
      "${oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub}",
      // Broken variables are somebody else's business.
      "${}",
      "${aws:username",
      "${aws:}",
      "arn:aws:iam::${aws:PrincipalAccount}:role/x",
      "EXPORT_ASSETS_TO_S3",
      "RSA_2048",
      "AISERVICES_OPT_OUT_POLICY",
      "ACCOUNT_ID",
      "MY_TAG",
      "o-a1b2c3d4e5",
      "arn:aws:s3:::my-bucket/*",
      "arn:aws:s3:::xxx-games/*",
      "a<b>c d!",
      "x < 3 and y > 4",
      "100%",
      "%2Fhome%2F",
      "[0-9]",
      "list[1]",
      "yourself",
      "your",
      "accounts.google.com",
      "arn:aws:elasticbeanstalk:us-east-1::platform/x",
      "arn:aws:imagebuilder:us-east-1:aws:image/x",
      "arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/x",
  };
  for (std::string_view value : cases) EXPECT_EQ(Found(value), "") << value;
}

TEST(FindPlaceholder, TakesAnAccountWordForOneInAPrincipal) {
  EXPECT_EQ(Found("MY_ACCOUNT_ID", TextPlace::kPrincipal), "MY_ACCOUNT_ID");
  EXPECT_EQ(Found("ACCOUNT_ID", TextPlace::kPrincipal), "ACCOUNT_ID");
  EXPECT_EQ(Found("ACCOUNT", TextPlace::kPrincipal), "ACCOUNT");
  EXPECT_EQ(Found("ec2.amazonaws.com", TextPlace::kPrincipal), "");
  EXPECT_EQ(Found("AROAEXAMPLEEXAMPLE123", TextPlace::kPrincipal), "");
}

TEST(FindPlaceholder, ActionsOnlyHaveTemplateSyntax) {
  EXPECT_TRUE(LookAtName("${Service}:Get*").placeholder);
  EXPECT_TRUE(LookAtName("<service>:GetObject").placeholder);
  EXPECT_TRUE(LookAtName("s3:{{a}}").placeholder);
  EXPECT_TRUE(LookAtName("s3:Get<Thing>").placeholder);
  EXPECT_FALSE(LookAtName("s3:GetObject").placeholder);
  EXPECT_FALSE(LookAtName("a:b").placeholder);
  EXPECT_FALSE(LookAtName("").placeholder);
  EXPECT_FALSE(LookAtName("YOUR_SERVICE:GetObject").placeholder);
  EXPECT_FALSE(LookAtName("s3:Get{Object").placeholder);
}

TEST(FindPlaceholder, TellsPlainTextFromOther) {
  for (std::string_view text : {"", "a", "*", "s3:GetObject", "arn:aws:s3:::bucket/a b~",
                                "AmazonSSMRole YOUR_ROLE", "${aws:username}"}) {
    EXPECT_TRUE(LookAtText(text).plain) << text;
    EXPECT_TRUE(LookAtName(text).plain) << text;
  }
  for (std::string_view text :
       {" s3:GetObject", "s3:GetObject ", " ", "s3:Get\u200bObject", "\x7f", "a\tb", "abcdefgh\x1f",
        "\xc2\xa0", "abcdefg\xc3\xa9", "abcdefghijklmnop\x7fq", "${x}\x01"}) {
    EXPECT_FALSE(LookAtText(text).plain) << text;
    EXPECT_FALSE(LookAtName(text).plain) << text;
  }
}

// The cheap look beforehand must never miss what the exact one finds.
TEST(FindPlaceholder, TheCheapLookMissesNothing) {
  const std::string_view pieces[] = {
      "arn:", "aws",          ":",   "iam",    "s3",     "::",      "role/", "ACCOUNT",
      "_",    "ID",           "-",   "X",      "x",      "1",       "MY",    "${",
      "}",    "aws:username", "{",   "<",      ">",      "your",    "YOUR",  "Y",
      "HERE", "NAME",         "KEY", "region", "REGION", "[",       "]",     "%",
      "#",    "111122223333", "*",   "a",      "A",      "account", "/",     ","};
  std::mt19937 random(7);
  std::uniform_int_distribution<size_t> pick(0, std::size(pieces) - 1);
  size_t found = 0;
  for (int round = 0; round < 200'000; ++round) {
    std::string value;
    for (size_t i = 0, n = 1 + pick(random) % 12; i < n; ++i) value += pieces[pick(random)];
    for (TextPlace place : {TextPlace::kValue, TextPlace::kPrincipal}) {
      const std::optional<text::Span> span = FindPlaceholder(value, place);
      ASSERT_EQ(LookAtText(value, place).placeholder, span.has_value()) << value;
      if (!span) continue;
      ++found;
      ASSERT_LT(span->begin, span->end) << value;
      ASSERT_LE(span->end, value.size()) << value;
    }
  }
  EXPECT_GT(found, 10'000U);
}

// Wherever it stands in a text that is looked at in blocks, and whatever stands before it.
TEST(FindPlaceholder, TheCheapLookReachesEveryPlace) {
  constexpr std::string_view kFills[] = {"a/", "arn:aws:s3:::bucket/",
                                         "arn:aws:s3:eu-west-1:123456789012:x/"};
  constexpr std::string_view kOdd[] = {"YOUR_BUCKET", "xxxxxxxx", "your-name",  "<name>",   "{{a}}",
                                       "[BUCKET]",    "#{a}",     "${Name}",    "\xC3\xA9", "\x01",
                                       "%NAME%",      "CHANGEME", "A1B2C3_HERE"};
  for (std::string_view fill : kFills) {
    for (std::string_view odd : kOdd) {
      for (size_t before = 0; before < 150; ++before) {
        for (size_t after : {0, 1, 20, 70}) {
          std::string value(fill);
          value.resize(fill.size() + before, 'm');
          value.append("/").append(odd).append(after == 0 ? "" : "/").append(after, 'n');
          const TextLook look = LookAtText(value);
          ASSERT_EQ(look.placeholder, FindPlaceholder(value).has_value()) << value;
          const bool printable = odd[0] != '\xC3' && odd[0] != '\x01';
          ASSERT_EQ(look.plain, printable) << value;
        }
      }
    }
  }
}

// A region or an account out of the ordinary, in a field that begins anywhere.
TEST(FindPlaceholder, TheCheapLookReachesEveryField) {
  for (size_t length = 1; length < 120; ++length) {
    const std::string service(length, 's');
    for (std::string_view rest :
         {":my-region:123456789012:a", ":eu-west-1:account:a", ":eu-west-1:ACCOUNT:a"}) {
      std::string value = "arn:aws:" + service;
      value += rest;
      ASSERT_TRUE(LookAtText(value).placeholder) << value;
    }
    std::string value = "arn:aws:" + service + ":eu-west-1:123456789012:a";
    ASSERT_FALSE(LookAtText(value).placeholder) << value;
  }
}

TEST(NextVariable, ReadsVariables) {
  struct Case {
    std::string_view value;
    std::string_view text;
    std::string_view key;
    bool has_default;
    std::string_view fallback;
    bool quoted;
    bool closed;
  };
  const Case cases[] = {
      {"${aws:username}", "${aws:username}", "aws:username", false, "", true, true},
      {"a/${aws:username}/b", "${aws:username}", "aws:username", false, "", true, true},
      {"${*}", "${*}", "*", false, "", true, true},
      {"${?}", "${?}", "?", false, "", true, true},
      {"${$}", "${$}", "$", false, "", true, true},
      {"${}", "${}", "", false, "", true, true},
      {"${ aws:username }", "${ aws:username }", " aws:username ", false, "", true, true},
      {"${aws:username, 'x'}", "${aws:username, 'x'}", "aws:username", true, "x", true, true},
      {"${aws:username,'x'}", "${aws:username,'x'}", "aws:username", true, "x", true, true},
      {"${aws:username, 'a}b'}c", "${aws:username, 'a}b'}", "aws:username", true, "a}b", true,
       true},
      {"${aws:username, ''}", "${aws:username, ''}", "aws:username", true, "", true, true},
      {"${aws:username, x}", "${aws:username, x}", "aws:username", true, "x", false, true},
      {"${aws:username, 'x}", "${aws:username, 'x}", "aws:username", true, "x", false, true},
      {"${aws:username", "${aws:username", "aws:username", false, "", true, false},
      {"${aws:username, 'x'", "${aws:username, 'x'", "aws:username", true, "x", true, false},
      {"${aws:username,", "${aws:username,", "aws:username", true, "", false, false},
      {"$${aws:username}", "${aws:username}", "aws:username", false, "", true, true},
  };
  for (const Case& c : cases) {
    const std::optional<Variable> variable = NextVariable(c.value, 0);
    ASSERT_TRUE(variable) << c.value;
    EXPECT_EQ(c.value.substr(variable->span.begin, variable->span.size()), c.text) << c.value;
    EXPECT_EQ(variable->key, c.key) << c.value;
    EXPECT_EQ(variable->has_default, c.has_default) << c.value;
    EXPECT_EQ(variable->fallback, c.fallback) << c.value;
    EXPECT_EQ(variable->default_quoted, c.quoted) << c.value;
    EXPECT_EQ(variable->closed, c.closed) << c.value;
  }
}

TEST(NextVariable, GoesOnFromWhereItIsTold) {
  const std::string_view value = "${aws:a}/${aws:b}";
  const std::optional<Variable> first = NextVariable(value, 0);
  ASSERT_TRUE(first);
  const std::optional<Variable> second = NextVariable(value, first->span.end);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->key, "aws:b");
  EXPECT_FALSE(NextVariable(value, second->span.end));
  EXPECT_FALSE(NextVariable("$aws:username", 0));
  EXPECT_FALSE(NextVariable("", 0));
}

}  // namespace
}  // namespace rolelint::policy::placeholder_test
