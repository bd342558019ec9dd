#pragma once

// Which STS action a federated principal takes.
// https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html

#include <optional>
#include <string_view>

#include "analyzer/policy/arn.h"

namespace rolelint::rules {

enum class Federation { kSaml, kOidc };

// nullopt where the value tells neither.
inline std::optional<Federation> FederationOf(std::string_view principal) {
  if (std::optional<policy::Arn> arn = policy::ParseArn(principal)) {
    if (arn->resource.starts_with("saml-provider/")) return Federation::kSaml;
    if (arn->resource.starts_with("oidc-provider/")) return Federation::kOidc;
    return std::nullopt;
  }
  // Built-in web identity providers: cognito-identity.amazonaws.com, accounts.google.com, …
  if (principal.find('.') != std::string_view::npos) return Federation::kOidc;
  return std::nullopt;
}

// The provider's host and path, which begins its condition keys: `HOST:sub`.
inline std::string_view ProviderHost(std::string_view principal) {
  constexpr std::string_view kMark = "oidc-provider/";
  size_t at = principal.find(kMark);
  return at == std::string_view::npos ? principal : principal.substr(at + kMark.size());
}

}  // namespace rolelint::rules
