#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules::unlisted_account {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "cloudsplaining:AssumableByCrossAccountPrincipal",
    "boogy:unauthorized_principal",
};

// The account that the policy belongs to, as far as it says so itself.
bool IsOwnAccount(const DocumentContext& context, const Statement& statement,
                  std::string_view account) {
  if (account == context.owner.account) return true;
  return std::any_of(statement.resource.items.begin(), statement.resource.items.end(),
                     [&](const policy::Text& item) {
                       const auto arn = policy::ParseArn(item.value);
                       return arn && arn->account == account;
                     });
}

void Check(const DocumentContext& context, Reporter& report) {
  // Without a list of accounts nothing is out of the ordinary.
  if (context.config.accounts().empty()) return;
  std::vector<std::string_view> told;
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows()) continue;
    told.clear();
    policy::ForEachPrincipal(
        statement.principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
          if (entry.type != policy::PrincipalType::kAws || !value.known) return;
          const std::string_view account = policy::PrincipalAccount(value.value);
          if (!policy::IsAccountId(account)) return;
          if (context.config.FindAccount(account) != nullptr) return;
          constexpr size_t kMany = 64;
          if (told.size() == kMany) return;
          if (std::find(told.begin(), told.end(), account) != told.end()) return;
          if (IsOwnAccount(context, statement, account)) return;
          told.push_back(account);
          report
              .Report(value.span,
                      fmt::format("account {} is trusted but not listed in rolelint.yaml", account))
              .Label("unlisted account")
              .Help(
                  "list the account under accounts, with its relation, if it belongs here; else "
                  "take it out");
        });
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "unlisted-account",
    .summary = "A policy trusts an account that rolelint.yaml does not list",
    .level = engine::Level::kSecurity,
    .security_severity = "6.0",
    .kinds = policy::Kind::kTrust | policy::Kind::kResource,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_evaluation-logic-cross-account.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::unlisted_account
