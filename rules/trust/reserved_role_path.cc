// IAM Identity Center's roles and service-linked roles lie under paths of their own, and an ARN
// without the path names no role.

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <unordered_set>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules::reserved_role_path {
namespace {

using engine::DocumentContext;
using engine::Reporter;

struct Reserved {
  std::string_view name;  // how the roles' names begin
  std::string_view path;
  std::string_view maker;
};
constexpr Reserved kReserved[] = {
    {"AWSReservedSSO_", "aws-reserved/sso.amazonaws.com*/", "IAM Identity Center"},
    {"AWSServiceRoleFor", "aws-service-role/SERVICE.amazonaws.com/", "an AWS service"},
};

// Of an ARN of a role whose name is one of these and whose path is none.
const Reserved* LacksPath(std::string_view value, std::string_view* name) {
  const std::optional<policy::Arn> arn = policy::ParseArn(value);
  constexpr std::string_view kRole = "role/";
  if (!arn || arn->service != "iam" || !arn->resource.starts_with(kRole)) return nullptr;
  *name = arn->resource.substr(kRole.size());
  for (const Reserved& reserved : kReserved) {
    if (name->starts_with(reserved.name)) return &reserved;
  }
  return nullptr;
}

void ReportName(const policy::Text& value, const Reserved& reserved, std::string_view name,
                engine::Level level, Reporter& report) {
  report
      .Report(value.span,
              fmt::format("{} names no role: roles that {} makes have a path before their name",
                          value.value, reserved.maker))
      .Level(level)
      .Label("the path is missing")
      .Help(fmt::format("write role/{}{}", reserved.path, name));
}

// The name of a role that has its path; "" of any other text.
std::string_view NameBehindPath(const policy::Text& item) {
  const std::optional<policy::Arn> arn = policy::ParseArn(item.value);
  if (!arn || !arn->resource.starts_with("role/aws-")) return {};
  return arn->resource.substr(arn->resource.rfind('/') + 1);
}

// Of a list of ARNs in which a role may be twice: the value without the path is then idle.
template <typename Items, typename TextOf>
void CheckList(const Items& items, TextOf text_of, Reporter& report) {
  std::optional<std::unordered_set<std::string_view>> with_path;
  for (const auto& item : items) {
    const policy::Text& text = text_of(item);
    std::string_view name;
    const Reserved* reserved = text.known ? LacksPath(text.value, &name) : nullptr;
    if (reserved == nullptr) continue;
    if (!with_path) {
      with_path.emplace();
      for (const auto& other : items) with_path->insert(NameBehindPath(text_of(other)));
    }
    ReportName(text, *reserved, name,
               with_path->contains(name) ? engine::Level::kSuggestion : engine::Level::kWarning,
               report);
  }
}

void CheckPrincipals(const policy::Principal& principal, Reporter& report) {
  policy::ForEachPrincipal(principal,
                           [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
                             std::string_view name;
                             if (entry.type != policy::PrincipalType::kAws || !value.known) return;
                             if (const Reserved* reserved = LacksPath(value.value, &name)) {
                               ReportName(value, *reserved, name, engine::Level::kError, report);
                             }
                           });
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    CheckPrincipals(statement.principal, report);
    CheckPrincipals(statement.not_principal, report);
    for (const policy::TextList* list : {&statement.resource, &statement.not_resource}) {
      CheckList(
          list->items, [](const policy::Text& text) -> const policy::Text& { return text; },
          report);
    }
    for (const policy::ConditionTest& test : statement.conditions) {
      if (!policy::KeyIs(test, "aws:PrincipalArn")) continue;
      CheckList(
          test.values,
          [](const policy::ConditionValue& value) -> const policy::Text& { return value.text; },
          report);
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "reserved-role-path",
    .summary = "The ARN of a role that AWS makes lacks the path that such roles have",
    .level = engine::Level::kError,
    .kinds = policy::kAllKinds,
    .aws_page =
        "https://docs.aws.amazon.com/singlesignon/latest/userguide/"
        "referencingpermissionsets.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::reserved_role_path
