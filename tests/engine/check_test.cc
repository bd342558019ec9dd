#include "analyzer/engine/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/resolve.h"
#include "analyzer/policy/query.h"
#include "tests/support/paths.h"

namespace rolelint::engine::check_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Reports every Effect that is Allow.
void ReportAllow(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows()) continue;
    report.Report(statement.effect_text.span, "allows").Related(statement.span, "this statement");
  }
}
void ReportSyntax(const SourceContext& context, Reporter& report) {
  for (const json::Issue& issue : context.issues) report.Report(issue.span, issue.message);
}
void ReportRole(const estate::Entity& entity, const EstateContext&, Reporter& report) {
  report.Report(entity.place, "is " + entity.name);
}
void ReportCount(const EstateContext& context, Reporter& report) {
  if (context.estate.entities().empty()) return;
  report.Report(context.estate.entities()[0].place,
                "first of " + std::to_string(context.estate.entities().size()));
}

const Rule kAllow = {.id = "allow",
                     .summary = "s",
                     .level = Level::kWarning,
                     .kinds = policy::kAllKinds,
                     .check_document = ReportAllow};
const Rule kSyntax = {
    .id = "syntax-error", .summary = "s", .level = Level::kError, .check_source = ReportSyntax};
const Rule kEntity = {
    .id = "entity", .summary = "s", .level = Level::kSuggestion, .check_entity = ReportRole};
const Rule kEstate = {
    .id = "estate", .summary = "s", .level = Level::kSecurity, .check_estate = ReportCount};
const Rule kPedantic = {.id = "pedantic",
                        .summary = "s",
                        .persona = Persona::kPedantic,
                        .kinds = policy::kAllKinds,
                        .check_document = ReportAllow};
const Rule* const kRules[] = {&kAllow, &kSyntax, &kEntity, &kEstate, &kPedantic};

void ReportType(const DocumentContext& context, Reporter& report) {
  report.Report(context.document.span, std::string(policy::KindName(context.document.kind)) + " " +
                                           std::string(context.resource_type));
}
const Rule kType = {.id = "type",
                    .summary = "s",
                    .level = Level::kWarning,
                    .kinds = policy::kAllKinds,
                    .check_document = ReportType};

const char kTrust[] =
    R"({"Version": "2012-10-17", "Statement": [{"Sid": "Switch", "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]})";

std::string GetRole(std::string_view account) {
  return R"({"Role": {"Path": "/", "RoleName": "r", "RoleId": "AROAAAAAAAAAAAAAAAAAA", "Arn": "arn:aws:iam::)" +
         std::string(account) + R"(:role/r", "AssumeRolePolicyDocument": )" + kTrust + "}}";
}

InputSpec Bytes(std::string name, std::string bytes) {
  InputSpec spec;
  spec.display_name = std::move(name);
  spec.bytes = std::move(bytes);
  return spec;
}

CheckResult RunCheck(std::vector<InputSpec> inputs, CheckOptions options = {},
                     std::string_view yaml = "") {
  std::vector<ConfigError> errors;
  std::optional<Config> config = Config::Parse(yaml, "rolelint.yaml", kRules, &errors);
  EXPECT_TRUE(config) << errors.size();
  if (options.threads == 0) options.threads = 1;
  return Check(std::move(inputs), kRules, *config, catalog::Catalog::BuiltIn(), options);
}

// "file:line:column rule" of every finding.
std::vector<std::string> Places(const CheckResult& result) {
  std::vector<std::string> places;
  for (const Finding& finding : result.findings) {
    places.push_back(finding.location.file + ":" + std::to_string(finding.location.start_line) +
                     ":" + std::to_string(finding.location.start_column) + " " +
                     std::string(finding.rule->id));
  }
  return places;
}

TEST(Check, RulesAreToldTheResourceType) {
  for (const auto& [type, kind, expected] :
       std::vector<std::tuple<std::string, std::optional<policy::Kind>, std::string>>{
           {"", std::nullopt, "trust "},
           {"AWS::S3::Bucket", std::nullopt, "resource AWS::S3::Bucket"},
           {"AWS::S3::Bucket", policy::Kind::kScp, "scp AWS::S3::Bucket"},
           {"AWS::IAM::AssumeRolePolicyDocument", std::nullopt,
            "trust AWS::IAM::AssumeRolePolicyDocument"}}) {
    const Rule* const rules[] = {&kType};
    CheckOptions options;
    options.kind = kind;
    options.resource_type = type;
    options.threads = 1;
    const CheckResult result = Check({Bytes("p.json", kTrust)}, rules, Config::Default(rules),
                                     catalog::Catalog::BuiltIn(), options);
    ASSERT_EQ(result.findings.size(), 1U);
    EXPECT_EQ(result.findings[0].message, expected);
  }
}

TEST(CheckTest, ResolvesADocumentFinding) {
  CheckResult result = RunCheck({Bytes("a.json", kTrust)});
  ASSERT_EQ(result.findings.size(), 1U);
  const Finding& finding = result.findings[0];
  EXPECT_EQ(finding.matched_text, "Allow");
  EXPECT_EQ(finding.pointer, "/Statement/0/Effect");
  EXPECT_EQ(finding.file_pointer, "/Statement/0/Effect");
  EXPECT_EQ(finding.source_line, kTrust);
  EXPECT_EQ(
      std::string_view(kTrust).substr(finding.location.start_byte,
                                      finding.location.end_byte - finding.location.start_byte),
      "Allow");
  EXPECT_EQ(finding.location.start_column, finding.location.start_byte + 1);
  EXPECT_TRUE(finding.policy.present);
  EXPECT_EQ(finding.policy.kind, policy::Kind::kTrust);
  ASSERT_EQ(finding.related.size(), 1U);
  EXPECT_EQ(finding.related[0].location.file, "a.json");
  EXPECT_LT(finding.related[0].location.start_byte, finding.location.start_byte);
  EXPECT_EQ(finding.fingerprint.size(), 16U);
  EXPECT_EQ(finding.facts->number, 1U);
  EXPECT_EQ(result.policies, 1U);
  EXPECT_FALSE(result.incomplete);
  EXPECT_EQ(result.by_level[static_cast<int>(Level::kWarning)], 1U);
}

TEST(CheckTest, EntityAndEstateRulesSeeTheMergedEstate) {
  CheckResult result = RunCheck(
      {Bytes("a.json", GetRole("111122223333")), Bytes("b.json", GetRole("444455556666"))});
  std::vector<std::string> rules;
  for (const Finding& finding : result.findings)
    rules.push_back(finding.location.file + " " + finding.message);
  EXPECT_THAT(rules,
              ::testing::UnorderedElementsAre("a.json is r", "a.json first of 2", "a.json allows",
                                              "b.json is r", "b.json allows"));
  for (const Finding& finding : result.findings) {
    if (finding.rule == &kEntity) {
      EXPECT_THAT(finding.file_pointer, HasSubstr("/Role/"));
    }
    if (finding.rule == &kAllow) {
      EXPECT_EQ(finding.file_pointer, "/Role/AssumeRolePolicyDocument/Statement/0/Effect");
      EXPECT_EQ(finding.pointer, "/Statement/0/Effect");
      EXPECT_THAT(finding.policy.owner_arn, HasSubstr(":role/r"));
    }
  }
}

TEST(CheckTest, ADocumentReachedTwiceIsReportedOnce) {
  std::string minified = GetRole("111122223333");
  std::string spaced;
  for (char c : minified) spaced += c == ',' ? std::string(",\n   ") : std::string(1, c);
  CheckResult result = RunCheck({Bytes("a.json", minified), Bytes("b.json", spaced)});
  EXPECT_THAT(Places(result), ::testing::Each(HasSubstr("a.json:")));
  // Two bare policies are two, whatever they say: nobody knows whose they are.
  EXPECT_EQ(RunCheck({Bytes("a.json", kTrust), Bytes("b.json", kTrust)}).findings.size(), 2U);
}

TEST(CheckTest, PersonaConfigurationAndLevelsDecideWhatRuns) {
  CheckOptions pedantic;
  pedantic.persona = Persona::kPedantic;
  EXPECT_EQ(RunCheck({Bytes("a.json", kTrust)}, pedantic).findings.size(), 2U);
  EXPECT_THAT(RunCheck({Bytes("a.json", kTrust)}, {}, "rules: {allow: off}").findings, IsEmpty());
  CheckResult raised = RunCheck({Bytes("a.json", kTrust)}, {}, "rules: {allow: error}");
  ASSERT_EQ(raised.findings.size(), 1U);
  EXPECT_EQ(raised.findings[0].level, Level::kError);
  CheckOptions errors_only;
  errors_only.min_severity = Severity::kHigh;
  EXPECT_THAT(RunCheck({Bytes("a.json", kTrust)}, errors_only).findings, IsEmpty());
  EXPECT_EQ(
      RunCheck({Bytes("a.json", kTrust)}, errors_only, "rules: {allow: error}").findings.size(),
      1U);
}

TEST(CheckTest, UnreadableInputIsAnErrorAndAFinding) {
  for (const std::string& bytes :
       {std::string("{\"Version\": "), std::string("{'a': 1}"), std::string("\xff\xfe\xfd"),
        std::string("{\"Statement\": \"\0\"}", 17)}) {
    CheckResult result = RunCheck({Bytes("a.json", bytes)});
    EXPECT_TRUE(result.incomplete) << bytes;
    ASSERT_EQ(result.errors.size(), 1U) << bytes;
    EXPECT_EQ(result.errors[0].file, "a.json");
    EXPECT_TRUE(result.errors[0].location) << bytes;
    ASSERT_EQ(result.findings.size(), 1U) << bytes;
    EXPECT_EQ(result.findings[0].rule, &kSyntax);
    EXPECT_THAT(result.findings[0].fingerprint, Not(IsEmpty()));
  }
}

TEST(CheckTest, ABadByteHasAPlace) {
  CheckResult result = RunCheck({Bytes("a.json", "{\n \"é\": \"\xff\"}")});
  ASSERT_EQ(result.findings.size(), 1U);
  const Location& location = result.findings[0].location;
  EXPECT_EQ(location.start_line, 2U);
  EXPECT_EQ(location.start_column, 8U);
  EXPECT_EQ(location.start_byte, 10U);
}

TEST(CheckTest, NothingToCheckIsAnError) {
  EXPECT_TRUE(RunCheck({}).incomplete);
  CheckResult named = RunCheck({Bytes("a.json", "{\"a\": 1}")});
  EXPECT_TRUE(named.incomplete);
  ASSERT_EQ(named.errors.size(), 1U);
  InputSpec found = Bytes("a.json", "{\"a\": 1}");
  found.explicitly_named = false;
  CheckResult passed_over = RunCheck({found});
  EXPECT_TRUE(passed_over.incomplete);
  found.explicitly_named = false;
  EXPECT_FALSE(RunCheck({found, Bytes("b.json", kTrust)}).incomplete);
}

TEST(CheckTest, AnEmptyFileInAFolderIsPassedOver) {
  InputSpec found = Bytes("a.json", "");
  EXPECT_TRUE(RunCheck({found, Bytes("b.json", kTrust)}).incomplete);
  found.explicitly_named = false;
  EXPECT_FALSE(RunCheck({found, Bytes("b.json", kTrust)}).incomplete);
}

TEST(CheckTest, TruncatedExportsCanBeAccepted) {
  std::string dump =
      R"({"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [], "Policies": [],)"
      R"( "IsTruncated": true, "Marker": "x"})";
  CheckResult strict = RunCheck({Bytes("dump.json", dump), Bytes("b.json", kTrust)});
  EXPECT_TRUE(strict.incomplete);
  EXPECT_EQ(strict.not_checked, 1U);
  ASSERT_EQ(strict.inputs.size(), 2U);
  ASSERT_EQ(strict.inputs[0].not_checked.size(), 1U);
  EXPECT_THAT(strict.inputs[0].not_checked[0].pointer, HasSubstr("/IsTruncated"));
  CheckOptions accept;
  accept.allow_incomplete = true;
  CheckResult accepted = RunCheck({Bytes("dump.json", dump), Bytes("b.json", kTrust)}, accept);
  EXPECT_FALSE(accepted.incomplete);
  EXPECT_EQ(accepted.notes.size(), 1U);
}

TEST(CheckTest, TwoFindingsOfARuleOnALineHaveTwoFingerprints) {
  std::string statement =
      R"({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"})";
  std::string policy =
      R"({"Version": "2012-10-17", "Statement": [)" + statement + ", " + statement + "]}";
  CheckResult result = RunCheck({Bytes("a.json", policy)});
  ASSERT_EQ(result.findings.size(), 2U);
  EXPECT_EQ(result.findings[0].facts->identity, result.findings[1].facts->identity);
  EXPECT_EQ(result.findings[0].facts->number, 1U);
  EXPECT_EQ(result.findings[1].facts->number, 2U);
  EXPECT_NE(result.findings[0].fingerprint, result.findings[1].fingerprint);
}

TEST(CheckTest, FingerprintsSurviveNewLinesAndStatements) {
  std::string before = RunCheck({Bytes("a.json", kTrust)}).findings[0].fingerprint;
  std::string changed = R"({
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:TagSession"},
    {"Sid": "Switch", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole",
     "Effect": "Allow"}
  ]
})";
  CheckResult after = RunCheck({Bytes("a.json", changed)});
  ASSERT_EQ(after.findings.size(), 1U);
  EXPECT_EQ(after.findings[0].fingerprint, before);
}

TEST(CheckTest, LongLinesAreCutAroundTheFinding) {
  std::string policy =
      R"({"Id": ")" + std::string(5000, 'x') + "é\", " + std::string(kTrust).substr(1);
  CheckResult result = RunCheck({Bytes("a.json", policy)});
  ASSERT_EQ(result.findings.size(), 1U);
  const Finding& finding = result.findings[0];
  EXPECT_LT(finding.source_line.size(), 300U);
  size_t at = finding.location.start_column - 1 - finding.source_line_cut;
  EXPECT_EQ(finding.source_line.substr(at, 5), "Allow");
}

class CheckFilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = support::NewFolder("check");
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  InputSpec Write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    InputSpec spec;
    spec.path = (folder_ / name).string();
    spec.display_name = name;
    return spec;
  }

  std::filesystem::path folder_;
};

std::string BigDump(std::string_view account, int roles) {
  std::string dump = R"({"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [)";
  for (int i = 0; i < roles; ++i) {
    std::string name = "role-" + std::to_string(i);
    dump += i == 0 ? "\n" : ",\n";
    dump += R"({"Path": "/", "RoleName": ")";
    dump += name;
    dump += R"(", "RoleId": "AROAAAAAAAAAAAAAAAAAA", "Arn": "arn:aws:iam::)";
    dump += account;
    dump += ":role/";
    dump += name;
    dump += R"(", "AssumeRolePolicyDocument": )";
    dump += kTrust;
    dump.append(1500, ' ');
    dump +=
        R"(, "RolePolicyList": [], "AttachedManagedPolicies": [], "InstanceProfileList": [], "Tags": []})";
  }
  return dump + R"(], "Policies": []})";
}

TEST_F(CheckFilesTest, ThreadsChangeNothing) {
  // One dump large enough to be cut, more text than is kept, and a broken file between.
  std::vector<InputSpec> inputs;
  inputs.push_back(Write("big.json", BigDump("111122223333", 12000)));
  inputs.push_back(Write("broken.json", "{\"Statement\": [}"));
  inputs.push_back(Write("other.json", BigDump("444455556666", 12000)));
  inputs.push_back(Write("small.json", kTrust));
  ASSERT_GT(std::filesystem::file_size(folder_ / "big.json"), uint64_t{16} << 20);
  CheckOptions options;
  options.threads = 1;
  CheckResult one = RunCheck(inputs, options);
  options.threads = 4;
  CheckResult four = RunCheck(inputs, options);
  EXPECT_EQ(one.policies, 24001U);
  EXPECT_EQ(one.policies, four.policies);
  ASSERT_EQ(one.findings.size(), four.findings.size());
  ASSERT_GT(one.findings.size(), 48000U);
  for (size_t i = 0; i < one.findings.size(); ++i) {
    const Finding& a = one.findings[i];
    const Finding& b = four.findings[i];
    ASSERT_EQ(a.rule, b.rule);
    ASSERT_EQ(a.place, b.place);
    ASSERT_EQ(a.message, b.message);
    ASSERT_EQ(a.file_pointer, b.file_pointer);
    ASSERT_EQ(a.pointer, b.pointer);
    ASSERT_EQ(a.fingerprint, b.fingerprint);
    ASSERT_EQ(a.location.start_line, b.location.start_line);
  }
  ASSERT_EQ(one.errors.size(), four.errors.size());
  for (size_t i = 0; i < one.errors.size(); ++i)
    EXPECT_EQ(one.errors[i].message, four.errors[i].message);
}

TEST_F(CheckFilesTest, AMissingFileIsAnErrorWithTheSystemsReason) {
  InputSpec spec;
  spec.path = (folder_ / "absent.json").string();
  spec.display_name = "absent.json";
  CheckResult result = RunCheck({spec, Write("a.json", kTrust)});
  EXPECT_TRUE(result.incomplete);
  ASSERT_EQ(result.errors.size(), 1U);
  EXPECT_THAT(result.errors[0].message, HasSubstr("No such file"));
  EXPECT_EQ(result.findings.size(), 1U);
}

// A rule that changes the file between reading and resolving: what a person with an editor may do.
std::filesystem::path g_changing;
void Change(const EstateContext&, Reporter&) { std::ofstream(g_changing, std::ios::app) << " "; }

TEST_F(CheckFilesTest, AFileThatChangesMeanwhileIsAnError) {
  static const Rule kChanger = {.id = "changer", .summary = "s", .check_estate = Change};
  const Rule* const rules[] = {&kAllow, &kChanger};
  std::vector<InputSpec> inputs;
  std::string padding = "\n" + std::string(size_t{33} << 20, ' ');
  inputs.push_back(Write("a.json", kTrust + padding));
  inputs.push_back(Write("b.json", kTrust));
  g_changing = folder_ / "a.json";
  CheckOptions options;
  options.threads = 1;
  CheckResult result =
      Check(inputs, rules, Config::Default(rules), catalog::Catalog::BuiltIn(), options);
  EXPECT_TRUE(result.incomplete);
  ASSERT_EQ(result.errors.size(), 1U);
  EXPECT_EQ(result.errors[0].file, "a.json");
  EXPECT_THAT(result.errors[0].message, HasSubstr("changed while being read"));
  EXPECT_THAT(Places(result), ElementsAre("a.json:1:1 allow", ::testing::StartsWith("b.json:1:")));
}

}  // namespace
}  // namespace rolelint::engine::check_test
