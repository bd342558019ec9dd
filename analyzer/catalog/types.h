#ifndef ROLELINT_CATALOG_TYPES_H_
#define ROLELINT_CATALOG_TYPES_H_

// The two small vocabularies of the catalogue: access levels of actions and types of condition
// keys, in the words that AWS's service reference uses.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rolelint::catalog {

enum class AccessLevel : uint8_t { kList, kRead, kWrite, kPermissionsManagement, kTagging };

enum class ValueType : uint8_t { kString, kArn, kBool, kNumeric, kDate, kIpAddress, kBinary };
inline constexpr std::size_t kValueTypes = 7;

// "List", "Read", "Write", "Permissions management", "Tagging".
std::string_view AccessLevelName(AccessLevel level);

// "String", "ARN", "Bool", "Numeric", "Date", "IPAddress", "Binary".
std::string_view ValueTypeName(ValueType type);

// The letters of the catalogue's text form: L R W P T.
bool AccessLevelFromLetter(char letter, AccessLevel* level);

bool ValueTypeFromName(std::string_view name, ValueType* type);

}  // namespace rolelint::catalog

#endif  // ROLELINT_CATALOG_TYPES_H_
