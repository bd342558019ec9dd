#include "analyzer/policy/arn.h"

#include "analyzer/policy/partition.h"

namespace rolelint::policy {
namespace {

constexpr std::string_view kPartitions[] = {
    "aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc",
};

}  // namespace

std::optional<Arn> ParseArn(std::string_view text) {
  constexpr std::string_view kPrefix = "arn:";
  if (text.substr(0, kPrefix.size()) != kPrefix) return std::nullopt;
  std::string_view rest = text.substr(kPrefix.size());
  std::string_view fields[4];
  for (std::string_view& field : fields) {
    const size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    field = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  return Arn{fields[0], fields[1], fields[2], fields[3], rest};
}

IamResource SplitIamResource(std::string_view resource) {
  const size_t slash = resource.find('/');
  if (slash == std::string_view::npos) return {resource, {}, {}};
  const size_t last = resource.rfind('/');
  return {resource.substr(0, slash), resource.substr(slash, last - slash + 1),
          resource.substr(last + 1)};
}

bool IsAccountId(std::string_view text) {
  if (text.size() != 12) return false;
  for (char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return true;
}

bool IsUniqueId(std::string_view text, std::string_view prefix) {
  if (text.size() < 16 || text.substr(0, prefix.size()) != prefix) return false;
  for (char c : text) {
    if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) return false;
  }
  return true;
}

std::span<const std::string_view> Partitions() { return kPartitions; }

bool IsPartition(std::string_view text) {
  for (std::string_view partition : kPartitions) {
    if (text == partition) return true;
  }
  return false;
}

std::string_view PrincipalAccount(std::string_view principal) {
  if (IsAccountId(principal)) return principal;
  const std::optional<Arn> arn = ParseArn(principal);
  return arn ? arn->account : std::string_view();
}

bool IsAccountPrincipal(std::string_view principal) {
  if (IsAccountId(principal)) return true;
  const std::optional<Arn> arn = ParseArn(principal);
  return arn && arn->service == "iam" && arn->resource == "root";
}

}  // namespace rolelint::policy
