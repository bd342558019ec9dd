#include "analyzer/policy/kind.h"

#include <algorithm>

namespace rolelint::policy {
namespace {

constexpr std::string_view kNames[kKindCount] = {
    "identity", "trust", "resource", "scp", "rcp", "boundary", "session",
};

constexpr bool IsAlphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

}  // namespace

std::string_view KindName(Kind kind) { return kNames[static_cast<int>(kind)]; }

std::optional<Kind> ParseKind(std::string_view name) {
  for (int i = 0; i < kKindCount; ++i) {
    if (kNames[i] == name) return static_cast<Kind>(i);
  }
  return std::nullopt;
}

Kind KindOfAttachment(std::string_view resource_type) {
  return resource_type == "AWS::IAM::AssumeRolePolicyDocument" ? Kind::kTrust : Kind::kResource;
}

bool IsResourceType(std::string_view text) {
  int names = 0;
  while (true) {
    const size_t end = text.find("::");
    const std::string_view name = text.substr(0, end);
    if (name.empty() || !std::all_of(name.begin(), name.end(), IsAlphanumeric)) return false;
    ++names;
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 2);
  }
  return names == 2 || names == 3;
}

}  // namespace rolelint::policy
