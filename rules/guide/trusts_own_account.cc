#include <fmt/format.h>
#include <re2/re2.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"

namespace rolelint::rules::trusts_own_account {
namespace {

using engine::EstateContext;
using engine::Reporter;

constexpr engine::RuleOption kOptions[] = {
    {.name = "speaks-of-others",
     .type = engine::OptionType::kRegex,
     .fallback = "(?i)-account-|external|cross[- ]?account|switch[- ]?role",
     .help = "what in a role's name or description shows that it is meant for another account"},
};

// The root of the own account, if that is all the trust policy names; else null.
const estate::PrincipalRef* OnlyOwnRoot(const estate::Entity& role) {
  const estate::PrincipalRef* root = nullptr;
  for (const estate::TrustStatement& statement : role.trust) {
    if (!statement.allow) continue;
    if (statement.not_principal) return nullptr;
    for (const estate::PrincipalRef& principal : statement.principals) {
      if (principal.type != policy::PrincipalType::kAws || !principal.known) return nullptr;
      if (policy::PrincipalAccount(principal.value) != role.account) return nullptr;
      if (policy::IsAccountPrincipal(principal.value)) {
        if (root == nullptr) root = &principal;
      } else {
        return nullptr;
      }
    }
  }
  return root;
}

// Twelve digits in a row that are another account's id, or the name of another known account.
std::string OtherAccountIn(std::string_view text, std::string_view own,
                           const engine::Config& config) {
  size_t run = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] >= '0' && text[i] <= '9') {
      ++run;
      continue;
    }
    if (run == 12 && text.substr(i - 12, 12) != own) return std::string(text.substr(i - 12, 12));
    run = 0;
  }
  for (const engine::KnownAccount& account : config.accounts()) {
    if (account.id == own || account.name.size() < 3) continue;
    if (text.find(account.name) != std::string_view::npos) return account.name;
  }
  return {};
}

void Check(const estate::Entity& role, const EstateContext& context, Reporter& report) {
  if (role.type != estate::EntityType::kRole || role.service_linked() || role.reserved_sso()) {
    return;
  }
  if (!role.trust_complete) return;
  const estate::PrincipalRef* root = OnlyOwnRoot(role);
  if (root == nullptr) return;
  const re2::RE2& speaks = context.options.Regex("speaks-of-others");
  std::string other = OtherAccountIn(role.name, role.account, context.config);
  bool by_name = !other.empty() || re2::RE2::PartialMatch(role.name, speaks);
  bool by_description = false;
  if (!by_name && role.description.present()) {
    other = OtherAccountIn(role.description.value, role.account, context.config);
    by_description = !other.empty() || re2::RE2::PartialMatch(role.description.value, speaks);
  }
  if (!by_name && !by_description) return;
  report
      .Report(root->place,
              fmt::format("{} trusts its own account {} only, although its {} points to {}",
                          role.called(), role.account, by_name ? "name" : "description",
                          other.empty() ? std::string("another account") : other))
      .Label("the role's own account")
      .Related(by_name ? role.place : role.description.place, "points to another account")
      .Help(
          "the trusted account is the one that people switch from: enter that account's ID, or "
          "better the ARN of the user who switches");
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "trusts-own-account",
    .summary =
        "A role trusts only its own account although its name or description points to "
        "another",
    .level = engine::Level::kWarning,
    .confidence = engine::Confidence::kMedium,
    .options = kOptions,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user.html",
    .check_entity = Check,
};

}  // namespace rolelint::rules::trusts_own_account
