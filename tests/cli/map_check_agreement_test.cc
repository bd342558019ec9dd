// `check` and `map` are one engine: what the rules about switches and escalation say of an estate
// is what the map says of it.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "tests/support/estate_json.h"
#include "tests/support/map_run.h"
#include "tests/support/paths.h"

namespace rolelint::map_check_agreement_test {
namespace {

using support::AccountJson;
using support::Allow;
using support::Deny;
using support::EstateJson;
using support::MapRun;
using support::Trusts;
using Json = nlohmann::json;
using Pairs = std::set<std::pair<std::string, std::string>>;

constexpr const char* kAccounts[] = {"581470236914", "739105284637"};
constexpr int kPrincipals = 4;

std::string Arn(int account, const std::string& rest) {
  return std::string("arn:aws:iam::") + kAccounts[account] + ":" + rest;
}

// Estates of users and roles that name one another, or nearly.
class Maker {
 public:
  explicit Maker(uint32_t seed) : random_(seed) {}

  std::vector<AccountJson> Estate() {
    std::vector<AccountJson> accounts;
    for (int account = 0; account < 2; ++account) {
      AccountJson& one = accounts.emplace_back(kAccounts[account]);
      for (int i = 0; i < kPrincipals; ++i) {
        one.User("user" + std::to_string(i), Statements(account));
        if (OneIn(4)) one.Bound(one.Managed("cap" + std::to_string(i), {Cap()}));
        one.Role("role" + std::to_string(i), {Trusts(Trusted())}, Statements(account));
      }
    }
    return accounts;
  }

 private:
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint32_t>(n)); }
  bool OneIn(int n) { return Below(n) == 0; }

  std::string Someone(const char* kind) {
    return Arn(Below(2), kind + std::to_string(Below(kPrincipals)));
  }
  std::string Trusted() {
    if (OneIn(4)) return Arn(Below(2), "root");
    return Someone(OneIn(2) ? "user/user" : "role/role");
  }
  EstateJson Cap() { return Allow({"s3:*", OneIn(2) ? "sts:AssumeRole" : "iam:Put*"}, "*"); }

  std::vector<EstateJson> Statements(int account) {
    std::vector<EstateJson> statements = {Allow("s3:ListAllMyBuckets", "*")};
    if (OneIn(2)) statements.push_back(Allow("sts:AssumeRole", Someone("role/role")));
    if (OneIn(6)) statements.push_back(Deny("sts:AssumeRole", Someone("role/role")));
    static const char* const kActions[] = {"iam:PutUserPolicy", "iam:AttachUserPolicy",
                                           "iam:PutRolePolicy", "iam:CreateAccessKey",
                                           "iam:UpdateAssumeRolePolicy"};
    const std::string action = kActions[Below(5)];
    const std::string resource = OneIn(2) ? "*" : Arn(account, OneIn(2) ? "user/*" : "role/*");
    if (OneIn(3)) statements.push_back(Allow(action, resource));
    if (OneIn(6)) statements.push_back(Deny(action, "*"));
    return statements;
  }

  std::mt19937 random_;
};

class MapCheckAgreement : public ::testing::Test {
 protected:
  void Look(const std::vector<std::string>& files) {
    std::vector<std::string> check = {"check", "--no-config"};
    check.insert(check.end(), files.begin(), files.end());
    checked_ = run_.Json(check);
    std::vector<std::string> map = {"map", "switches"};
    map.insert(map.end(), files.begin(), files.end());
    mapped_ = run_.Json(map);
  }

  // Of a finding about one half of a switch: who, and the role.
  std::pair<std::string, std::string> SwitchOf(const Json& finding) const {
    const std::string file = finding["location"]["file"];
    const Json dump = Json::parse(support::ReadFile(run_.folder() / file));
    const std::string named =
        dump.at(Json::json_pointer(finding["file_pointer"].get<std::string>()));
    const std::string owner = finding["policy"]["owner_arn"];
    // At the role that a permission names, or at the principal that a trust policy names.
    if (finding["policy"]["kind"] == "trust") return {named, owner};
    return {owner, named};
  }

  Pairs Findings(const std::string& rule) const {
    Pairs pairs;
    for (const Json& finding : checked_["findings"]) {
      if (finding["rule"] == rule) pairs.insert(SwitchOf(finding));
    }
    return pairs;
  }

  Pairs Switches(const std::string& status, const std::string& side = "") const {
    Pairs pairs;
    for (const Json& one : mapped_["answers"]) {
      if (one["status"] != status) continue;
      bool lacks = side.empty();
      if (!side.empty()) {
        lacks = one["missing"].size() == 1 && one["missing"][0]["side"] == side;
      }
      if (lacks) pairs.emplace(one["from"].get<std::string>(), one["to"].get<std::string>());
    }
    return pairs;
  }

  void ExpectSwitchesAgree() const {
    const Pairs untrusted = Findings("untrusted-switch");
    const Pairs unpermitted = Findings("unpermitted-switch");
    // What check says fails does not work.
    for (const auto& pair : Switches("works")) {
      EXPECT_FALSE(untrusted.contains(pair)) << pair.first << " " << pair.second;
      EXPECT_FALSE(unpermitted.contains(pair)) << pair.first << " " << pair.second;
    }
    // And each half that the map misses is one that check reports.
    for (const auto& pair : Switches("half-built", "trust")) {
      EXPECT_TRUE(untrusted.contains(pair)) << pair.first << " " << pair.second;
    }
    for (const auto& pair : Switches("half-built", "permission")) {
      EXPECT_TRUE(unpermitted.contains(pair)) << pair.first << " " << pair.second;
    }
  }

  // Users and roles that become an administrator of their account by writing their own policies.
  void ExpectEscalationsAgree() const {
    std::set<std::string> found;
    for (const Json& finding : checked_["findings"]) {
      if (finding["rule"] == "escalation-own-permissions" && finding["confidence"] == "high") {
        found.insert(finding["policy"]["owner_arn"]);
      }
    }
    std::set<std::string> own;
    for (const Json& edge : mapped_["edges"]) {
      const std::string to = edge["to"];
      if (!to.ends_with(":administrator")) continue;
      const bool proved = edge["verdict"] == "proved";
      EXPECT_TRUE(proved) << edge.dump(1);
      own.insert(edge["from"]);
    }
    EXPECT_EQ(found, own);
  }

  MapRun run_{support::Program()};
  Json checked_;
  Json mapped_;
};

TEST_F(MapCheckAgreement, OverMadeUpEstates) {
  size_t half_built = 0;
  size_t administrators = 0;
  for (uint32_t seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE(seed);
    std::vector<std::string> files;
    for (const AccountJson& account : Maker(seed).Estate()) {
      files.push_back(account.id() + ".json");
      run_.Write(files.back(), account.text());
    }
    Look(files);
    ExpectSwitchesAgree();
    ExpectEscalationsAgree();
    half_built += Switches("half-built").size();
    for (const Json& edge : mapped_["edges"]) {
      administrators += edge["to"].get<std::string>().ends_with(":administrator") ? 1 : 0;
    }
  }
  EXPECT_GT(half_built, 20U);
  EXPECT_GT(administrators, 20U);
}

TEST_F(MapCheckAgreement, OverTheSharedData) {
  const std::optional<std::filesystem::path> shared = support::SharedData();
  ROLELINT_REQUIRE(shared, "the shared data (ROLELINT_SHARED_DATA)");
  size_t dumps = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(*shared / "account-dumps")) {
    if (entry.path().extension() != ".json") continue;
    SCOPED_TRACE(entry.path().string());
    run_.Write("dump.json", support::ReadFile(entry.path()));
    Look({"dump.json"});
    ExpectSwitchesAgree();
    ++dumps;
  }
  EXPECT_GT(dumps, 3U);
}

}  // namespace
}  // namespace rolelint::map_check_agreement_test
