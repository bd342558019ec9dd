// `assertions` in rolelint.yaml: what is read, what is refused, whom an assertion concerns.

#include "analyzer/engine/assertion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/engine/config.h"
#include "analyzer/engine/rule.h"

namespace rolelint::engine::assertion_test {
namespace {

using ::testing::HasSubstr;

std::optional<Config> Parse(std::string_view text, std::vector<ConfigError>* errors) {
  return Config::Parse(text, "rolelint.yaml", {}, errors);
}

std::string ErrorOf(std::string_view text) {
  std::vector<ConfigError> errors;
  EXPECT_FALSE(Parse(text, &errors)) << text;
  return errors.empty() ? "" : errors[0].message;
}

Assertion Only(std::string_view text) {
  std::vector<ConfigError> errors;
  const std::optional<Config> config = Parse(text, &errors);
  EXPECT_TRUE(config) << (errors.empty() ? "" : errors[0].message);
  if (!config || config->assertions().size() != 1) {
    ADD_FAILURE() << "not one assertion";
    return {};
  }
  return config->assertions()[0];
}

TEST(AssertionTest, ReadsForbid) {
  const Assertion assertion = Only(R"(
assertions:
  - name: trails
    forbid:
      actions: "cloudtrail:StopLogging"
      except:
        principals: ["arn:aws:iam::*:role/break-glass"]
        resources: "arn:aws:cloudtrail:*:*:trail/x"
    policies: [identity, "deploy-*"]
    level: error
)");
  EXPECT_EQ(assertion.name, "trails");
  EXPECT_FALSE(assertion.require);
  EXPECT_EQ(assertion.level, Level::kError);
  EXPECT_TRUE(assertion.kinds.Has(policy::Kind::kIdentity));
  EXPECT_FALSE(assertion.kinds.Has(policy::Kind::kTrust));
  EXPECT_EQ(assertion.asked->document().statements.size(), 1U);
  EXPECT_EQ(assertion.excepted->document().statements.size(), 2U);
}

TEST(AssertionTest, ReadsRequire) {
  const Assertion assertion = Only(R"(
assertions:
  - name: mfa
    require:
      actions: ["iam:*"]
      condition: { Bool: { "aws:MultiFactorAuthPresent": true } }
)");
  EXPECT_TRUE(assertion.require);
  EXPECT_TRUE(assertion.asked->document().statements[0].conditions.empty());
  ASSERT_EQ(assertion.excepted->document().statements.size(), 1U);
  EXPECT_EQ(assertion.excepted->document().statements[0].conditions.size(), 1U);
}

TEST(AssertionTest, ReadsWhatPrincipalsAreForbidden) {
  const Assertion assertion = Only(R"(
assertions:
  - name: keys
    principals: [user, "intern-*"]
    forbid:
      actions: "iam:CreateAccessKey"
      except: { condition: { Bool: { "aws:MultiFactorAuthPresent": true } } }
)");
  EXPECT_TRUE(assertion.of_principals);
  EXPECT_TRUE(assertion.users);
  EXPECT_FALSE(assertion.roles);
  EXPECT_EQ(assertion.names, std::vector<std::string>{"intern-*"});
  EXPECT_TRUE(assertion.kinds.empty());
  EXPECT_EQ(assertion.actions, std::vector<std::string>{"iam:CreateAccessKey"});
  EXPECT_EQ(assertion.asked->document().statements.size(), 1U);
  EXPECT_EQ(assertion.excepted->document().statements.size(), 1U);
}

// `when` restricts what is asked for; the condition that policies require is what must hold.
TEST(AssertionTest, ReadsWhatPrincipalsRequire) {
  const Assertion assertion = Only(R"(
assertions:
  - name: deploy
    principals: "*"
    require:
      actions: ["s3:PutObject"]
      when: { Bool: { "aws:SecureTransport": true } }
)");
  EXPECT_TRUE(assertion.users && assertion.roles);
  EXPECT_EQ(assertion.asked->document().statements[0].conditions.size(), 1U);
  EXPECT_TRUE(assertion.excepted->document().statements.empty());
}

TEST(AssertionTest, RefusesWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"assertions: {}", "must be a list"},
      {"assertions: [x]", "must be a mapping"},
      {"assertions: [{name: a}]", "either forbid or require"},
      {"assertions: [{forbid: {actions: '*'}}]", "needs a name"},
      {"assertions: [{name: a, forbid: {}}]", "forbid needs"},
      {"assertions: [{name: a, forbid: {actions: []}}]", "must not be empty"},
      {"assertions: [{name: a, forbid: {actions: [1]}}]", "must be a string"},
      {"assertions: [{name: a, forbid: {actions: GetObject}}]", "service:Name"},
      {"assertions: [{name: a, forbid: {resources: bucket}}]", "is an ARN"},
      {"assertions: [{name: a, forbid: {action: 's3:*'}}]", "did you mean \"actions\"?"},
      {"assertions: [{name: a, forbid: {actions: 's3:*', except: {principal: x}}}]",
       "did you mean \"principals\"?"},
      {"assertions: [{name: a, forbids: {actions: 's3:*'}}]", "did you mean \"forbid\"?"},
      {"assertions: [{name: a, require: {actions: 's3:*'}}]", "needs a condition"},
      {"assertions: [{name: a, require: {condition: {Boll: {'aws:SecureTransport': 'true'}}}}]",
       "unknown operator"},
      {"assertions: [{name: a, require: {condition: {Bool: true}}}]", "not a condition"},
      {"assertions: [{name: a, level: high, forbid: {actions: 's3:*'}}]", "a level is"},
      {"assertions: [{name: a, forbid: {actions: 's3:*'}}, {name: a, forbid: {actions: 's3:*'}}]",
       "two assertions are called"},
      {"assertions: [{name: a, principals: user, policies: trust, forbid: {actions: 's3:*'}}]",
       "about policies, one by one, or about principals"},
      {"assertions: [{name: a, principals: group, forbid: {actions: 's3:*'}}]", "a group asks"},
      {"assertions: [{name: a, principals: [], forbid: {actions: 's3:*'}}]", "must not be empty"},
      {"assertions: [{name: a, principals: '*', forbid: {principals: '*'}}]",
       "belongs beside forbid, in the assertion's principals"},
      {"assertions: [{name: a, principals: '*', require: {resources: '*'}}]", "needs actions"},
      {"assertions: [{name: a, principals: '*', require: {actions: 's3:*', condition: {}}}]",
       "\"when\" has what their requests carry"},
      {"assertions: [{name: a, principals: '*', forbid: {actions: 's3:*', when: {}}}]",
       "unknown key of forbid \"when\""},
      {"assertions: [{name: a, forbid: {actions: 's3:*', except: {except: {}}}}]",
       "unknown key of except \"except\""},
      {"assertion: []", "did you mean \"assertions\"?"},
  };
  for (const auto& [text, message] : cases) EXPECT_THAT(ErrorOf(text), HasSubstr(message)) << text;
}

TEST(AssertionTest, ConcernsByKindNameOwnerAndFile) {
  const auto document = policy::OwnedDocument::Parse(
      R"({"Statement": []})", policy::Kind::kIdentity, policy::KindSource::kOption);
  inputs::Owner owner;
  owner.arn = "arn:aws:iam::581470236914:role/break-glass";
  owner.entity_name = "break-glass";
  owner.policy_name = "trails";
  owner.is_entity = true;
  struct Case {
    const char* rest;
    bool concerns;
  };
  const Case cases[] = {
      {"forbid: {actions: 's3:*'}", true},
      {"forbid: {actions: 's3:*'}, policies: trust", false},
      {"forbid: {actions: 's3:*'}, policies: trails", true},
      {"forbid: {actions: 's3:*'}, policies: 'tr*'", true},
      {"forbid: {actions: 's3:*'}, policies: break-glass", true},
      {"forbid: {actions: 's3:*'}, policies: 'policies/*.json'", true},
      {"forbid: {actions: 's3:*'}, policies: other", false},
      {"forbid: {actions: 's3:*', principals: 'arn:aws:iam::*:user/*'}", false},
      {"forbid: {actions: 's3:*', principals: 'arn:aws:iam::*:role/*'}", true},
      {"forbid: {actions: 's3:*', except: {principals: 'arn:aws:iam::*:role/break-*'}}", false},
  };
  for (const Case& item : cases) {
    const Assertion assertion = Only("assertions: [{name: a, " + std::string(item.rest) + "}]");
    EXPECT_EQ(assertion.Concerns(document->document(), owner, "policies/x.json"), item.concerns)
        << item.rest;
  }
}

}  // namespace
}  // namespace rolelint::engine::assertion_test
