#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules::external_id_blocks_console {
namespace {

using engine::DocumentContext;
using engine::Reporter;

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() || !policy::IsRestrictedBy(statement, "sts:ExternalId")) continue;
    const policy::ConditionTest* test = policy::FindTest(statement, "sts:ExternalId");
    policy::ForEachPrincipal(statement.principal, [&](const policy::PrincipalEntry& entry,
                                                      const policy::Text& value) {
      if (entry.type != policy::PrincipalType::kAws || !value.known) return;
      std::string_view account = policy::PrincipalAccount(value.value);
      engine::Relation relation = context.config.RelationOf(account);
      if (relation == engine::Relation::kThirdParty) return;
      std::optional<policy::Arn> arn = policy::ParseArn(value.value);
      bool user = arn && arn->service == "iam" && arn->resource.starts_with("user/");
      // A person clicks "Switch role", of an account some may; a role may be a program.
      const bool everyone = policy::IsSomeAccount(value);
      if (!user && !everyone && relation != engine::Relation::kOwn) return;
      report
          .Report(test->key.span,
                  fmt::format("{}{} cannot switch to this role in the console: the console never "
                              "sends an external ID",
                              everyone ? "people of " : "", value.value))
          .Level(relation == engine::Relation::kOwn ? engine::Level::kWarning
                                                    : engine::Level::kSuggestion)
          .Label("required here")
          .Related(value.span, "trusted")
          .Help("an external ID is for third parties; for your own people ask for MFA instead");
    });
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "external-id-blocks-console",
    .summary = "People are asked for an external ID, which the console cannot send",
    .level = engine::Level::kSuggestion,
    .confidence = engine::Confidence::kMedium,
    .kinds = policy::Kind::kTrust,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_use_permissions-to-switch.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::external_id_blocks_console
