#ifndef ROLELINT_CLI_TOKEN_CLAIMS_H_
#define ROLELINT_CLI_TOKEN_CLAIMS_H_

// A web identity's token, decoded: who asks, and the condition keys that STS makes of its claims.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/catalog/catalog.h"
#include "analyzer/logic/request.h"

namespace rolelint::cli {

struct TokenClaims {
  std::string host;  // the issuer without https://, which begins its condition keys
  std::vector<logic::ContextValue> context;
  std::vector<std::string> left_out;  // claims that are no condition keys
};

// Reads a JSON object of claims; nullopt, with a sentence in `error`.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
std::optional<TokenClaims> ReadTokenClaims(const std::string& path, const catalog::Catalog& catalog,
                                           std::string* error);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_TOKEN_CLAIMS_H_
