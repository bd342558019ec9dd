#include "analyzer/logic/questions.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "analyzer/catalog/catalog.h"
#include "tests/logic/held_policy.h"

namespace rolelint::logic::questions_test {
namespace {

std::string Document(std::string_view statements) {
  return R"({"Version":"2012-10-17","Statement":[)" + std::string(statements) + "]}";
}

std::string Deny(std::string_view conditions) {
  return Document(R"({"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{)" +
                  std::string(conditions) + "}}");
}

struct NeverCase {
  const char* what;
  std::string text;
  policy::Kind kind = policy::Kind::kIdentity;
  // Parts of the contradiction: tests as "operator key", elements by name; empty: it can match, or
  // nothing is said.
  std::vector<std::string> core;
};

std::vector<std::string> CoreOf(const Contradiction& why) {
  std::vector<std::string> core;
  if (why.principal) core.emplace_back("Principal");
  if (why.action) core.emplace_back("Action");
  if (why.resource) core.emplace_back("Resource");
  for (const policy::ConditionTest* test : why.tests) {
    core.push_back(std::string(test->op_text.value) + " " + std::string(test->key.value));
  }
  return core;
}

TEST(PolicyQuestionsTest, SmallestContradictions) {
  using Kind = policy::Kind;
  const NeverCase cases[] = {
      {"two values",
       Deny(
           R"("StringEquals":{"aws:RequestedRegion":"a"},"StringLike":{"aws:RequestedRegion":"b*"})"),
       Kind::kIdentity,
       {"StringEquals aws:RequestedRegion", "StringLike aws:RequestedRegion"}},
      {"what does not matter is left out",
       Deny(R"("Bool":{"aws:SecureTransport":"true"},"StringEquals":{"aws:RequestedRegion":"a"},
         "StringLike":{"aws:RequestedRegion":["*","b*"]},"StringNotEquals":{"aws:RequestedRegion":"a"})"),
       Kind::kIdentity,
       {"StringEquals aws:RequestedRegion", "StringNotEquals aws:RequestedRegion"}},
      {"keys compare without case",
       Deny(
           R"("StringEquals":{"aws:SourceVpce":"vpce-1"},"StringLike":{"AWS:sourcevpce":"vpce-2*"})"),
       Kind::kIdentity,
       {"StringEquals aws:SourceVpce", "StringLike AWS:sourcevpce"}},
      {"what is nowhere cannot be true",
       Deny(R"("Null":{"aws:SourceVpc":"true"},"StringEquals":{"aws:SourceVpc":"vpc-1"})"),
       Kind::kIdentity,
       {"Null aws:SourceVpc", "StringEquals aws:SourceVpc"}},
      {"any value is a star's",
       Deny(R"("ForAnyValue:StringNotLike":{"aws:TagKeys":"*"})"),
       Kind::kIdentity,
       {"ForAnyValue:StringNotLike aws:TagKeys"}},
      {"true is not false",
       Deny(
           R"("Bool":{"aws:SecureTransport":"true"},"BoolIfExists":{"aws:SecureTransport":"false"})"),
       Kind::kIdentity,
       {"Bool aws:SecureTransport", "BoolIfExists aws:SecureTransport"}},
      {"a Bool key has no other values",
       Deny(R"("StringEquals":{"aws:SecureTransport":"on"})"),
       Kind::kIdentity,
       {"StringEquals aws:SecureTransport"}},
      {"no action is left",
       Document(R"({"Effect":"Deny","NotAction":["s3:*","*"],"Resource":"*"})"),
       Kind::kIdentity,
       {"Action"}},
      {"no resource is left",
       Document(R"({"Effect":"Allow","Action":"s3:*","NotResource":["*"]})"),
       Kind::kIdentity,
       {"Resource"}},
      {"nobody is left",
       Document(R"({"Effect":"Deny","NotPrincipal":"*","Action":"s3:*","Resource":"*"})"),
       Kind::kResource,
       {"Principal"}},
      {"the account of a principal",
       Document(R"({"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:*",
         "Resource":"*","Condition":{"StringLike":{"aws:PrincipalAccount":"4444*"}}})"),
       Kind::kResource,
       {"Principal", "StringLike aws:PrincipalAccount"}},
      {"a variable that is absent",
       Document(R"({"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${s3:prefix}",
         "Condition":{"Null":{"s3:prefix":"true"}}})"),
       Kind::kIdentity,
       {"Resource", "Null s3:prefix"}},
  };
  PolicyQuestions questions(catalog::Catalog::BuiltIn());
  for (const NeverCase& item : cases) {
    SCOPED_TRACE(item.what);
    const HeldPolicy policy(item.text, item.kind);
    questions.Begin(policy.document());
    const std::optional<Contradiction> why =
        questions.NeverMatches(policy.document().statements[0]);
    ASSERT_TRUE(why);
    EXPECT_EQ(CoreOf(*why), item.core);
  }
}

TEST(PolicyQuestionsTest, SilentWhereNothingIsSure) {
  using Kind = policy::Kind;
  const NeverCase cases[] = {
      {"the root user is bound by SCPs",
       Deny(R"("ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"})"),
       Kind::kScp,
       {}},
      {"an SCP in a file of its own is taken for an identity policy",
       Deny(R"("ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"})"),
       Kind::kIdentity,
       {}},
      {"federated users come by policies of users",
       Deny(R"("StringEquals":{"aws:PrincipalType":"FederatedUser"})"),
       Kind::kIdentity,
       {}},
      {"lists",
       Deny(
           R"("ForAnyValue:StringEquals":{"aws:TagKeys":"a"},"ForAnyValue:StringLike":{"aws:TagKeys":"b*"})"),
       Kind::kIdentity,
       {}},
      {"an empty list is in all",
       Deny(
           R"("ForAllValues:StringEquals":{"aws:TagKeys":"a"},"ForAllValues:StringLike":{"aws:TagKeys":"b*"})"),
       Kind::kIdentity,
       {}},
      {"unresolved",
       Deny(
           R"("StringEquals":{"aws:RequestedRegion":"{{ region }}"},"StringLike":{"aws:RequestedRegion":"b*"})"),
       Kind::kIdentity,
       {}},
      {"unknown operator",
       Deny(R"("StringEqual":{"aws:RequestedRegion":"a"})"),
       Kind::kIdentity,
       {}},
      {"no date", Deny(R"("DateLessThan":{"aws:CurrentTime":"tomorrow"})"), Kind::kIdentity, {}},
      {"written twice",
       Deny(
           R"("StringEquals":{"aws:RequestedRegion":"a"},"StringEquals":{"aws:RequestedRegion":"b"})"),
       Kind::kIdentity,
       {}},
      {"a deleted user",
       Document(R"({"Effect":"Allow","Principal":{"AWS":"AIDACKCEVSQ6C2EXAMPLE"},"Action":"s3:*",
         "Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"},"StringLike":
         {"aws:PrincipalArn":"a*"}}})"),
       Kind::kResource,
       {}},
      {"who services are",
       Document(R"({"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"s3:*",
         "Resource":"*","Condition":{"StringEquals":{"aws:PrincipalAccount":"111122223333"}}})"),
       Kind::kResource,
       {}},
      {"all services",
       Document(R"({"Effect":"Allow","Action":"*:*","Resource":"*"})"),
       Kind::kIdentity,
       {}},
  };
  PolicyQuestions questions(catalog::Catalog::BuiltIn());
  for (const NeverCase& item : cases) {
    SCOPED_TRACE(item.what);
    const HeldPolicy policy(item.text, item.kind);
    questions.Begin(policy.document());
    const std::optional<Contradiction> why =
        questions.NeverMatches(policy.document().statements[0]);
    EXPECT_FALSE(why) << ::testing::PrintToString(CoreOf(*why));
    EXPECT_FALSE(questions.AlwaysDenied(policy.document().statements[0]));
  }
}

TEST(PolicyQuestionsTest, ShadowsNameTheDeniesThatAreNeeded) {
  struct Case {
    const char* what;
    std::string statements;
    std::vector<uint32_t> denies;  // statements by index
  };
  const Case cases[] = {
      {"one",
       R"({"Effect":"Allow","Action":"s3:Get*","Resource":"*"},
                 {"Effect":"Deny","Action":"s3:Put*","Resource":"*"},
                 {"Effect":"Deny","Action":"s3:*","Resource":"*"})",
       {2}},
      {"a part of it",
       R"({"Effect":"Allow","Action":"s3:Get*","Resource":"*"},
                 {"Effect":"Deny","Action":"s3:GetO*","Resource":"*"})",
       {}},
      {"two",
       R"({"Effect":"Allow","Action":["s3:Get*","s3:Put*"],"Resource":"*"},
                 {"Effect":"Deny","Action":"s3:Put*","Resource":"*"},
                 {"Effect":"Deny","Action":"sqs:*","Resource":"*"},
                 {"Effect":"Deny","Action":"s3:Get*","Resource":"*"})",
       {1, 3}},
      {"two halves of the numbers",
       R"({"Effect":"Allow","Action":"s3:Get*","Resource":"*"},
                 {"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":
                   {"NumericLessThan":{"s3:max-keys":"5"}}},
                 {"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":
                   {"NumericGreaterThanEqualsIfExists":{"s3:max-keys":"5"}}})",
       {1, 2}},
      {"a gap between them",
       R"({"Effect":"Allow","Action":"s3:Get*","Resource":"*"},
                 {"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":
                   {"NumericLessThan":{"s3:max-keys":"5"}}},
                 {"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":
                   {"NumericGreaterThanIfExists":{"s3:max-keys":"5"}}})",
       {}},
      {"an unresolved Deny is none",
       R"({"Effect":"Allow","Action":"s3:Get*","Resource":"*"},
                 {"Effect":"Deny","Action":["s3:*","${action}"],"Resource":"*"})",
       {}},
      {"what never matches is not shadowed",
       R"({"Effect":"Allow","Action":"s3:Get*","Resource":"*",
                   "Condition":{"StringEquals":{"aws:SourceVpc":"a"},"Null":{"aws:SourceVpc":"true"}}},
                 {"Effect":"Deny","Action":"s3:*","Resource":"*"})",
       {}},
  };
  PolicyQuestions questions(catalog::Catalog::BuiltIn());
  for (const Case& item : cases) {
    SCOPED_TRACE(item.what);
    const HeldPolicy policy(Document(item.statements));
    questions.Begin(policy.document());
    std::vector<uint32_t> denies;
    if (const std::optional<Shadow> shadow =
            questions.AlwaysDenied(policy.document().statements[0])) {
      for (const policy::Statement* deny : shadow->denies) denies.push_back(deny->index);
    }
    EXPECT_EQ(denies, item.denies);
  }
}

TEST(PolicyQuestionsTest, CoveragesNameTheStatementsThatAreNeeded) {
  struct Case {
    const char* what;
    std::string statements;
    std::vector<uint32_t> by;  // statements by index
  };
  const Case cases[] = {
      {"a wider pattern",
       R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"},
                 {"Effect":"Allow","Action":"sqs:*","Resource":"*"},
                 {"Effect":"Allow","Action":"s3:*","Resource":"*"})",
       {2}},
      {"a stricter condition",
       R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"*"},
                 {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":
                   {"StringEquals":{"aws:PrincipalTag/a":"b"}}})",
       {}},
      {"a condition that implies another",
       R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":
                   {"StringEquals":{"aws:PrincipalTag/a":"bc"}}},
                 {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":
                   {"StringLike":{"aws:PrincipalTag/a":"b*"}}})",
       {1}},
      {"two halves",
       R"({"Effect":"Deny","Action":"s3:GetObject","Resource":"*"},
                 {"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::a*"},
                 {"Effect":"Deny","Action":"sqs:*","Resource":"*"},
                 {"Effect":"Deny","Action":"s3:*","NotResource":"arn:aws:s3:::a*"})",
       {1, 3}},
      {"an unresolved one covers nothing",
       R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"*"},
                 {"Effect":"Allow","Action":["s3:*","${action}"],"Resource":"*"})",
       {}},
  };
  PolicyQuestions questions(catalog::Catalog::BuiltIn());
  for (const Case& item : cases) {
    SCOPED_TRACE(item.what);
    const HeldPolicy policy(Document(item.statements));
    questions.Begin(policy.document());
    const std::span<const policy::Statement> all = policy.document().statements;
    std::vector<const policy::Statement*> others;
    for (const policy::Statement& other : all.subspan(1)) others.push_back(&other);
    std::vector<uint32_t> by;
    if (const std::optional<Coverage> coverage = questions.CoveredBy(all[0], others)) {
      for (const policy::Statement* other : coverage->by) by.push_back(other->index);
    }
    EXPECT_EQ(by, item.by);
  }
}

struct DoorCase {
  const char* what;
  std::string statements;
  std::vector<uint32_t> open;  // statements
};

TEST(PolicyQuestionsTest, OpenDoorsAreTheStatementsThatLetStrangersIn) {
  const std::string everyone = R"({"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
      "Resource":"arn:aws:s3:::b/*"})";
  const std::string member = R"({"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:PutObject",
      "Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}})";
  const std::string known = R"({"Effect":"Allow","Principal":{"AWS":"111122223333",
      "Service":"cloudtrail.amazonaws.com"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::b/*"})";
  const std::string others = R"({"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},
      "Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"})";
  const std::string keep_out = R"({"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*",
      "Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}})";
  const std::string unresolved = R"({"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
      "Resource":"arn:aws:s3:::${Bucket}/*"})";
  const DoorCase cases[] = {
      {"everyone", everyone, {0}},
      {"an organization", member, {}},
      {"principals and services by name", known, {}},
      {"everyone but some", others, {0}},
      {"two doors, and a wall", known + "," + everyone + "," + member + "," + others, {1, 3}},
      {"a Deny shuts them", everyone + "," + others + "," + keep_out, {}},
      {"what is unresolved", unresolved, {}},
  };
  PolicyQuestions questions(catalog::Catalog::BuiltIn());
  for (const DoorCase& item : cases) {
    SCOPED_TRACE(item.what);
    const HeldPolicy policy(Document(item.statements), policy::Kind::kResource);
    questions.Begin(policy.document());
    std::vector<uint32_t> open;
    for (const OpenDoor& door : questions.OpenDoors()) {
      open.push_back(door.statement->index);
      EXPECT_EQ(door.request.action.substr(0, 3), "s3:");
    }
    EXPECT_EQ(open, item.open);
  }
}

// Every Deny spares the roles of another word, so the sets of roles are exponential in their
// number: without a budget the questions take minutes. No Deny covers another one.
TEST(PolicyQuestionsTest, OverlappingPatternsAreGivenUp) {
  std::string statements;
  for (const char* word : {"red", "green", "blue", "black", "white", "grey", "pink", "gold", "cyan",
                           "teal", "navy", "lime", "plum", "rose", "sand", "snow"}) {
    statements += fmt::format(
        R"({}{{"Effect":"Deny","Action":["sns:*","sqs:*"],"Resource":"*","Condition":{{"ArnNotLike":{{"aws:PrincipalArn":"arn:aws:iam::*:role/*{}*"}}}}}})",
        statements.empty() ? "" : ",", word);
  }
  const HeldPolicy policy(Document(statements), policy::Kind::kScp);
  PolicyQuestions questions(catalog::Catalog::BuiltIn());
  questions.Begin(policy.document());
  std::vector<const policy::Statement*> all;
  for (const policy::Statement& statement : policy.document().statements) all.push_back(&statement);
  for (const policy::Statement* statement : all) {
    EXPECT_FALSE(questions.NeverMatches(*statement));
    EXPECT_FALSE(questions.CoveredBy(*statement, all));
  }
}

// What other questions spend does not hide that a policy is public.
TEST(PolicyQuestionsTest, OpenDoorsAreFoundAfterHardQuestions) {
  std::string statements =
      R"({"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111122223333:jobs"})";
  for (const char* word : {"red", "green", "blue", "black", "white", "grey", "pink", "gold", "cyan",
                           "teal", "navy", "lime", "plum", "rose", "sand", "snow"}) {
    statements += fmt::format(
        R"(,{{"Effect":"Deny","Principal":"*","Action":"sqs:DeleteQueue","Resource":"*","Condition":{{"ArnNotLike":{{"aws:PrincipalArn":"arn:aws:iam::*:role/*{}*"}}}}}})",
        word);
  }
  const HeldPolicy policy(Document(statements), policy::Kind::kResource);
  PolicyQuestions questions(catalog::Catalog::BuiltIn());
  questions.Begin(policy.document());
  std::vector<const policy::Statement*> all;
  for (const policy::Statement& statement : policy.document().statements) all.push_back(&statement);
  for (const policy::Statement* statement : all) questions.CoveredBy(*statement, all);
  EXPECT_EQ(questions.OpenDoors().size(), 1U);
}

TEST(PolicyQuestionsTest, PlainStatementsCostNoCompiling) {
  const HeldPolicy policy(Document(
      R"({"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::a/*"},
         {"Effect":"Allow","Action":"ec2:*","Resource":"*","Condition":
           {"StringEquals":{"aws:RequestedRegion":["eu-west-1"]},"Bool":{"aws:SecureTransport":"true"},
            "StringLike":{"aws:RequestTag/owner":"${aws:PrincipalTag/owner}"},
            "ForAllValues:StringEquals":{"aws:TagKeys":["a","b"]}}},
         {"Effect":"Deny","NotAction":"iam:*","Resource":"*","Condition":
           {"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}},
         {"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":
           {"StringNotEquals":{"aws:RequestedRegion":["eu-west-1","eu-west-2"]}}},
         {"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":
           {"NotIpAddress":{"aws:SourceIp":["192.0.2.0/24"]},"Bool":{"aws:ViaAWSService":"false"}}})"));
  PolicyQuestions questions(catalog::Catalog::BuiltIn());
  questions.Begin(policy.document());
  for (const policy::Statement& statement : policy.document().statements) {
    EXPECT_FALSE(questions.NeverMatches(statement));
    EXPECT_FALSE(questions.AlwaysDenied(statement));
  }
  EXPECT_EQ(questions.stats().asked, 10U);
  EXPECT_EQ(questions.stats().compiled, 0U);
  EXPECT_EQ(questions.stats().proofs, 0U);
}

TEST(PolicyQuestionsTest, WhatNobodyAsksAboutIsNotCompiled) {
  const HeldPolicy policy(Document(
      R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"*"},
         {"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"},
         {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"})"));
  PolicyQuestions questions(catalog::Catalog::BuiltIn());
  questions.Begin(policy.document());
  const auto statements = policy.document().statements;
  const policy::Statement* others[] = {&statements[0], &statements[1]};
  const auto coverage = questions.CoveredBy(statements[2], others);
  ASSERT_TRUE(coverage);
  ASSERT_EQ(coverage->by.size(), 1U);
  EXPECT_EQ(coverage->by[0], &statements[0]);
  EXPECT_EQ(questions.stats().compiled, 2U);
}

// One value of a key is not another: told without a proof, and only where it is so.
TEST(PolicyQuestionsTest, StatementsForOtherValuesOfAKeyCoverNothing) {
  constexpr const char* kPattern =
      R"({{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":
            {{"StringEquals":{{"aws:RequestedRegion":{}}}}}}},
          {{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":
            {{"{}":{{"aws:RequestedRegion":{}}}}}}})";
  struct Case {
    const char* own;
    const char* op;
    const char* other;
    bool covered;
  };
  const Case cases[] = {
      {R"("eu-west-1")", "StringEquals", R"("eu-west-2")", false},
      {R"("eu-west-1")", "StringEquals", R"(["eu-west-2","eu-west-1"])", true},
      {R"("eu-west-1")", "StringLike", R"("eu-west-?")", true},
      {R"("eu-west-1")", "StringLike", R"("us-*")", false},
      {R"(["eu-west-1","us-east-1"])", "StringLike", R"("us-*")", false},
      {R"(["eu-west-1","us-east-1"])", "StringEquals", R"(["us-east-1","eu-west-1"])", true},
  };
  for (const Case& test : cases) {
    const HeldPolicy policy(
        Document(fmt::format(fmt::runtime(kPattern), test.own, test.op, test.other)));
    PolicyQuestions questions(catalog::Catalog::BuiltIn());
    questions.Begin(policy.document());
    const auto statements = policy.document().statements;
    const policy::Statement* others[] = {&statements[1]};
    EXPECT_EQ(questions.CoveredBy(statements[0], others).has_value(), test.covered)
        << test.own << ' ' << test.op << ' ' << test.other;
  }
}

TEST(PolicyQuestionsTest, ALookTellsMostStatementsThatAddSomething) {
  const std::string cases[] = {
      // An action of its own.
      R"({"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"*"},
         {"Effect":"Allow","Action":["s3:get*"],"Resource":"*"})",
      // Values that a pattern stands for.
      R"({"Effect":"Allow","Action":"kms:Decrypt","Resource":"*","Condition":
           {"StringLike":{"kms:ViaService":"ec2.*.amazonaws.com"}}},
         {"Effect":"Allow","Action":"kms:*","Resource":"*","Condition":
           {"StringLike":{"kms:ViaService":["rds.*.amazonaws.com","s3.*.amazonaws.com"]}}})",
      // Some values of several.
      R"({"Effect":"Allow","Action":"kms:Decrypt","Resource":"*","Condition":
           {"ForAnyValue:StringEquals":{"aws:CalledVia":"cloudformation.amazonaws.com"}}},
         {"Effect":"Allow","Action":"kms:*","Resource":"*","Condition":
           {"ForAnyValue:StringEquals":{"aws:CalledVia":"athena.amazonaws.com"}}})",
      // What NotResource leaves out, whatever the variable is.
      R"({"Effect":"Allow","Action":"sqs:SendMessage","Resource":
           "arn:aws:sqs:*:111122223333:team-${aws:PrincipalTag/team}"},
         {"Effect":"Allow","Action":"sqs:*","NotResource":"arn:aws:sqs:*:*:team-*"})",
  };
  for (const std::string& statements : cases) {
    const HeldPolicy policy(Document(statements));
    PolicyQuestions questions(catalog::Catalog::BuiltIn());
    questions.Begin(policy.document());
    const policy::Statement* others[] = {&policy.document().statements[1]};
    EXPECT_FALSE(questions.CoveredBy(policy.document().statements[0], others)) << statements;
    EXPECT_EQ(questions.stats().proofs, 0U) << statements;
  }
}

TEST(PolicyQuestionsTest, AStatementIsCompiledOnceForAllQuestionsOfADocument) {
  const HeldPolicy policy(Document(
      R"({"Effect":"Allow","Action":"s3:Get*","Resource":"*","Condition":
           {"StringLike":{"aws:SourceVpc":"vpc-*"},"StringNotEquals":{"aws:SourceVpc":"vpc-1"}}},
         {"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":
           {"StringLike":{"aws:SourceVpc":"vpc-1*"},"StringNotLike":{"aws:SourceVpc":"vpc-11*"}}})"));
  PolicyQuestions questions(catalog::Catalog::BuiltIn());
  for (uint64_t round = 1; round < 4; ++round) {
    questions.Begin(policy.document());
    for (const policy::Statement& statement : policy.document().statements) {
      EXPECT_FALSE(questions.NeverMatches(statement));
      EXPECT_FALSE(questions.AlwaysDenied(statement));
    }
    EXPECT_EQ(questions.stats().compiled, 2 * round);
  }
}

}  // namespace
}  // namespace rolelint::logic::questions_test
