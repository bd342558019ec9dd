#include <fmt/format.h>
#include <re2/re2.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules::switch_policy_name {
namespace {

using engine::EstateContext;
using engine::Reporter;

constexpr engine::RuleOption kOptions[] = {
    {.name = "pattern",
     .type = engine::OptionType::kRegex,
     .fallback = "([a-z0-9]+-)*external-account-access(-[a-z0-9]+)*",
     .help = "what the whole name of an inline policy that lets a user switch roles must match"},
};

// Whether the policy lets the user switch to exactly named roles of other accounts.
bool HoldsSwitch(const estate::PolicyFacts& facts, std::string_view own_account) {
  for (const estate::AssumeStatement& statement : facts.assume) {
    if (!statement.allow || statement.not_resource) continue;
    for (const estate::ResourceRef& resource : statement.resources) {
      if (!resource.known || text::HasWildcard(resource.pattern)) continue;
      std::optional<policy::Arn> arn = policy::ParseArn(resource.pattern);
      if (arn && arn->service == "iam" && arn->resource.starts_with("role/") &&
          policy::IsAccountId(arn->account) && arn->account != own_account) {
        return true;
      }
    }
  }
  return false;
}

void Check(const estate::Entity& entity, const EstateContext& context, Reporter& report) {
  if (entity.type != estate::EntityType::kUser) return;
  const re2::RE2& pattern = context.options.Regex("pattern");
  for (const estate::InlinePolicy& policy : entity.inline_policies) {
    if (policy.name.empty() || !HoldsSwitch(policy.facts, entity.account)) continue;
    if (re2::RE2::FullMatch(policy.name, pattern)) continue;
    report
        .Report(policy.name_place,
                fmt::format("the inline policy \"{}\" lets {} switch roles, and its name does not "
                            "say so",
                            policy.name, entity.called()))
        .Level(context.options.IsSet("pattern") ? engine::Level::kWarning
                                                : engine::Level::kSuggestion)
        .Label(fmt::format("does not match {}", pattern.pattern()))
        .Help("call it external-account-access");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "switch-policy-name",
    .summary =
        "The name of a user's inline policy for role switches does not follow the convention",
    .level = engine::Level::kSuggestion,
    .options = kOptions,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "access_policies_managed-vs-inline.html",
    .check_entity = Check,
};

}  // namespace rolelint::rules::switch_policy_name
