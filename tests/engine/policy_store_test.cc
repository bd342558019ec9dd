// What is kept of documents: wherever and however wrapped they stand, they come back with their
// places.

#include "analyzer/engine/policy_store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/access_policies.h"
#include "analyzer/logic/compiled.h"

namespace rolelint::engine::policy_store_test {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kPolicy =
    R"({"Version": "2012-10-17", "Statement": [{"Sid": "Über", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})";

std::string UrlEncoded(std::string_view text) {
  std::string out;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (isalnum(byte) != 0) {
      out += c;
    } else {
      constexpr char kHex[] = "0123456789ABCDEF";
      out += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return out;
}

std::string UserWith(const Json& document) {
  Json user = {{"UserName", "anna"}, {"PolicyName", "reports"}, {"PolicyDocument", document}};
  return user.dump(1);
}

PolicyStore::Group ReadText(PolicyStore* store, std::string text) {
  std::vector<InputSpec> specs(1);
  specs[0].display_name = "input.json";
  specs[0].bytes = std::move(text);
  return store->Read(std::move(specs), std::nullopt);
}

// Its functions make it another policy than the one that stands there.
TEST(PolicyStore, PoliciesOfTemplatesAreNotKept) {
  PolicyStore store;
  const std::string text =
      R"({"Resources": {"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": )" +
      std::string(kPolicy) + "}}}}";
  EXPECT_TRUE(store.PoliciesIn(ReadText(&store, text)).empty());
  ASSERT_EQ(store.errors().size(), 1U);
  EXPECT_NE(store.errors()[0].message.find("part of a template"), std::string::npos);
}

struct Wrapping {
  const char* name;
  std::string text;
  size_t layers;
  std::string action;  // as it stands in the file
};

TEST(PolicyStore, DocumentsComeBackThroughTheirWrapping) {
  const std::string policy(kPolicy);
  const Wrapping kWrappings[] = {
      {"bare", policy, 0, "s3:GetObject"},
      {"object", UserWith(Json::parse(policy)), 0, "s3:GetObject"},
      {"string", UserWith(policy), 1, "s3:GetObject"},
      {"string in string", UserWith(Json(policy).dump()), 2, "s3:GetObject"},
      {"URL-encoded", UserWith(UrlEncoded(policy)), 2, "s3%3AGetObject"},
      {"URL-encoded string", UserWith(UrlEncoded(Json(policy).dump())), 3, "s3%3AGetObject"},
      {"YAML",
       "Version: 2012-10-17\nStatement:\n- Sid: \"\\xDCber\"\n  Effect: Allow\n"
       "  Action: 's3:GetObject'\n  Resource: '*'\n",
       0, "s3:GetObject"},
      {"string in YAML",
       "UserName: anna\nPolicyName: reports\nPolicyDocument: |\n  " + policy + "\n", 1,
       "s3:GetObject"},
  };
  for (const Wrapping& wrapping : kWrappings) {
    SCOPED_TRACE(wrapping.name);
    PolicyStore store;
    const PolicyStore::Group group = ReadText(&store, wrapping.text);
    EXPECT_TRUE(store.errors().empty());
    ASSERT_EQ(store.PoliciesIn(group).size(), 1U);
    const StoredPolicy& stored = *store.PoliciesIn(group)[0];
    EXPECT_EQ(stored.layers.size(), wrapping.layers);
    const policy::Document* document = store.DocumentOf(stored);
    ASSERT_NE(document, nullptr);
    EXPECT_EQ(document, store.DocumentOf(stored));
    ASSERT_EQ(document->statements.size(), 1U);
    EXPECT_EQ(document->statements[0].sid.value, "Über");
    const policy::Text& action = document->statements[0].action.items[0];
    EXPECT_EQ(action.value, "s3:GetObject");
    const estate::Place place = store.PlaceOf(stored, action.span);
    EXPECT_EQ(wrapping.text.substr(place.span.begin, place.span.size()), wrapping.action);
  }
}

TEST(PolicyStore, TellsWhatItCannotRead) {
  PolicyStore store;
  const PolicyStore::Group group = ReadText(&store, R"({"Version": "2012-10-17", "Statement": [)");
  EXPECT_TRUE(store.PoliciesIn(group).empty());
  ASSERT_EQ(store.errors().size(), 1U);
  EXPECT_EQ(store.errors()[0].file, "input.json");
}

// An export of one user with everything that gives permissions.
std::string Export(bool with_managed) {
  auto document = [](const std::string& sid) {
    return Json{{"Version", "2012-10-17"},
                {"Statement",
                 {{{"Sid", sid}, {"Effect", "Allow"}, {"Action", "s3:*"}, {"Resource", "*"}}}}};
  };
  auto managed = [&](const std::string& name) {
    return Json{
        {"PolicyName", name},
        {"Arn", "arn:aws:iam::581470236914:policy/" + name},
        {"DefaultVersionId", "v1"},
        {"PolicyVersionList",
         {{{"VersionId", "v1"}, {"IsDefaultVersion", true}, {"Document", document(name)}}}}};
  };
  Json user = {
      {"UserName", "anna"},
      {"Arn", "arn:aws:iam::581470236914:user/anna"},
      {"Path", "/"},
      {"UserPolicyList",
       {{{"PolicyName", "inline"}, {"PolicyDocument", document("inline").dump()}}}},
      {"GroupList", {"auditors"}},
      {"AttachedManagedPolicies",
       {{{"PolicyName", "attached"}, {"PolicyArn", "arn:aws:iam::581470236914:policy/attached"}}}},
      {"PermissionsBoundary",
       {{"PermissionsBoundaryArn", "arn:aws:iam::581470236914:policy/limit"}}}};
  Json group = {
      {"GroupName", "auditors"},
      {"Arn", "arn:aws:iam::581470236914:group/auditors"},
      {"Path", "/"},
      {"GroupPolicyList", {{{"PolicyName", "of-group"}, {"PolicyDocument", document("of-group")}}}},
      {"AttachedManagedPolicies", Json::array()}};
  Json policies = Json::array();
  if (with_managed) policies = {managed("attached"), managed("limit")};
  return Json{{"UserDetailList", {user}},
              {"GroupDetailList", {group}},
              {"RoleDetailList", Json::array()},
              {"Policies", policies}}
      .dump(1);
}

struct Gathered {
  PolicyStore store;
  logic::Vocabulary vocabulary{catalog::Catalog::BuiltIn()};
  logic::Compiler compiler{&vocabulary};
  std::deque<logic::CompiledPolicy> compiled;
  std::optional<AccessPolicies> access;

  explicit Gathered(std::string text) {
    const PolicyStore::Group group = ReadText(&store, std::move(text));
    access.emplace(&store, group, [this](const policy::Document& document) {
      return &compiled.emplace_back(compiler.Compile(document));
    });
    const estate::Entity* anna =
        store.EstateOf(group).FindEntity("arn:aws:iam::581470236914:user/anna");
    if (anna != nullptr) access->AddEntity(*anna);
  }

  std::vector<std::string> Names(const logic::RequestPolicies::List& list) const {
    std::vector<std::string> names;
    for (const logic::CompiledPolicy* policy : list) {
      const StoredPolicy* stored = access->StoredOf(policy);
      names.push_back(stored != nullptr ? stored->policy_name : "?");
    }
    return names;
  }
};

TEST(AccessPolicies, AreThoseOfTheUserItsGroupsAndItsBoundary) {
  Gathered gathered(Export(true));
  const logic::RequestPolicies& policies = gathered.access->policies();
  EXPECT_EQ(gathered.Names(policies.identity),
            (std::vector<std::string>{"inline", "attached", "of-group"}));
  EXPECT_EQ(gathered.Names(policies.boundary), (std::vector<std::string>{"limit"}));
  EXPECT_TRUE(gathered.access->unknown().empty());
}

TEST(AccessPolicies, WhatIsNotInTheExportIsUnknown) {
  Gathered gathered(Export(false));
  const logic::RequestPolicies& policies = gathered.access->policies();
  EXPECT_EQ(gathered.Names(policies.identity),
            (std::vector<std::string>{"inline", "?", "of-group"}));
  EXPECT_EQ(gathered.Names(policies.boundary), (std::vector<std::string>{"?"}));
  ASSERT_EQ(gathered.access->unknown().size(), 2U);
  EXPECT_EQ(
      gathered.access->unknown()[0],
      "arn:aws:iam::581470236914:policy/attached, attached to user anna, is not in the input");

  logic::Request request;
  request.principal = *logic::ParsePrincipal("arn:aws:iam::581470236914:user/anna");
  request.action = "s3:GetObject";
  request.resource = "arn:aws:s3:::reports/a";
  std::vector<logic::PolicySet::Policies> levels;
  const logic::PolicySet set = logic::Arrange(request, policies, {}, gathered.vocabulary, &levels);
  logic::BoundRequest bound(gathered.vocabulary);
  bound.Bind(request);
  EXPECT_EQ(logic::Decide(bound, set), logic::Outcome::kUndecided);
}

}  // namespace
}  // namespace rolelint::engine::policy_store_test
