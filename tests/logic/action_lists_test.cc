// The quick answers about lists of actions, held to a comparison of all pairs.

#include "analyzer/logic/action_lists.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "analyzer/text/glob.h"
#include "tests/logic/held_policy.h"

namespace rolelint::logic::action_lists_test {
namespace {

using Json = nlohmann::ordered_json;

const std::vector<std::string> kActions = {
    "s3:GetObject",    "s3:getobject",    "S3:GetObject",     "s3:GetObjectAcl",
    "s3:PutObject",    "s3:Get*",         "s3:*Object",       "s3:G?tObject",
    "s3:NoSuchAction", "s3:nosuchaction", "ec2:RunInstances", "ec2:*",
    "ec2:Run*",        "nosuch:Thing",    "nosuch:*",         "*",
    "*:GetObject",     "${a}:x"};

// No pattern holds it.
std::string WordOf(std::string word) {
  for (char& c : word) {
    if (c == '*' || c == '?') c = '\x01';
  }
  return word;
}

bool Covers(const Json& list, const std::string& word) {
  return std::any_of(list.begin(), list.end(), [&](const Json& item) {
    return text::GlobMatchesFolded(item.get<std::string>(), word);
  });
}

TEST(ActionLists, SayNothingThatIsNotSo) {
  std::mt19937 dice(5);
  PolicyNames names(catalog::Catalog::BuiltIn());
  ActionLists lists;
  int own = 0;
  int apart = 0;
  constexpr int kRounds = 3000;
  constexpr size_t kStatements = 4;
  for (int round = 0; round < kRounds; ++round) {
    Json statements = Json::array();
    for (size_t i = 0; i < kStatements; ++i) {
      Json items = Json::array();
      for (size_t size = 1 + dice() % 4; items.size() < size;) {
        items.push_back(kActions[dice() % kActions.size()]);
      }
      statements.push_back({{"Effect", dice() % 4 == 0 ? "Deny" : "Allow"},
                            {dice() % 16 == 0 ? "NotAction" : "Action", items},
                            {"Resource", "*"}});
    }
    const Json text = {{"Version", "2012-10-17"}, {"Statement", statements}};
    const HeldPolicy held(text.dump());
    names.Begin(held.document());
    lists.Read(held.document(), &names);
    for (size_t i = 0; i < kStatements; ++i) {
      const auto others = [&](const Json& item) {
        for (size_t k = 0; k < kStatements; ++k) {
          if (k == i || statements[k]["Effect"] != statements[i]["Effect"]) continue;
          if (!statements[k].contains("Action") ||
              Covers(statements[k]["Action"], WordOf(item.get<std::string>()))) {
            return true;
          }
        }
        return false;
      };
      const bool listed = statements[i].contains("Action");
      const bool expected = listed && !std::all_of(statements[i]["Action"].begin(),
                                                   statements[i]["Action"].end(), others);
      EXPECT_EQ(lists.HasOwn(i), expected) << i << " of " << statements;
      own += lists.HasOwn(i) ? 1 : 0;
      for (size_t k = 0; k < kStatements; ++k) {
        if (!lists.AreApart(i, k)) continue;
        ++apart;
        ASSERT_TRUE(listed && statements[k].contains("Action"));
        for (const Json& item : statements[i]["Action"]) {
          EXPECT_FALSE(Covers(statements[k]["Action"], WordOf(item.get<std::string>())))
              << i << " and " << k << " of " << statements;
        }
      }
    }
  }
  EXPECT_GT(own, kRounds);
  EXPECT_GT(apart, kRounds);
}

}  // namespace
}  // namespace rolelint::logic::action_lists_test
