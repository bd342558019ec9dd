#include <fmt/format.h>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/trust/federation.h"

namespace rolelint::rules {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::ConditionTest;
using policy::Statement;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
    "access-analyzer:MISSING_GITHUB_REPO_CONDITION_KEY",
    "access-analyzer:SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
    "checkov:CKV_AWS_358",
};

constexpr std::string_view kGitHub = "token.actions.githubusercontent.com";

// Tests of `HOST:claim`, and whether one of them restricts.
struct ClaimTests {
  const ConditionTest* any = nullptr;
  const ConditionTest* restricting = nullptr;
};

ClaimTests FindClaim(const Statement& statement, std::string_view host, std::string_view claim) {
  ClaimTests found;
  for (const ConditionTest& test : statement.conditions) {
    std::string_view key = test.key.value;
    if (key.size() != host.size() + 1 + claim.size() || key[host.size()] != ':' ||
        !text::EqualsFolded(key.substr(0, host.size()), host) ||
        !text::EqualsFolded(key.substr(host.size() + 1), claim)) {
      continue;
    }
    if (found.any == nullptr) found.any = &test;
    if (found.restricting == nullptr && policy::Restricts(test)) found.restricting = &test;
  }
  return found;
}

bool TestsAnyClaim(const Statement& statement, std::string_view host) {
  for (const ConditionTest& test : statement.conditions) {
    std::string_view key = test.key.value;
    if (key.size() > host.size() && key[host.size()] == ':' &&
        text::EqualsFolded(key.substr(0, host.size()), host) && policy::Restricts(test)) {
      return true;
    }
  }
  return false;
}

// `repo:OWNER/NAME:…`: which part of it a wildcard leaves open.
void CheckGitHubSubject(const ConditionTest& test, Reporter& report) {
  bool like = test.op.base == policy::Operator::kStringLike;
  for (const policy::ConditionValue& value : test.values) {
    std::string_view subject = value.text.value;
    if (!value.text.known || subject.find("${") != std::string_view::npos) continue;
    size_t wild = like ? subject.find_first_of("*?") : std::string_view::npos;
    size_t slash = subject.find('/');
    size_t colon = slash == std::string_view::npos ? slash : subject.find(':', slash);
    if (wild == std::string_view::npos) {
      // Whoever opens a pull request runs such a workflow.
      if (colon == std::string_view::npos || subject.substr(colon) != ":pull_request") continue;
      report.Report(value.text.span, fmt::format("\"{}\" admits every pull request", subject))
          .Level(engine::Level::kSuggestion)
          .Label("no branch")
          .Help("name a branch or an environment, or let the role only read");
    } else if (slash == std::string_view::npos || wild < slash) {
      report
          .Report(value.text.span,
                  fmt::format("\"{}\" admits workflows of any GitHub organization", subject))
          .Label("the owner is open")
          .Help("name the repository: \"repo:OWNER/NAME:ref:refs/heads/main\"");
    } else if (colon == std::string_view::npos || wild < colon) {
      report
          .Report(value.text.span,
                  fmt::format("\"{}\" admits every repository whose name fits, also ones made "
                              "later",
                              subject))
          .Level(engine::Level::kWarning)
          .Label("the repository is open")
          .Help("name the repository: \"repo:OWNER/NAME:ref:refs/heads/main\"");
    } else {
      report
          .Report(value.text.span,
                  fmt::format("\"{}\" admits every {} of the repository", subject,
                              subject.substr(colon) == ":*" ? "branch, tag and pull request"
                                                            : "branch or event that fits"))
          .Level(engine::Level::kSuggestion)
          .Label("the branch is open")
          .Help(
              "name a branch or an environment: \"…:ref:refs/heads/main\", "
              "\"…:environment:production\"");
    }
  }
}

void CheckProvider(const Statement& statement, const policy::Text& principal, Reporter& report) {
  std::string_view host = ProviderHost(principal.value);
  ClaimTests subject = FindClaim(statement, host, "sub");
  ClaimTests audience = FindClaim(statement, host, "aud");
  if (host == kGitHub) {
    if (subject.restricting == nullptr) {
      report
          .Report(subject.any != nullptr ? subject.any->key.span : principal.span,
                  "any GitHub workflow of anyone may assume this role: no condition says which "
                  "repository")
          .Label(subject.any != nullptr ? "does not restrict" : "every GitHub workflow")
          .Help(fmt::format("test the subject: \"StringEquals\": {{\"{}:sub\": "
                            "\"repo:OWNER/NAME:ref:refs/heads/main\"}}",
                            kGitHub));
    } else {
      CheckGitHubSubject(*subject.restricting, report);
    }
    if (audience.restricting == nullptr) {
      report.Report(principal.span, "the audience of the GitHub token is not tested")
          .Level(engine::Level::kWarning)
          .Label("no :aud condition")
          .Help(fmt::format("\"StringEquals\": {{\"{}:aud\": \"sts.amazonaws.com\"}}", kGitHub));
    }
    return;
  }
  if (!TestsAnyClaim(statement, host)) {
    report
        .Report(principal.span,
                fmt::format("every identity of {} may assume this role: no condition tests a claim "
                            "of the token",
                            host))
        .Label("every identity of the provider")
        .Help(fmt::format("test the subject and the audience: \"{}:sub\", \"{}:aud\"", host, host));
  } else if (host.starts_with("oidc.eks.") && subject.restricting == nullptr) {
    report
        .Report(principal.span,
                "every service account of the EKS cluster may assume this role: no condition tests "
                "the subject")
        .Label("no :sub condition")
        .Help(fmt::format("\"{}:sub\": \"system:serviceaccount:NAMESPACE:NAME\"", host));
  }
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || !policy::CoversAction(statement, "sts:AssumeRoleWithWebIdentity")) {
      continue;
    }
    policy::ForEachPrincipal(statement.principal,
                             [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
                               if (entry.type != policy::PrincipalType::kFederated || !value.known)
                                 return;
                               if (FederationOf(value.value) == Federation::kOidc) {
                                 CheckProvider(statement, value, report);
                               }
                             });
  }
}

}  // namespace

extern const engine::Rule kOidcTrust = {
    .id = "oidc-trust",
    .summary = "Web identity trust that does not say which subject and audience",
    .level = engine::Level::kSecurity,
    .security_severity = "9.1",
    .kinds = policy::Kind::kTrust,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_create_for-idp_oidc.html",
    .check_document = Check,
};

}  // namespace rolelint::rules
