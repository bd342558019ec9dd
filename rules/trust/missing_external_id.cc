#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules::missing_external_id {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "cloudsplaining:AssumableByCrossAccountPrincipal",
};

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() || !policy::CoversAction(statement, "sts:AssumeRole")) continue;
    if (policy::IsRestrictedBy(statement, "sts:ExternalId")) continue;
    const policy::ConditionTest* weak = policy::FindTest(statement, "sts:ExternalId");
    policy::ForEachPrincipal(statement.principal, [&](const policy::PrincipalEntry& entry,
                                                      const policy::Text& value) {
      if (entry.type != policy::PrincipalType::kAws || !value.known) return;
      std::string_view account = policy::PrincipalAccount(value.value);
      if (context.config.RelationOf(account) != engine::Relation::kThirdParty) return;
      const engine::KnownAccount* known = context.config.FindAccount(account);
      std::string who =
          known->name.empty() ? std::string(account) : fmt::format("{} ({})", known->name, account);
      if (weak != nullptr) {
        report
            .Report(weak->key.span,
                    fmt::format("this test of sts:ExternalId lets requests of the third party "
                                "{} through without the ID",
                                who))
            .Label(fmt::format("under {}", weak->op_text.value))
            .Related(value.span, "third party")
            .Help("\"StringEquals\": {\"sts:ExternalId\": \"…\"} with the ID agreed on");
        return;
      }
      report
          .Report(
              value.span,
              fmt::format("the third party {} may assume this role without an external ID", who))
          .Label("third party")
          .Help(
              "agree on an ID that is unique to you and test it: \"StringEquals\": "
              "{\"sts:ExternalId\": \"…\"}");
    });
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "missing-external-id",
    .summary = "A third party may assume the role without an external ID",
    .level = engine::Level::kSecurity,
    .security_severity = "7.0",
    .kinds = policy::Kind::kTrust,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_common-scenarios_third-party.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::missing_external_id
