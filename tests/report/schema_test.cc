// The JSON report is what docs/schema/report.schema.json says, and says nothing else.

#include <gtest/gtest.h>

#include <sstream>

#include "analyzer/report/report.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"
#include "tests/support/report_sample.h"

namespace rolelint::report::schema_test {
namespace {

class JsonSchema : public testing::Test {
 protected:
  void SetUp() override {
    ROLELINT_REQUIRE(support::RunProgram("python3", {"-c", "import jsonschema"}).status == 0,
                     "python3-jsonschema");
  }

  static std::string Json(const engine::CheckResult& result) {
    std::ostringstream out;
    Write(Format::kJson, result, support::SampleRules(), support::SampleOptions(), out);
    return out.str();
  }

  static support::RunResult Validate(const std::string& report) {
    support::RunOptions options;
    options.input = report;
    const auto root = support::SourceDir();
    return support::RunProgram("python3",
                               {(root / "tests/report/validate.py").string(),
                                (root / "docs/schema/report.schema.json").string()},
                               options);
  }

  static support::RunResult ValidateWith(std::string_view from, std::string_view to) {
    std::string report = Json(support::SampleResult());
    const size_t at = report.find(from);
    EXPECT_NE(at, std::string::npos);
    return Validate(report.replace(at, from.size(), to));
  }
};

TEST_F(JsonSchema, DescribesTheSample) {
  const auto run = Validate(Json(support::SampleResult()));
  EXPECT_EQ(run.status, 0) << run.out << run.err;
}

TEST_F(JsonSchema, DescribesACleanRun) {
  const auto run = Validate(Json({}));
  EXPECT_EQ(run.status, 0) << run.out << run.err;
}

TEST_F(JsonSchema, RefusesMembersThatItDoesNotDescribe) {
  const auto run = ValidateWith("\"confidence\"", "\"certainty\":1,\"confidence\"");
  EXPECT_EQ(run.status, 1) << run.err;
  EXPECT_NE(run.out.find("certainty"), std::string::npos) << run.out;
}

TEST_F(JsonSchema, RefusesLinesThatCountFromZero) {
  EXPECT_EQ(ValidateWith("\"start_line\":2", "\"start_line\":0").status, 1);
}

TEST_F(JsonSchema, RefusesLevelsThatAreNone) {
  EXPECT_EQ(ValidateWith("\"level\":\"warning\"", "\"level\":\"fatal\"").status, 1);
}

}  // namespace
}  // namespace rolelint::report::schema_test
