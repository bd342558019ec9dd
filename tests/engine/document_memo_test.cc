// Looking at equal documents once makes no difference to what is reported.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/engine/check.h"
#include "rules/registry.h"
#include "tests/support/paths.h"

namespace rolelint::engine::document_memo_test {
namespace {

std::string Describe(const Location& at) {
  return at.file + ":" + std::to_string(at.start_byte) + "-" + std::to_string(at.end_byte);
}

std::vector<std::string> Findings(const std::vector<std::string>& files, bool memoise,
                                  const std::string& configuration = {}) {
  std::vector<InputSpec> inputs;
  for (const std::string& file : files) {
    InputSpec& input = inputs.emplace_back();
    input.display_name = "input-" + std::to_string(inputs.size());
    input.bytes = file;
  }
  std::vector<ConfigError> errors;
  const std::optional<Config> config =
      Config::Parse(configuration, "rolelint.yaml", rules::AllRules(), &errors);
  EXPECT_TRUE(config);
  CheckOptions options;
  options.persona = Persona::kAuditor;
  options.threads = 1;
  options.memoise = memoise;
  const CheckResult result =
      Check(std::move(inputs), rules::AllRules(), *config, catalog::Catalog::BuiltIn(), options);
  std::vector<std::string> lines;
  for (const Finding& finding : result.findings) {
    std::string line = std::string(finding.rule->id) + " " + Describe(finding.location) + " " +
                       finding.message + " " + finding.label + " " + finding.help + " " +
                       finding.file_pointer + " " + finding.pointer + " " + finding.fingerprint;
    for (const Related& related : finding.related) {
      line += " | " + Describe(related.location) + " " + related.label;
    }
    if (finding.fix) {
      for (const Edit& edit : finding.fix->edits) {
        line += " > " + Describe(edit.location) + " " + edit.text;
      }
    }
    lines.push_back(line);
  }
  return lines;
}

// Documents that have findings, have none, and have them by the account alone.
const char* const kTrust[] = {
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::@:root"},"Action":"sts:AssumeRole"}]})",
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/x"},"Action":"sts:AssumeRole"}]})",
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]})",
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::210987654321:user/bob"},"Action":"sts:AssumeRole","Condition":{}}]})",
};
const char* const kInline[] = {
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObjekt","Resource":"arn:aws:s3:::@-data/*"}]})",
    R"({"Version":"2012-10-17","Statement":[{"Sid":"a b","Effect":"Allow","Action":["s3:GetObject","s3:GetObject"],"Resource":"*"}]})",
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::@-data/*"}]})",
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"}]})",
};

std::string Escaped(const std::string& text) {
  std::string escaped;
  for (char c : text) {
    if (c == '"') escaped += '\\';
    escaped += c;
  }
  return "\"" + escaped + "\"";
}

std::string Dump(std::mt19937* random, const std::string& account) {
  const auto pick = [&](const auto& texts) {
    std::string text = texts[(*random)() % std::size(texts)];
    for (size_t at = 0; (at = text.find('@')) != std::string::npos;) text.replace(at, 1, account);
    return (*random)() % 3 == 0 ? Escaped(text) : text;
  };
  std::string roles;
  for (int i = 0; i < 6; ++i) {
    const std::string name = "role-" + std::to_string((*random)() % 100);
    if (i > 0) roles += ",\n";
    roles.append(R"({"RoleName":")").append(name).append(R"(","Arn":"arn:aws:iam::)");
    roles.append(account).append(":role/").append(name);
    roles.append(R"(","Path":"/","AssumeRolePolicyDocument":)").append(pick(kTrust));
    roles.append(R"(,"RolePolicyList":[{"PolicyName":"p","PolicyDocument":)");
    roles.append(pick(kInline)).append("}]}");
  }
  return R"({"UserDetailList":[],"GroupDetailList":[],"RoleDetailList":[)" + roles +
         R"(],"Policies":[]})";
}

TEST(DocumentMemoTest, ChangesNothing) {
  std::mt19937 random(5);
  size_t findings = 0;
  for (int round = 0; round < 40; ++round) {
    std::vector<std::string> files;
    for (const char* account : {"210987654321", "345678901234", "123456789012", "111122223333"}) {
      files.push_back(Dump(&random, account));
    }
    const std::string configuration =
        round % 2 == 0 ? "" : "accounts:\n  \"210987654321\": {name: mine, relation: own}\n";
    const std::vector<std::string> alone = Findings(files, false, configuration);
    EXPECT_EQ(Findings(files, true, configuration), alone);
    findings += alone.size();
  }
  EXPECT_GT(findings, 1000U);
}

}  // namespace
}  // namespace rolelint::engine::document_memo_test
