#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/rule.h"
#include "analyzer/text/glob.h"
#include "rules/security/service_caller.h"

namespace rolelint::rules::service_trust_source {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "boogy:confused_deputy_risk",
};

// Services whose guides show a trust policy with aws:SourceAccount or aws:SourceArn. Of others a
// test of these keys may lock the service out.
constexpr std::string_view kServices[] = {
    "airflow-env.amazonaws.com",
    "appsync.amazonaws.com",
    "bedrock-agentcore.amazonaws.com",
    "bedrock.amazonaws.com",
    "cloudformation.amazonaws.com",
    "codebuild.amazonaws.com",
    "codedeploy.amazonaws.com",
    "codepipeline.amazonaws.com",
    "cognito-idp.amazonaws.com",
    "comprehend.amazonaws.com",
    "config.amazonaws.com",
    "databrew.amazonaws.com",
    "datasync.amazonaws.com",
    "dms.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "elasticmapreduce.amazonaws.com",
    "emr-serverless.amazonaws.com",
    "events.amazonaws.com",
    "export.rds.amazonaws.com",
    "firehose.amazonaws.com",
    "fis.amazonaws.com",
    "forecast.amazonaws.com",
    "frauddetector.amazonaws.com",
    "grafana.amazonaws.com",
    "greengrass.amazonaws.com",
    "groundstation.amazonaws.com",
    "healthlake.amazonaws.com",
    "iot.amazonaws.com",
    "iotanalytics.amazonaws.com",
    "iotevents.amazonaws.com",
    "iotsitewise.amazonaws.com",
    "iottwinmaker.amazonaws.com",
    "kafkaconnect.amazonaws.com",
    "kendra.amazonaws.com",
    "kinesisanalytics.amazonaws.com",
    "lexv2.amazonaws.com",
    "logs.amazonaws.com",
    "lookoutequipment.amazonaws.com",
    "lookoutmetrics.amazonaws.com",
    "monitoring.rds.amazonaws.com",
    "omics.amazonaws.com",
    "osis-pipelines.amazonaws.com",
    "personalize.amazonaws.com",
    "pipes.amazonaws.com",
    "proton.amazonaws.com",
    "qbusiness.amazonaws.com",
    "rekognition.amazonaws.com",
    "sagemaker.amazonaws.com",
    "scheduler.amazonaws.com",
    "ses.amazonaws.com",
    "sns.amazonaws.com",
    "ssm.amazonaws.com",
    "states.amazonaws.com",
    "storagegateway.amazonaws.com",
    "textract.amazonaws.com",
    "transcribe.amazonaws.com",
    "transfer.amazonaws.com",
    "translate.amazonaws.com",
    "voiceid.amazonaws.com",
    "vpc-flow-logs.amazonaws.com",
};

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() || statement.principal.entries.empty()) continue;
    if (WeighServiceCaller(statement).source) continue;
    ForEachService(statement, [&](const policy::Text& service) {
      const bool listed = std::any_of(
          std::begin(kServices), std::end(kServices),
          [&](std::string_view name) { return text::EqualsFolded(name, service.value); });
      if (!listed) return;
      report
          .Report(
              service.span,
              fmt::format("{} assumes this role for anyone, of any account, who can make it do so",
                          service.value))
          .Label("for whom?")
          .Help(
              "\"StringEquals\": {\"aws:SourceAccount\": \"ACCOUNT\"}, and \"ArnLike\": "
              "{\"aws:SourceArn\": \"…\"} for the one resource that needs the role");
    });
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "service-trust-source",
    .summary = "A role trusts a service without restricting the account that it acts for",
    .level = engine::Level::kSuggestion,
    .confidence = engine::Confidence::kMedium,
    .persona = engine::Persona::kPedantic,
    .kinds = policy::Kind::kTrust,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::service_trust_source
