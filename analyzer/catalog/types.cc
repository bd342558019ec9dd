#include "analyzer/catalog/types.h"

#include <cstddef>

namespace rolelint::catalog {
namespace {

constexpr std::string_view kLevelLetters = "LRWPT";
constexpr std::string_view kLevelNames[] = {"List", "Read", "Write", "Permissions management",
                                            "Tagging"};
constexpr std::string_view kTypeNames[] = {"String", "ARN",       "Bool",  "Numeric",
                                           "Date",   "IPAddress", "Binary"};

}  // namespace

std::string_view AccessLevelName(AccessLevel level) {
  return kLevelNames[static_cast<std::size_t>(level)];
}

std::string_view ValueTypeName(ValueType type) {
  return kTypeNames[static_cast<std::size_t>(type)];
}

bool AccessLevelFromLetter(char letter, AccessLevel* level) {
  const std::size_t at = kLevelLetters.find(letter);
  if (at == std::string_view::npos) return false;
  *level = static_cast<AccessLevel>(at);
  return true;
}

bool ValueTypeFromName(std::string_view name, ValueType* type) {
  for (std::size_t i = 0; i < sizeof(kTypeNames) / sizeof(kTypeNames[0]); ++i) {
    if (kTypeNames[i] != name) continue;
    *type = static_cast<ValueType>(i);
    return true;
  }
  return false;
}

}  // namespace rolelint::catalog
