#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules::wildcard_in_principal {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::PrincipalType;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
    "boogy:service_principal_wildcard",
};

void CheckPrincipal(const policy::Principal& principal, Reporter& report) {
  policy::ForEachPrincipal(
      principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
        // What a template puts in beside it makes it no better.
        const bool judged = value.known || (value.open && policy::ParseArn(value.value));
        if (!judged || !text::HasWildcard(value.value)) return;
        if (entry.type == PrincipalType::kAws && value.value == "*") return;
        // Of a key that is no kind of principal principal-key says it.
        if (entry.type == PrincipalType::kUnknown) return;
        report
            .Report(value.span,
                    fmt::format("\"{}\" has a wildcard, which AWS refuses inside a principal",
                                value.value))
            .Label("no partial wildcard here")
            .Help(entry.type == PrincipalType::kAws
                      ? "name the account as principal and match names with a condition: "
                        "\"ArnLike\": {\"aws:PrincipalArn\": \"…\"}"
                      : "write the provider or service out in full");
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
    .id = "wildcard-in-principal",
    .summary = "A principal holds a wildcard beside other text",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kTrust | policy::Kind::kResource,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::wildcard_in_principal
