#include "analyzer/policy/open_part.h"

#include <algorithm>
#include <iterator>

#include "analyzer/text/glob.h"

namespace rolelint::policy {
namespace {

bool EndsWithFolded(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         text::EqualsFolded(text.substr(text.size() - end.size()), end);
}

// Calls visit(part) for every `${…}`, and keep(text) for what stands between.
template <typename Visit, typename Keep>
void ForEachPart(std::string_view text, Visit visit, Keep keep) {
  while (!text.empty()) {
    const size_t begin = text.find("${");
    const size_t end = begin == std::string_view::npos ? begin : text.find('}', begin);
    if (end == std::string_view::npos) break;
    keep(text.substr(0, begin));
    visit(text.substr(begin, end + 1 - begin));
    text.remove_prefix(end + 1);
  }
  keep(text);
}

bool IsOpen(std::string_view field) { return field.find("${") != std::string_view::npos; }

// One `${…}` and nothing else.
bool IsOnePart(std::string_view field) {
  return field.starts_with("${") && field.find('}') == field.size() - 1;
}

bool IsPlausibleAccount(std::string_view field) {
  return field.empty() || IsAccountId(field) || text::HasWildcard(field) || IsOnePart(field) ||
         field == "aws" || field == "cloudfront";
}

// Terraform's resources whose `id` is a name, a URL or an ID of the service; of others it is the
// ARN, or is not looked up here.
constexpr std::string_view kIdIsNoArn[] = {
    "aws_api_gateway_rest_api",
    "aws_athena_workgroup",
    "aws_cloudfront_distribution",
    "aws_cloudwatch_event_bus",
    "aws_cloudwatch_event_rule",
    "aws_cloudwatch_log_group",
    "aws_cloudwatch_metric_alarm",
    "aws_codecommit_repository",
    "aws_codepipeline",
    "aws_cognito_identity_pool",
    "aws_cognito_user_pool",
    "aws_db_instance",
    "aws_dynamodb_table",
    "aws_ecr_repository",
    "aws_efs_file_system",
    "aws_eks_cluster",
    "aws_elasticache_cluster",
    "aws_glue_crawler",
    "aws_glue_job",
    "aws_iam_group",
    "aws_iam_instance_profile",
    "aws_iam_role",
    "aws_iam_user",
    "aws_instance",
    "aws_kms_alias",
    "aws_kms_key",
    "aws_lambda_function",
    "aws_rds_cluster",
    "aws_s3_bucket",
    "aws_security_group",
    "aws_sqs_queue",
    "aws_ssm_parameter",
    "aws_subnet",
    "aws_vpc",
};
constexpr std::string_view kNoArnAttributes[] = {
    "address",
    "bucket",
    "bucket_domain_name",
    "bucket_regional_domain_name",
    "cluster_identifier",
    "configuration_endpoint_address",
    "dns_name",
    "domain_name",
    "endpoint",
    "function_name",
    "function_url",
    "hosted_zone_id",
    "identifier",
    "invoke_url",
    "key_id",
    "name",
    "name_prefix",
    "queue_url",
    "regional_domain_name",
    "repository_url",
    "unique_id",
    "url",
    "website_endpoint",
};

template <size_t kSize>
bool Among(const std::string_view (&names)[kSize], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// `aws_s3_bucket.b.id`, also of `data`.
bool IsTerraformNoArn(std::string_view name) {
  constexpr std::string_view kData = "data.";
  if (name.starts_with(kData)) name.remove_prefix(kData.size());
  if (!name.starts_with("aws_")) return false;
  const size_t first = name.find('.');
  const size_t last = name.rfind('.');
  if (first == last || name.find('.', first + 1) != last) return false;
  const std::string_view attribute = name.substr(last + 1);
  return Among(kNoArnAttributes, attribute) ||
         (attribute == "id" && Among(kIdIsNoArn, name.substr(0, first)));
}

// Three words or more with hyphens between them.
bool IsPlausibleRegion(std::string_view field) {
  if (field.empty() || text::HasWildcard(field) || IsOpen(field)) return true;
  const size_t first = field.find('-');
  return first != std::string_view::npos && field.find('-', first + 1) != std::string_view::npos;
}

}  // namespace

OpenPart OpenPartOf(std::string_view part) {
  if (!IsOnePart(part)) return OpenPart::kAny;
  const std::string_view name = part.substr(2, part.size() - 3);
  if (name == "AWS.StackName") return OpenPart::kName;
  for (std::string_view end : {"bucket", "bucketname", "bucket_name"}) {
    if (EndsWithFolded(name, end)) return OpenPart::kName;
  }
  if (IsTerraformNoArn(name) && name.find("aws_s3_bucket.") != std::string_view::npos) {
    return OpenPart::kName;
  }
  if (name.starts_with("data.aws_region.") && (name.ends_with(".name") || name.ends_with(".id"))) {
    return OpenPart::kRegion;
  }
  if (name.starts_with("data.aws_caller_identity.") && name.ends_with(".id")) {
    return OpenPart::kAccount;
  }
  for (std::string_view end :
       {"account", "accountid", "account_id", "account-id", "accountnumber", "account_number"}) {
    if (EndsWithFolded(name, end)) return OpenPart::kAccount;
  }
  return EndsWithFolded(name, "region") ? OpenPart::kRegion : OpenPart::kAny;
}

bool ShowsItsFields(std::string_view text) {
  bool shows = true;
  ForEachPart(
      text, [&](std::string_view part) { shows = shows && OpenPartOf(part) != OpenPart::kAny; },
      [](std::string_view) {});
  return shows;
}

bool BeginsWithNoArn(std::string_view text) {
  if (!text.starts_with("${")) return false;
  const std::string_view part = text.substr(0, text.find('}'));
  const std::string_view name = part.substr(2);
  return name.ends_with(kRefOfNoArn) || IsTerraformNoArn(name);
}

std::optional<Arn> OpenArn(std::string_view text) {
  const std::optional<Arn> arn = ParseArn(text);
  if (!arn || IsOpen(arn->service) || IsOpen(arn->partition)) return std::nullopt;
  const auto head = static_cast<size_t>(arn->resource.data() - text.data());
  if (ShowsItsFields(text.substr(0, head))) return arn;
  if (!IsPlausibleRegion(arn->region) || !IsPlausibleAccount(arn->account)) return std::nullopt;
  return arn;
}

std::string WithoutNames(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  ForEachPart(
      text,
      [&](std::string_view part) {
        if (OpenPartOf(part) == OpenPart::kAny) {
          made += part;
        } else {
          made += 'x';
        }
      },
      [&](std::string_view kept) { made += kept; });
  return made;
}

}  // namespace rolelint::policy
