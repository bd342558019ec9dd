#include "analyzer/logic/issuers.h"
#include "analyzer/logic/subject_letters.h"

#include <algorithm>
#include <iterator>

#include "analyzer/logic/principal.h"
#include "analyzer/text/glob.h"

namespace rolelint::logic {
namespace {

constexpr std::string_view kStandardClaims[] = {"amr", "aud", "email", "oaud", "sub"};
constexpr std::string_view kAlwaysThere[] = {"aud", "oaud", "sub"};
constexpr std::string_view kSessionClaims[] = {"amr", "app_id", "aud", "id", "sub", "user_id"};
constexpr std::string_view kSessionClaimsOfSaml[] = {"namequalifier", "sub", "sub_type"};

// --- GitHub -------------------------------------------------------------------------------------

constexpr std::string_view kGitHubClaims[] = {
    "actor", "actor_id",   "enterprise_id",       "environment", "job_workflow_ref",
    "ref",   "repository", "repository_owner_id", "workflow",    "repository_id"};
constexpr std::string_view kGitHubConstant[] = {
    "actor",      "actor_id",      "job_workflow_ref",    "ref",
    "repository", "repository_id", "repository_owner_id", "workflow"};
// Owners and repositories may be followed by an id, as in `repo:OWNER@ID/NAME@ID`. Neither a `@`
// nor a `/` is in an owner's name. An organization may choose other claims for its subjects.
constexpr TenantClaim kGitHubTenants[] = {
    {"sub", "repo:", "/@"},
    {"sub", "repository:", "/@"},
    {"sub", "repository_id:", ":"},
    {"sub", "repository_owner:", ":@"},
    {"sub", "repository_owner_id:", ":"},
    {"sub", "job_workflow_ref:", "/@"},
    {"sub", "workflow_ref:", "/@"},
    {"sub", "enterprise:", ":"},
    {"sub", "enterprise_id:", ":"},
    {"sub", "enterprise_slug:", ":"},
    {"sub", "actor:", ":"},
    {"sub", "actor_id:", ":"},
    {"repository", "", "/"},
    {"job_workflow_ref", "", "/"},
    {"repository_id", "", ""},
    {"repository_owner_id", "", ""},
    {"enterprise_id", "", ""},
    {"actor", "", ""},
    {"actor_id", "", ""},
};
// In these lists `*` matches no colon, `**` anything.
constexpr std::string_view kGitHubSubjects[] = {
    "repo:?*/?*",
    "repo:?*/?*:pull_request",
    "repo:?*/?*:pull_request:**",
    "repo:?*/?*:ref:refs/heads/?*",
    "repo:?*/?*:ref:refs/heads/?*:**",
    "repo:?*/?*:ref:refs/tags/?*",
    "repo:?*/?*:ref:refs/tags/?*:**",
    "repo:?*/?*:ref:refs/pull/?*",
    "repo:?*/?*:ref:refs/pull/?*:**",
    "pull_request",
    "pull_request:**",
    "ref:refs/heads/?*",
    "ref:refs/heads/?*:**",
    "ref:refs/tags/?*",
    "ref:refs/tags/?*:**",
    "ref:refs/pull/?*",
    "ref:refs/pull/?*:**",
};
// Names of claims that a subject may have in it, first or behind the repository.
constexpr std::string_view kGitHubSubjectClaims[] = {
    "actor",
    "actor_id",
    "aud",
    "base_ref",
    "check_run_id",
    "enterprise",
    "enterprise_id",
    "enterprise_slug",
    "environment",
    "environment_node_id",
    "event_name",
    "head_ref",
    "iss",
    "job_workflow_ref",
    "job_workflow_sha",
    "ref_protected",
    "ref_type",
    "repo_property_?*",
    "repository",
    "repository_id",
    "repository_owner",
    "repository_owner_id",
    "repository_visibility",
    "run_attempt",
    "run_id",
    "run_number",
    "runner_environment",
    "sha",
    "workflow",
    "workflow_ref",
    "workflow_sha",
};
constexpr std::string_view kGitHubExample = "repo:OWNER/NAME:ref:refs/heads/main";

// --- others -------------------------------------------------------------------------------------

constexpr std::string_view kGitLabClaims[] = {
    "namespace_id", "pipeline_source", "project_id", "ref_protected",    "runner_environment",
    "user_id",      "user_login",      "user_email", "user_access_level"};
constexpr TenantClaim kGitLabTenants[] = {
    {"sub", "project_path:", "/"}, {"sub", "", ""},     {"namespace_id", "", ""},
    {"project_id", "", ""},        {"user_id", "", ""}, {"user_login", "", ""},
    {"user_email", "", ""},
};
// Whoever signs in with GitLab has a number for subject.
constexpr std::string_view kGitLabSubjects[] = {"project_path:?*/?*", "project_path:?*/?*:**",
                                                "?*"};
constexpr std::string_view kGitLabExample = "project_path:GROUP/PROJECT:ref_type:branch:ref:main";

constexpr TenantClaim kTerraformTenants[] = {{"sub", "organization:", ":"}};
constexpr std::string_view kTerraformSubjects[] = {
    "organization:?*:project:?*:workspace:?*:run_phase:?*",
    "organization:?*:project:?*:stack:?*:**"};

constexpr std::string_view kBuildkiteClaims[] = {
    "organization_slug", "organization_id", "pipeline_slug", "pipeline_id",
    "cluster_name",      "cluster_id",      "build_branch"};
constexpr std::string_view kBuildkiteConstant[] = {"organization_slug", "organization_id",
                                                   "pipeline_slug", "pipeline_id", "build_branch"};
// A job may choose another claim, an id, for its subject.
constexpr TenantClaim kBuildkiteTenants[] = {
    {"sub", "organization:", ":"}, {"sub", "", ""},         {"organization_slug", "", ""},
    {"organization_id", "", ""},   {"pipeline_id", "", ""}, {"cluster_id", "", ""},
};
constexpr std::string_view kBuildkiteSubjects[] = {"organization:?*:pipeline:?*:ref:?*:**", "?*"};

constexpr TenantClaim kAccountTenants[] = {{"sub", "account:", ":"}};
constexpr std::string_view kAccountSubjects[] = {"account:?*:**"};

constexpr TenantClaim kUpboundTenants[] = {{"sub", "mcp:", "/"}};
constexpr std::string_view kUpboundSubjects[] = {"mcp:?*/?*:**"};
constexpr TenantClaim kModalTenants[] = {{"sub", "modal:workspace_id:", ":"}};
constexpr std::string_view kModalSubjects[] = {"modal:workspace_id:?*:**"};
constexpr TenantClaim kPulumiTenants[] = {{"aud", "", ""}, {"sub", "org:", ":"}};
constexpr std::string_view kPulumiSubjects[] = {"pulumi:**"};
constexpr TenantClaim kVercelTenants[] = {{"aud", "", ""}, {"sub", "owner:", ":"}};
constexpr std::string_view kVercelSubjects[] = {"owner:?*:project:?*:environment:?*"};

constexpr TenantClaim kWholeSubject[] = {{"sub", "", ""}};
constexpr TenantClaim kWholeAudience[] = {{"aud", "", ""}, {"sub", "", ""}};
constexpr TenantClaim kApplication[] = {
    {"aud", "", ""}, {"oaud", "", ""}, {"sub", "", ""}, {"email", "", ""}};
constexpr std::string_view kGoogleClaims[] = {"google/organization_number"};
constexpr TenantClaim kGoogleTenants[] = {{"aud", "", ""},
                                          {"oaud", "", ""},
                                          {"sub", "", ""},
                                          {"email", "", ""},
                                          {"google/organization_number", "", ""}};
constexpr std::string_view kFacebookClaims[] = {"app_id", "id"};
constexpr TenantClaim kFacebookTenants[] = {{"app_id", "", ""}, {"id", "", ""}};
constexpr std::string_view kAmazonClaims[] = {"app_id", "sub", "user_id"};
constexpr TenantClaim kAmazonTenants[] = {{"app_id", "", ""}, {"sub", "", ""}, {"user_id", "", ""}};
constexpr std::string_view kCognitoClaims[] = {"amr", "aud", "oaud", "sub"};
constexpr std::string_view kCognitoConstant[] = {"amr", "aud", "oaud", "sub"};
constexpr TenantClaim kCognitoTenants[] = {{"aud", "", ""}, {"oaud", "", ""}, {"sub", "", ""}};

constexpr std::string_view kServiceAccounts[] = {"system:serviceaccount:?*:?*"};
constexpr std::string_view kServiceAccountExample = "system:serviceaccount:NAMESPACE:NAME";
constexpr std::string_view kCircleClaims[] = {"oidc.circleci.com/project-id"};
constexpr std::string_view kCircleSubjects[] = {"org/?*/project/?*/user/*"};
constexpr std::string_view kBitbucketSubjects[] = {"{?*}:{?*}", "{?*}:{?*}:{?*}"};
constexpr std::string_view kSpaceliftSubjects[] = {"space:?*:?*:**"};
constexpr std::string_view kOracleClaims[] = {"rpst_id"};

constexpr Issuer GitHub(std::string_view name, std::string_view host, bool shared, bool claims) {
  Issuer issuer;
  issuer.name = name;
  issuer.host = host;
  issuer.shared = shared;
  if (claims) {
    issuer.claims = kGitHubClaims;
    issuer.constant = kGitHubConstant;
  }
  issuer.tenants = kGitHubTenants;
  issuer.subjects = kGitHubSubjects;
  issuer.claim = "sub";
  issuer.example = kGitHubExample;
  return issuer;
}

// A shared issuer of whose claims AWS offers the standard ones.
constexpr Issuer Shared(std::string_view name, std::string_view host,
                        std::span<const TenantClaim> tenants,
                        std::span<const std::string_view> subjects, std::string_view claim,
                        std::string_view example) {
  Issuer issuer;
  issuer.name = name;
  issuer.host = host;
  issuer.shared = true;
  issuer.tenants = tenants;
  issuer.subjects = subjects;
  issuer.claim = claim;
  issuer.example = example;
  return issuer;
}

// A built-in provider, whose keys AWS lists one by one.
constexpr Issuer BuiltIn(std::string_view name, std::string_view host,
                         std::span<const std::string_view> claims,
                         std::span<const std::string_view> constant,
                         std::span<const TenantClaim> tenants, std::string_view claim,
                         std::string_view example) {
  Issuer issuer = Shared(name, host, tenants, {}, claim, example);
  issuer.standard_claims = false;
  issuer.claims = claims;
  issuer.constant = constant;
  return issuer;
}

// One tenant's own.
constexpr Issuer Private(std::string_view name, std::string_view host,
                         std::span<const std::string_view> claims,
                         std::span<const std::string_view> subjects, std::string_view example) {
  Issuer issuer;
  issuer.name = name;
  issuer.host = host;
  issuer.claims = claims;
  issuer.subjects = subjects;
  issuer.claim = "sub";
  issuer.example = example;
  return issuer;
}

constexpr Issuer With(Issuer issuer, std::span<const std::string_view> claims,
                      std::span<const std::string_view> constant) {
  issuer.claims = claims;
  issuer.constant = constant;
  return issuer;
}

// The first that fits counts.
constexpr Issuer kIssuers[] = {
    GitHub("GitHub", "token.actions.githubusercontent.com", true, true),
    GitHub("GitHub", "vstoken.actions.githubusercontent.com", true, false),
    GitHub("the GitHub enterprise", "token.actions.githubusercontent.com/*", false, true),
    GitHub("the GitHub enterprise", "token.actions.*.ghe.com", false, true),
    GitHub("the GitHub enterprise", "github.com/enterprises/*", false, true),
    GitHub("GitHub Enterprise Server", "*/_services/token", false, false),
    Shared("GitHub's audit log", "oidc-configuration.audit-log.githubusercontent.com",
           kWholeSubject, {}, "sub", "https://github.com/ENTERPRISE"),
    With(Shared("GitLab.com", "gitlab.com", kGitLabTenants, kGitLabSubjects, "sub", kGitLabExample),
         kGitLabClaims, {}),
    Shared("HCP Terraform", "app.terraform.io", kTerraformTenants, kTerraformSubjects, "sub",
           "organization:ORGANIZATION:project:PROJECT:workspace:WORKSPACE:run_phase:apply"),
    With(Shared("Buildkite", "agent.buildkite.com", kBuildkiteTenants, kBuildkiteSubjects, "sub",
                "organization:ORGANIZATION:pipeline:PIPELINE:ref:refs/heads/main:*"),
         kBuildkiteClaims, kBuildkiteConstant),
    Shared("Codefresh", "oidc.codefresh.io", kAccountTenants, kAccountSubjects, "sub",
           "account:ACCOUNT:pipeline:PIPELINE:*"),
    Shared("Scalr", "scalr.io", kAccountTenants, kAccountSubjects, "sub",
           "account:ACCOUNT:environment:ENVIRONMENT:workspace:WORKSPACE"),
    Shared("DVC Studio", "studio.datachain.ai/api", kWholeSubject, {}, "sub", "SUBJECT"),
    Shared("Shisho Cloud", "tokens.cloud.shisho.dev", kWholeSubject, {}, "sub", "SUBJECT"),
    Shared("Upbound", "proidc.upbound.io", kUpboundTenants, kUpboundSubjects, "sub",
           "mcp:ORGANIZATION/CONTROL-PLANE:provider:provider-aws"),
    Shared("Modal", "oidc.modal.com", kModalTenants, kModalSubjects, "sub",
           "modal:workspace_id:WORKSPACE:*"),
    Shared("IBM Turbonomic", "rh-oidc.s3.us-east-1.amazonaws.com/*", kWholeSubject,
           kServiceAccounts, "sub", kServiceAccountExample),
    Shared("IBM Turbonomic", "oidc.op1.openshiftapps.com/*", kWholeSubject, kServiceAccounts, "sub",
           kServiceAccountExample),
    Shared("Pulumi Cloud", "api.pulumi.com/oidc", kPulumiTenants, kPulumiSubjects, "aud",
           "aws:ORGANIZATION"),
    Shared("Vercel", "oidc.vercel.com", kVercelTenants, kVercelSubjects, "aud",
           "https://vercel.com/TEAM"),
    Shared("sandboxes.cloud", "sandboxes.cloud", kWholeAudience, {}, "aud", "AUDIENCE"),
    BuiltIn("Amazon Cognito", "cognito-identity.amazonaws.com", kCognitoClaims, kCognitoConstant,
            kCognitoTenants, "aud", "REGION:IDENTITY-POOL-ID"),
    BuiltIn("Facebook", "graph.facebook.com", kFacebookClaims, kFacebookClaims, kFacebookTenants,
            "app_id", "APPLICATION-ID"),
    BuiltIn("Login with Amazon", "www.amazon.com", kAmazonClaims, kAmazonClaims, kAmazonTenants,
            "app_id", "APPLICATION-ID"),
    With(Shared("Google", "accounts.google.com", kGoogleTenants, {}, "aud", "CLIENT-ID"),
         kGoogleClaims, {}),
    Shared("Apple", "appleid.apple.com", kApplication, {}, "aud", "CLIENT-ID"),
    Shared("LINE", "access.line.me", kApplication, {}, "aud", "CHANNEL-ID"),
    Shared("Salesforce", "login.salesforce.com", kApplication, {}, "aud", "CLIENT-ID"),
    Shared("Slack", "slack.com", kApplication, {}, "aud", "CLIENT-ID"),
    Shared("Twitch", "id.twitch.tv/oauth2", kApplication, {}, "aud", "CLIENT-ID"),

    Private("the EKS cluster", "oidc.eks.*.amazonaws.com/id/*", {}, kServiceAccounts,
            kServiceAccountExample),
    Private("the EKS cluster", "oidc.eks.*.amazonaws.com.cn/id/*", {}, kServiceAccounts,
            kServiceAccountExample),
    Private("the EKS cluster", "oidc-eks.*.api.aws/id/*", {}, kServiceAccounts,
            kServiceAccountExample),
    Private("the CircleCI organization", "oidc.circleci.com/org/*", kCircleClaims, kCircleSubjects,
            "org/ORGANIZATION-ID/project/PROJECT-ID/user/*"),
    Private("the Bitbucket workspace",
            "api.bitbucket.org/2.0/workspaces/*/pipelines-config/identity/oidc", {},
            kBitbucketSubjects, "{REPOSITORY-UUID}:*"),
    Private("Spacelift", "*.app.spacelift.io", {}, kSpaceliftSubjects,
            "space:SPACE:stack:STACK:run_type:TRACKED:scope:write"),
    Private("the Vercel team", "oidc.vercel.com/*", {}, kVercelSubjects,
            "owner:TEAM:project:PROJECT:environment:production"),
    Private("Oracle Cloud", "*.identity.oraclecloud.com*", kOracleClaims, {}, "SUBJECT"),
};

bool Holds(std::span<const std::string_view> list, std::string_view claim) {
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view one) { return text::EqualsFolded(one, claim); });
}

std::string_view WithoutSlash(std::string_view host) {
  if (!host.empty() && host.back() == '/') host.remove_suffix(1);
  return host;
}

// A grammar of subjects as patterns: `*` within colons, `**` anything.
Pattern SubjectPattern(std::string_view form) {
  using TokenKind = Pattern::Kind;
  std::vector<Pattern::Token> tokens;
  for (size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '?') {
      tokens.push_back({TokenKind::kAnyInSegment, 0});
    } else if (form[i] != '*') {
      tokens.push_back({TokenKind::kCharacter, static_cast<unsigned char>(form[i])});
    } else if (form.substr(i, 2) == "**") {
      tokens.push_back({TokenKind::kStar, 0});
      ++i;
    } else {
      tokens.push_back({TokenKind::kStarInSegment, 0});
    }
  }
  return Pattern::OfTokens(std::move(tokens));
}

std::vector<Pattern> SubjectsOf(const Issuer& issuer) {
  std::vector<Pattern> patterns;
  for (std::string_view form : issuer.subjects) patterns.push_back(SubjectPattern(form));
  if (issuer.subjects.data() == std::data(kGitHubSubjects)) {
    for (std::string_view claim : kGitHubSubjectClaims) {
      for (std::string_view before : {"", "repo:?*/?*:"}) {
        patterns.push_back(SubjectPattern(std::string(before) + std::string(claim) + ":**"));
      }
    }
  }
  return patterns;
}

const std::vector<Pattern>& KnownSubjects(const Issuer& issuer) {
  static const std::vector<std::vector<Pattern>> all = [] {
    std::vector<std::vector<Pattern>> made;
    for (const Issuer& one : kIssuers) made.push_back(SubjectsOf(one));
    return made;
  }();
  return all[static_cast<size_t>(&issuer - kIssuers)];
}

// The value as text, where wildcards and what is not ASCII are control characters.
std::string Skeleton(const Pattern& value) {
  std::string text;
  for (const Pattern::Token& token : value.tokens()) {
    const bool plain = token.kind == Pattern::Kind::kCharacter && token.character < 0x80;
    text += plain ? static_cast<char>(token.character)
                  : (token.kind == Pattern::Kind::kCharacter ? '\x02' : '\x01');
  }
  return text;
}

bool NamesTenant(std::string_view value, const TenantClaim& tenant) {
  constexpr char kWildcard = '\x01';
  for (size_t at = 0; at <= value.size(); ++at) {
    at = value.find(tenant.prefix, at);
    if (at == std::string_view::npos) return false;
    if (tenant.prefix.empty() && at > 0) return false;
    if (at > 0 && value[at - 1] != ':') continue;
    const std::string_view rest = value.substr(at + tenant.prefix.size());
    const size_t end = std::min(rest.find_first_of(tenant.ends), rest.size());
    if (end > 0 && rest.substr(0, end).find(kWildcard) == std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

const Issuer* FindIssuer(std::string_view host) {
  host = WithoutSlash(host);
  for (const Issuer& issuer : kIssuers) {
    if (text::GlobMatchesFolded(issuer.host, host)) return &issuer;
  }
  return nullptr;
}

std::string_view IssuerOfPrincipal(std::string_view principal) {
  constexpr std::string_view kMark = ":oidc-provider/";
  const size_t at = principal.find(kMark);
  if (principal.starts_with("arn:")) {
    return at == std::string_view::npos ? std::string_view() : principal.substr(at + kMark.size());
  }
  const bool host = principal.find('.') != std::string_view::npos &&
                    principal.find_first_of(": ") == std::string_view::npos;
  return host ? principal : std::string_view();
}

bool IsShared(std::string_view principal) {
  const std::string_view host = IssuerOfPrincipal(principal);
  const Issuer* issuer = host.empty() ? nullptr : FindIssuer(host);
  return issuer != nullptr && issuer->shared;
}

bool ClaimKey::saml() const { return text::EqualsFolded(issuer, "saml"); }

std::optional<ClaimKey> ParseClaimKey(std::string_view key) {
  const size_t colon = key.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == key.size()) {
    return std::nullopt;
  }
  const ClaimKey claim{key.substr(0, colon), key.substr(colon + 1)};
  const size_t dot = claim.issuer.find('.');
  // A tag's name may have both in it: `aws:RequestTag/a.b:c`.
  const bool host = dot != std::string_view::npos &&
                    !text::EqualsFolded(key.substr(0, 4), "aws:") &&
                    claim.issuer.find("Tag/") == std::string_view::npos;
  if (!host && !claim.saml()) return std::nullopt;
  return claim;
}

Offer OfferOf(const ClaimKey& key) {
  if (key.saml()) return Offer::kUnknown;
  const Issuer* issuer = FindIssuer(key.issuer);
  if (issuer == nullptr) {
    return Holds(kStandardClaims, key.claim) ? Offer::kYes : Offer::kUnknown;
  }
  const bool offered = (issuer->standard_claims && Holds(kStandardClaims, key.claim)) ||
                       Holds(issuer->claims, key.claim);
  return offered ? Offer::kYes : Offer::kNo;
}

bool InSession(const ClaimKey& key) {
  return key.saml() ? Holds(kSessionClaimsOfSaml, key.claim) : Holds(kSessionClaims, key.claim);
}

bool IsSingle(const ClaimKey& key) {
  return OfferOf(key) == Offer::kYes && !text::EqualsFolded(key.claim, "amr");
}

bool IsConstant(const ClaimKey& key) {
  if (key.saml()) return false;
  const Issuer* issuer = FindIssuer(key.issuer);
  if (issuer != nullptr && Holds(issuer->constant, key.claim)) return true;
  return (issuer == nullptr || issuer->standard_claims) && Holds(kAlwaysThere, key.claim);
}

Carries CarriesClaim(const Principal& principal, const ClaimKey& key) {
  using PrincipalKind = Principal::Kind;
  if (OfferOf(key) == Offer::kNo) return Carries::kNever;
  if (principal.kind == PrincipalKind::kSession || principal.kind == PrincipalKind::kRole) {
    return InSession(key) ? Carries::kMaybe : Carries::kNever;
  }
  if (principal.kind != PrincipalKind::kFederated) return Carries::kNever;
  if (key.saml()) {
    return principal.text.find(":saml-provider/") != std::string::npos ? Carries::kMaybe
                                                                       : Carries::kNever;
  }
  const std::string_view issuer = IssuerOfPrincipal(principal.text);
  if (!text::EqualsFolded(WithoutSlash(issuer), WithoutSlash(key.issuer))) return Carries::kNever;
  return IsConstant(key) ? Carries::kAlways : Carries::kMaybe;
}

bool TokensHave(const ClaimKey& key, const Pattern& value) {
  const Issuer* issuer = FindIssuer(key.issuer);
  if (issuer == nullptr || issuer->subjects.empty() || !text::EqualsFolded(key.claim, "sub")) {
    return true;
  }
  if (!CanBeSubject(*issuer, Skeleton(value))) return false;
  const std::vector<Pattern>& subjects = KnownSubjects(*issuer);
  return std::any_of(subjects.begin(), subjects.end(), [&](const Pattern& subject) {
    const Pattern* const both[] = {&value, &subject};
    return Intersect(both) != Answer::kNo;
  });
}

bool NamesTenant(const ClaimKey& key) {
  const Issuer* issuer = FindIssuer(key.issuer);
  return issuer != nullptr && issuer->shared &&
         std::any_of(issuer->tenants.begin(), issuer->tenants.end(),
                     [&](const TenantClaim& tenant) {
                       return text::EqualsFolded(tenant.claim, key.claim);
                     });
}

bool StrangersLack(const ClaimKey& key, const Pattern& value) {
  const Issuer* issuer = FindIssuer(key.issuer);
  if (issuer == nullptr || !issuer->shared) return true;
  const std::string text = Skeleton(value);
  const bool named =
      std::any_of(issuer->tenants.begin(), issuer->tenants.end(), [&](const TenantClaim& tenant) {
        return text::EqualsFolded(tenant.claim, key.claim) && NamesTenant(text, tenant);
      });
  return named || !TokensHave(key, value);
}

}  // namespace rolelint::logic
