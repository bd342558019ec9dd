#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "rules/trust/federation.h"

namespace rolelint::rules::saml_audience {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::Statement;

// The sign-in page of each partition, whose address is the audience of its assertions.
// https://docs.aws.amazon.com/general/latest/gr/signin-service.html
struct SignIn {
  std::string_view partition;
  std::string_view host;
};
constexpr SignIn kSignIns[] = {
    {"aws", "signin.aws.amazon.com"},
    {"aws-cn", "signin.amazonaws.cn"},
    {"aws-us-gov", "signin.amazonaws-us-gov.com"},
};

// Whose page an audience is, also a Region's; null if it is none.
const SignIn* SignInOf(std::string_view audience) {
  constexpr std::string_view kScheme = "https://";
  if (!audience.starts_with(kScheme)) return nullptr;
  audience.remove_prefix(kScheme.size());
  const std::string_view host = audience.substr(0, audience.find('/'));
  for (const SignIn& page : kSignIns) {
    if (!host.ends_with(page.host)) continue;
    const size_t before = host.size() - page.host.size();
    if (before == 0 || host[before - 1] == '.') return &page;
  }
  return nullptr;
}

const SignIn* SignInOfPartition(std::string_view partition) {
  for (const SignIn& page : kSignIns) {
    if (page.partition == partition) return &page;
  }
  return nullptr;
}

// An audience that no assertion for this provider's partition has: nobody signs in.
void CheckPartition(const Statement& statement, Reporter& report) {
  const SignIn* own = nullptr;
  policy::ForEachPrincipal(statement.principal,
                           [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
                             if (entry.type != policy::PrincipalType::kFederated || !value.known)
                               return;
                             if (FederationOf(value) != Federation::kSaml) return;
                             const auto arn = policy::ParseArn(value.value);
                             if (arn) own = SignInOfPartition(arn->partition);
                           });
  if (own == nullptr) return;
  for (const policy::ConditionTest& test : statement.conditions) {
    if (!policy::KeyIs(test, "SAML:aud") || !policy::Restricts(statement, test)) continue;
    const SignIn* other = nullptr;
    for (const policy::ConditionValue& value : test.values) {
      const SignIn* page = value.text.known ? SignInOf(value.text.value) : own;
      if (page == nullptr || page == own) return;
      other = page;
    }
    if (other == nullptr) return;
    report
        .Report(test.values_span,
                fmt::format("the audience is the sign-in page of the partition {}, and the "
                            "provider is of {}: nobody can assume the role",
                            other->partition, own->partition))
        .Label("another partition's page")
        .Help(fmt::format("\"StringEquals\": {{\"SAML:aud\": \"https://{}/saml\"}}", own->host));
  }
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.allows() || !policy::CoversAction(statement, "sts:AssumeRoleWithSAML")) {
      continue;
    }
    bool tested = false;
    for (const policy::ConditionTest& test : statement.conditions) {
      tested = tested || ((policy::KeyIs(test, "SAML:aud") || policy::KeyIs(test, "SAML:iss") ||
                           policy::KeyIs(test, "SAML:sub") || policy::KeyIs(test, "SAML:doc")) &&
                          policy::Restricts(statement, test));
    }
    if (tested) {
      CheckPartition(statement, report);
      continue;
    }
    policy::ForEachPrincipal(
        statement.principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
          if (entry.type != policy::PrincipalType::kFederated) return;
          if (FederationOf(value) != Federation::kSaml) return;
          report.Report(value.span, "the audience of the SAML assertion is not tested")
              .Label("no SAML:aud condition")
              .Help("\"StringEquals\": {\"SAML:aud\": \"https://signin.aws.amazon.com/saml\"}");
        });
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "saml-audience",
    .summary = "SAML trust without a test of the assertion's audience, or for another partition's",
    .level = engine::Level::kWarning,
    .kinds = policy::Kind::kTrust,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_create_for-idp_saml.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::saml_audience
