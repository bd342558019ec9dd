#include "analyzer/cli/token_claims.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace rolelint::cli {
namespace {

constexpr std::string_view kScheme = "https://";

std::optional<std::string> ReadText(const std::string& path) {
  std::ifstream file;
  if (path != "-") file.open(path, std::ios::binary);
  std::istream& in = path == "-" ? std::cin : file;
  if (!in) return std::nullopt;
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) return std::nullopt;
  return text;
}

// The text of a claim that may be a condition key's value.
std::optional<std::string> Scalar(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean() || value.is_number_integer()) return value.dump();
  return std::nullopt;
}

std::optional<logic::ContextValue> ValueOf(std::string key, const nlohmann::json& value) {
  // A token may hold its one audience as a list.
  const bool one = value.is_array() && value.size() == 1 && key.ends_with("aud");
  logic::ContextValue made{std::move(key), {}, value.is_array() && !one};
  const nlohmann::json list = value.is_array() ? value : nlohmann::json::array({value});
  for (const nlohmann::json& item : list) {
    std::optional<std::string> text = Scalar(item);
    if (!text) return std::nullopt;
    made.values.push_back(std::move(*text));
  }
  return made;
}

// What every provider's tokens bring: STS takes the authorized party for the audience where there
// is one, and calls Google's audience oaud then.
bool IsStandard(std::string_view claim) {
  return claim == "aud" || claim == "sub" || claim == "amr" || claim == "azp";
}

}  // namespace

std::optional<TokenClaims> ReadTokenClaims(const std::string& path, const catalog::Catalog& catalog,
                                           std::string* error) {
  const std::optional<std::string> text = ReadText(path);
  if (!text) {
    *error = fmt::format("--token: cannot read {}: {}", path, std::strerror(errno));
    return std::nullopt;
  }
  const nlohmann::json token = nlohmann::json::parse(*text, nullptr, false);
  if (!token.is_object() || !token.contains("iss") || !token["iss"].is_string()) {
    *error = fmt::format("--token {}: not a JSON object of claims with the issuer (iss)", path);
    return std::nullopt;
  }
  TokenClaims claims;
  claims.host = token["iss"].get<std::string>();
  if (claims.host.starts_with(kScheme)) claims.host.erase(0, kScheme.size());
  while (claims.host.ends_with('/')) claims.host.pop_back();
  const bool party = token.contains("azp");
  for (const auto& [name, value] : token.items()) {
    if (name == "iss" || name == "exp" || name == "iat" || name == "nbf" || name == "jti") continue;
    std::string key = claims.host + ":" + name;
    if (party && name == "aud") key = claims.host + ":oaud";
    if (name == "azp") key = claims.host + ":aud";
    const bool known = IsStandard(name) || catalog.FindConditionKey(key);
    std::optional<logic::ContextValue> made;
    if (known && !(key.ends_with(":oaud") && !catalog.FindConditionKey(key))) {
      made = ValueOf(std::move(key), value);
    }
    if (made) {
      claims.context.push_back(std::move(*made));
    } else {
      claims.left_out.push_back(name);
    }
  }
  return claims;
}

}  // namespace rolelint::cli
