#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules::reserved_sso_principal {
namespace {

using engine::DocumentContext;
using engine::Reporter;

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows()) continue;
    policy::ForEachPrincipal(statement.principal, [&](const policy::PrincipalEntry& entry,
                                                      const policy::Text& value) {
      if (entry.type != policy::PrincipalType::kAws || !value.known) return;
      std::optional<policy::Arn> arn = policy::ParseArn(value.value);
      if (!arn || arn->service != "iam") return;
      policy::IamResource resource = policy::SplitIamResource(arn->resource);
      if (resource.type != "role" || !resource.name.starts_with("AWSReservedSSO_")) return;
      std::string_view set = resource.name.substr(0, resource.name.rfind('_'));
      report
          .Report(value.span,
                  fmt::format("{} is a role of IAM Identity Center: its suffix changes when the "
                              "permission set is removed from the account and assigned again",
                              resource.name))
          .Label("the suffix does not last")
          .Help(fmt::format("trust the account and pin the role by pattern: \"ArnLike\": "
                            "{{\"aws:PrincipalArn\": \"arn:{}:iam::{}:role/aws-reserved/"
                            "sso.amazonaws.com*/{}_*\"}}",
                            arn->partition, arn->account, set));
    });
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "reserved-sso-principal",
    .summary = "A trust names an Identity Center role by its full, changing name",
    .level = engine::Level::kWarning,
    .kinds = policy::Kind::kTrust,
    .aws_page =
        "https://docs.aws.amazon.com/singlesignon/latest/userguide/"
        "referencingpermissionsets.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::reserved_sso_principal
