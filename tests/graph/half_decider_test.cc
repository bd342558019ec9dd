#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/estate/facts.h"
#include "analyzer/graph/half_decider.h"
#include "analyzer/policy/owned_document.h"

namespace rolelint::graph::half_decider_test {
namespace {

using estate::Knowledge;

constexpr std::string_view kUser = "arn:aws:iam::581470236914:user/alex";
constexpr std::string_view kRole = "arn:aws:iam::739105284637:role/acme-account-hub";
constexpr std::string_view kBoundary = "arn:aws:iam::581470236914:policy/people";

std::unique_ptr<policy::OwnedDocument> Parse(const std::string& statements, policy::Kind kind) {
  auto document =
      policy::OwnedDocument::Parse(R"({"Version":"2012-10-17","Statement":[)" + statements + "]}",
                                   kind, policy::KindSource::kOption);
  EXPECT_NE(document, nullptr) << statements;
  return document;
}

estate::PolicyFacts Facts(const std::string& statements) {
  return estate::ExtractPolicy(Parse(statements, policy::Kind::kIdentity)->document(), 0);
}

struct Situation {
  std::string name;
  std::string identity;
  std::string boundary;  // "": none
  std::string trust;
  Half permission = Half::kGranted;
  Half trusted = Half::kGranted;
  Obstacle::Kind obstacle = Obstacle::Kind::kNone;  // of either half
};

constexpr std::string_view kAllow =
    R"({"Effect":"Allow","Action":"sts:AssumeRole",)"
    R"("Resource":"arn:aws:iam::739105284637:role/acme-account-hub"})";
constexpr std::string_view kTrust =
    R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::581470236914:user/alex"},)"
    R"("Action":"sts:AssumeRole"})";

estate::Estate MakeEstate(const Situation& situation) {
  estate::Records records;
  estate::Entity user;
  user.type = estate::EntityType::kUser;
  user.arn = kUser;
  user.account = "581470236914";
  user.partition = "aws";
  user.path = "/";
  user.name = "alex";
  user.inline_state = user.attached_state = user.groups_state = Knowledge::kPresent;
  user.tags.state = Knowledge::kPresent;
  user.tags.value = {{"client", "acme", {}}};
  user.boundary_arn.state = Knowledge::kAbsent;
  estate::InlinePolicy& own = user.inline_policies.emplace_back();
  own.name = "own";
  own.facts = Facts(situation.identity);
  if (!situation.boundary.empty()) {
    user.boundary_arn.state = Knowledge::kPresent;
    user.boundary_arn.value = kBoundary;
    estate::ManagedPolicy& policy = records.policies.emplace_back();
    policy.arn = kBoundary;
    policy.name = "people";
    policy.facts = Facts(situation.boundary);
  }
  estate::Entity role;
  role.type = estate::EntityType::kRole;
  role.arn = kRole;
  role.account = "739105284637";
  role.partition = "aws";
  role.path = "/";
  role.name = "acme-account-hub";
  estate::ExtractTrust(Parse(situation.trust, policy::Kind::kTrust)->document(), 0, &role);
  records.entities = {user, role};
  std::vector<estate::Records> inputs;
  inputs.push_back(std::move(records));
  return estate::Estate::Merge(std::move(inputs));
}

class HalfDeciderTest : public testing::TestWithParam<Situation> {};

TEST_P(HalfDeciderTest, Decides) {
  const Situation& situation = GetParam();
  const estate::Estate estate = MakeEstate(situation);
  HalfDecider decider(catalog::Catalog::BuiltIn());
  const estate::Entity& user = *estate.FindEntity(kUser);
  const estate::Entity& role = *estate.FindEntity(kRole);
  const HalfVerdict permission = decider.Permission(estate, user, kRole);
  const HalfVerdict trust = decider.Trust(estate, role, user);
  EXPECT_EQ(permission.half, situation.permission);
  EXPECT_EQ(trust.half, situation.trusted);
  const Obstacle& obstacle =
      permission.half == Half::kAbsent ? permission.obstacle : trust.obstacle;
  EXPECT_EQ(obstacle.kind, situation.obstacle);
}

std::string Allow(std::string_view condition) {
  std::string text(kAllow);
  text.back() = ',';
  return text.append("\"Condition\":").append(condition).append("}");
}
std::string Trust(std::string_view condition) {
  std::string text(kTrust);
  text.back() = ',';
  return text.append("\"Condition\":").append(condition).append("}");
}
std::string Plus(std::string_view a, std::string_view b) {
  return std::string(a).append(",").append(b);
}

constexpr Obstacle::Kind kNone = Obstacle::Kind::kNone;
constexpr Obstacle::Kind kDeny = Obstacle::Kind::kDeny;

INSTANTIATE_TEST_SUITE_P(
    Switches, HalfDeciderTest,
    testing::Values(
        Situation{"Plain", std::string(kAllow), "", std::string(kTrust)},
        Situation{"Denied", Plus(kAllow, R"({"Effect":"Deny","Action":"sts:*","Resource":"*"})"),
                  "", std::string(kTrust), Half::kAbsent, Half::kGranted, kDeny},
        // The trust policy of the same account would do without a permission; the Deny stands.
        Situation{"DeniedAlone", R"({"Effect":"Deny","Action":"sts:*","Resource":"*"})", "",
                  std::string(kTrust), Half::kAbsent, Half::kGranted, kDeny},
        Situation{"DeniedElsewhere",
                  Plus(kAllow, R"({"Effect":"Deny","Action":"sts:*","NotResource":)"
                               R"("arn:aws:iam::739105284637:role/acme-*"})"),
                  "", std::string(kTrust)},
        Situation{"DeniedWithoutMfa",
                  Plus(kAllow, R"({"Effect":"Deny","Action":"sts:*","Resource":"*","Condition":)"
                               R"({"Bool":{"aws:MultiFactorAuthPresent":"false"}}})"),
                  "", std::string(kTrust), Half::kUndecided, Half::kGranted, kNone},
        Situation{"DeniedByOwnArn",
                  Plus(kAllow, R"({"Effect":"Deny","Action":"sts:*","Resource":"*","Condition":)"
                               R"({"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/al*"}}})"),
                  "", std::string(kTrust), Half::kAbsent, Half::kGranted, kDeny},
        Situation{"BoundaryAllows", std::string(kAllow),
                  R"({"Effect":"Allow","Action":"sts:Assume*","Resource":"*"})",
                  std::string(kTrust)},
        Situation{"BoundaryAllowsOthers", std::string(kAllow),
                  R"({"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::1*"})",
                  std::string(kTrust), Half::kAbsent, Half::kGranted, Obstacle::Kind::kBoundary},
        Situation{"BoundaryDenies", std::string(kAllow),
                  Plus(R"({"Effect":"Allow","Action":"*","Resource":"*"})",
                       R"({"Effect":"Deny","NotAction":"s3:*","Resource":"*"})"),
                  std::string(kTrust), Half::kAbsent, Half::kGranted, kDeny},
        Situation{"TagFits", Allow(R"({"StringEquals":{"aws:PrincipalTag/Client":"acme"}})"), "",
                  std::string(kTrust)},
        Situation{"TagDiffers", Allow(R"({"StringEquals":{"aws:PrincipalTag/client":"zeta"}})"), "",
                  std::string(kTrust), Half::kAbsent, Half::kGranted, Obstacle::Kind::kCondition},
        Situation{"TagIsMissing", Allow(R"({"StringEquals":{"aws:PrincipalTag/team":"zeta"}})"), "",
                  std::string(kTrust), Half::kAbsent, Half::kGranted, Obstacle::Kind::kCondition},
        Situation{"TrustDenies", std::string(kAllow), "",
                  Plus(kTrust, R"({"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"})"),
                  Half::kGranted, Half::kAbsent, kDeny},
        Situation{"TrustDeniesAllButHim", std::string(kAllow), "",
                  Plus(kTrust, R"({"Effect":"Deny","NotPrincipal":{"AWS":[)"
                               R"("arn:aws:iam::581470236914:user/alex",)"
                               R"("arn:aws:iam::581470236914:root"]},"Action":"sts:AssumeRole"})")},
        Situation{"TrustAsksForExternalId", std::string(kAllow), "",
                  Trust(R"({"StringEquals":{"sts:ExternalId":"x1"}})"), Half::kGranted,
                  Half::kUndecided, kNone},
        Situation{"TrustNamesAnotherAccount", std::string(kAllow), "",
                  Trust(R"({"StringEquals":{"aws:PrincipalAccount":"111122223333"}})"),
                  Half::kGranted, Half::kAbsent, Obstacle::Kind::kCondition}),
    [](const testing::TestParamInfo<Situation>& test) { return test.param.name; });

}  // namespace
}  // namespace rolelint::graph::half_decider_test
