// Damaged and hostile variants of one trust policy: what each gives, through the program. Expected
// outcomes follow what a careful reader would want: read what can be read, name the cause once,
// never call clean what was not checked.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::broken_input_test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

struct Outcome {
  const char* file;
  int status;
  int policies;       // documents that were checked
  const char* rules;  // all that fire, sorted, but for kAside
  const char* says;   // part of the error; "" for none
};

// True of the fictional policy in all its variants, and beside the point.
const std::set<std::string> kAside = {"example-account-id", "mfa-not-required",
                                      "role-name-convention"};

constexpr Outcome kOutcomes[] = {
    // clang-format off
    {"00-good.json", 0, 1, "", ""},
    {"01-bom-utf8.json", 0, 1, "", ""},
    {"02-utf16le-bom.json", 0, 1, "", ""},
    {"03-utf16be-bom.json", 0, 1, "", ""},
    {"04-utf16le-nobom.json", 0, 1, "", ""},
    {"05-utf32le-bom.json", 0, 1, "", ""},
    {"06-crlf.json", 0, 1, "", ""},
    {"07-cr-only.json", 0, 1, "", ""},
    {"08-trailing-comma-object.json", 1, 1, "trailing-comma", ""},
    {"09-trailing-comma-array.json", 1, 1, "trailing-comma", ""},
    {"10-line-comment.json", 1, 1, "json-comment", ""},
    {"11-block-comment.json", 1, 1, "json-comment", ""},
    {"12-hash-comment.json", 2, 0, "syntax-error", "#"},
    {"13-single-quotes.json", 2, 0, "syntax-error", "single quote"},
    {"14-smart-quotes.json", 2, 0, "syntax-error", "U+201C"},
    {"15-smart-quotes-all.json", 2, 0, "syntax-error", "U+201D"},
    {"16-dup-key-effect.json", 1, 1, "duplicate-key", ""},
    {"17-dup-key-aws.json", 1, 1, "duplicate-key public-trust", ""},
    {"18-dup-key-escaped.json", 1, 1, "duplicate-key", ""},
    {"19-dup-statement.json", 1, 1, "duplicate-key missing-statement", ""},
    {"20-ndjson.ndjson", 0, 3, "", ""},
    {"21-concatenated.json", 0, 2, "", ""},
    {"22-truncated.json", 2, 0, "syntax-error", "inside a string"},
    {"23-empty.json", 2, 0, "syntax-error", "empty"},
    {"24-whitespace-only.json", 2, 0, "syntax-error", "no JSON value"},
    {"25-missing-braces-like-seed.json", 2, 0, "syntax-error", "'{' missing"},
    {"26-placeholder-my-account.json", 1, 1, "unresolved-placeholder", ""},
    {"27-placeholder-angle.json", 1, 1, "unresolved-placeholder", ""},
    {"28-placeholder-dollar.json", 1, 1, "unresolved-placeholder", ""},
    {"29-placeholder-jinja-value.json", 1, 1, "unresolved-placeholder", ""},
    {"30-placeholder-jinja-bare.json", 2, 0, "syntax-error", "render it first"},
    {"31-placeholder-tf-interp.json", 1, 1, "unresolved-placeholder", ""},
    {"32-placeholder-handlebar-bare-key.json", 2, 0, "syntax-error", "render it first"},
    {"33-yaml-policy.yaml", 1, 1, "wrong-type", ""},
    {"34-gz.json.gz", 0, 1, "", ""},
    {"35-deep-array-100000.json", 2, 0, "syntax-error", "deeper than 512"},
    {"36-deep-object-20000.json", 2, 0, "syntax-error", "deeper than 512"},
    {"37-lone-surrogate.json", 1, 1, "lone-surrogate", ""},
    {"38-invalid-utf8.json", 2, 0, "syntax-error", "UTF-8"},
    {"39-nul-byte.json", 2, 0, "syntax-error", "NUL"},
    {"40-control-char-in-string.json", 2, 0, "syntax-error", "TAB"},
    {"41-nbsp-indent.json", 2, 0, "syntax-error", "NO-BREAK SPACE"},
    {"42-zero-width-in-action.json", 1, 1, "unsupported-character", ""},
    {"43-homoglyph-action.json", 1, 1, "unsupported-character", ""},
    {"44-trailing-space-in-arn.json", 1, 1, "unsupported-character", ""},
    {"45-account-as-number.json", 1, 1, "wrong-type", ""},
    {"46-account-as-number-leading-zero.json", 2, 0, "syntax-error", "begin with a zero"},
    {"47-nan.json", 2, 0, "syntax-error", "NaN"},
    {"48-key-case.json", 1, 1, "unknown-element", ""},
    {"49-url-encoded-getrole.json", 0, 1, "", ""},
    {"50-url-encoded-plus.json", 0, 1, "", ""},
    {"51-json-string-in-string.json", 1, 1, "missing-resource principal-not-allowed", ""},
    {"52-triple-encoded-config.json", 0, 1, "", ""},
    {"53-unicode-escapes.json", 0, 1, "", ""},
    {"54-two-gaad-pages.json", 1, 1, "role-without-permissions", ""},
    {"55-truncated-page-only.json", 2, 0, "", "not checked"},
    {"56-ansi-cli-color.json", 2, 0, "syntax-error", "colour"},
    {"57-shell-prompt-paste.txt", 2, 0, "syntax-error", "command line"},
    {"58-aws-cli-error.txt", 2, 0, "syntax-error", "AccessDenied"},
    // clang-format on
};

TEST(BrokenInput, HasTheExpectedOutcome) {
  auto data = support::SharedData();
  ROLELINT_REQUIRE(data, "the shared data (ROLELINT_SHARED_DATA)");
  std::set<std::string> told;
  for (const Outcome& expected : kOutcomes) {
    SCOPED_TRACE(expected.file);
    told.insert(expected.file);
    support::RunResult run = support::RunProgram(
        support::Program(),
        {"check", "--no-config", "--format", "json", (*data / "broken" / expected.file).string()});
    EXPECT_EQ(run.status, expected.status) << run.err;
    Json report = Json::parse(run.out, nullptr, false);
    ASSERT_TRUE(report.is_object()) << run.out;
    std::set<std::string> rules;
    for (const Json& finding : report["findings"]) {
      if (!kAside.contains(finding["rule"])) rules.insert(finding["rule"]);
    }
    std::string names;
    for (const std::string& rule : rules) names += (names.empty() ? "" : " ") + rule;
    EXPECT_EQ(names, expected.rules);
    EXPECT_EQ(report["summary"]["policies"], expected.policies);
    std::string errors;
    for (const Json& error : report["errors"]) errors += error["message"].get<std::string>();
    if (*expected.says == '\0') {
      EXPECT_EQ(errors, "");
    } else {
      EXPECT_NE(errors.find(expected.says), std::string::npos) << errors;
    }
    // The same in every format.
    for (const char* format : {"text", "concise", "jsonl", "sarif"}) {
      EXPECT_EQ(
          support::RunProgram(support::Program(), {"check", "--no-config", "--format", format,
                                                   (*data / "broken" / expected.file).string()})
              .status,
          expected.status)
          << format;
    }
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(*data / "broken")) {
    EXPECT_TRUE(told.contains(entry.path().filename().string())) << entry.path();
  }
}

// Collected as others have published them. What is a template of another tool, and reads as one, is
// that format's own business.
constexpr Outcome kWild[] = {
    // clang-format off
    {"awslabs+landing-zone-accelerator-on-aws/source__packages__@aws-accelerator__accelerator__test__configs__all-enabled__resource-policies__backup-vault.json", 2, 0, "syntax-error", "render it first"},
    {"awslabs+landing-zone-accelerator-on-aws/source__packages__@aws-accelerator__accelerator__test__configs__all-enabled__resource-policies__glue-catalog.json", 2, 0, "syntax-error", "render it first"},
    {"awslabs+landing-zone-accelerator-on-aws/source__packages__@aws-accelerator__accelerator__test__configs__all-enabled__resource-policies__kms.json", 2, 0, "syntax-error", "render it first"},
    {"awslabs+landing-zone-accelerator-on-aws/source__packages__@aws-accelerator__accelerator__test__configs__all-enabled__resource-policies__lex-bot.json", 2, 0, "syntax-error", "render it first"},
    {"awslabs+landing-zone-accelerator-on-aws/source__packages__@aws-accelerator__accelerator__test__configs__all-enabled__resource-policies__s3.json", 2, 0, "syntax-error", "render it first"},
    {"awslabs+landing-zone-accelerator-on-aws/source__packages__@aws-accelerator__accelerator__test__configs__all-enabled__resource-policies__secrets-manager.json", 2, 0, "syntax-error", "render it first"},
    {"awslabs+landing-zone-accelerator-on-aws/source__packages__@aws-accelerator__accelerator__test__configs__all-enabled__resource-policies__sns.json", 2, 0, "syntax-error", "render it first"},
    {"awslabs+landing-zone-accelerator-on-aws/source__packages__@aws-accelerator__accelerator__test__configs__replacements__resource-policies__s3.json", 2, 0, "syntax-error", "render it first"},
    {"awslabs+aws-cloudformation-iam-policy-validator/cfn_policy_validator__tests__validation_tests__test_files__input_with_max_size_aws_managed_policy.json", 2, 0, "syntax-error", "render it first"},
    {"bridgecrewio+checkov/tests__cloudformation__parser__success_triple_quotes_string.json", 2, 0, "syntax-error", "three quotes"},
    {"flosell+iam-policy-json-to-terraform/converter__fixtures__tf-interpolations.json", 2, 0, "syntax-error", "render it first"},
    // clang-format on
};
constexpr const char* kOtherFormats[] = {
    "Skyscanner+cfripper", "AWSAccelerator-InstallerStack.template", "RouteTable.template",
    "plan_with_utf_16_encoding__tfplan.json"};

// In one process, which the sanitizers watch.
TEST(BrokenInput, AllInOneRun) {
  auto data = support::SharedData();
  ROLELINT_REQUIRE(data, "the shared data (ROLELINT_SHARED_DATA)");
  for (const char* format : {"text", "json", "sarif"}) {
    const support::RunResult run = support::RunProgram(
        support::Program(),
        {"check", "--no-config", "--format", format, (*data / "broken").string()});
    EXPECT_EQ(run.status, 2) << run.err;
    EXPECT_THAT(run.err, ::testing::Not(::testing::HasSubstr("Sanitizer"))) << format;
  }
}

TEST(BrokenInput, InTheWild) {
  auto data = support::SharedData();
  ROLELINT_REQUIRE(data, "the shared data (ROLELINT_SHARED_DATA)");
  std::set<std::string> told;
  for (const Outcome& expected : kWild) {
    SCOPED_TRACE(expected.file);
    told.insert(expected.file);
    support::RunResult run = support::RunProgram(
        support::Program(), {"check", "--no-config", "--format", "json",
                             (*data / "broken-in-the-wild" / expected.file).string()});
    EXPECT_EQ(run.status, expected.status) << run.err;
    Json report = Json::parse(run.out, nullptr, false);
    ASSERT_TRUE(report.is_object()) << run.out;
    // One finding for the one cause.
    ASSERT_EQ(report["findings"].size(), 1U);
    EXPECT_EQ(report["findings"][0]["rule"], expected.rules);
    ASSERT_EQ(report["errors"].size(), 1U);
    EXPECT_NE(report["errors"][0]["message"].get<std::string>().find(expected.says),
              std::string::npos)
        << report["errors"];
  }
  for (const auto& entry : fs::recursive_directory_iterator(*data / "broken-in-the-wild")) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().lexically_relative(*data / "broken-in-the-wild").string();
    bool other = false;
    for (const char* part : kOtherFormats) other = other || name.find(part) != std::string::npos;
    EXPECT_TRUE(other || told.contains(name)) << name;
  }
}

}  // namespace
}  // namespace rolelint::broken_input_test
