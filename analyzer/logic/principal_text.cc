// Principals as texts (atoms.h).

#include "analyzer/logic/symbolic.h"

namespace rolelint::logic {
namespace {

using Kind = Pattern::Kind;

constexpr std::string_view kService = "service:";
constexpr std::string_view kFederated = "federated:";
constexpr std::string_view kCanonical = "canonical:";
constexpr std::string_view kAnonymous = "anonymous::";

}  // namespace

std::vector<Pattern::Token> SegmentTokens(std::string_view glob) {
  std::vector<Pattern::Token> tokens = LiteralTokens(glob);
  for (Pattern::Token& token : tokens) {
    if (token.character == U'*') token = {Kind::kStarInSegment, 0};
    if (token.character == U'?') token = {Kind::kAnyInSegment, 0};
  }
  return tokens;
}

const PrincipalShapes& PrincipalShapes::Get() {
  static const auto shape = [](std::string_view glob) {
    return Pattern::OfTokens(SegmentTokens(glob));
  };
  static const Pattern aws = Pattern::Glob("arn:*");
  static const Pattern user = shape("arn:?*:iam::?*:user/?*:");
  static const Pattern session = shape("arn:?*:iam::?*:role/?*:?*");
  static const Pattern root = shape("arn:?*:iam::?*:root:");
  static const Pattern federated_user = shape("arn:?*:sts::?*:federated-user/?*:");
  static const Pattern service = shape("service:?*:");
  static const Pattern provider = Pattern::Glob("federated:?*:");
  static const Pattern canonical = shape("canonical:?*:");
  static const Pattern anonymous = shape("anonymous::");
  static constexpr PrincipalShapes kShapes = {
      &aws, &user, &session, &root, &federated_user, &service, &provider, &canonical, &anonymous};
  return kShapes;
}

std::string PrincipalText(const Principal& principal) {
  using PrincipalKind = Principal::Kind;
  switch (principal.kind) {
    case PrincipalKind::kService:
      return std::string(kService) + principal.text + ":";
    case PrincipalKind::kFederated:
      return std::string(kFederated) + principal.text + ":";
    case PrincipalKind::kCanonicalUser:
      return std::string(kCanonical) + principal.text + ":";
    case PrincipalKind::kAnonymous:
      return std::string(kAnonymous);
    case PrincipalKind::kSession:
      return principal.role_arn + ":" + principal.session;
    default:
      return principal.text + ":";
  }
}

std::optional<Principal> PrincipalOfText(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view name = text.substr(0, colon);
  const std::string_view session = text.substr(colon + 1);
  if (text == kAnonymous) return Principal();
  if (name.starts_with(kService)) return ServicePrincipal(name.substr(kService.size()));
  if (name.starts_with(kFederated)) return FederatedPrincipal(name.substr(kFederated.size()));
  if (name.starts_with(kCanonical)) return CanonicalUser(name.substr(kCanonical.size()));
  if (session.empty()) return ParsePrincipal(name);
  std::optional<Principal> role = ParsePrincipal(name);
  if (!role || role->kind != Principal::Kind::kRole) return std::nullopt;
  return ParsePrincipal("arn:" + role->partition + ":sts::" + role->account + ":assumed-role/" +
                            role->role_name + "/" + std::string(session),
                        name);
}

}  // namespace rolelint::logic
