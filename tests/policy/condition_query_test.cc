#include "analyzer/policy/condition_query.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/policy/parsed.h"

namespace rolelint::policy::condition_query_test {
namespace {

// Of the first test of the condition.
bool FirstRestricts(std::string_view condition) {
  const Parsed parsed(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":)" +
                      std::string(condition) + "}}");
  const Statement& statement = parsed.document().statements[0];
  return Restricts(statement, statement.conditions[0]);
}

TEST(ConditionQueryTest, NullBesideMakesATestFirm) {
  EXPECT_TRUE(FirstRestricts(R"({"StringEquals":{"aws:SourceVpce":"vpce-1"}})"));
  EXPECT_FALSE(FirstRestricts(R"({"StringEqualsIfExists":{"aws:SourceVpce":"vpce-1"}})"));
  EXPECT_TRUE(FirstRestricts(
      R"({"StringEqualsIfExists":{"aws:SourceVpce":"vpce-1"},"Null":{"aws:SourceVpce":"false"}})"));
  EXPECT_TRUE(FirstRestricts(
      R"({"ForAllValues:StringEquals":{"aws:TagKeys":["a"]},"Null":{"AWS:tagkeys":["false"]}})"));
  EXPECT_TRUE(FirstRestricts(
      R"({"StringEqualsIfExists":{"aws:SourceVpce":"vpce-1"},"StringLike":{"aws:SourceVpce":"*"}})"));
  EXPECT_FALSE(FirstRestricts(
      R"({"StringEqualsIfExists":{"aws:SourceVpce":"vpce-1"},"Null":{"aws:SourceVpce":"true"}})"));
  EXPECT_FALSE(FirstRestricts(
      R"({"StringEqualsIfExists":{"aws:SourceVpce":"vpce-1"},"Null":{"aws:SourceVpc":"false"}})"));
  EXPECT_FALSE(FirstRestricts(
      R"({"StringEqualsIfExists":{"aws:SourceVpce":"a"},"StringNotEquals":{"aws:SourceVpce":"b"}})"));
}

TEST(ConditionQueryTest, StarsAndNegationsDoNotRestrict) {
  EXPECT_FALSE(FirstRestricts(R"({"StringLike":{"aws:SourceVpce":"**"}})"));
  EXPECT_FALSE(FirstRestricts(R"({"StringNotEquals":{"aws:SourceVpce":"vpce-1"}})"));
  EXPECT_FALSE(FirstRestricts(R"({"Null":{"aws:SourceVpce":"false"}})"));
}

}  // namespace
}  // namespace rolelint::policy::condition_query_test
