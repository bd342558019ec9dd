#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/example_account.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules::example_account_id {
namespace {

using engine::DocumentContext;
using engine::Reporter;

void CheckValue(const DocumentContext& context, const policy::Text& value, Reporter& report) {
  std::string_view account = policy::PrincipalAccount(value.value);
  if (!policy::IsExampleAccount(account) || context.config.FindAccount(account) != nullptr) return;
  bool exported = !context.owner.account.empty();
  report.Report(value.span, fmt::format("account {} is an example from documentation", account))
      .Level(exported ? engine::Level::kWarning : engine::Level::kSuggestion)
      .Label("example account")
      .Help(
          "replace it by the account that is meant; if it is real, list it under accounts: in "
          "rolelint.yaml");
}

constexpr std::string_view kServices[] = {"sts"};

void Check(const DocumentContext& context, Reporter& report) {
  // An export of an example account is itself an example.
  if (policy::IsExampleAccount(context.owner.account)) return;
  for (const policy::Statement& statement : context.document.statements) {
    policy::ForEachPrincipal(statement.principal,
                             [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
                               if (entry.type == policy::PrincipalType::kAws) {
                                 CheckValue(context, value, report);
                               }
                             });
    if (!policy::CoversAction(statement, "sts:AssumeRole")) continue;
    for (const policy::Text& value : statement.resource.items) {
      if (value.value.starts_with("arn:")) CheckValue(context, value, report);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "example-account-id",
    .summary = "A policy names an account ID taken from documentation",
    .level = engine::Level::kWarning,
    .confidence = engine::Confidence::kMedium,
    .kinds = policy::Kind::kTrust | policy::kIdentityLike,
    .subjects = engine::kLooksAtPrincipals,
    .services = kServices,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::example_account_id
