// Real templates: all of them read, every finding at the text that it talks about, and none that
// rests on a value which the template leaves open.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/engine/rule.h"
#include "analyzer/inputs/input.h"
#include "tests/corpus/real_policies.h"
#include "tests/support/paths.h"

namespace rolelint::corpus::templates_test {
namespace {

namespace fs = std::filesystem;
using engine::Finding;
using engine::Location;

// Rules that judge what is known of a value that is open elsewhere in it.
const std::set<std::string_view> kJudgeParts = {
    "root-principal",        "wildcard-in-principal",
    "pass-any-role",         "any-service-linked-role",
    "assume-role-wildcard",  "unknown-region",
    "resource-form",         "oidc-trust",
    "malformed-account-id",  "saml-audience",
    "impossible-principal",  "arn-resource-format",
    "arn-field-not-allowed",
};

// Rules whose message quotes the very value that they point at, where it stands as it is.
const std::set<std::string_view> kQuoteTheirValue = {
    "unknown-action",   "unknown-service",        "root-principal",         "duplicate-sid",
    "unknown-operator", "unresolved-placeholder", "unsubstituted-reference"};

// The places of open values, in the file.
class OpenSink : public inputs::Sink {
 public:
  void OnDocument(const policy::Document& document, const inputs::Owner&) override {
    Take(document.root, *document.view);
  }
  void OnIssues(const text::View&, std::span<const json::Issue>) override {}

  std::vector<text::Span> spans;

 private:
  void Take(json::Value value, const text::View& view) {
    if (value.open()) spans.push_back(view.ToFile(value.span()));
    for (json::Value child : value) Take(child, view);
  }
};

struct Counts {
  int files = 0;
  int recognised = 0;
  uint32_t policies = 0;
  uint32_t open_values = 0;
  size_t not_checked = 0;
  size_t findings = 0;
};

bool IsFunction(const std::string& bytes) {
  return bytes.find('!') != std::string::npos || bytes.find("Fn::") != std::string::npos ||
         bytes.find("Ref") != std::string::npos || bytes.find("${") != std::string::npos;
}

void CheckFile(const std::string& name, const std::string& text, Counts* counts) {
  text::SourceError error;
  std::optional<text::Source> source = text::Source::FromBytes(name, text, &error);
  ASSERT_TRUE(source.has_value()) << name << ": " << error.message;
  inputs::Scratch scratch;
  OpenSink open;
  const inputs::InputResult read = inputs::ReadInput(*source, 0, {}, &scratch, &open);
  ++counts->files;
  counts->recognised += read.recognised && read.readable ? 1 : 0;
  counts->policies += read.policies;
  counts->open_values += read.open_values;
  counts->not_checked += read.not_checked.size();
  for (engine::Persona persona : {engine::Persona::kRegular, engine::Persona::kAuditor}) {
    RunSetting setting;
    setting.persona = persona;
    const engine::CheckResult result = CheckBytes(name, text, setting);
    EXPECT_EQ(result.policies, read.policies);
    if (persona == engine::Persona::kRegular) counts->findings += result.findings.size();
    for (const Finding& finding : result.findings) {
      SCOPED_TRACE(name + ": " + std::string(finding.rule->id) + ": " + finding.message);
      const Location& at = finding.location;
      ASSERT_LE(at.start_byte, at.end_byte);
      ASSERT_LE(at.end_byte, text.size());
      EXPECT_EQ(1 + std::count(text.begin(), text.begin() + static_cast<long>(at.start_byte), '\n'),
                at.start_line);
      // Nothing is known of a name for people that is empty.
      EXPECT_EQ(finding.message.find("  "), std::string::npos);
      const std::string bytes = text.substr(at.start_byte, at.end_byte - at.start_byte);
      if (kQuoteTheirValue.contains(finding.rule->id) && !bytes.empty() && !IsFunction(bytes)) {
        bool quoted = false;
        for (const std::string& reading : Readings(bytes)) {
          quoted = quoted || finding.message.find(reading) != std::string::npos;
        }
        EXPECT_TRUE(quoted) << bytes;
      }
      if (kJudgeParts.contains(finding.rule->id)) continue;
      for (const text::Span& span : open.spans) {
        EXPECT_FALSE(span.begin <= at.start_byte && at.end_byte <= span.end &&
                     at.start_byte < at.end_byte)
            << "rests on an open value: " << bytes;
      }
    }
  }
}

Counts CheckFolder(const fs::path& folder) {
  Counts counts;
  for (const fs::path& path : FilesBelow(folder)) {
    CheckFile(path.filename().string(), support::ReadFile(path), &counts);
  }
  return counts;
}

TEST(Templates, OfCloudFormation) {
  auto data = support::SharedData();
  ROLELINT_REQUIRE(data, "the shared data (ROLELINT_SHARED_DATA)");
  const Counts counts = CheckFolder(*data / "cfn");
  EXPECT_EQ(counts.files, 371);
  EXPECT_EQ(counts.recognised, 371);
  EXPECT_EQ(counts.policies, 1077U);
  EXPECT_EQ(counts.open_values, 918U);
  EXPECT_EQ(counts.not_checked, 6U);
}

TEST(Templates, OfSam) {
  auto data = support::SharedData();
  ROLELINT_REQUIRE(data, "the shared data (ROLELINT_SHARED_DATA)");
  const Counts counts = CheckFolder(*data / "sam-cfn");
  EXPECT_EQ(counts.files, 88);
  EXPECT_EQ(counts.recognised, 88);
  EXPECT_EQ(counts.policies, 319U);
  EXPECT_EQ(counts.open_values, 179U);
  EXPECT_EQ(counts.not_checked, 0U);
}

}  // namespace
}  // namespace rolelint::corpus::templates_test
