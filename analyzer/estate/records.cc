#include "analyzer/estate/records.h"

#include <iterator>
#include <utility>

namespace rolelint::estate {
namespace {

template <typename T>
void MoveAll(std::vector<T>&& from, std::vector<T>* to) {
  if (to->empty()) {
    *to = std::move(from);
    return;
  }
  to->insert(to->end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  from.clear();
}

}  // namespace

std::string_view EntityTypeName(EntityType type) {
  switch (type) {
    case EntityType::kUser:
      return "user";
    case EntityType::kGroup:
      return "group";
    case EntityType::kRole:
      return "role";
  }
  return "entity";
}

void Records::Append(Records&& other) {
  MoveAll(std::move(other.entities), &entities);
  MoveAll(std::move(other.policies), &policies);
  MoveAll(std::move(other.organization), &organization);
  MoveAll(std::move(other.coverage), &coverage);
}

}  // namespace rolelint::estate
