#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules::one_client_per_statement {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kServices[] = {"sts"};

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() || !policy::CoversAction(statement, "sts:AssumeRole")) continue;
    std::string_view first_account;
    text::Span first_span;
    for (const policy::Text& resource : statement.resource.items) {
      if (!resource.known) continue;
      std::optional<policy::Arn> arn = policy::ParseArn(resource.value);
      if (!arn || arn->service != "iam" || !arn->resource.starts_with("role/")) continue;
      if (!policy::IsAccountId(arn->account) || arn->account == context.owner.account) continue;
      if (context.config.RelationOf(arn->account) == engine::Relation::kOwn) continue;
      if (first_account.empty()) {
        first_account = arn->account;
        first_span = resource.span;
      } else if (arn->account != first_account) {
        report
            .Report(resource.span,
                    fmt::format("one statement opens the accounts of several clients: {} and {}",
                                first_account, arn->account))
            .Label("another client")
            .Related(first_span, "first client")
            .Help(
                "give each client a statement of its own, so that one can be removed without "
                "touching the other");
        break;
      }
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "one-client-per-statement",
    .summary = "One statement names roles of several foreign accounts",
    .level = engine::Level::kSuggestion,
    .kinds = policy::Kind::kIdentity,
    .services = kServices,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_use_permissions-to-switch.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::one_client_per_statement
