#include "analyzer/logic/principal.h"

#include "analyzer/policy/arn.h"

namespace rolelint::logic {
namespace {

constexpr std::string_view kAssumedRole = "assumed-role/";
constexpr std::string_view kFederatedUserPrefix = "federated-user/";

std::string_view LastPart(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::optional<Principal> ParseSts(const policy::Arn& arn, std::string_view role_arn,
                                  Principal principal) {
  if (arn.resource.starts_with(kAssumedRole)) {
    const std::string_view rest = arn.resource.substr(kAssumedRole.size());
    const size_t slash = rest.rfind('/');
    if (slash == std::string_view::npos || slash == 0) return std::nullopt;
    principal.kind = Principal::Kind::kSession;
    principal.role_name = LastPart(rest.substr(0, slash));
    principal.session = rest.substr(slash + 1);
    principal.role_path_unknown = role_arn.empty();
    principal.role_arn = role_arn.empty()
                             ? "arn:" + principal.partition + ":iam::" + principal.account +
                                   ":role/" + std::string(rest.substr(0, slash))
                             : std::string(role_arn);
    return principal;
  }
  if (arn.resource.starts_with(kFederatedUserPrefix)) {
    principal.kind = Principal::Kind::kFederatedUser;
    return principal;
  }
  return std::nullopt;
}

}  // namespace

bool Principal::service_linked() const {
  return (kind == Kind::kRole || kind == Kind::kSession) &&
         (role_arn.find(":role/aws-service-role/") != std::string::npos ||
          role_name.starts_with("AWSServiceRoleFor"));
}

std::string_view Principal::arn() const {
  switch (kind) {
    case Kind::kSession:
      return role_arn;
    case Kind::kUser:
    case Kind::kRole:
    case Kind::kFederatedUser:
    case Kind::kRoot:
      return text;
    default:
      return {};
  }
}

std::string_view Principal::type() const {
  switch (kind) {
    case Kind::kUser:
      return "User";
    case Kind::kRole:
    case Kind::kSession:
      return "AssumedRole";
    case Kind::kFederatedUser:
      return "FederatedUser";
    case Kind::kRoot:
      return "Account";
    case Kind::kAnonymous:
      return "Anonymous";
    default:
      return {};
  }
}

bool IsSharedProvider(std::string_view host) {
  return host == "accounts.google.com" || host == "cognito-identity.amazonaws.com" ||
         host == "graph.facebook.com" || host == "www.amazon.com";
}

std::optional<Principal> ParsePrincipal(std::string_view text, std::string_view role_arn) {
  if (IsSharedProvider(text)) return FederatedPrincipal(text);
  Principal principal;
  principal.text = text;
  if (policy::IsAccountId(text)) {
    principal.kind = Principal::Kind::kRoot;
    principal.partition = "aws";
    principal.account = text;
    principal.text = "arn:aws:iam::" + principal.account + ":root";
    return principal;
  }
  const std::optional<policy::Arn> arn = policy::ParseArn(text);
  if (!arn) return std::nullopt;
  principal.partition = arn->partition;
  principal.account = arn->account;
  if (arn->service == "sts") return ParseSts(*arn, role_arn, std::move(principal));
  if (arn->service != "iam") return std::nullopt;
  const policy::IamResource resource = policy::SplitIamResource(arn->resource);
  if (resource.type == "root") {
    principal.kind = Principal::Kind::kRoot;
  } else if (resource.type == "user") {
    principal.kind = Principal::Kind::kUser;
    principal.user_name = resource.name;
  } else if (resource.type == "role") {
    principal.kind = Principal::Kind::kRole;
    principal.role_arn = text;
    principal.role_name = resource.name;
  } else if (resource.type == "saml-provider" || resource.type == "oidc-provider") {
    return FederatedPrincipal(text);
  } else {
    return std::nullopt;
  }
  return principal;
}

Principal ServicePrincipal(std::string_view name) {
  Principal principal;
  principal.kind = Principal::Kind::kService;
  principal.text = name;
  return principal;
}

Principal FederatedPrincipal(std::string_view provider) {
  Principal principal;
  principal.kind = Principal::Kind::kFederated;
  principal.text = provider;
  return principal;
}

Principal CanonicalUser(std::string_view id) {
  Principal principal;
  principal.kind = Principal::Kind::kCanonicalUser;
  principal.text = id;
  return principal;
}

namespace {

// Of a user or role of an unknown account: whether the listed principal is it in some account.
PrincipalFit FitsSomeAccount(const PrincipalPattern& listed, const Principal& principal) {
  using Listed = PrincipalPattern::Kind;
  const bool is_role = principal.kind == Principal::Kind::kRole;
  bool fits = false;
  if (listed.kind == Listed::kEveryone) return PrincipalFit::kDirect;
  if (listed.kind == Listed::kAccount) {
    fits = true;
  } else if (listed.kind == Listed::kSession) {
    fits = is_role && listed.role == principal.role_name;
  } else if (listed.kind == Listed::kArn) {
    const std::optional<policy::Arn> arn = policy::ParseArn(listed.text);
    const policy::IamResource resource =
        arn ? policy::SplitIamResource(arn->resource) : policy::IamResource();
    fits = resource.type == (is_role ? "role" : "user") &&
           resource.name == (is_role ? principal.role_name : principal.user_name);
  }
  return fits ? PrincipalFit::kMaybe : PrincipalFit::kNone;
}

}  // namespace

PrincipalFit Fits(const PrincipalPattern& listed, const Principal& principal) {
  using PrincipalKind = Principal::Kind;
  using Listed = PrincipalPattern::Kind;
  if (principal.account_unknown) return FitsSomeAccount(listed, principal);
  const auto if_equal = [&](bool right_kind) {
    return right_kind && listed.text == principal.text ? PrincipalFit::kDirect
                                                       : PrincipalFit::kNone;
  };
  // An account id is of any partition.
  const bool partition_fits = listed.partition.empty() || listed.partition == principal.partition;
  switch (listed.kind) {
    case Listed::kEveryone:
      return PrincipalFit::kDirect;
    case Listed::kService:
      return if_equal(principal.kind == PrincipalKind::kService);
    case Listed::kFederated:
      return if_equal(principal.kind == PrincipalKind::kFederated);
    case Listed::kCanonicalUser:
      return if_equal(principal.kind == PrincipalKind::kCanonicalUser);
    case Listed::kAccount:
      return principal.is_aws() && listed.account == principal.account && partition_fits
                 ? PrincipalFit::kAccount
                 : PrincipalFit::kNone;
    case Listed::kSession:
      if (principal.session_unknown && listed.account == principal.account && partition_fits &&
          listed.role == principal.role_name) {
        return PrincipalFit::kMaybe;
      }
      return principal.kind == PrincipalKind::kSession && listed.account == principal.account &&
                     partition_fits && listed.role == principal.role_name &&
                     listed.session == principal.session
                 ? PrincipalFit::kDirect
                 : PrincipalFit::kNone;
    case Listed::kArn:
      break;
    case Listed::kNobody:
      if (principal.unique_id.empty() || listed.text != principal.unique_id) {
        return PrincipalFit::kNone;
      }
      return principal.kind == PrincipalKind::kUser ? PrincipalFit::kDirect : PrincipalFit::kRole;
    case Listed::kUnknown:
      return PrincipalFit::kNone;
  }
  switch (principal.kind) {
    case PrincipalKind::kUser:
    case PrincipalKind::kFederatedUser:  // which user asked for its session is not known
      return if_equal(true);
    case PrincipalKind::kRole:
      return listed.text == principal.text ? PrincipalFit::kRole : PrincipalFit::kNone;
    case PrincipalKind::kSession: {
      if (listed.text == principal.role_arn) return PrincipalFit::kRole;
      if (!principal.role_path_unknown || listed.account != principal.account) {
        return PrincipalFit::kNone;
      }
      const size_t role = listed.text.find(":role/");
      return role != std::string::npos && LastPart(listed.text) == principal.role_name
                 ? PrincipalFit::kRole
                 : PrincipalFit::kNone;
    }
    default:
      return PrincipalFit::kNone;
  }
}

}  // namespace rolelint::logic
