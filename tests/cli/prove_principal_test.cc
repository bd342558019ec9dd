// `rolelint prove --principal` against the exports of two accounts, hub and acme, as a user meets
// it.

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::prove_principal_test {
namespace {

using Json = nlohmann::json;

const std::string kHub = "fixtures/simulate/hub";
const std::string kAnna = "arn:aws:iam::581470236914:user/anna";
const std::string kBo = "arn:aws:iam::581470236914:user/bo";
const std::string kCy = "arn:aws:iam::581470236914:user/cy";

struct Question {
  const char* name;
  std::vector<std::string> arguments;
  int status;
  std::string result;
  std::string part;  // of the output
};

TEST(ProvePrincipal, AnswersForAllThatAPrincipalMayDo) {
  const std::string kPerimeter = "fixtures/simulate/rcp";
  const std::string kEndpoint = "fixtures/simulate/vpc-endpoint.json";
  // The statements of a session policy are as good as any.
  const std::string kNoWrites = "fixtures/simulate/session.json";
  const Question kQuestions[] = {
      {"the boundary keeps IAM out",
       {"not-granted", "--principal", kBo, "--action", "iam:*", kHub},
       0,
       "proved",
       ""},
      {"and lets S3 in",
       {"not-granted", "--principal", kBo, "--action", "s3:PutObject", kHub},
       1,
       "refuted",
       "s3:putobject"},
      {"a group's policy",
       {"not-granted", "--principal", kAnna, "--action", "cloudtrail:*", kHub},
       1,
       "refuted",
       "ReadTrail"},
      {"with SCPs",
       {"not-granted", "--principal", kAnna, "--action", "ec2:*", "--scp", "fixtures/simulate/scp",
        kHub},
       0,
       "proved",
       ""},
      {"whose account is not the management account",
       {"not-granted", "--principal", kAnna, "--action", "ec2:*", "--scp", "fixtures/simulate/scp",
        "--management-account", "739105284637", kHub},
       0,
       "proved",
       "739105284637 is the management account"},
      {"an SCP",
       {"not-granted", "--principal", kBo, "--action", "s3:*", "--scp", kNoWrites, kHub},
       1,
       "refuted",
       "s3:Get"},
      {"that keeps out",
       {"not-granted", "--principal", kBo, "--action", "s3:PutObject", "--scp", kNoWrites, kHub},
       0,
       "proved",
       ""},
      {"but not in the management account",
       {"not-granted", "--principal", kBo, "--action", "s3:PutObject", "--scp", kNoWrites,
        "--management-account", "581470236914", kHub},
       1,
       "refuted",
       ""},
      {"an RCP",
       {"not-granted", "--principal", kBo, "--action", "s3:PutObject", "--rcp", kPerimeter, kHub},
       0,
       "proved",
       "RCPs: of the principal's own account"},
      {"but not in the management account",
       {"not-granted", "--principal", kBo, "--action", "s3:PutObject", "--rcp", kPerimeter,
        "--management-account", "581470236914", kHub},
       1,
       "refuted",
       ""},
      {"what the RCP leaves",
       {"not-granted", "--principal", kBo, "--action", "s3:*", "--rcp", kPerimeter, kHub},
       1,
       "refuted",
       ""},
      {"a service that RCPs do not reach",
       {"not-granted", "--principal", kAnna, "--action", "cloudtrail:*", "--rcp", kPerimeter, kHub},
       1,
       "refuted",
       "ReadTrail"},
      {"a session policy",
       {"not-granted", "--principal", kBo, "--action", "s3:PutObject", "--session",
        "fixtures/simulate/session.json", kHub},
       0,
       "proved",
       ""},
      {"a VPC endpoint",
       {"not-granted", "--principal", kBo, "--action", "s3:*", "--resource",
        "arn:aws:s3:::elsewhere/*", "--vpc-endpoint", kEndpoint, kHub},
       0,
       "proved",
       ""},
      {"and what it lets through",
       {"not-granted", "--principal", kBo, "--action", "s3:GetObject", "--vpc-endpoint", kEndpoint,
        kHub},
       1,
       "refuted",
       "hub-reports"},
      {"nothing new by policies that hold before and after",
       {"no-new-access", "--principal", kBo, "--session", "fixtures/simulate/session.json", "--rcp",
        kPerimeter, kHub, "fixtures/simulate/hub-later"},
       0,
       "proved",
       ""},
      {"a policy that is not in the export",
       {"not-granted", "--principal", kCy, "--action", "s3:*", kHub},
       2,
       "unknown",
       "ReadOnlyAccess, attached to user cy"},
      {"a policy that came and is not in the export",
       {"no-new-access", "--principal", kCy, "fixtures/simulate/hub-later", kHub},
       2,
       "unknown",
       "ReadOnlyAccess, attached to user cy"},
      {"a boundary that is gone",
       {"no-new-access", "--principal", kBo, kHub, "fixtures/simulate/hub-later"},
       1,
       "refuted",
       "hub-later"},
      {"and one that came",
       {"no-new-access", "--principal", kBo, "fixtures/simulate/hub-later", kHub},
       0,
       "proved",
       ""},
      {"one more role",
       {"no-new-access", "--principal", kAnna, kHub, "fixtures/simulate/hub-later"},
       1,
       "refuted",
       "acme-admin"},
  };
  for (const Question& question : kQuestions) {
    SCOPED_TRACE(question.name);
    std::vector<std::string> arguments = {"prove"};
    arguments.insert(arguments.end(), question.arguments.begin(), question.arguments.end());
    arguments.insert(arguments.end(), {"--format", "json"});
    support::RunOptions options;
    options.directory = support::SourceDir();
    const support::RunResult run = support::RunProgram(support::Program(), arguments, options);
    EXPECT_EQ(run.status, question.status) << run.err;
    const Json answer = Json::parse(run.out, nullptr, false);
    ASSERT_FALSE(answer.is_discarded()) << run.out << run.err;
    EXPECT_EQ(answer["result"], question.result) << run.out;
    std::string folded = run.out;
    EXPECT_TRUE(
        std::search(folded.begin(), folded.end(), question.part.begin(), question.part.end(),
                    [](char a, char b) { return tolower(a) == tolower(b); }) != folded.end() ||
        question.part.empty())
        << run.out;
  }
}

}  // namespace
}  // namespace rolelint::prove_principal_test
