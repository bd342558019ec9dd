// Roles from calls that return one: get-role, create-role, get-instance-profile, and a role that
// `--query` took out of its wrapping.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/entity.h"

namespace rolelint::inputs {
namespace {

using estate::EntityType;
using json::Value;

// get-role always tells the session length and the last use. What has neither is the answer to
// create-role, which repeats only part of what was asked for, so that what it lacks is unknown.
Carries CarriesOf(Value role) {
  Carries carries;
  if (role.Find("MaxSessionDuration") || role.Find("RoleLastUsed")) {
    carries.description = carries.max_session = carries.tags = carries.boundary = true;
  }
  return carries;
}

bool HasRole(Value object) {
  Value role = object.Find("Role");
  return role.Find("AssumeRolePolicyDocument") || LooksLikeEntity(role, EntityType::kRole);
}

bool IsRole(Value object) {
  if (HasRole(object)) return true;
  return object.Find("AssumeRolePolicyDocument") && LooksLikeEntity(object, EntityType::kRole);
}

void ReadRole(Value object, const text::View& view, Session* session) {
  session->Recognise("get-role", "it has a Role");
  if (!HasRole(object)) {
    // Taken out of list-roles or get-role: what it lacks, either may have lacked.
    ReadEntity(object, view, EntityType::kRole, Carries(), session);
    return;
  }
  Value role = object.Find("Role");
  // Some tools keep the list of attached policies beside the role.
  ReadEntity(role, view, EntityType::kRole, CarriesOf(role), session,
             object.Find("AttachedPolicies"));
}

bool IsInstanceProfile(Value object) {
  return object.Find("InstanceProfile").Find("Roles").is_array();
}

void ReadInstanceProfile(Value object, const text::View& view, Session* session) {
  session->Recognise("get-instance-profile", "it has InstanceProfile.Roles");
  for (Value role : object.Find("InstanceProfile").Find("Roles")) {
    if (!LooksLikeEntity(role, EntityType::kRole)) continue;
    if (!session->FirstSight(role.Find("Arn").str())) continue;
    ReadEntity(role, view, EntityType::kRole, Carries(), session);
  }
}

}  // namespace

const Adapter kRole = {IsRole, ReadRole};
const Adapter kInstanceProfile = {IsInstanceProfile, ReadInstanceProfile};

}  // namespace rolelint::inputs
