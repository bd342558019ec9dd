#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "analyzer/engine/rule.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/condition_query.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"
#include "rules/trust/web_identity.h"

namespace rolelint::rules::oidc_trust {
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

// `repo:OWNER/NAME:…`, perhaps with ids as in `repo:OWNER@ID/NAME@ID:…`: where its parts end.
struct GitHubSubject {
  std::string_view owner;
  std::string_view name;
  std::string_view rest;  // with its colon
};

std::optional<GitHubSubject> ParseGitHubSubject(std::string_view subject) {
  constexpr std::string_view kRepo = "repo:";
  if (!subject.starts_with(kRepo)) return std::nullopt;
  subject.remove_prefix(kRepo.size());
  const size_t slash = subject.find('/');
  if (slash == std::string_view::npos) return GitHubSubject{subject, {}, {}};
  GitHubSubject parsed;
  parsed.owner = subject.substr(0, slash);
  parsed.owner = parsed.owner.substr(0, parsed.owner.find('@'));
  const std::string_view name = subject.substr(slash + 1);
  const size_t colon = std::min(name.find(':'), name.size());
  parsed.name = name.substr(0, std::min(name.find('@'), colon));
  parsed.rest = name.substr(colon);
  return parsed;
}

// What a subject that names the owner leaves open.
void CheckGitHubValue(const ConditionTest& test, const policy::ConditionValue& value,
                      Reporter& report) {
  const std::string_view subject = value.text.value;
  const auto parsed = ParseGitHubSubject(subject);
  if (!parsed) return;
  const bool like = test.op.base == policy::Operator::kStringLike;
  const auto open = [&](std::string_view part) { return like && text::HasWildcard(part); };
  if (open(parsed->name) || parsed->name.empty()) {
    report
        .Report(value.text.span,
                fmt::format("\"{}\" admits every repository whose name fits, also ones made later",
                            subject))
        .Level(engine::Level::kWarning)
        .Label("the repository is open")
        .Help("name the repository: \"repo:OWNER/NAME:ref:refs/heads/main\"");
  } else if (open(parsed->rest) || (like && parsed->rest.empty())) {
    report
        .Report(value.text.span, fmt::format("\"{}\" admits every {} of the repository", subject,
                                             parsed->rest == ":*" ? "branch, tag and pull request"
                                                                  : "branch or event that fits"))
        .Level(engine::Level::kSuggestion)
        .Label("the branch is open")
        .Help(
            "name a branch or an environment: \"…:ref:refs/heads/main\", "
            "\"…:environment:production\"");
  } else if (parsed->rest == ":pull_request") {
    // Whoever opens a pull request runs such a workflow.
    report.Report(value.text.span, fmt::format("\"{}\" admits every pull request", subject))
        .Level(engine::Level::kSuggestion)
        .Label("no branch")
        .Help("name a branch or an environment, or let the role only read");
  }
}

bool IsGitHub(const logic::Issuer* issuer) {
  return issuer != nullptr && issuer->example.starts_with("repo:");
}

const ConditionTest* FindClaim(const Statement& statement, std::string_view host,
                               std::string_view claim) {
  return policy::FindTest(statement, fmt::format("{}:{}", host, claim));
}

bool TestsAnyClaim(const Statement& statement, std::string_view host) {
  return std::any_of(
      statement.conditions.begin(), statement.conditions.end(), [&](const ConditionTest& test) {
        const auto key = logic::ParseClaimKey(test.key.value);
        return key && text::EqualsFolded(key->issuer, host) && policy::Restricts(statement, test);
      });
}

// No test says whose tokens are meant, of those that the issuer signs for everybody.
void ReportOpen(const Statement& statement, const TrustedIssuer& trusted, Reporter& report) {
  const logic::Issuer& issuer = *trusted.issuer;
  const bool github = IsGitHub(&issuer);
  const std::string help = fmt::format("test the {}: \"StringEquals\": {{\"{}:{}\": \"{}\"}}",
                                       issuer.claim == "sub" ? "subject" : "audience", trusted.host,
                                       issuer.claim, issuer.example);
  const ConditionTest* test = FindClaim(statement, trusted.host, issuer.claim);
  const auto key = test == nullptr ? std::nullopt : logic::ParseClaimKey(test->key.value);
  bool told = false;
  if (key && policy::Restricts(statement, *test)) {
    for (const policy::ConditionValue& value : test->values) {
      if (KeepsStrangersOut(*key, *test, value)) {
        if (github) CheckGitHubValue(*test, value, report);
        continue;
      }
      told = true;
      report
          .Report(value.text.span,
                  github ? fmt::format("\"{}\" admits workflows of any GitHub organization",
                                       value.text.value)
                         : fmt::format("\"{}\" admits strangers: everybody who has an account at "
                                       "{} can have such a token",
                                       value.text.value, issuer.name))
          .Label(github ? "the owner is open" : "does not say whose tokens")
          .Help(help);
    }
  }
  if (told) return;
  report
      .Report(test == nullptr            ? trusted.principal->span
              : test->values.size() == 1 ? test->values[0].text.span
                                         : test->key.span,
              github ? std::string("any GitHub workflow of anyone may assume this role: no "
                                   "condition says which repository")
                     : fmt::format("every identity of {} may assume this role: {} signs tokens for "
                                   "everybody, and no condition says whose are meant",
                                   trusted.host, issuer.name))
      .Label(test != nullptr ? "does not restrict" : "everybody's tokens")
      .Help(help);
}

void CheckShared(const DocumentContext& context, const Statement& statement,
                 const TrustedIssuer& trusted, Reporter& report) {
  const ConditionTest* naming = nullptr;
  for (const ConditionTest& test : statement.conditions) {
    if (!NamesTenant(test, trusted.host)) continue;
    if (naming == nullptr || policy::KeyIs(test, fmt::format("{}:sub", trusted.host))) {
      naming = &test;
    }
  }
  if (naming == nullptr) {
    // A Deny beside it may keep strangers out.
    const auto& all = context.document.statements;
    const bool denies =
        std::any_of(all.begin(), all.end(), [](const Statement& other) { return other.denies(); });
    if (denies && context.questions.KeepsStrangersOut()) return;
    ReportOpen(statement, trusted, report);
  } else if (IsGitHub(trusted.issuer)) {
    for (const policy::ConditionValue& value : naming->values) {
      if (value.text.known) CheckGitHubValue(*naming, value, report);
    }
  }
  if (naming != nullptr && trusted.issuer->claim == "sub" &&
      FindClaim(statement, trusted.host, "sub") == nullptr) {
    report
        .Report(
            trusted.principal->span,
            fmt::format("no condition tests {}:sub, which IAM asks for when the trust policy is "
                        "created or changed",
                        trusted.host))
        .Level(engine::Level::kSuggestion)
        .Label("no :sub condition")
        .Help(fmt::format("test the subject besides: \"{}:sub\": \"{}\"", trusted.host,
                          trusted.issuer->example));
  }
  if (!IsGitHub(trusted.issuer)) return;
  const ConditionTest* audience = FindClaim(statement, trusted.host, "aud");
  if (audience == nullptr || !policy::Restricts(statement, *audience)) {
    report.Report(trusted.principal->span, "the audience of the GitHub token is not tested")
        .Level(engine::Level::kWarning)
        .Label("no :aud condition")
        .Help(fmt::format("\"StringEquals\": {{\"{}:aud\": \"sts.amazonaws.com\"}}", trusted.host));
  }
}

bool IsCluster(const logic::Issuer* issuer) {
  return issuer != nullptr && issuer->example.starts_with("system:serviceaccount:");
}

void CheckCluster(const Statement& statement, const TrustedIssuer& trusted, Reporter& report) {
  const ConditionTest* subject = FindClaim(statement, trusted.host, "sub");
  const std::string help =
      fmt::format("\"{}:sub\": \"system:serviceaccount:NAMESPACE:NAME\"", trusted.host);
  if (subject == nullptr || !policy::Restricts(statement, *subject)) {
    report
        .Report(trusted.principal->span,
                "every service account of the EKS cluster may assume this role: no condition tests "
                "the subject")
        .Label("no :sub condition")
        .Help(help);
    return;
  }
  constexpr std::string_view kAny[] = {"system:serviceaccount:*", "system:serviceaccount:*:*",
                                       "system:*"};
  for (const policy::ConditionValue& value : subject->values) {
    if (subject->op.base != policy::Operator::kStringLike || !value.text.known ||
        std::find(std::begin(kAny), std::end(kAny), value.text.value) == std::end(kAny)) {
      continue;
    }
    report
        .Report(
            value.text.span,
            fmt::format("\"{}\" admits every service account of the EKS cluster", value.text.value))
        .Label("no namespace and no name")
        .Help(help);
  }
}

void CheckProvider(const DocumentContext& context, const Statement& statement,
                   const TrustedIssuer& trusted, Reporter& report) {
  if (trusted.issuer != nullptr && trusted.issuer->shared) {
    CheckShared(context, statement, trusted, report);
    return;
  }
  if (!TestsAnyClaim(statement, trusted.host)) {
    report
        .Report(trusted.principal->span,
                fmt::format("every identity of {} may assume this role: no condition tests a claim "
                            "of the token",
                            trusted.host))
        .Label("every identity of the provider")
        .Help(fmt::format("test the subject and the audience: \"{}:sub\", \"{}:aud\"", trusted.host,
                          trusted.host));
  } else if (IsCluster(trusted.issuer)) {
    CheckCluster(statement, trusted, report);
  } else if (IsGitHub(trusted.issuer)) {
    const ConditionTest* subject = FindClaim(statement, trusted.host, "sub");
    if (subject == nullptr) return;
    for (const policy::ConditionValue& value : subject->values) {
      if (value.text.known) CheckGitHubValue(*subject, value, report);
    }
  }
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const Statement& statement : context.document.statements) {
    if (!statement.allows() || !policy::CoversAction(statement, "sts:AssumeRoleWithWebIdentity")) {
      continue;
    }
    for (const TrustedIssuer& trusted : IssuersOf(statement)) {
      // Of a statement that nobody can meet, impossible-claim speaks.
      if (FailureOf(statement, policy::PrincipalType::kFederated, *trusted.principal)) continue;
      CheckProvider(context, statement, trusted, report);
    }
  }
}

// No request meets the statement.
constexpr std::string_view kYieldsTo[] = {"statement-never-matches"};

}  // namespace

extern const engine::Rule kRule = {
    .id = "oidc-trust",
    .summary = "Web identity trust that does not say which subject and audience",
    .level = engine::Level::kSecurity,
    .security_severity = "9.1",
    .kinds = policy::Kind::kTrust,
    .equivalents = kEquivalents,
    .yields_to = kYieldsTo,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_create_for-idp_oidc.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::oidc_trust
