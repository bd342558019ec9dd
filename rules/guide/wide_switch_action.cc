#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules::wide_switch_action {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kServices[] = {"sts"};

// "sts:*", "sts:Assume*"; not "*", which is about more than roles.
bool IsWideSwitch(const policy::Text& action) {
  constexpr std::string_view kSts = "sts:";
  return action.known && text::EqualsFolded(action.value.substr(0, kSts.size()), kSts) &&
         text::HasWildcard(action.value) && text::GlobMatchesFolded(action.value, "sts:AssumeRole");
}

bool NamesRolesAlone(const policy::Statement& statement) {
  const auto& items = statement.resource.items;
  return !items.empty() && std::all_of(items.begin(), items.end(), [](const policy::Text& item) {
    const std::optional<policy::Arn> arn = policy::ParseArn(item.value);
    return arn && arn->service == "iam" && arn->resource.starts_with("role/");
  });
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() || !NamesRolesAlone(statement)) continue;
    for (const policy::Text& action : statement.action.items) {
      if (!IsWideSwitch(action)) continue;
      report
          .Report(action.span,
                  fmt::format("\"{}\" allows more than switching to the role: session tags and a "
                              "source identity may be set too, and whatever STS adds",
                              action.value))
          .Label("sts:AssumeRole is enough to switch")
          .Help(
              "write \"sts:AssumeRole\", and add sts:TagSession or sts:SetSourceIdentity only "
              "where they are used")
          .Fix(action.span, "sts:AssumeRole", false);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "wide-switch-action",
    .summary = "A switch to named roles is allowed by a wildcard over the actions of STS",
    .level = engine::Level::kSuggestion,
    .kinds = policy::Kind::kIdentity,
    .services = kServices,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_use_permissions-to-switch.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::wide_switch_action
