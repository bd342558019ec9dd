#include "analyzer/logic/work_budget.h"

#include <gtest/gtest.h>

#include "analyzer/catalog/catalog.h"
#include "analyzer/logic/prove.h"
#include "analyzer/policy/owned_document.h"

namespace rolelint::logic::work_budget_test {
namespace {

TEST(WorkBudgetTest, WithoutOneThereIsNoLimit) {
  EXPECT_FALSE(WorkBudget::Exists());
  EXPECT_TRUE(WorkBudget::Spend(UINT64_MAX));
  EXPECT_FALSE(WorkBudget::IsSpent());
}

TEST(WorkBudgetTest, IsSpentOnce) {
  WorkBudget budget(10);
  EXPECT_TRUE(WorkBudget::Spend(9));
  EXPECT_FALSE(budget.exceeded());
  EXPECT_FALSE(WorkBudget::Spend(5));
  EXPECT_TRUE(WorkBudget::IsSpent());
  EXPECT_TRUE(budget.exceeded());
}

TEST(WorkBudgetTest, AShareThatIsSpentLeavesTheRest) {
  WorkBudget whole(100);
  {
    WorkBudget share(30, WorkBudget::Kind::kShare);
    EXPECT_FALSE(WorkBudget::Spend(1000));
  }
  EXPECT_FALSE(whole.exceeded());
  EXPECT_TRUE(WorkBudget::Spend(60));
  {
    // No more than what is left.
    WorkBudget share(30, WorkBudget::Kind::kShare);
    EXPECT_FALSE(WorkBudget::Spend(10));
  }
  EXPECT_TRUE(whole.exceeded());
}

TEST(WorkBudgetTest, AReserveIsThereWhenAllElseIsSpent) {
  WorkBudget whole(1);
  EXPECT_FALSE(WorkBudget::Spend(1));
  {
    WorkBudget reserve(10, WorkBudget::Kind::kReserve);
    EXPECT_TRUE(WorkBudget::Spend(5));
  }
  WorkBudget other(100);
  {
    WorkBudget reserve(10, WorkBudget::Kind::kReserve);
    EXPECT_FALSE(WorkBudget::Spend(11));
  }
  EXPECT_TRUE(other.exceeded());
}

// What was cut short is unknown, never proved.
TEST(WorkBudgetTest, ProofsWithoutWorkAreUnknown) {
  const auto before = policy::OwnedDocument::Parse(
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "arn:aws:s3:::a/*"}]})",
      policy::Kind::kIdentity, policy::KindSource::kOption);
  const auto after = policy::OwnedDocument::Parse(
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::a/b*"}]})",
      policy::Kind::kIdentity, policy::KindSource::kOption);
  bool proved = false;
  for (uint64_t work = 1; work < 10'000; work += work < 100 ? 1 : 100) {
    Prover prover(catalog::Catalog::BuiltIn());
    const CompiledPolicy* old = prover.Add(before->document());
    const CompiledPolicy* changed = prover.Add(after->document());
    WorkBudget budget(work);
    const Proof proof = prover.NoNewAccess(*old, *changed, {});
    ASSERT_NE(proof.conclusion, Conclusion::kRefuted) << work;
    proved = proved || proof.conclusion == Conclusion::kProved;
    const Proof back = prover.NoNewAccess(*changed, *old, {});
    ASSERT_NE(back.conclusion, Conclusion::kProved) << work;
  }
  EXPECT_TRUE(proved);
}

}  // namespace
}  // namespace rolelint::logic::work_budget_test
