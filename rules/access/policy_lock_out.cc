// Policies that leave nobody who could change them again, but the account's root user or AWS's
// support.

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"
#include "analyzer/policy/wildcards.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules::policy_lock_out {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

// The actions of a service that change or remove a resource's policy: denied all, nobody can.
struct Writers {
  std::string_view service;
  std::string_view resource;  // "bucket", for messages
  std::string_view actions[3];
};
constexpr Writers kWriters[] = {
    {"backup",
     "vault",
     {"backup:PutBackupVaultAccessPolicy", "backup:DeleteBackupVaultAccessPolicy", {}}},
    {"dynamodb", "table", {"dynamodb:PutResourcePolicy", "dynamodb:DeleteResourcePolicy", {}}},
    {"ecr", "repository", {"ecr:SetRepositoryPolicy", "ecr:DeleteRepositoryPolicy", {}}},
    {"elasticfilesystem",
     "file system",
     {"elasticfilesystem:PutFileSystemPolicy", "elasticfilesystem:DeleteFileSystemPolicy", {}}},
    {"glacier", "vault", {"glacier:SetVaultAccessPolicy", "glacier:DeleteVaultAccessPolicy", {}}},
    {"kinesis", "stream", {"kinesis:PutResourcePolicy", "kinesis:DeleteResourcePolicy", {}}},
    {"kms", "key", {"kms:PutKeyPolicy", {}, {}}},
    {"s3", "bucket", {"s3:PutBucketPolicy", "s3:DeleteBucketPolicy", {}}},
    {"secretsmanager",
     "secret",
     {"secretsmanager:PutResourcePolicy", "secretsmanager:DeleteResourcePolicy", {}}},
    {"sns", "topic", {"sns:SetTopicAttributes", "sns:RemovePermission", {}}},
    {"sqs", "queue", {"sqs:SetQueueAttributes", "sqs:RemovePermission", {}}},
};

// Nobody has a service's name but the service.
bool SparesServicesAlone(const policy::Principal& spared) {
  bool services = spared.present && !spared.is_string;
  policy::ForEachPrincipal(spared, [&](const policy::PrincipalEntry& entry, const policy::Text&) {
    services &= entry.type == policy::PrincipalType::kService;
  });
  return services;
}

bool IsEveryone(const policy::Principal& principal) {
  if (principal.is_bare_star()) return true;
  bool everyone = false;
  policy::ForEachPrincipal(
      principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
        everyone |= entry.type == policy::PrincipalType::kAws && value.value == "*";
      });
  return everyone;
}

bool NamesService(const Statement& statement, std::string_view service) {
  const auto& items = statement.action.items;
  return std::any_of(items.begin(), items.end(), [&](const policy::Text& named) {
    const size_t colon = named.value.find(':');
    return colon != std::string_view::npos &&
           text::EqualsFolded(named.value.substr(0, colon), service);
  });
}

// `${aws_s3_bucket.b.arn}`, `${Bucket.Arn}`, and nothing behind it.
bool IsReferenceToArn(const policy::Text& item) {
  constexpr std::string_view kEnd = ".arn}";
  const std::string_view value = item.value;
  return item.open && value.starts_with("${") && value.find('}') == value.size() - 1 &&
         value.size() > kEnd.size() &&
         text::EqualsFolded(value.substr(value.size() - kEnd.size()), kEnd);
}

// Denies it to everyone at all times, on the resource itself (of a bucket not on its objects).
bool DeniesAll(const Statement& deny, const Writers& writers, std::string_view action) {
  if (!deny.denies() || deny.has_condition) return false;
  if (!IsEveryone(deny.principal) && !SparesServicesAlone(deny.not_principal)) return false;
  const auto known = [](const policy::Text& item) { return item.known; };
  const auto& spared = deny.not_action.items;
  if (!std::all_of(spared.begin(), spared.end(), known)) return false;
  if (!policy::CoversAction(deny, action)) return false;
  const auto& resources = deny.resource.items;
  // Policies of a repository have no Resource.
  if (resources.empty() && !deny.not_resource.present) return writers.service == "ecr";
  return std::any_of(resources.begin(), resources.end(), [&](const policy::Text& item) {
    // Whose resource this is the actions tell.
    if (IsReferenceToArn(item)) return NamesService(deny, writers.service);
    if (!item.open && !policy::KnowsResource(item)) return false;
    if (policy::IsEveryResource(item.value)) return NamesService(deny, writers.service);
    const auto arn = policy::ParseArn(item.value);
    if (!arn || arn->service != writers.service) return false;
    return writers.service != "s3" || arn->resource.find('/') == std::string_view::npos;
  });
}

// Whether it reports anything.
bool CheckDenies(const policy::Document& document, Reporter& report) {
  bool told = false;
  for (const Writers& writers : kWriters) {
    const Statement* last = nullptr;
    bool all = true;
    for (std::string_view action : writers.actions) {
      if (action.empty()) continue;
      const auto deny =
          std::find_if(document.statements.begin(), document.statements.end(),
                       [&](const Statement& it) { return DeniesAll(it, writers, action); });
      all &= deny != document.statements.end();
      if (!all) break;
      last = &*deny;
    }
    if (!all || last == nullptr) continue;
    told = true;
    report
        .Report(last->effect_text.span,
                fmt::format("this denies everyone in the account to change or delete the policy of "
                            "the {}: only the root user can undo it",
                            writers.resource))
        .Label("for everyone, at all times")
        .Help(
            "spare those who administer it by a condition, as in \"ArnNotEquals\": "
            "{\"aws:PrincipalArn\": …}, or leave out the actions that change the policy");
  }
  return told;
}

// Every statement is about keys and nothing else, and names whom it means. (The policy of KMS's VPC
// endpoint says "*".)
bool ReadsLikeKeyPolicy(const policy::Document& document) {
  return std::all_of(
      document.statements.begin(), document.statements.end(), [](const Statement& statement) {
        const auto& actions = statement.action.items;
        const auto& resources = statement.resource.items;
        return !actions.empty() && !resources.empty() && !IsEveryone(statement.principal) &&
               std::all_of(actions.begin(), actions.end(),
                           [](const policy::Text& item) {
                             return text::EqualsFolded(item.value.substr(0, 4), "kms:");
                           }) &&
               std::all_of(resources.begin(), resources.end(),
                           [](const policy::Text& item) { return item.value == "*"; });
      });
}

void CheckKey(const DocumentContext& context, Reporter& report) {
  const policy::Document& document = context.document;
  if (document.open_statements || document.statements.empty()) return;
  const bool told =
      context.resource_type == "AWS::KMS::Key" || context.resource_type == "AWS::KMS::ReplicaKey";
  if (!told && (!context.resource_type.empty() || !ReadsLikeKeyPolicy(document))) return;
  const auto administers = [](const Statement& statement) {
    if (!statement.allows()) return false;
    const auto open = [](const policy::TextList& list) {
      return std::any_of(list.items.begin(), list.items.end(),
                         [](const policy::Text& item) { return !item.known; });
    };
    return open(statement.action) || open(statement.not_action) ||
           policy::CoversAction(statement, "kms:PutKeyPolicy");
  };
  if (std::any_of(document.statements.begin(), document.statements.end(), administers)) return;
  engine::FindingBuilder finding = report.Report(
      document.statement_span,
      "no statement of this key's policy lets anyone change it (kms:PutKeyPolicy): KMS "
      "refuses it, or nobody can manage the key any more");
  // Templates put such policies together out of several files.
  if (!told) finding.Level(engine::Level::kSuggestion);
  finding.Label("no administrator")
      .Help(
          "add a statement for the account: \"Principal\": {\"AWS\": "
          "\"arn:aws:iam::ACCOUNT:root\"}, \"Action\": \"kms:*\", \"Resource\": \"*\"");
}

void Check(const DocumentContext& context, Reporter& report) {
  if (context.resource_type == "AWS::EC2::VPCEndpoint") return;
  if (!CheckDenies(context.document, report)) CheckKey(context, report);
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "policy-lock-out",
    .summary = "A resource policy leaves nobody who can change it",
    .level = engine::Level::kWarning,
    .kinds = policy::Kind::kResource,
    .aws_page = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::policy_lock_out
