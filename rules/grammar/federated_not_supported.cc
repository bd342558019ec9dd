// Somebody who signs in elsewhere takes a role first. A resource's own policy meets the role's
// session, never the identity provider.

#include "rules/grammar/wording.h"

namespace rolelint::rules::federated_not_supported {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:FEDERATED_PRINCIPAL_NOT_SUPPORTED",
};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    for (const policy::Principal* principal : {&statement.principal, &statement.not_principal}) {
      for (const policy::PrincipalEntry& entry : principal->entries) {
        if (entry.type != policy::PrincipalType::kFederated || entry.values.items.empty()) continue;
        const std::string value = Quoted(entry.values.items[0].value);
        report
            .Report(entry.values.span, "a resource policy takes no Federated principal, such as " +
                                           value + ": only a role's trust policy does")
            .Label("not in a resource policy")
            .Help("name the role that people from there assume, under AWS");
      }
    }
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "federated-not-supported",
    .summary = "A resource policy names an identity provider as principal",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kResource,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::federated_not_supported
