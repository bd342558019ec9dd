// --parameters and --parameters-file.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "analyzer/cli/template_parameters.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::cli::template_parameters_test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

class TemplateParametersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = support::NewFolder("parameters");
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string Write(const std::string& name, std::string_view text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return (folder_ / name).string();
  }

  fs::path folder_;
};

TEST_F(TemplateParametersTest, FilesOfEveryShape) {
  const char* kShapes[] = {
      R"([{"ParameterKey": "A", "ParameterValue": "1"}, {"ParameterKey": "B", "ParameterValue": "x,y"},
          {"ParameterKey": "C", "UsePreviousValue": true}])",
      R"({"Parameters": {"A": "1", "B": ["x", "y"]}, "Tags": {"t": "v"}})",
      R"({"StackName": "s", "Parameters": [{"ParameterKey": "A", "ParameterValue": "1"},
          {"ParameterKey": "B", "ParameterValue": "x,y"}]})",
      R"({"A": 1, "B": "x,y"})",
  };
  for (const char* shape : kShapes) {
    SCOPED_TRACE(shape);
    TemplateParameters parameters;
    std::string error;
    EXPECT_TRUE(ReadParameterFile(Write("p.json", shape), &parameters, &error)) << error;
    SortParameters(&parameters);
    EXPECT_THAT(parameters, ElementsAre(Pair("A", "1"), Pair("B", "x,y")));
  }
  const std::pair<const char*, const char*> kBad[] = {
      {"[1]", "neither a list"}, {R"({"A": {"b": 1}})", "neither a list"}, {"{", "cannot read"}};
  for (const auto& [text, message] : kBad) {
    TemplateParameters parameters;
    std::string error;
    EXPECT_FALSE(ReadParameterFile(Write("p.json", text), &parameters, &error)) << text;
    EXPECT_THAT(error, HasSubstr(message));
  }
}

TEST_F(TemplateParametersTest, TheLastOfOneNameHolds) {
  TemplateParameters parameters;
  std::string error;
  EXPECT_TRUE(ReadParameterArguments({"B=1", "A=x=y", "B=2"}, &parameters, &error));
  SortParameters(&parameters);
  EXPECT_THAT(parameters, ElementsAre(Pair("A", "x=y"), Pair("B", "2")));
  EXPECT_FALSE(ReadParameterArguments({"=x"}, &parameters, &error));
  EXPECT_FALSE(ReadParameterArguments({"file.json"}, &parameters, &error));
}

TEST_F(TemplateParametersTest, OnTheCommandLine) {
  Write("t.yaml", R"(
Parameters:
  Hub: {Type: String}
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      RoleName: r
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - {Effect: Allow, Principal: {AWS: !Ref Hub}, Action: 'sts:AssumeRole'}
)");
  support::RunOptions options;
  options.directory = folder_;
  const auto run = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"check", "--no-config", "--format", "concise"});
    arguments.emplace_back("t.yaml");
    return support::RunProgram(support::Program(), arguments, options);
  };
  support::RunResult open = run({});
  EXPECT_THAT(open.out, Not(HasSubstr("root-principal")));
  EXPECT_THAT(open.err, HasSubstr("1 value that the template leaves open was not judged"));
  support::RunResult given = run({"--parameters", "Hub=arn:aws:iam::345678901234:root"});
  EXPECT_THAT(given.out, HasSubstr("root-principal"));
  EXPECT_THAT(given.err, Not(HasSubstr("leaves open")));
  Write("p.json",
        R"([{"ParameterKey": "Hub", "ParameterValue": "arn:aws:iam::345678901234:root"}])");
  EXPECT_THAT(run({"--parameters-file", "p.json"}).out, HasSubstr("root-principal"));
  // The command line holds before the file.
  EXPECT_THAT(run({"--parameters-file", "p.json", "--parameters",
                   "Hub=arn:aws:iam::345678901234:user/alex"})
                  .out,
              Not(HasSubstr("root-principal")));
  EXPECT_EQ(run({"--parameters", "Hub"}).status, 2);
  EXPECT_EQ(run({"--parameters-file", "none.json"}).status, 2);
}

TEST_F(TemplateParametersTest, ProofsTakeNoTemplates) {
  const fs::path fixture = support::SourceDir() / "fixtures" / "inputs" / "template.json";
  const support::RunResult run =
      support::RunProgram(support::Program(), {"prove", "not-public", fixture.string()});
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err,
              HasSubstr("part of a template, or not in JSON: give them as they are deployed"));
}

}  // namespace
}  // namespace rolelint::cli::template_parameters_test
