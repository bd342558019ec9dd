#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/rule.h"
#include "rules/guide/switch_role.h"

namespace rolelint::rules::role_tags {
namespace {

using engine::EstateContext;
using engine::Reporter;

constexpr engine::RuleOption kOptions[] = {
    {.name = "required",
     .type = engine::OptionType::kStringList,
     .fallback = "",
     .help = "tag keys that every role for people of another account must carry"},
};

void Check(const estate::Entity& role, const EstateContext& context, Reporter& report) {
  const std::vector<std::string>& required = context.options.List("required");
  if (required.empty() || role.tags.state == estate::Knowledge::kUnknown) return;
  if (SwitchPrincipal(role, context.config) == nullptr) return;
  std::string missing;
  for (const std::string& key : required) {
    bool found =
        std::any_of(role.tags.value.begin(), role.tags.value.end(),
                    [&](const estate::Tag& tag) { return tag.key == key && !tag.value.empty(); });
    if (found) continue;
    if (!missing.empty()) missing += ", ";
    missing += key;
  }
  if (missing.empty()) return;
  report
      .Report(role.place, fmt::format("the role {} lacks the tags that roles open to another "
                                      "account must carry: {}",
                                      role.called(), missing))
      .Label("tags missing")
      .Help(role.name.empty()
                ? std::string("give it Tags in the template")
                : fmt::format("aws iam tag-role --role-name {} --tags Key=…,Value=…", role.name));
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "role-tags",
    .summary = "A role for another account's people lacks a required tag",
    .level = engine::Level::kWarning,
    .options = kOptions,
    .aws_page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags_roles.html",
    .check_entity = Check,
};

}  // namespace rolelint::rules::role_tags
