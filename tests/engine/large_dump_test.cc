// Dumps that are large enough to be cut and read by several threads: nothing in the result tells.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "analyzer/engine/read_inputs.h"

namespace rolelint::engine::large_dump_test {
namespace {

using ::testing::Gt;
using ::testing::SizeIs;

void ReportStars(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (statement.principal.is_bare_star()) report.Report(statement.principal.text.span, "a star");
  }
}
void ReportSyntax(const SourceContext& context, Reporter& report) {
  for (const json::Issue& issue : context.issues) report.Report(issue.span, issue.message);
}
const Rule kStars = {
    .id = "stars", .summary = "s", .kinds = policy::kAllKinds, .check_document = ReportStars};
const Rule kSyntax = {
    .id = "syntax-error", .summary = "s", .level = Level::kError, .check_source = ReportSyntax};
const Rule* const kRules[] = {&kStars, &kSyntax};

// A dump of one account; every 50th role trusts everyone.
std::string Dump(std::string_view blank, std::string_view tail) {
  std::string text = "{\"RoleDetailList\": [";
  for (int i = 0; text.size() < 3 * kWorthCutting; ++i) {
    const std::string name = "role-" + std::to_string(i);
    text += i == 0 ? "" : ",";
    text += blank;
    text +=
        R"({"RoleName": ")" + name + R"(", "Path": "/", "Arn": "arn:aws:iam::739105284637:role/)" +
        name + "\"," + std::string(blank) +
        R"("AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",)" +
        std::string(blank) + R"("Action": "sts:AssumeRole", "Principal": )" +
        (i % 50 == 7 ? R"("*")" : R"({"Service": "ec2.amazonaws.com"})") + "}]}}";
  }
  return text.append(tail);
}

CheckResult CheckDump(const std::string& bytes, int threads) {
  InputSpec spec;
  spec.display_name = "dump.json";
  spec.bytes = bytes;
  CheckOptions options;
  options.threads = threads;
  return Check({spec}, kRules, Config::Default(kRules), catalog::Catalog::BuiltIn(), options);
}

void ExpectSame(const std::string& bytes) {
  const CheckResult one = CheckDump(bytes, 1);
  for (int threads : {2, 5}) {
    const CheckResult several = CheckDump(bytes, threads);
    EXPECT_EQ(one.policies, several.policies);
    ASSERT_EQ(one.findings.size(), several.findings.size());
    for (size_t i = 0; i < one.findings.size(); ++i) {
      EXPECT_EQ(one.findings[i].message, several.findings[i].message);
      EXPECT_EQ(one.findings[i].location.start_byte, several.findings[i].location.start_byte);
      EXPECT_EQ(one.findings[i].file_pointer, several.findings[i].file_pointer);
      EXPECT_EQ(one.findings[i].fingerprint, several.findings[i].fingerprint);
      EXPECT_EQ(one.findings[i].policy.owner_arn, several.findings[i].policy.owner_arn);
    }
    ASSERT_EQ(one.errors.size(), several.errors.size());
    for (size_t i = 0; i < one.errors.size(); ++i) {
      EXPECT_EQ(one.errors[i].message, several.errors[i].message);
    }
  }
}

TEST(LargeDump, Whole) {
  const std::string dump = Dump("\n    ", "]}");
  EXPECT_THAT(CheckDump(dump, 2).findings, SizeIs(Gt(50U)));
  ExpectSame(dump);
}

// Every finding lies in the one line of the file.
TEST(LargeDump, OneLine) { ExpectSame(Dump(" ", "]}")); }

// It shows only at the end, when threads have begun to read parts, that the file must be read in
// one.
TEST(LargeDump, NoDumpAfterAll) {
  ExpectSame(Dump("\n", ",]}"));
  ExpectSame(Dump("\n", "] /* a comment */ }"));
  ExpectSame(Dump("\n", "]"));
  ExpectSame(Dump("\n", "]} x"));
}

TEST(LargeDump, SyntaxErrorInside) {
  std::string dump = Dump("\n", "]}");
  dump[dump.find("\"Effect\"", dump.size() / 2) + 8] = ';';
  ExpectSame(dump);
}

}  // namespace
}  // namespace rolelint::engine::large_dump_test
