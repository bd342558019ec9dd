#include "analyzer/policy/kind.h"

namespace rolelint::policy {
namespace {

constexpr std::string_view kNames[kKindCount] = {
    "identity", "trust", "resource", "scp", "rcp", "boundary", "session",
};

}  // namespace

std::string_view KindName(Kind kind) { return kNames[static_cast<int>(kind)]; }

std::optional<Kind> ParseKind(std::string_view name) {
  for (int i = 0; i < kKindCount; ++i) {
    if (kNames[i] == name) return static_cast<Kind>(i);
  }
  return std::nullopt;
}

}  // namespace rolelint::policy
