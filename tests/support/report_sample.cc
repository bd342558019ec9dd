#include "tests/support/report_sample.h"

#include <array>
#include <cassert>
#include <string>

#include "analyzer/engine/rule.h"

namespace rolelint::support {
namespace {

using engine::CheckResult;
using engine::Finding;
using engine::Level;
using engine::Location;

constexpr std::array<std::string_view, 2> kRootCodes = {"peer:ROOT_TRUST", "other:trust-root"};

const engine::Rule kRoot = {
    .id = "root-principal",
    .summary = "A role trusts a whole account instead of a person.",
    .level = Level::kSecurity,
    .security_severity = "5.5",
    .confidence = engine::Confidence::kMedium,
    .kinds = policy::Kind::kTrust,
    .equivalents = kRootCodes,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html",
};
const engine::Rule kPublic = {
    .id = "public-trust",
    .summary = "Anybody may assume this role.",
    .level = Level::kSecurity,
    .security_severity = "9.5",
    .kinds = policy::Kind::kTrust,
};
const engine::Rule kSyntax = {
    .id = "syntax-error",
    .summary = "The text is not JSON.",
    .level = Level::kError,
};
const engine::Rule kSid = {
    .id = "sid-characters",
    .summary = "A Sid has characters that AWS refuses.",
    .level = Level::kWarning,
    .confidence = engine::Confidence::kLow,
};
const engine::Rule kTags = {
    .id = "role-tags",
    .summary = "A role lacks a required tag.",
    .level = Level::kSuggestion,
};
const engine::Rule kQuiet = {
    .id = "never-found",
    .summary = "Nothing in the sample breaks this.",
    .level = Level::kWarning,
};
constexpr std::array<const engine::Rule*, 6> kRules = {&kRoot, &kPublic, &kSyntax,
                                                       &kSid,  &kTags,   &kQuiet};

// Code points, or UTF-16 units, of valid UTF-8.
uint32_t Columns(std::string_view text, bool utf16) {
  uint32_t count = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) count += utf16 && byte >= 0xF0 ? 2 : 1;
  }
  return count;
}

Finding Base(const engine::Rule& rule, std::string message, Location location,
             std::string_view line) {
  Finding finding;
  finding.rule = &rule;
  finding.level = rule.level;
  finding.confidence = rule.confidence;
  finding.message = std::move(message);
  finding.location = std::move(location);
  finding.source_line = line;
  finding.place.file = 0;
  return finding;
}

// Facts as a run makes them; `digits` stand for an identity.
void Identify(std::string_view digits, Finding* finding) {
  finding->facts = std::make_shared<engine::FindingFacts>();
  finding->facts->identity = std::string(16 - digits.size(), '0').append(digits);
  finding->fingerprint = finding->facts->identity;
  if (!finding->policy.present) return;
  accept::Evidence evidence;
  accept::AddStatement(finding->policy.kind, true, R"({"Effect":"Allow","Action":["\u202e"]})",
                       &evidence);
  accept::Finish(false, &evidence);
  finding->facts->evidence = std::make_shared<accept::Evidence>(std::move(evidence));
}

engine::Related Other(std::string label, Location location, std::string_view line) {
  engine::Related related;
  related.label = std::move(label);
  related.place.file = 0;
  related.location = std::move(location);
  related.source_line = line;
  return related;
}

// Places in the same line, in the same file further down, and in another file; a fix; a policy of a
// role.
Finding RootFinding() {
  constexpr std::string_view kFile = "acme/trust.json";
  constexpr std::string_view kLine =
      R"(      "Principal": { "AWS": "arn:aws:iam::111122223333:root" },)";
  constexpr std::string_view kAction = R"(      "Action": "sts:AssumeRole")";
  constexpr std::string_view kUser = R"(  "Arn": "arn:aws:iam::111122223333:user/eve",)";
  Finding finding = Base(kRoot, "the role trusts all of account 111122223333",
                         LocationIn(kFile, 6, kLine, "arn:aws:iam::111122223333:root", 80), kLine);
  finding.label = "everybody there whom an administrator lets";
  finding.help =
      "name the person or the role that switches:\n\"arn:aws:iam::111122223333:user/eve\"";
  finding.related.push_back(Other("this could carry a condition",
                                  LocationIn(kFile, 9, kAction, "\"Action\"", 190), kAction));
  finding.related.push_back(
      Other("for AWS principals", LocationIn(kFile, 6, kLine, "\"AWS\"", 80), kLine));
  finding.related.push_back(
      Other("the only user", LocationIn("client/dump.json", 120, kUser, "user/eve", 4000), kUser));
  finding.pointer = "/Statement/0/Principal/AWS";
  finding.file_pointer = "/Statement/0/Principal/AWS";
  finding.policy.present = true;
  finding.policy.kind = policy::Kind::kTrust;
  finding.policy.kind_source = policy::KindSource::kContent;
  finding.policy.owner_arn = "arn:aws:iam::444455556666:role/acme-account-own";
  Identify("5f1d", &finding);
  engine::Edit edit;
  edit.location = finding.location;
  edit.start_byte = finding.location.start_byte;
  edit.end_byte = finding.location.end_byte;
  edit.text = "arn:aws:iam::111122223333:user/eve";
  finding.fix = engine::Fix{false, {edit}};
  return finding;
}

// Everything on one line, as a minified dump has it: two places far apart, of which one is cut out
// already.
Finding MinifiedFinding() {
  std::string line = R"({"RoleDetailList":[)";
  for (int i = 0; i < 6; ++i)
    line += R"({"Path":"/","RoleName":"filler-)" + std::to_string(i) + "\"},";
  line += R"({"RoleName":"open","AssumeRolePolicyDocument":{"Statement":[{"Principal":"*"}]}},)";
  for (int i = 6; i < 12; ++i)
    line += R"({"Path":"/","RoleName":"filler-)" + std::to_string(i) + "\"},";
  line += R"({"Tags":[]}]})";
  Finding finding = Base(kPublic, "anybody may assume this role",
                         LocationIn("dump.json.gz", 1, line, "\"*\""), line);
  finding.label = "everybody";
  Location far = finding.location;
  far.start_column = far.start_column_utf16 = 2'000'011;
  far.end_column = far.end_column_utf16 = 2'000'015;
  far.start_byte = 2'000'010;
  far.end_byte = 2'000'014;
  engine::Related related = Other("this role", far, R"("RoleName":"open","Path":"/")");
  related.source_line_cut = 1'999'998;
  finding.related.push_back(related);
  finding.pointer = "/Statement/0/Principal";
  finding.file_pointer = "/RoleDetailList/6/AssumeRolePolicyDocument/Statement/0/Principal";
  finding.policy.present = true;
  finding.policy.kind = policy::Kind::kTrust;
  finding.policy.kind_source = policy::KindSource::kWrapping;
  finding.policy.owner_arn = "arn:aws:iam::444455556666:role/open";
  Identify("77aa", &finding);
  return finding;
}

// Escape sequences, bidi and zero-width characters, bytes that are not UTF-8, line breaks and a
// link in what a policy or a file system supplies.
Finding HostileFinding() {
  constexpr std::string_view kFile = "100% odd/ünï\xFF:x.json";
  constexpr std::string_view kLine =
      "\t\"Sid\": \"\xE6\x97\xA5\xE6\x9C\xAC e\xCC\x81\x1B[31m\xE2\x80\xAE\xF0\x9F\x98\x80 "
      "x\",\t\"b\"";
  Finding finding = Base(
      kSid,
      "the Sid \"a\x1B]0;pwned\x07\xE2\x80\xAE\xFF\nb\xC2\x9B{0}\" and [this](https://example.com)",
      LocationIn(kFile, 2, kLine, "\xF0\x9F\x98\x80", 2), kLine);
  finding.label = "not \x1B[2Ja letter\n";
  finding.help =
      "take letters\nand \x07"
      "digits";
  finding.related.push_back(
      Other("also [here]\\ \xE2\x80\x8B", LocationIn(kFile, 2, kLine, "\"b\"", 2), kLine));
  finding.pointer = "/Statement/Sid\x1B";
  finding.file_pointer = "/Statement/Sid\x1B";
  finding.policy.present = true;
  finding.policy.kind = policy::Kind::kIdentity;
  finding.policy.kind_source = policy::KindSource::kDefault;
  finding.policy.name = "na\nme\x1B";
  Identify("0b0b", &finding);
  engine::Edit edit;
  edit.location = finding.location;
  edit.location.end_column = edit.location.start_column;
  edit.location.end_column_utf16 = edit.location.start_column_utf16;
  edit.location.end_byte = edit.location.start_byte;
  edit.start_byte = edit.end_byte = finding.location.start_byte;
  edit.text = "A\x1B";
  finding.fix = engine::Fix{true, {edit}};
  return finding;
}

Finding SyntaxFinding() {
  constexpr std::string_view kLine = "  'Version': 1";
  Finding finding = Base(kSyntax, "a string begins with ' instead of \"",
                         LocationIn("broken.json", 2, kLine, "'", 2), kLine);
  Identify("e0e0", &finding);
  return finding;
}

// No policy, a span over several lines, a place without text.
Finding TagFinding() {
  constexpr std::string_view kLine = "  \"Role\": {";
  Finding finding = Base(kTags, "role acme has no tag \"owner\"",
                         LocationIn("outside.json", 10, kLine, "{", 300), kLine);
  finding.location.file = "../outside.json";
  finding.location.end_line = 14;
  finding.location.end_column = finding.location.end_column_utf16 = 4;
  finding.location.end_byte = 420;
  finding.related.emplace_back();
  finding.related.back().label = "tags are known from list-role-tags";
  Identify("7a65", &finding);
  return finding;
}

}  // namespace

std::span<const engine::Rule* const> SampleRules() { return kRules; }

const engine::Rule& SampleRule(std::string_view id) {
  for (const engine::Rule* rule : kRules) {
    if (rule->id == id) return *rule;
  }
  assert(false && "no such sample rule");
  return kQuiet;
}

std::string_view SamplePage(std::string_view id) {
  if (id != "root-principal") return {};
  return "# root-principal\n\n## What it finds\n\nA trust policy that names `root` of an account, "
         "see [principals](https://docs.aws.amazon.com/IAM/).\n\n## Why it "
         "matters\n\n**Everybody** there "
         "may come.\n\n## Example\n\n```json\n{ \"AWS\": \"111122223333\" }\n```\n";
}

Location LocationIn(std::string_view file, uint32_t number, std::string_view line,
                    std::string_view needle, uint64_t line_byte) {
  const size_t at = line.find(needle);
  assert(at != std::string_view::npos);
  Location location;
  location.file = file;
  location.start_line = location.end_line = number;
  location.start_column = 1 + Columns(line.substr(0, at), false);
  location.end_column = location.start_column + Columns(needle, false);
  location.start_column_utf16 = 1 + Columns(line.substr(0, at), true);
  location.end_column_utf16 = location.start_column_utf16 + Columns(needle, true);
  location.start_byte = line_byte + at;
  location.end_byte = location.start_byte + needle.size();
  return location;
}

report::ReportOptions SampleOptions() {
  report::ReportOptions options;
  options.tool_version = "0.1.0";
  options.catalog_date = "2026-01-31";
  options.homepage = "https://example.com/rolelint";
  options.rule_page = SamplePage;
  return options;
}

CheckResult SampleResult() {
  CheckResult result;
  result.findings = {HostileFinding(), RootFinding(), SyntaxFinding(), MinifiedFinding(),
                     TagFinding()};
  for (const Finding& finding : result.findings) {
    ++result.by_level[static_cast<size_t>(finding.level)];
    ++result.by_severity[static_cast<size_t>(engine::SeverityOf(finding))];
  }
  result.inputs = {
      {"100% odd/ünï\xFF:x.json", "policy", "utf-8-bom", 1, {}, "", "", {}},
      {"acme/trust.json", "policy", "utf-8", 1, {}, "", "", {}},
      {"broken.json", "policy", "utf-16le", 0, {}, "", "", {}},
      {"dump.json.gz", "account-authorization-details", "gzip+utf-8", 40, {}, "", "", {}}};
  engine::NotCheckedPart part;
  part.pointer = "/IsTruncated";
  part.reason = "the export has further pages";
  part.location = LocationIn("dump.json.gz", 1, "{\"IsTruncated\": true}", "true");
  result.inputs.back().not_checked.push_back(part);
  result.notes.push_back({"the value of ${Env} is not known",
                          LocationIn("acme/trust.json", 3, "  \"Id\": \"${Env}\"", "${Env}", 20)});
  result.notes.push_back({"no configuration", std::nullopt});
  result.errors.push_back({"broken.json", "a string begins with ' instead of \"",
                           LocationIn("broken.json", 2, "  'Version': 1", "'", 2)});
  result.errors.push_back({"gone\x1B.json", "cannot open: no such file", std::nullopt});
  result.policies = 42;
  result.not_checked = 1;
  result.suppressed = 2;
  result.incomplete = true;
  return result;
}

}  // namespace rolelint::support
