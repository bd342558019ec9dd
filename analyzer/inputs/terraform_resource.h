#ifndef ROLELINT_INPUTS_TERRAFORM_RESOURCE_H_
#define ROLELINT_INPUTS_TERRAFORM_RESOURCE_H_

// Resources as Terraform knows them, whatever they stand in (a plan, a state, HCL): their policies
// with kind and owner, and what their attributes say of users, groups and roles.
// https://developer.hashicorp.com/terraform/internals/json-format

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/inputs/entity.h"
#include "analyzer/inputs/permission.h"
#include "analyzer/inputs/session.h"
#include "analyzer/inputs/terraform_types.h"
#include "analyzer/json/tree.h"

namespace rolelint::inputs {

struct TerraformResource {
  std::string module;  // "module.a.module.b", without keys
  std::string_view type;
  std::string_view name;
  std::string address;    // "module.a.aws_iam_role.x[0]", for people
  json::Value values;     // an object: attributes by name; an open value is not known
  json::Value unknown;    // the same shape: true where a value is not known (after_unknown)
  json::Value sensitive;  // the same shape: true where a value must not be shown
  // What the configuration says of the attributes (expressions), if it is known.
  json::Value configured;
  bool constants = false;  // values are such expressions
  // Names and tags are not to be trusted: version 3 of the state has lists and maps in pieces.
  bool flat = false;
  // Of another file than what is read: its documents are here, and all else is told there.
  bool foreign = false;
  // It is going to be deleted; what it was about is still told by `values`.
  bool going = false;
  // `values` are what the configuration itself says, and nothing that AWS has filled in.
  bool written = false;
};

class TerraformReader {
 public:
  TerraformReader(std::vector<TerraformResource> resources, const text::View& view,
                  Session* session);

  void Run();

 private:
  using Resource = TerraformResource;

  void Relate();
  void RelateSatellite(size_t index);
  size_t TargetOf(const Resource& resource, std::string_view attribute) const;
  static std::string KeyOf(const Resource& resource) {
    return resource.module + "|" + std::string(resource.type) + "." + std::string(resource.name);
  }

  void Read(const Resource& resource);
  void ReadEntity(const Resource& resource, estate::EntityType type, size_t index);
  void ReadInlineBlocks(const Resource& resource, EntityDraft* draft);
  void ReadSatellites(size_t index, EntityDraft* draft);
  void ReadLooseInline(const Resource& resource, estate::EntityType type, std::string_view target);
  void ReadLooseAttachment(const Resource& resource, estate::EntityType type, json::Value holder,
                           json::Value arn);
  void ReadPermissionSet(const Resource& resource);
  void ReadManagedPolicy(const Resource& resource);
  void ReadOrganizationPolicy(const Resource& resource);
  void ReadPermission(const Resource& resource, const PermissionType& type);
  void ReadPolicies(const Resource& resource, const TerraformPolicy* first,
                    const TerraformPolicy* last);
  void ReadPolicy(const Resource& resource, const TerraformPolicy& policy, json::Value value);
  void ReadByContent(const Resource& resource, json::Value values, std::string_view key, int depth);

  // Null and "" are nothing; what is not known is an open value.
  json::Value Get(const Resource& resource, json::Value values, json::Value unknown,
                  std::string_view name);
  json::Value Get(const Resource& resource, std::string_view name) {
    return Get(resource, resource.values, resource.unknown, name);
  }
  json::Value First(const Resource& resource, std::string_view name, std::string_view other);
  json::Value Tags(const Resource& resource);
  json::Value Open(json::Value place);
  bool IsSet(const Resource& resource, std::string_view name) const;
  bool IsWritten(const Resource& resource, std::string_view name) const;
  void Finish(const Resource& resource, EntityDraft* draft) {
    if (!resource.foreign) draft->Finish();
  }
  // A value that an open one stands for is somebody's, or only what AWS is going to fill in.
  bool OnlyComputed(const Resource& resource, std::string_view name, json::Value value) const {
    return value.open() && resource.configured && !IsSet(resource, name);
  }
  bool IsSensitive(const Resource& resource, std::string_view name) const;
  bool SaidElsewhere(const Resource& resource) const;

  const std::vector<Resource> resources_;
  const text::View& view_;
  Session& session_;
  // Users, groups and roles by name ("role|x") and by key; kSeveral where that is not one.
  std::unordered_map<std::string, size_t> entities_;
  // Policies and attachments that name one of them, and their number there.
  std::vector<std::vector<size_t>> satellites_;
  std::vector<bool> is_satellite_;
  // "aws_s3_bucket|name": its policy is a resource of its own. "role|x|p": an inline policy.
  std::unordered_map<std::string, bool> elsewhere_;
};

// Whether the resource is a permission set, or a part of one that holds or attaches policies.
bool IsPermissionSet(std::string_view type);

// Tells the session of what must not be shown: wherever the members `after` and `after_sensitive`,
// `values` and `sensitive_values` and their like stand side by side, at any depth.
void NoteSensitive(json::Value value, const text::View& view, Session* session);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_TERRAFORM_RESOURCE_H_
