#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules::deleted_principal {
namespace {

using engine::DocumentContext;
using engine::Reporter;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_ROLE_REFERENCE",
    "access-analyzer:INVALID_USER_REFERENCE",
};

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
struct IdKind {
  std::string_view prefix;
  std::string_view what;
};
constexpr IdKind kIdKinds[] = {
    {"AIDA", "user"},
    {"AROA", "role"},
    {"AGPA", "group"},
    {"AIPA", "instance profile"},
};

void CheckPrincipal(const policy::Principal& principal, Reporter& report) {
  policy::ForEachPrincipal(
      principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
        if (entry.type != policy::PrincipalType::kAws) return;
        for (const IdKind& kind : kIdKinds) {
          if (!policy::IsUniqueId(value.value, kind.prefix)) continue;
          report
              .Report(value.span,
                      fmt::format("{} is what IAM leaves of a {} that was deleted: nobody matches "
                                  "it any more",
                                  value.value, kind.what))
              .Label("unique ID, not an ARN")
              .Help(fmt::format("remove it, or write the ARN again if a {} of that name exists "
                                "anew",
                                kind.what));
        }
      });
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    CheckPrincipal(statement.principal, report);
    CheckPrincipal(statement.not_principal, report);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "deleted-principal",
    .summary = "A principal is the unique ID of a deleted user or role",
    .level = engine::Level::kWarning,
    .kinds = policy::Kind::kTrust | policy::Kind::kResource,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_identifiers.html#identifiers-unique-ids",
    .check_document = Check,
};

}  // namespace rolelint::rules::deleted_principal
