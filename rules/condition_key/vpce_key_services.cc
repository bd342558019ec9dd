#include <fmt/format.h>

#include <algorithm>

#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/condition_key/action_keys.h"
#include "rules/condition_key/key_facts.h"
#include "rules/condition_key/wording.h"

namespace rolelint::rules::vpce_key_services {
namespace {

using policy::Statement;
using policy::Text;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES"};

// Services whose requests through a VPC endpoint carry aws:VpceAccount, as AWS lists them (the
// lists grow; of 2026-09), and what the other two keys have besides. Sorted.
constexpr std::string_view kAccount[] = {"acm-pca",
                                         "applicationinsights",
                                         "apprunner",
                                         "athena",
                                         "cloudformation",
                                         "comprehendmedical",
                                         "compute-optimizer",
                                         "datasync",
                                         "discovery",
                                         "dynamodb",
                                         "ebs",
                                         "ecr",
                                         "ecs",
                                         "firehose",
                                         "gamelift",
                                         "healthlake",
                                         "iam",
                                         "iotfleetwise",
                                         "iotwireless",
                                         "kinesisanalytics",
                                         "kms",
                                         "lambda",
                                         "medical-imaging",
                                         "omics",
                                         "payment-cryptography",
                                         "polly",
                                         "rbin",
                                         "rekognition",
                                         "route53",
                                         "s3",
                                         "scheduler",
                                         "servicediscovery",
                                         "servicequotas",
                                         "shield",
                                         "ssm-contacts",
                                         "storagegateway",
                                         "textract",
                                         "transcribe",
                                         "transfer"};
constexpr std::string_view kAlsoOrgPaths[] = {"secretsmanager", "sts"};
constexpr std::string_view kAlsoOrgId[] = {
    "b2bi",          "cassandra",    "cloudhsmv2", "cognito-identity", "dms",     "ds-data",
    "identitystore", "iottwinmaker", "kinesis",    "network-firewall", "pricing", "qbusiness",
    "ses",           "sms-voice",    "sqs",        "workmail"};

using Services = std::span<const std::string_view>;

bool Has(Services services, std::string_view service) {
  return std::any_of(services.begin(), services.end(),
                     [&](std::string_view name) { return text::EqualsFolded(name, service); });
}

struct VpceKey {
  std::string_view key;
  Services also;
};
constexpr VpceKey kKeys[] = {
    {"aws:VpceAccount", {}},
    {"aws:VpceOrgPaths", kAlsoOrgPaths},
    {"aws:VpceOrgID", kAlsoOrgId},
};

bool Carries(const VpceKey& key, std::string_view action) {
  const std::string_view service = ServiceOf(action);
  if (service.empty() || text::EqualsFolded(action, "iam:PassRole")) return false;
  return Has(kAccount, service) || Has(key.also, service);
}

void Judge(const Statement& statement, const policy::ConditionTest& test, const VpceKey& key,
           engine::Reporter& report) {
  std::vector<const Text*> items;
  std::vector<std::string_view> names;
  for (const Text& item : statement.action.items) {
    if (!item.known || Carries(key, item.value)) continue;
    items.push_back(&item);
    names.push_back(item.value);
  }
  if (items.empty() && !statement.not_action.present) return;
  const bool passes = PassesWithoutKey(test);
  engine::FindingBuilder finding = report.Report(
      test.key.span,
      fmt::format(
          "{} is in requests to some services only, and not in all of {}: there the test {}",
          Quoted(test.key.value),
          statement.not_action.present ? "what NotAction leaves" : ListOf(names),
          passes ? "always passes" : "never passes"));
  finding.Label(UnderOperator(test))
      .Help(statement.denies() && passes
                ? "list the services that carry the key, or everything else is denied"
                : "list the services that carry the key, each by its own prefix");
  size_t shown = 0;
  for (const Text* item : items) {
    if (++shown > 100) break;
    finding.Related(item->span, "does not carry the key");
  }
  if (statement.not_action.present) {
    finding.Related(statement.not_action.key_span, "every other service");
  }
}

bool Concerns(const catalog::Catalog&, const policy::ConditionTest& test) {
  return policy::KeyStartsWith(test, "aws:Vpce");
}

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    size_t joined = 0;
    for (const policy::ConditionTest& test : statement.conditions) {
      if (test.op.base == policy::Operator::kNull || !policy::KeyStartsWith(test, "aws:Vpce")) {
        continue;
      }
      for (const VpceKey& key : kKeys) {
        if (!policy::KeyIs(test, key.key)) continue;
        if (++joined <= kMostKeysJoined) Judge(statement, test, key, report);
      }
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "vpce-key-services",
    .summary = "A key of VPC endpoints applies to services that do not send it",
    .level = engine::Level::kWarning,
    .kinds = policy::kAllKinds,
    .concerns = Concerns,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_condition-keys.html#condition-keys-vpceorgid",
    .check_document = Check,
};

}  // namespace rolelint::rules::vpce_key_services
