#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules::assume_role_resource {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {"parliament:RESOURCE_MISMATCH",
                                             "boogy:resource_mismatch"};

bool OnlyAssumesRoles(const Statement& statement) {
  if (statement.action.items.empty()) return false;
  for (const policy::Text& action : statement.action.items) {
    if (!text::EqualsFolded(action.value, "sts:AssumeRole")) return false;
  }
  return true;
}

void CheckResource(const policy::Text& resource, Reporter& report) {
  std::string_view value = resource.value;
  if (!resource.known || value.find("${") != std::string_view::npos) return;
  std::optional<policy::Arn> arn = policy::ParseArn(value);
  if (!arn) {
    if (text::HasWildcard(value)) return;
    report
        .Report(resource.span,
                fmt::format("\"{}\" is not the ARN of a role: the statement grants nothing", value))
        .Label("not an ARN")
        .Help("write arn:aws:iam::ACCOUNT:role/NAME");
    return;
  }
  if (text::HasWildcard(arn->service) || arn->resource == "*") return;
  policy::IamResource target = policy::SplitIamResource(arn->resource);
  if (arn->service == "iam") {
    if (text::HasWildcard(target.type) || target.type == "role") return;
    std::string_view what = target.type.empty() ? arn->resource : target.type;
    report
        .Report(resource.span, fmt::format("\"{}\" is a {}, not a role: only roles can be assumed",
                                           value, what == "root" ? "whole account" : what))
        .Label("not a role")
        .Help("write arn:aws:iam::ACCOUNT:role/NAME");
    return;
  }
  if (arn->service == "sts" && target.type == "assumed-role") {
    report
        .Report(resource.span,
                fmt::format("\"{}\" is a session; what is assumed is the role", value))
        .Label("a session, not a role")
        .Help(fmt::format("write arn:{}:iam::{}:role/…", arn->partition, arn->account));
    return;
  }
  report
      .Report(resource.span,
              fmt::format("\"{}\" is an ARN of {}, not of a role: the statement grants nothing",
                          value, arn->service))
      .Label("not a role")
      .Help("write arn:aws:iam::ACCOUNT:role/NAME");
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (!OnlyAssumesRoles(statement)) continue;
    for (const policy::Text& resource : statement.resource.items) CheckResource(resource, report);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "assume-role-resource",
    .summary = "The Resource of sts:AssumeRole is not the ARN of a role",
    .level = engine::Level::kError,
    .kinds = policy::kIdentityLike,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/service-authorization/latest/reference/"
        "list_awssecuritytokenservice.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::assume_role_resource
