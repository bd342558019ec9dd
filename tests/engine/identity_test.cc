// What makes another identity of a finding, and what does not; what its evidence is.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"

namespace rolelint::engine::identity_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Reports every action of an Allow, and the version of the document.
void ReportActions(const DocumentContext& context, Reporter& report) {
  if (context.document.has_version) report.Report(context.document.version.span, "version");
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows()) continue;
    for (const policy::Text& action : statement.action.items) report.Report(action.span, "action");
  }
}
void ReportRole(const estate::Entity& entity, const EstateContext&, Reporter& report) {
  report.Report(entity.place, "role");
}

const Rule kActions = {
    .id = "actions", .summary = "s", .kinds = policy::kAllKinds, .check_document = ReportActions};
const Rule kRoles = {.id = "roles", .summary = "s", .check_entity = ReportRole};
const Rule* const kRules[] = {&kActions, &kRoles};

CheckResult CheckText(const std::string& text, const std::string& name = "a.json") {
  InputSpec spec;
  spec.display_name = name;
  spec.bytes = text;
  CheckOptions options;
  options.threads = 1;
  return Check({std::move(spec)}, kRules, Config::Default(kRules), catalog::Catalog::BuiltIn(),
               options);
}

std::multiset<std::string> Identities(const std::string& text, const std::string& name = "a.json") {
  std::multiset<std::string> identities;
  for (const Finding& finding : CheckText(text, name).findings) {
    identities.insert(finding.facts->identity);
  }
  return identities;
}

const std::string kStatement =
    R"({"Sid":"A","Effect":"Allow","Action":["iam:CreateUser","iam:TagUser"],"Resource":["x","y"],)"
    R"("Condition":{"StringEquals":{"aws:RequestedRegion":["a","b"]}}})";

std::string Policy(const std::string& statements) {
  return R"({"Version":"2012-10-17","Statement":[)" + statements + "]}";
}

TEST(IdentityTest, LayoutOrderSidFileAndNeighboursMakeNoDifference) {
  const auto identities = Identities(Policy(kStatement));
  ASSERT_EQ(identities.size(), 3U);
  EXPECT_EQ(Identities(Policy(kStatement), "b/c.json"), identities);
  EXPECT_EQ(Identities(R"({ "Statement": {
    "Condition": {"stringEquals": {"AWS:RequestedRegion": ["b", "a"]}},
    "Resource": ["y", "x"], "Action": ["iam:TagUser", "IAM:createuser"], "Effect": "Allow" },
  "Version": "2012-10-17" })"),
            identities);
  EXPECT_EQ(Identities(Policy(R"({"Effect":"Deny","Action":"a:B","Resource":"*"},)" + kStatement)),
            identities);
  EXPECT_EQ(Identities("Version: '2012-10-17'\nStatement:\n- Effect: Allow\n  Action:\n"
                       "  - iam:TagUser\n  - iam:CreateUser\n  Resource: [x, y]\n  Condition:\n"
                       "    StringEquals: {'aws:RequestedRegion': [a, b]}\n",
                       "a.yaml"),
            identities);
}

TEST(IdentityTest, AnotherStatementAndAnotherElementAreOthers) {
  std::set<std::string> seen;
  for (const std::string& statement : {
           kStatement,
           std::string(R"({"Effect":"Allow","Action":"iam:CreateUser","Resource":["x","y"]})"),
           std::string(R"({"Effect":"Allow","Action":"iam:CreateUser","Resource":"x"})"),
           std::string(R"({"Effect":"Allow","Action":"iam:CreateUser","NotResource":"x"})"),
           std::string(R"({"Effect":"Allow","Action":"iam:CreateUser","Resource":"x",)"
                       R"("Condition":{"Bool":{"aws:SecureTransport":"true"}}})"),
       }) {
    for (const std::string& identity : Identities(R"({"Statement":[)" + statement + "]}")) {
      EXPECT_TRUE(seen.insert(identity).second) << statement;
    }
  }
}

TEST(IdentityTest, EvidenceIsTheStatementOnly) {
  const CheckResult result = CheckText(Policy(kStatement));
  for (const Finding& finding : result.findings) {
    if (finding.facts->element == "Version") {
      EXPECT_EQ(finding.facts->evidence, nullptr);
      EXPECT_THAT(finding.facts->sid, IsEmpty());
      continue;
    }
    EXPECT_EQ(finding.facts->sid, "A");
    EXPECT_THAT(finding.facts->element, HasSubstr("Action iam:"));
    EXPECT_EQ(
        accept::EvidenceJson(*finding.facts->evidence),
        R"([{"kind":"identity","statements":[{"Effect":"Allow","Action":["iam:createuser","iam:taguser"],"Resource":["x","y"],"Condition":{"StringEquals":{"aws:requestedregion":["a","b"]}}}]}])");
  }
}

TEST(IdentityTest, AFindingAboutARoleIsKnownByTheRole) {
  const auto role = [](const std::string& name, const std::string& more) {
    return R"({"Role": {"Path": "/", )" + more + R"("RoleName": ")" + name +
           R"(", "Arn": "arn:aws:iam::111122223333:role/)" + name +
           R"(", "AssumeRolePolicyDocument": {"Statement": []}}})";
  };
  const CheckResult result = CheckText(role("r", ""));
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].facts->owner, "arn:aws:iam::111122223333:role/r");
  EXPECT_EQ(Identities(role("r", "\n\n  \"RoleId\": \"AROAAAAAAAAAAAAAAAAAA\", ")),
            Identities(role("r", "")));
  EXPECT_NE(Identities(role("s", "")), Identities(role("r", "")));
}

TEST(IdentityTest, OfATemplateTheNameOfTheResourceIsTheOwner) {
  const CheckResult result = CheckText(R"({"Resources": {"Deploy": {"Type": "AWS::IAM::Role",
    "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}}}}})");
  ASSERT_THAT(result.findings, Not(IsEmpty()));
  for (const Finding& finding : result.findings) EXPECT_EQ(finding.facts->owner, "Deploy");
}

TEST(IdentityTest, AWorkerMoreMakesNoDifference) {
  std::vector<InputSpec> inputs;
  for (int i = 0; i < 40; ++i) {
    InputSpec& spec = inputs.emplace_back();
    spec.display_name = std::to_string(i) + ".json";
    spec.bytes = Policy(kStatement);
  }
  const auto fingerprints = [&](int threads) {
    CheckOptions options;
    options.threads = threads;
    std::vector<std::string> all;
    const CheckResult result =
        Check(inputs, kRules, Config::Default(kRules), catalog::Catalog::BuiltIn(), options);
    for (const Finding& finding : result.findings) all.push_back(finding.fingerprint);
    return all;
  };
  const std::vector<std::string> one = fingerprints(1);
  EXPECT_EQ(std::set<std::string>(one.begin(), one.end()).size(), one.size());
  EXPECT_EQ(fingerprints(4), one);
}

}  // namespace
}  // namespace rolelint::engine::identity_test
