// Policies and attachments of users, groups and roles that are not in the input, and permission
// sets of IAM Identity Center, of which the service makes roles.

#include <algorithm>
#include <iterator>

#include "analyzer/estate/aws_policies.h"
#include "analyzer/inputs/entity.h"
#include "analyzer/inputs/terraform_resource.h"

namespace rolelint::inputs {

using estate::EntityType;
using json::Value;
using policy::Kind;

namespace {

constexpr std::string_view kPermissionSets[] = {
    "aws_ssoadmin_managed_policy_attachment",
    "aws_ssoadmin_permission_set_inline_policy",
    "awscc_sso_permission_set",
};

}  // namespace

bool IsPermissionSet(std::string_view type) {
  return std::find(std::begin(kPermissionSets), std::end(kPermissionSets), type) !=
         std::end(kPermissionSets);
}

// An inline policy of somebody who is not in the input.
void TerraformReader::ReadLooseInline(const Resource& resource, EntityType type,
                                      std::string_view target) {
  Value holder = Get(resource, target);
  Value name = First(resource, "name", "policy_name");
  Value content = First(resource, "policy", "policy_document");
  if (!content) return;
  if (!holder.is_string() || holder.open() || IsSensitive(resource, "policy")) {
    Owner owner;
    owner.policy_name = resource.address;
    NamePolicy(name, view_, &owner);
    session_.ReadDocument(content, view_, Kind::kIdentity, owner, "inline policy");
    return;
  }
  // The list of inline policies stays unknown: this is one of them.
  EntityDraft draft(type, view_, &session_);
  draft.SetName(holder);
  draft.SetLogicalId(resource.address);
  draft.Settle({}, holder);
  draft.ReadInline(name, content);
  Finish(resource, &draft);
}

// A policy of AWS's own is attached to somebody who is not in the input, or not known. All else
// about whom it is attached to stays unknown.
void TerraformReader::ReadLooseAttachment(const Resource& resource, EntityType type, Value holder,
                                          Value arn) {
  if (estate::AwsPolicyName(arn.str()).empty()) return;
  EntityDraft draft(type, view_, &session_);
  draft.SetName(holder);
  draft.SetLogicalId(resource.address);
  draft.AddAttached(arn);
  draft.Settle({}, resource.values);
  Finish(resource, &draft);
}

// Its users have a role in each account, which is named for the set and takes its policies.
// https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
void TerraformReader::ReadPermissionSet(const Resource& resource) {
  EntityDraft draft(EntityType::kRole, view_, &session_);
  draft.SetPermissionSet();
  draft.SetLogicalId(resource.address);
  const Value boundary = Get(resource, "permissions_boundary");
  draft.SetBoundary(boundary.Find("managed_policy_arn"));
  if (const Value arn = Get(resource, "managed_policy_arn")) draft.AddAttached(arn);
  const Value attached = Get(resource, "managed_policies");
  for (Value arn : attached) draft.AddAttached(arn);
  draft.Settle({}, resource.values);
  if (const Value document = Get(resource, "inline_policy")) {
    if (IsSensitive(resource, "inline_policy")) {
      session_.ReadDocument(document, view_, Kind::kIdentity, OwnerFor(draft.entity()),
                            "inline policy");
    } else {
      draft.ReadInline({}, document);
    }
  }
  Finish(resource, &draft);
}

}  // namespace rolelint::inputs
