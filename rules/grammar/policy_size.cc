// AWS's quotas of a policy's length. A trust policy's can be raised and has a rule of its own,
// trust-policy-size.

#include <fmt/format.h>

#include <optional>

#include "analyzer/text/view.h"
#include "rules/grammar/policy_length.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::policy_size {
namespace {

using engine::DocumentContext;
using policy::Kind;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
    "access-analyzer:POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA",
    "access-analyzer:POLICY_SIZE_EXCEEDS_SCP_QUOTA",
    "access-analyzer:POLICY_SIZE_EXCEEDS_RCP_QUOTA",
    "boogy:policy_size_exceeded",
};

struct Quota {
  int64_t limit = 0;
  bool blanks_count = false;
  bool bytes = false;
  std::string_view of;
  std::string_view help;
  engine::Level level = engine::Level::kError;
};

constexpr std::string_view kSplit =
    "split it over several policies, or use wildcards and conditions in place of long lists";
constexpr std::string_view kMinify =
    "blanks count as they are submitted: submit it without any, shorten lists, or split it over "
    "several policies";
constexpr std::string_view kShorten =
    "shorten its lists: a condition on aws:PrincipalOrgID, aws:PrincipalArn or a tag says in one "
    "line who is meant";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
std::optional<Quota> IdentityQuota(const inputs::Owner& owner) {
  if (owner.aws_managed) return std::nullopt;  // AWS's own may be of any length
  // Of a permission set's IAM Identity Center has a quota of its own.
  if (owner.is_entity && owner.permission_set) {
    return Quota{32768, false, false, "a permission set's inline policy", kMinify};
  }
  if (owner.is_entity) {
    switch (owner.entity_type) {
      case estate::EntityType::kUser:
        return Quota{2048, false, false, "the inline policies of a user", kSplit};
      case estate::EntityType::kGroup:
        return Quota{5120, false, false, "the inline policies of a group", kSplit};
      case estate::EntityType::kRole:
        return Quota{10240, false, false, "the inline policies of a role", kSplit};
    }
  }
  if (!owner.arn.empty()) return Quota{6144, false, false, "a managed policy", kSplit};
  // Whatever it will be, and AWS's own, which this may be, are under no quota.
  return Quota{10240, false, false, "any policy of an identity", kSplit, engine::Level::kWarning};
}

struct ResourceQuota {
  std::string_view type;
  int64_t bytes;
};
// What the services' own pages say.
constexpr ResourceQuota kResourceQuotas[] = {
    {"AWS::S3::Bucket", 20480},
    {"AWS::S3::AccessPoint", 20480},
    {"AWS::KMS::Key", 32768},
    {"AWS::Lambda::Function", 20480},
    {"AWS::DynamoDB::Table", 20480},
    {"AWS::DynamoDB::Stream", 20480},
    {"AWS::SecretsManager::Secret", 20480},
};

// A policy of a bucket is told by its resources where nothing else tells.
bool SpeaksOfBuckets(const policy::Document& document) {
  for (const policy::Statement& statement : document.statements) {
    if (statement.resource.items.empty()) continue;
    const std::string_view first = statement.resource.items[0].value;
    return first.starts_with("arn:") && first.find(":s3:::") != std::string_view::npos;
  }
  return false;
}

std::optional<Quota> ResourceQuotaOf(const DocumentContext& context) {
  std::string_view type = context.resource_type;
  if (type.empty() && SpeaksOfBuckets(context.document)) type = "AWS::S3::Bucket";
  for (const ResourceQuota& quota : kResourceQuotas) {
    if (quota.type == type) return Quota{quota.bytes, true, true, quota.type, kShorten};
  }
  return std::nullopt;
}

std::optional<Quota> QuotaOf(const DocumentContext& context) {
  switch (context.document.kind) {
    case Kind::kIdentity:
      return IdentityQuota(context.owner);
    case Kind::kBoundary:
      return Quota{6144, false, false, "a managed policy", kSplit};
    case Kind::kSession:
      return Quota{2048, true, false, "a session policy", kSplit};
    case Kind::kScp:
      return Quota{10240, true, false, "a service control policy", kMinify};
    case Kind::kRcp:
      return Quota{5120, true, false, "a resource control policy", kMinify};
    case Kind::kResource:
      return ResourceQuotaOf(context);
    case Kind::kTrust:
      return std::nullopt;
  }
  return std::nullopt;
}

void Check(const DocumentContext& context, engine::Reporter& report) {
  const policy::Document& document = context.document;
  if (document.view == nullptr) return;
  const auto quota = QuotaOf(context);
  if (!quota || document.span.size() <= quota->limit) return;
  const std::string_view text =
      document.view->text().substr(document.span.begin, document.span.size());
  const bool is_json = document.root && document.root.tree()->notation == json::Notation::kJson;
  if (is_json && !quota->bytes && !quota->blanks_count &&
      AtMostWithoutBlanks(text) <= quota->limit) {
    return;
  }
  const int64_t size = quota->bytes          ? static_cast<int64_t>(text.size())
                       : quota->blanks_count ? Characters(text)
                                             : CharactersWithoutBlanks(text);
  if (size <= quota->limit) return;
  // Whether S3 and its like count blanks is not said: what is short without them may pass.
  const bool blanks_only = quota->bytes && CharactersWithoutBlanks(text) <= quota->limit;
  if (blanks_only) return;
  report
      .Report(text::Span{document.span.begin, document.span.begin + 1},
              fmt::format("the policy has {} {}{}; the quota of {} is {}", size,
                          quota->bytes ? "bytes" : "characters",
                          quota->blanks_count ? "" : " without blanks", quota->of, quota->limit))
      .Label("too long")
      .Level(quota->level)
      .Help(std::string(quota->help));
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "policy-size",
    .summary = "A policy is longer than AWS's quota",
    .level = engine::Level::kError,
    .kinds = policy::kIdentityLike | Kind::kResource | Kind::kScp | Kind::kRcp,
    .needs = engine::kNeedsLength,
    .equivalents = kEquivalents,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::policy_size
