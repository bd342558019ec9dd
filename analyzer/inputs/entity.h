#pragma once

// Users, groups and roles as IAM's API describes them: the same members in every call, some calls
// carry more of them. https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html,
// API_Role.html and their like.

#include <string_view>

#include "analyzer/estate/records.h"
#include "analyzer/inputs/session.h"
#include "analyzer/json/tree.h"

namespace rolelint::inputs {

// What a format carries. A member it carries and that is not there is absent; one it does not carry
// is unknown.
struct Carries {
  bool description = false;
  bool max_session = false;
  bool tags = false;
  bool boundary = false;
  bool policies = false;  // inline and attached ones
  bool groups = false;
};

// "RoleName", "UserName", "GroupName".
std::string_view NameKey(estate::EntityType type);

// Whether the object describes a user, group or role: its name, or an ARN that fits the type.
bool LooksLikeEntity(json::Value object, estate::EntityType type);

// Fills a record from the object and reads the documents in it, in document order. `attached` may
// be given apart (a list of {PolicyName, PolicyArn}), else the object's own is taken.
void ReadEntity(json::Value object, const text::View& view, estate::EntityType type,
                const Carries& carries, Session* session, json::Value attached = {});

// The account of the entity's or policy's Arn; "" if it has none.
std::string_view AccountOf(json::Value object);

// The owner of a document of this entity; its strings are the entity's.
Owner OwnerFor(const estate::Entity& entity);
// Sets the policy's name in it.
void NamePolicy(json::Value name, const text::View& view, Owner* owner);

}  // namespace rolelint::inputs
