#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules::partition_mismatch {
namespace {

using engine::DocumentContext;
using engine::Reporter;

// No role can be assumed across partitions, so only IAM and STS names are judged.
void CheckValue(std::string_view home, const policy::Text& value, Reporter& report) {
  if (!value.known) return;
  std::optional<policy::Arn> arn = policy::ParseArn(value.value);
  if (!arn || (arn->service != "iam" && arn->service != "sts")) return;
  if (!policy::IsPartition(arn->partition) || arn->partition == home) return;
  report
      .Report(value.span,
              fmt::format("{} is in partition {}, the policy's owner in {}: no role switch crosses "
                          "partitions",
                          value.value, arn->partition, home))
      .Label(fmt::format("partition {}", arn->partition))
      .Help(fmt::format("if the account is the same, write arn:{}:…", home));
}

constexpr std::string_view kServices[] = {"sts"};

void Check(const DocumentContext& context, Reporter& report) {
  std::string_view home = context.owner.partition;
  if (!policy::IsPartition(home)) return;
  bool trust = context.document.kind == policy::Kind::kTrust;
  for (const policy::Statement& statement : context.document.statements) {
    if (trust) {
      policy::ForEachPrincipal(statement.principal,
                               [&](const policy::PrincipalEntry&, const policy::Text& value) {
                                 CheckValue(home, value, report);
                               });
    } else if (policy::CoversAction(statement, "sts:AssumeRole")) {
      for (const policy::Text& value : statement.resource.items) CheckValue(home, value, report);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "partition-mismatch",
    .summary = "A role switch names an account of another partition",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kTrust | policy::kIdentityLike,
    .subjects = engine::kLooksAtPrincipals,
    .services = kServices,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_common-scenarios_aws-accounts.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::partition_mismatch
