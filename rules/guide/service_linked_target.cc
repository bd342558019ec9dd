#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules::service_linked_target {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kServices[] = {"sts"};

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() || !policy::CoversAction(statement, "sts:AssumeRole")) continue;
    for (const policy::Text& resource : statement.resource.items) {
      std::optional<policy::Arn> arn = policy::ParseArn(resource.value);
      if (!arn || !resource.known || arn->service != "iam") continue;
      policy::IamResource role = policy::SplitIamResource(arn->resource);
      if (role.type != "role") continue;
      if (!role.path.starts_with("/aws-service-role/") &&
          !role.name.starts_with("AWSServiceRoleFor")) {
        continue;
      }
      report
          .Report(
              resource.span,
              fmt::format("{} is a service-linked role: only its service can assume it", role.name))
          .Label("service-linked role")
          .Help("switch to a role of your own, with the permissions that are needed");
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "service-linked-target",
    .summary =
        "A policy lets people assume a service-linked role, which nobody but its service can",
    .level = engine::Level::kWarning,
    .kinds = policy::kIdentityLike,
    .services = kServices,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_create-service-linked-role.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::service_linked_target
