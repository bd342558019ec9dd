#ifndef ROLELINT_INPUTS_CLOUD_RESOURCE_H_
#define ROLELINT_INPUTS_CLOUD_RESOURCE_H_

// A resource of AWS as tools that build it describe it: Pulumi's state, manifests of ACK and of
// Crossplane. They name the attributes alike, after Terraform's or the API's names.

#include <string_view>

#include "analyzer/inputs/session.h"
#include "analyzer/json/tree.h"
#include "analyzer/text/view.h"

namespace rolelint::inputs {

struct CloudResource {
  std::string_view service;  // "iam", "s3"
  std::string_view kind;     // "Role", "BucketPolicy"
  json::Value attributes;
  json::Value name;  // where the attributes have none; may be missing
  // The attributes are all there is: what is missing is missing in AWS.
  bool whole = false;
};

// Records of users, groups, roles and managed policies, and the documents of all of them and of any
// other resource.
void ReadCloudResource(const CloudResource& resource, const text::View& view, Session* session);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_CLOUD_RESOURCE_H_
