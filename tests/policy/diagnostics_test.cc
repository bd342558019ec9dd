// Every diagnostic of the parser, with the text that its spans cover.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/policy/parsed.h"

namespace rolelint::policy::diagnostics_test {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

// A whole policy around one statement's elements.
std::string Around(std::string_view elements) {
  return R"({"Version":"2012-10-17","Statement":[{)" + std::string(elements) + "}]}";
}

struct Case {
  std::string_view what;
  std::string policy;
  std::vector<std::string> expected;
  Kind kind = Kind::kIdentity;
};

void Check(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    SCOPED_TRACE(c.what);
    const Parsed parsed(c.policy, c.kind);
    ASSERT_TRUE(parsed.complete()) << c.policy;
    EXPECT_THAT(DescribeAll(parsed), ElementsAreArray(c.expected)) << c.policy;
  }
}

constexpr std::string_view kRest = R"(,"Action":"s3:GetObject","Resource":"*")";

std::string Identity(std::string_view elements) {
  return Around(std::string(R"("Effect":"Allow")") + std::string(kRest) + std::string(elements));
}

std::string Trust(std::string_view principal) {
  return Around(R"("Effect":"Allow","Action":"sts:AssumeRole",)" + std::string(principal));
}

TEST(Diagnostics, LegalPoliciesHaveNone) {
  Check({
      {"lists", Identity(""), {}},
      {"one statement object",
       R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":["a:b"],"NotResource":["*"]}})",
       {}},
      {"old version, Id, Sid",
       R"({"Version":"2008-10-17","Id":"x","Statement":[{"Sid":"A",
         "Effect":"Deny","Action":["a:b","c:d"],"Resource":["*"]}]})",
       {}},
      {"empty Sid", Identity(R"(,"Sid":"")"), {}},
      {"empty Condition", Identity(R"(,"Condition":{})"), {}},
      {"values of all types, each alone",
       Identity(R"(,"Condition":{"Bool":{"aws:SecureTransport":true},
         "NumericLessThan":{"aws:MultiFactorAuthAge":3600},
         "StringLike":{"aws:PrincipalTag/a":["x","y"]}})"),
       {}},
      {"trust",
       Trust(R"("Principal":{"AWS":["arn:aws:iam::111122223333:root"],
         "Service":"ec2.amazonaws.com","Federated":"accounts.google.com"})"),
       {},
       Kind::kTrust},
      {"bare star", Trust(R"("Principal":"*","Resource":"*")"), {}, Kind::kResource},
      {"rcp", Trust(R"("Principal":"*","Resource":"*")"), {}, Kind::kRcp},
      {"canonical user",
       Trust(R"("Resource":"*","Principal":{"CanonicalUser":"79a59d"})"),
       {},
       Kind::kResource},
      {"scp", Identity(""), {}, Kind::kScp},
      {"boundary", Identity(""), {}, Kind::kBoundary},
      {"session", Identity(""), {}, Kind::kSession},
      {"repository policy has no Resource",
       Around(R"("Effect":"Allow","Principal":"*","Action":["ecr:GetDownloadUrlForLayer"])"),
       {},
       Kind::kResource},
  });
}

TEST(Diagnostics, PolicyElements) {
  Check({
      {"unknown",
       R"({"Version":"2012-10-17","Comment":"x","Statement":[]})",
       {"UnknownPolicyElement Comment", "MissingStatement []"}},
      {"case",
       R"({"version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}})",
       {"UnknownPolicyElement version ~ Version"}},
      {"typo is read as what was meant",
       R"({"Version":"2012-10-17","Statements":[{"Effect":"Deny","Action":"*","Resource":"*"}]})",
       {"UnknownPolicyElement Statements ~ Statement"}},
      {"typo beside the right one is not",
       R"({"Version":"2012-10-17","statement":1,"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]})",
       {"UnknownPolicyElement statement ~ Statement"}},
      {"no statement", R"({"Version":"2012-10-17"})", {"MissingStatement {"}},
      {"nothing", "{}", {"MissingVersion {", "MissingStatement {"}},
      {"no version",
       R"({"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}})",
       {"MissingVersion {"}},
      {"invalid version",
       R"({"Version":"2012-10-18","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}})",
       {"InvalidVersion 2012-10-18 ~ 2012-10-17"}},
      {"types",
       R"({"Version":20121017,"Id":7,"Statement":"x"})",
       {"WrongType 20121017", "WrongType 7", "WrongType \"x\""}},
      {"null statement", R"({"Version":"2012-10-17","Statement":null})", {"WrongType null"}},
      {"statements that are none",
       R"({"Version":"2012-10-17","Statement":["x",null,[{}],{"Effect":"Deny","Action":"*","Resource":"*"}]})",
       {"WrongType \"x\"", "WrongType null", "WrongType [{}]"}},
      {"a list", "[1]", {"WrongType [1]"}},
      {"a bare statement",
       R"({"Effect":"Allow","Action":"*","Resource":"*"})",
       {"UnknownPolicyElement Effect", "UnknownPolicyElement Action",
        "UnknownPolicyElement Resource", "MissingVersion {", "MissingStatement {"}},
  });
}

TEST(Diagnostics, StatementElements) {
  Check({
      {"unknown", Identity(R"(,"Description":"x")"), {"UnknownStatementElement Description"}},
      {"case and typos",
       Around(R"("effect":"Allow","Actions":["a:b"],"Resources":["*"],"Conditon":{}, "SID":"x")"),
       {"UnknownStatementElement effect ~ Effect", "UnknownStatementElement Actions ~ Action",
        "UnknownStatementElement Resources ~ Resource",
        "UnknownStatementElement Conditon ~ Condition", "UnknownStatementElement SID ~ Sid"}},
      {"Principle",
       Trust(R"("Principle":{"AWS":"111122223333"})"),
       {"UnknownStatementElement Principle ~ Principal"},
       Kind::kTrust},
      {"two typos of one",
       Around(R"("Effect":"Allow","action":"a:b","ACTION":"c:d","Resource":"*")"),
       {"UnknownStatementElement action ~ Action", "UnknownStatementElement ACTION ~ Action"}},
      {"missing",
       Around(R"("Sid":"x")"),
       {"MissingEffect {", "MissingAction {", "MissingResource {"}},
      {"missing in trust",
       Around(R"("Effect":"Allow","Action":"sts:AssumeRole")"),
       {"MissingPrincipal {"},
       Kind::kTrust},
      {"missing in resource policy",
       Around(R"("Effect":"Allow","Action":"s3:GetObject")"),
       {"MissingResource {", "MissingPrincipal {"},
       Kind::kResource},
      {"missing in rcp",
       Around(R"("Effect":"Deny","Action":"s3:GetObject","Resource":"*")"),
       {"MissingPrincipal {"},
       Kind::kRcp},
      {"invalid effect",
       Around(R"("Effect":"allow")" + std::string(kRest)),
       {"InvalidEffect allow ~ Allow"}},
      {"invalid effect, typo",
       Around(R"("Effect":"Dney")" + std::string(kRest)),
       {"InvalidEffect Dney ~ Deny"}},
      {"invalid effect, other",
       Around(R"("Effect":"Permit")" + std::string(kRest)),
       {"InvalidEffect Permit"}},
      {"effect with a blank",
       Around(R"("Effect":"Allow ")" + std::string(kRest)),
       {"InvalidEffect Allow  ~ Allow"}},
      {"effect of another type",
       Around(R"("Effect":true)" + std::string(kRest)),
       {"WrongType true"}},
      {"pairs, the later one is reported",
       Around(
           R"("Effect":"Deny","NotAction":"a:b","Action":"c:d","Resource":"*","NotResource":"*")"),
       {"ElementPair Action @ NotAction", "ElementPair NotResource @ Resource"}},
      {"principal pair",
       Trust(R"("NotPrincipal":"*","Principal":"*")"),
       {"ElementPair Principal @ NotPrincipal"},
       Kind::kTrust},
      {"principal not allowed", Identity(R"(,"Principal":"*")"), {"PrincipalNotAllowed Principal"}},
      {"not in an scp",
       Identity(R"(,"NotPrincipal":{"AWS":"111122223333"})"),
       {"PrincipalNotAllowed NotPrincipal"},
       Kind::kScp},
      {"not in a boundary",
       Identity(R"(,"Principal":"*")"),
       {"PrincipalNotAllowed Principal"},
       Kind::kBoundary},
      {"resource not allowed",
       Trust(R"("Principal":"*","Resource":"*")"),
       {"ResourceNotAllowed Resource"},
       Kind::kTrust},
      {"NotResource not allowed",
       Trust(R"("Principal":"*","NotResource":"*")"),
       {"ResourceNotAllowed NotResource"},
       Kind::kTrust},
  });
}

TEST(Diagnostics, Lists) {
  Check({
      {"wrong types in a list",
       Around(R"("Effect":"Allow","Action":["a:b",null,7,["c:d"],{}],
         "Resource":"*")"),
       {"WrongType null", "WrongType 7", "WrongType [\"c:d\"]", "WrongType {}"}},
      {"wrong types alone",
       Around(R"("Effect":"Allow","Action":{"a":1},"Resource":null)"),
       {"WrongType {\"a\":1}", "WrongType null"}},
      {"empty",
       Around(R"("Effect":"Allow","Action":[],"Resource":[])"),
       {"EmptyList []", "EmptyList []"}},
      {"Sid", Identity(R"(,"Sid":["x"])"), {"WrongType [\"x\"]"}},
  });
}

TEST(Diagnostics, Principals) {
  Check({
      {"bare string",
       Trust(R"("Principal":"111122223333")"),
       {"PrincipalForm 111122223333"},
       Kind::kTrust},
      {"array", Trust(R"("Principal":["*"])"), {"PrincipalForm [\"*\"]"}, Kind::kTrust},
      {"null", Trust(R"("Principal":null)"), {"WrongType null"}, Kind::kTrust},
      {"empty object", Trust(R"("Principal":{})"), {"EmptyList {}"}, Kind::kTrust},
      {"empty list", Trust(R"("Principal":{"AWS":[]})"), {"EmptyList []"}, Kind::kTrust},
      {"key in other case",
       Trust(R"("Principal":{"aws":"*"})"),
       {"PrincipalKey aws ~ AWS"},
       Kind::kTrust},
      {"unknown keys",
       Trust(R"("Principal":{"Services":"x","User":"y","*":"*"})"),
       {"PrincipalKey Services ~ Service", "PrincipalKey User", "PrincipalKey *"},
       Kind::kTrust},
      {"number",
       Trust(R"("Principal":{"AWS":111122223333})"),
       {"WrongType 111122223333"},
       Kind::kTrust},
      {"number in a list",
       Trust(R"("Principal":{"AWS":[11122223333,"*"]})"),
       {"WrongType 11122223333"},
       Kind::kTrust},
      {"a placeholder may become anything",
       Trust(R"("Principal":"${principal}")"),
       {},
       Kind::kTrust},
  });
}

TEST(Diagnostics, Conditions) {
  const auto condition = [](std::string_view json) {
    return Identity(R"(,"Condition":)" + std::string(json));
  };
  Check({
      {"not an object", condition(R"(["x"])"), {"WrongType [\"x\"]"}},
      {"operator without object", condition(R"({"StringEquals":"x"})"), {"WrongType \"x\""}},
      {"operator without key", condition(R"({"StringEquals":{}})"), {"EmptyList {}"}},
      {"unknown operator",
       condition(R"({"StringMatches":{"aws:a":"x"}})"),
       {"UnknownOperator StringMatches"}},
      {"misspelt operators",
       condition(R"({"StringEqual":{"aws:a":"x"},"ForAnyValues:StringLikIfExists":{"aws:a":"x"},
         "ForAllValues:Bol":{"aws:a":"x"}})"),
       {"UnknownOperator StringEqual ~ StringEquals",
        "UnknownOperator ForAnyValues:StringLikIfExists ~ ForAnyValue:StringLikeIfExists",
        "UnknownOperator ForAllValues:Bol ~ ForAllValues:Bool"}},
      {"operators in any case", condition(R"({"stringequals":{"aws:a":"x"}})"), {}},
      {"key format",
       condition(R"({"StringEquals":{"SourceIp":"x",":a":"x","aws:":"x","":"x"}})"),
       {"ConditionKeyFormat SourceIp", "ConditionKeyFormat :a",
        "ConditionKeyFormat aws:", "ConditionKeyFormat "}},
      {"mixed types",
       condition(R"({"StringEquals":{"aws:a":["x",true,"y"]}})"),
       {"MixedValueTypes [\"x\",true,\"y\"]"}},
      {"wrong values",
       condition(R"({"StringEquals":{"aws:a":{},"aws:b":null,"aws:c":["x",["y"],null]}})"),
       {"WrongType {}", "WrongType null", "WrongType [\"y\"]", "WrongType null"}},
      {"empty values", condition(R"({"StringEquals":{"aws:a":[]}})"), {"EmptyList []"}},
      {"duplicate keys",
       condition(R"({"StringEquals":{"aws:SourceVpc":"x","aws:other":"y","AWS:sourcevpc":"z"}})"),
       {"DuplicateConditionKey AWS:sourcevpc ~ aws:SourceVpc @ aws:SourceVpc"}},
      {"not under another operator",
       condition(R"({"StringEquals":{"aws:SourceVpc":"x"},"StringLike":{"aws:sourcevpc":"z"}})"),
       {}},
      {"template keys", condition(R"({"${Op}":{"${Key}":"x"}})"), {}},
  });
}

TEST(Diagnostics, ManyKeysAreComparedToo) {
  std::string block;
  for (int i = 0; i < 5000; ++i) {
    const std::string number = std::to_string(i % 4999);
    block += (block.empty() ? "\"" : ",\"") + std::string(i < 4999 ? "aws:Key" : "AWS:key") +
             number + "\":\"x\"";
  }
  const Parsed parsed(Identity(R"(,"Condition":{"StringEquals":{)" + block + "}}"));
  EXPECT_THAT(DescribeAll(parsed),
              ElementsAre("DuplicateConditionKey AWS:key0 ~ aws:Key0 @ aws:Key0"));
}

TEST(Diagnostics, DetailsSayWhatIsExpected) {
  const Parsed parsed(Trust(R"("Principal":{"AWS":[11122223333]})"), Kind::kTrust);
  ASSERT_EQ(parsed.document().diagnostics.size(), 1U);
  const Diagnostic& diagnostic = parsed.document().diagnostics[0];
  EXPECT_EQ(diagnostic.found, json::Type::kNumber);
  EXPECT_EQ(diagnostic.element, "AWS");
  EXPECT_EQ(diagnostic.statement, 0U);
  EXPECT_THAT(std::string(diagnostic.detail), testing::HasSubstr("12 digits in quotes"));

  const Parsed nested(Around(R"("Effect":"Allow","Resource":"*","Action":[["a:b"]])"));
  ASSERT_EQ(nested.document().diagnostics.size(), 1U);
  EXPECT_EQ(nested.document().diagnostics[0].detail, "a string: lists do not nest");
  EXPECT_EQ(nested.document().diagnostics[0].element, "Action");
}

// One slip is one finding: a misspelt element is still read.
TEST(Diagnostics, MisspeltElementsAreRead) {
  const Parsed parsed(
      R"({"Version":"2012-10-17","statement":[{"effect":"Allow","Actions":["a:b"],
          "Resource":"*","Condition":{"StringEqual":{"aws:a":"x"}}}]})");
  const Document& document = parsed.document();
  ASSERT_EQ(document.statements.size(), 1U);
  const Statement& statement = document.statements[0];
  EXPECT_TRUE(statement.allows());
  ASSERT_EQ(statement.action.items.size(), 1U);
  EXPECT_EQ(statement.action.items[0].value, "a:b");
  EXPECT_EQ(parsed.At(statement.action.key_span), "Actions");
  ASSERT_EQ(statement.conditions.size(), 1U);
  EXPECT_EQ(statement.conditions[0].op.base, Operator::kUnknown);
}

// A hostile object of many near misses must not cost their square.
TEST(Diagnostics, ManyNearMissesAreLinear) {
  std::string policy = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*")";
  constexpr int kCount = 100'000;
  for (int i = 0; i < kCount; ++i) policy += R"(,"Actin":"a:b")";
  policy += "}]}";
  const Parsed parsed(policy);
  EXPECT_EQ(parsed.document().diagnostics.size(), static_cast<size_t>(kCount));
  EXPECT_EQ(parsed.document().statements[0].action.items.size(), 1U);
}

}  // namespace
}  // namespace rolelint::policy::diagnostics_test
