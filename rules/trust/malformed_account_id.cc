#include <fmt/format.h>

#include <algorithm>

#include "analyzer/catalog/regions.h"
#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/open_part.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/grammar/resource_items.h"

namespace rolelint::rules::malformed_account_id {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_ARN_ACCOUNT",
    "access-analyzer:INVALID_PRINCIPAL_FORMAT",
    "parliament:INVALID_ARN",
};

bool AllDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Where in `value` the account stands that cannot be one; nullopt if it can, or if there is nothing
// to judge.
std::optional<text::Span> BadAccount(std::string_view value) {
  std::string_view account;
  if (AllDigits(value)) {
    account = value;
  } else {
    std::optional<policy::Arn> arn = policy::ParseArn(value);
    if (!arn) return std::nullopt;
    // A variable before the resource makes the cut at colons meaningless.
    auto head = static_cast<size_t>(arn->resource.data() - value.data());
    if (value.substr(0, head).find("${") != value.npos) return std::nullopt;
    account = arn->account;
    if (account == "aws" || account == "cloudfront" || text::HasWildcard(account)) {
      return std::nullopt;
    }
    // Many services' resources belong to no account.
    if (account.empty() && arn->service != "iam" && arn->service != "sts") return std::nullopt;
  }
  if (policy::IsAccountId(account)) return std::nullopt;
  auto begin = static_cast<uint32_t>(account.data() - value.data());
  return text::Span{begin, begin + static_cast<uint32_t>(account.size())};
}

// Of a value that a template leaves open in parts: a Region in the account's place, or an account
// that is written out.
void CheckOpenValue(const policy::Text& value, Reporter& report) {
  const std::optional<policy::Arn> arn = policy::OpenArn(value.value);
  if (!arn) return;
  const std::string_view account = arn->account;
  if (policy::OpenPartOf(account) == policy::OpenPart::kRegion) {
    report
        .Report(value.span, fmt::format("\"{}\" has a Region where its account ID belongs, so it "
                                        "matches nothing",
                                        value.value))
        .Label("a Region for an account")
        .Help("the fifth field of an ARN is the account ID: arn:aws:SERVICE:REGION:ACCOUNT:…");
  } else if (policy::OpenPartOf(arn->region) == policy::OpenPart::kAccount) {
    report
        .Report(value.span, fmt::format("\"{}\" has an account ID where its Region belongs, so it "
                                        "matches nothing",
                                        value.value))
        .Label("an account ID for a Region")
        .Help("the fourth field of an ARN is the Region: arn:aws:SERVICE:REGION:ACCOUNT:…");
  } else if (catalog::FindRegion(account)) {
    report
        .Report(value.span, fmt::format("\"{}\" has a Region where its account ID belongs, so it "
                                        "matches nothing",
                                        value.value))
        .Label("a Region for an account")
        .Help("the fifth field of an ARN is the account ID: arn:aws:SERVICE:REGION:ACCOUNT:…");
  } else if (AllDigits(account) && !policy::IsAccountId(account)) {
    report
        .Report(value.span, fmt::format("account ID {} has {} digits; an AWS account ID has 12",
                                        account, account.size()))
        .Label(fmt::format("{} digits", account.size()))
        .Help("check the account ID");
  } else if (account.empty() && (arn->service == "iam" || arn->service == "sts")) {
    report.Report(value.span, fmt::format("\"{}\" names no account", value.value))
        .Label("the account field is empty")
        .Help("an IAM ARN carries the twelve digits of its account");
  }
}

void CheckValue(const policy::Text& value, Reporter& report) {
  if (value.open) CheckOpenValue(value, report);
  if (!value.known) return;
  std::optional<text::Span> bad = BadAccount(value.value);
  if (!bad) return;
  std::string_view account = value.value.substr(bad->begin, bad->size());
  // Escapes in the string make offsets differ; then the whole value is the place.
  bool plain = value.span.size() == value.value.size();
  text::Span span = plain && !bad->empty()
                        ? text::Span{value.span.begin + bad->begin, value.span.begin + bad->end}
                        : value.span;
  if (account.empty()) {
    report.Report(span, fmt::format("\"{}\" names no account", value.value))
        .Label("the account field is empty")
        .Help("an IAM ARN carries the twelve digits of its account");
  } else if (AllDigits(account)) {
    report
        .Report(span, fmt::format("account ID {} has {} digits; an AWS account ID has 12", account,
                                  account.size()))
        .Label(fmt::format("{} digits", account.size()))
        .Help(account.size() < 12
                  ? "a leading zero may have been lost (spreadsheets and YAML drop them)"
                  : "check the account ID");
  } else {
    report.Report(span, fmt::format("\"{}\" is not an AWS account ID (12 digits)", account))
        .Label("not an account ID")
        .Help("write the account's twelve digits, without dashes or alias");
  }
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::Principal* principal : {&statement.principal, &statement.not_principal}) {
      policy::ForEachPrincipal(*principal,
                               [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
                                 if (entry.type == policy::PrincipalType::kAws ||
                                     entry.type == policy::PrincipalType::kFederated) {
                                   CheckValue(value, report);
                                 }
                               });
    }
  }
  ForEachOddResource(context, [&](const policy::Text& value) {
    if (value.value.starts_with("arn:")) CheckValue(value, report);
  });
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "malformed-account-id",
    .summary = "An account ID in a principal or ARN is not 12 digits",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .subjects = engine::kLooksAtOddResources | engine::kLooksAtPrincipals,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/accounts/latest/reference/"
        "manage-acct-identifiers.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::malformed_account_id
