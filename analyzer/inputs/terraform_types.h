#ifndef ROLELINT_INPUTS_TERRAFORM_TYPES_H_
#define ROLELINT_INPUTS_TERRAFORM_TYPES_H_

// Which attributes of which Terraform resources hold policies, of which kind, and what they are
// attached to. https://registry.terraform.io/providers/hashicorp/aws/latest/docs (awscc: its
// resources follow CloudFormation's).

#include <optional>
#include <string_view>

#include "analyzer/policy/kind.h"

namespace rolelint::inputs {

struct TerraformPolicy {
  std::string_view type;       // "aws_sqs_queue_policy"
  std::string_view attribute;  // "policy"; of a block "details.policy"
  policy::Kind kind = policy::Kind::kResource;
  std::string_view resource_type = {};  // as CloudFormation names it
  // Filled in by AWS where the configuration has none: that it is unknown says nothing.
  bool computed = false;
};

// The first of the type's policy attributes, or null; those of one type stand one after another up
// to `end`.
const TerraformPolicy* FindTerraformPolicies(std::string_view type, const TerraformPolicy** end);

// Types whose attributes look like policies of IAM and are not.
bool IsForeignPolicyType(std::string_view type);

// A resource whose policy may also be set by another one: what the other says holds.
struct TerraformPair {
  std::string_view parent;      // "aws_s3_bucket"
  std::string_view standalone;  // "aws_s3_bucket_policy"
  std::string_view link;        // the standalone resource's attribute that names the parent
};
const TerraformPair* FindPairByParent(std::string_view type);
const TerraformPair* FindPairByStandalone(std::string_view type);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_TERRAFORM_TYPES_H_
