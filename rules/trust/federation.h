#ifndef ROLELINT_RULES_TRUST_FEDERATION_H_
#define ROLELINT_RULES_TRUST_FEDERATION_H_

// Which STS action a federated principal takes.
// https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html

#include <optional>
#include <string_view>

#include "analyzer/logic/issuers.h"
#include "analyzer/policy/document.h"

namespace rolelint::rules {

enum class Federation { kSaml, kOidc };

// Which of them a Federated principal is, whatever its account; nullopt where the value does not
// say.
inline std::optional<Federation> FederationOf(const policy::Text& principal) {
  if (!principal.known && !principal.open) return std::nullopt;
  if (principal.value.find(":saml-provider/") != std::string_view::npos) return Federation::kSaml;
  if (!logic::IssuerOfPrincipal(principal.value).empty()) return Federation::kOidc;
  return std::nullopt;
}

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_TRUST_FEDERATION_H_
