#include <fmt/format.h>

#include <algorithm>

#include "analyzer/catalog/regions.h"
#include "analyzer/engine/rule.h"
#include "analyzer/logic/issuers.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/open_part.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

namespace rolelint::rules::impossible_principal {
namespace {

using engine::DocumentContext;
using engine::Reporter;
using policy::PrincipalType;

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_PRINCIPAL_FORMAT",
    "access-analyzer:INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
    "access-analyzer:INVALID_SERVICE_PRINCIPAL_FORMAT",
    "parliament:UNKNOWN_PRINCIPAL",
    "parliament:UNKNOWN_FEDERATION_SOURCE",
};

struct Complaint {
  std::string message;
  std::string help;
};

bool AllDigits(std::string_view value) {
  return !value.empty() &&
         std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool LooksLikeService(std::string_view value) {
  return value.ends_with(".amazonaws.com") || value.ends_with(".amazonaws.com.cn") ||
         value.ends_with(".amazon.com");
}

std::optional<Complaint> JudgeArn(std::string_view value, const policy::Arn& arn) {
  policy::IamResource resource = policy::SplitIamResource(arn.resource);
  const bool provider = resource.type == "saml-provider" || resource.type == "oidc-provider";
  if ((arn.service == "iam" || arn.service == "sts") && !provider &&
      arn.resource.find_first_of(":, ") != std::string_view::npos &&
      arn.resource.find("arn:") != std::string_view::npos) {
    return Complaint{
        fmt::format("\"{}\" lists several principals in one string, which AWS takes for one ARN",
                    value),
        "write a list with one string for each principal: [\"…\", \"…\"]"};
  }
  if ((arn.service == "iam" || arn.service == "sts") && !arn.region.empty() &&
      catalog::FindRegion(arn.region)) {
    return Complaint{
        fmt::format("\"{}\": ARNs of {} have no Region, so AWS refuses the principal", value,
                    arn.service),
        fmt::format("arn:{}:{}::{}:{}", arn.partition, arn.service, arn.account, arn.resource)};
  }
  if (arn.service == "iam" && (arn.resource == "user" || arn.resource == "role" ||
                               arn.resource == "user/" || arn.resource == "role/")) {
    return Complaint{fmt::format("\"{}\" names no user and no role", value),
                     "add the name: user/NAME or role/NAME"};
  }
  if (arn.service == "iam") {
    if (arn.account == "cloudfront" && resource.type == "user") return std::nullopt;
    if (arn.resource == "root" || resource.type == "user" || resource.type == "role") {
      return std::nullopt;
    }
    if (resource.type == "group") {
      return Complaint{fmt::format("\"{}\" is a group, and a group cannot be a principal", value),
                       "name its users, or a role that they switch to"};
    }
    if (resource.type == "assumed-role" || resource.type == "federated-user") {
      return Complaint{fmt::format("\"{}\": sessions have ARNs of sts, not of iam", value),
                       fmt::format("arn:{}:sts::{}:{}", arn.partition, arn.account, arn.resource)};
    }
    if (resource.type == "saml-provider" || resource.type == "oidc-provider") {
      return Complaint{
          fmt::format("\"{}\" is an identity provider: it belongs under Federated, not AWS", value),
          "move it to \"Federated\""};
    }
    return Complaint{fmt::format("\"{}\" cannot be a principal: only users, roles, sessions and "
                                 "accounts can",
                                 value),
                     "name a user, a role or an account"};
  }
  if (arn.service == "sts") {
    if (arn.resource == "root" || resource.type == "federated-user") return std::nullopt;
    if (resource.type == "self" || arn.resource == "self") return std::nullopt;
    if (resource.type == "assumed-role") {
      // assumed-role/ROLE/SESSION: SplitIamResource takes ROLE for a path.
      if (resource.path.size() > 1) return std::nullopt;
      return Complaint{
          fmt::format("\"{}\" lacks the session name: assumed-role/ROLE/SESSION", value),
          fmt::format("name the role itself: arn:{}:iam::{}:role/{}", arn.partition, arn.account,
                      resource.name)};
    }
    return Complaint{fmt::format("\"{}\": users and roles have ARNs of iam, not of sts", value),
                     fmt::format("arn:{}:iam::{}:{}", arn.partition, arn.account, arn.resource)};
  }
  return Complaint{fmt::format("\"{}\" is an ARN of {}, which cannot be a principal", value,
                               arn.service.empty() ? std::string_view("no service") : arn.service),
                   "name a user, a role, a session or an account"};
}

// `oidc.eks.REGION.amazonaws.com/id/ID` with its parts in another order, or one of them missing.
bool IsNoEksIssuer(std::string_view issuer) {
  const std::string_view host = issuer.substr(0, issuer.find('/'));
  const bool aws = host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn") ||
                   host.ends_with(".api.aws");
  const bool eks =
      host.find("eks.") != std::string_view::npos && host.find("oidc") != std::string_view::npos;
  return aws && eks && (logic::FindIssuer(issuer) == nullptr || issuer.ends_with("/id/"));
}

// The Region that a misspelled one of an EKS issuer was meant to be; "" if it is not misspelled.
std::string_view MeantRegion(std::string_view issuer) {
  constexpr std::string_view kHost = "oidc.eks.";
  if (!issuer.starts_with(kHost)) return {};
  const std::string_view rest = issuer.substr(kHost.size());
  const std::string_view region = rest.substr(0, rest.find('.'));
  return catalog::FindRegion(region) ? std::string_view() : catalog::ClosestRegion(region);
}

// Of an OIDC provider's ARN that says nothing else wrong.
std::optional<Complaint> JudgeProvider(std::string_view value, const policy::Arn& arn,
                                       std::string_view owner) {
  const std::string_view issuer = logic::IssuerOfPrincipal(value);
  if (const size_t scheme = issuer.find("://"); scheme != std::string_view::npos) {
    return Complaint{
        fmt::format("\"{}\": the ARN of an OIDC provider has no https:// in it, so this names none",
                    value),
        fmt::format("arn:{}:iam::{}:oidc-provider/{}", arn.partition, arn.account,
                    issuer.substr(scheme + 3))};
  }
  if (IsNoEksIssuer(issuer)) {
    return Complaint{fmt::format("\"{}\" is not an EKS issuer: no token comes from it", issuer),
                     "issuers of EKS are oidc.eks.REGION.amazonaws.com/id/ID"};
  }
  if (const std::string_view meant = MeantRegion(issuer); !meant.empty()) {
    return Complaint{
        fmt::format("\"{}\" is in a Region that does not exist: no token comes from it", issuer),
        fmt::format("did you mean {}?", meant)};
  }
  if (policy::IsAccountId(owner) && policy::IsAccountId(arn.account) && owner != arn.account &&
      !issuer.empty()) {
    return Complaint{fmt::format("the OIDC provider belongs to account {}, the role to account {}: "
                                 "STS accepts tokens only for roles of the provider's own account",
                                 arn.account, owner),
                     fmt::format("create the provider in account {} and name that one", owner)};
  }
  return std::nullopt;
}

// Accounts or services with commas between them. (Two ARNs in one string are JudgeArn's.)
bool ListsSeveral(PrincipalType type, std::string_view value) {
  const size_t end = value.find_first_of(",;");
  if (end == std::string_view::npos || end == 0) return false;
  const std::string_view first = value.substr(0, end);
  return type == PrincipalType::kService ? LooksLikeService(first) : policy::IsAccountId(first);
}

std::optional<Complaint> Judge(PrincipalType type, std::string_view value, std::string_view owner) {
  // Wildcards, account ids and unique ids have rules of their own.
  if (text::HasWildcard(value)) return std::nullopt;
  std::optional<policy::Arn> arn = policy::ParseArn(value);
  if (arn && !policy::IsPartition(arn->partition)) {
    return Complaint{fmt::format("\"{}\": there is no partition \"{}\", so AWS refuses the policy",
                                 value, arn->partition),
                     "write aws, aws-cn (China) or aws-us-gov (GovCloud)"};
  }
  if (!arn && ListsSeveral(type, value)) {
    return Complaint{
        fmt::format("\"{}\" lists several principals in one string, which AWS takes for one",
                    value),
        "write a list with one string for each principal: [\"…\", \"…\"]"};
  }
  switch (type) {
    case PrincipalType::kAws:
      if (arn) return JudgeArn(value, *arn);
      if (AllDigits(value)) return std::nullopt;
      for (std::string_view prefix : {"AIDA", "AROA", "AGPA", "AIPA"}) {
        if (policy::IsUniqueId(value, prefix)) return std::nullopt;
      }
      if (LooksLikeService(value)) {
        return Complaint{
            fmt::format("\"{}\" is a service: it belongs under Service, not AWS", value),
            "move it to \"Service\""};
      }
      return Complaint{fmt::format("\"{}\" is neither an ARN nor an account ID nor \"*\"", value),
                       "write arn:aws:iam::ACCOUNT:user/NAME or …:role/NAME"};
    case PrincipalType::kService:
      if (arn || AllDigits(value)) {
        return Complaint{
            fmt::format("\"{}\" is not a service: users, roles and accounts belong under AWS",
                        value),
            "move it to \"AWS\""};
      }
      if (value.find('.') == std::string_view::npos) {
        return Complaint{fmt::format("\"{}\" is not a service principal", value),
                         fmt::format("{}.amazonaws.com?", value)};
      }
      return std::nullopt;
    case PrincipalType::kFederated:
      if (arn) {
        policy::IamResource resource = policy::SplitIamResource(arn->resource);
        if (arn->service == "iam" &&
            (resource.type == "saml-provider" || resource.type == "oidc-provider")) {
          return JudgeProvider(value, *arn, owner);
        }
        return Complaint{
            fmt::format("\"{}\" is no identity provider: it belongs under AWS", value),
            "Federated takes saml-provider and oidc-provider ARNs and web identity domains"};
      }
      if (value.find('.') == std::string_view::npos || value.find(' ') != value.npos ||
          value.find("://") != value.npos) {
        return Complaint{fmt::format("\"{}\" is neither a provider ARN nor a domain", value),
                         "write the provider's ARN"};
      }
      return std::nullopt;
    case PrincipalType::kCanonicalUser:
    case PrincipalType::kUnknown:
      return std::nullopt;
  }
  return std::nullopt;
}

// Of a principal that a template leaves open in parts, what holds whatever these are.
std::optional<Complaint> JudgeOpen(PrincipalType type, std::string_view value,
                                   std::string_view owner) {
  if (type != PrincipalType::kAws && type != PrincipalType::kFederated) return std::nullopt;
  if (text::HasWildcard(value)) return std::nullopt;
  if (type == PrincipalType::kAws && policy::BeginsWithNoArn(value)) {
    return Complaint{fmt::format("\"{}\" gives a name or an ID, not an ARN", value),
                     "refer to the ARN of the role or user: !GetAtt NAME.Arn in CloudFormation, "
                     ".arn in Terraform"};
  }
  if (!value.starts_with("arn:")) return std::nullopt;
  if (const std::optional<policy::Arn> arn = policy::OpenArn(value)) {
    // What stands before the first slash tells which kind of thing it is.
    const std::string_view head = arn->resource.substr(0, arn->resource.find('/'));
    if (head.find("${") != std::string_view::npos) return std::nullopt;
    return Judge(type, value, owner);
  }
  if (policy::ParseArn(value) || !policy::ShowsItsFields(value)) return std::nullopt;
  return Complaint{fmt::format("\"{}\" is no ARN: it lacks some of the six fields, which colons "
                               "separate",
                               value),
                   "write arn:aws:iam::ACCOUNT:user/NAME or …:role/NAME"};
}

std::optional<Complaint> JudgeText(PrincipalType type, const policy::Text& value,
                                   std::string_view owner) {
  if (value.open) return JudgeOpen(type, value.value, owner);
  return value.known ? Judge(type, value.value, owner) : std::nullopt;
}

void CheckPrincipal(const policy::Principal& principal, std::string_view owner, Reporter& report) {
  policy::ForEachPrincipal(
      principal, [&](const policy::PrincipalEntry& entry, const policy::Text& value) {
        if (std::optional<Complaint> complaint = JudgeText(entry.type, value, owner)) {
          report.Report(value.span, std::move(complaint->message))
              .Label("not a principal")
              .Help(std::move(complaint->help));
        }
      });
}

void Check(const DocumentContext& context, Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    CheckPrincipal(statement.principal, context.owner.account, report);
    CheckPrincipal(statement.not_principal, context.owner.account, report);
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "impossible-principal",
    .summary = "A principal is something that cannot be one: a group, a policy, a mistyped ARN",
    .level = engine::Level::kError,
    .kinds = policy::Kind::kTrust | policy::Kind::kResource,
    .equivalents = kEquivalents,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_principal.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::impossible_principal
