#include "analyzer/json/tree.h"

namespace rolelint::json {

std::string_view TypeName(Type type) {
  switch (type) {
    case Type::kMissing:
      return "nothing";
    case Type::kNull:
      return "null";
    case Type::kBool:
      return "a boolean";
    case Type::kNumber:
      return "a number";
    case Type::kString:
      return "a string";
    case Type::kArray:
      return "an array";
    case Type::kObject:
      return "an object";
  }
  return "nothing";
}

Value Value::Find(std::string_view name) const {
  if (!is_object()) return {};
  for (Value member : *this) {
    if (member.key() == name) return member;
  }
  return {};
}

}  // namespace rolelint::json
