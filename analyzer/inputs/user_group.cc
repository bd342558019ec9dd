// Users and groups, which come without documents but tell who is there: get-user, create-user,
// get-group, list-users, list-groups. None of the lists is taken for a whole account: get-group and
// list-groups-for-user look the same.

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/entity.h"

namespace rolelint::inputs {
namespace {

using estate::EntityType;
using json::Value;

bool IsListOf(Value list, EntityType type) {
  if (!list.is_array()) return false;
  for (Value element : list) {
    if (!LooksLikeEntity(element, type)) return false;
  }
  return list.size() > 0;
}

bool IsUserGroup(Value object) {
  return LooksLikeEntity(object.Find("User"), EntityType::kUser) ||
         LooksLikeEntity(object.Find("Group"), EntityType::kGroup) ||
         IsListOf(object.Find("Users"), EntityType::kUser) ||
         IsListOf(object.Find("Groups"), EntityType::kGroup);
}

void ReadUserGroup(Value object, const text::View& view, Session* session) {
  Value user = object.Find("User");
  Value group = object.Find("Group");
  Value users = object.Find("Users");
  Value groups = object.Find("Groups");
  session->Recognise(user    ? "get-user"
                     : group ? "get-group"
                     : users ? "list-users"
                             : "list-groups",
                     "it has users or groups");
  if (LooksLikeEntity(user, EntityType::kUser)) {
    ReadEntity(user, view, EntityType::kUser, {.tags = true, .boundary = true}, session);
  }
  if (LooksLikeEntity(group, EntityType::kGroup)) {
    ReadEntity(group, view, EntityType::kGroup, Carries(), session);
  }
  if (IsListOf(users, EntityType::kUser)) {
    for (Value element : users) ReadEntity(element, view, EntityType::kUser, Carries(), session);
  }
  if (IsListOf(groups, EntityType::kGroup)) {
    for (Value element : groups) ReadEntity(element, view, EntityType::kGroup, Carries(), session);
  }
}

}  // namespace

const Adapter kUserOrGroup = {IsUserGroup, ReadUserGroup};

}  // namespace rolelint::inputs
