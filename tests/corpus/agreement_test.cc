// On every trust and resource policy of the shared data, what `check` says of who is let in is what
// the prover says, and two findings on one statement never contradict each other.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/policy_store.h"
#include "analyzer/engine/rule.h"
#include "analyzer/logic/prove.h"
#include "analyzer/policy/refusal.h"
#include "tests/corpus/real_policies.h"
#include "tests/support/paths.h"

namespace rolelint::corpus::agreement_test {
namespace {

namespace fs = std::filesystem;
using engine::Finding;
using logic::Conclusion;

// Rules that call what a statement allows open to strangers.
const std::set<std::string_view> kOpen = {"public-trust", "public-resource"};
// The statement allows nothing: prove asks what its text says, check what the actions work on.
constexpr std::string_view kFitsNothing = "action-resource-mismatch";
// Rules that say that nobody comes by a statement.
const std::set<std::string_view> kShut = {"statement-never-matches", "shadowed-allow"};

class Agreement {
 public:
  // All of one policy, by statement.
  void Judge(const policy::Document& document, const std::vector<const Finding*>& findings) {
    if (policy::FindRefusal(document)) return;
    ++policies_;
    logic::Prover prover(catalog::Catalog::BuiltIn());
    const logic::CompiledPolicy* compiled = prover.Add(document);
    if (compiled->has_unknown) return;
    logic::ProofOptions options;
    options.witnesses = 16;
    options.each_statement = true;
    const logic::Proof proof = prover.NotPublic(*compiled, options);
    std::set<uint32_t> doors;
    for (const logic::Witness& witness : proof.witnesses) {
      for (const logic::Responsible& one : witness.statements) doors.insert(one.statement->index);
    }
    public_ += doors.empty() ? 0 : 1;
    for (const logic::CompiledStatement& statement : compiled->statements) {
      std::set<std::string_view> said;
      bool judged = false;  // some finding that matters
      for (const Finding* finding : findings) {
        const std::string pointer = "/Statement/" + std::to_string(statement.index);
        if (finding->pointer != pointer && !finding->pointer.starts_with(pointer + "/") &&
            !(compiled->statements.size() == 1 && finding->pointer.starts_with("/Statement"))) {
          continue;
        }
        said.insert(finding->rule->id);
        judged |= finding->level >= engine::Level::kSecurity;
      }
      Compare(statement, proof, doors.contains(statement.index), said, judged);
      CompareNobody(prover.NeverMatches(*compiled, statement, {}), said);
    }
  }

  size_t policies() const { return policies_; }
  size_t open() const { return public_; }

 private:
  static bool Says(const std::set<std::string_view>& said, const std::set<std::string_view>& ids) {
    return std::any_of(ids.begin(), ids.end(),
                       [&](std::string_view id) { return said.contains(id); });
  }

  static void Compare(const logic::CompiledStatement& statement, const logic::Proof& proof,
                      bool door, const std::set<std::string_view>& said, bool judged) {
    const bool open = Says(said, kOpen);
    SCOPED_TRACE("statement " + std::to_string(statement.index));
    if (proof.conclusion == Conclusion::kProved) {
      EXPECT_FALSE(open) << "proved not public, and check calls it public";
    }
    if (open) {
      EXPECT_FALSE(Says(said, kShut)) << "open to strangers, and nobody comes by it";
      EXPECT_FALSE(said.contains("network-trust")) << "open to strangers, and to a network alone";
    }
    if (door && statement.allow) {
      EXPECT_TRUE(open || judged || said.contains(kFitsNothing))
          << "strangers come by it, and check is silent";
    }
  }

  static void CompareNobody(const logic::Proof& never, const std::set<std::string_view>& said) {
    if (!said.contains("statement-never-matches")) return;
    EXPECT_NE(never.conclusion, Conclusion::kRefuted)
        << "a request meets it, and check says that none does";
  }

  size_t policies_ = 0;
  size_t public_ = 0;
};

void JudgeFile(const fs::path& path, Agreement* agreement) {
  const std::string bytes = support::ReadFile(path);
  const std::string name = path.filename().string();
  RunSetting setting;
  setting.persona = engine::Persona::kAuditor;
  const engine::CheckResult result = CheckBytes(name, bytes, setting);
  engine::PolicyStore store;
  std::vector<engine::InputSpec> inputs(1);
  inputs[0].display_name = name;
  inputs[0].bytes = bytes;
  const engine::PolicyStore::Group group = store.Read(std::move(inputs), std::nullopt, true);
  for (const engine::StoredPolicy* policy : store.PoliciesIn(group)) {
    if (policy->kind != policy::Kind::kTrust && policy->kind != policy::Kind::kResource) continue;
    const policy::Document* document = store.DocumentOf(*policy);
    if (document == nullptr) continue;
    std::vector<const Finding*> findings;
    for (const Finding& finding : result.findings) {
      if (finding.policy.present && finding.location.start_byte >= policy->file_span.begin &&
          finding.location.end_byte <= policy->file_span.end) {
        findings.push_back(&finding);
      }
    }
    SCOPED_TRACE(path.string() + " at byte " + std::to_string(policy->file_span.begin));
    agreement->Judge(*document, findings);
  }
}

TEST(Agreement, OfCheckAndProofOverTheSharedData) {
  auto data = support::SharedData();
  ROLELINT_REQUIRE(data, "the shared data (ROLELINT_SHARED_DATA)");
  Agreement agreement;
  for (const char* folder : {"account-dumps", "policies", "cli-output", "rcp", "docs-policies",
                             "broken-in-the-wild", "tf-plan"}) {
    for (const fs::path& path : FilesBelow(*data / folder)) JudgeFile(path, &agreement);
  }
  std::printf("%zu policies with principals, %zu of them public\n", agreement.policies(),
              agreement.open());
  EXPECT_GT(agreement.policies(), 200U);
  EXPECT_GT(agreement.open(), 20U);
}

}  // namespace
}  // namespace rolelint::corpus::agreement_test
