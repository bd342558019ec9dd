#ifndef ROLELINT_INPUTS_CLOUDFORMATION_RESOURCES_H_
#define ROLELINT_INPUTS_CLOUDFORMATION_RESOURCES_H_

// Where resources of each type have their policy documents.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html

#include <span>
#include <string_view>

#include "analyzer/policy/kind.h"

namespace rolelint::inputs::cloudformation {

struct PolicyProperty {
  std::string_view type;  // of the resource
  // Below Properties: "ResourcePolicy.PolicyDocument"; "Replicas[].…": of every element.
  std::string_view path;
  policy::Kind kind = policy::Kind::kResource;
  // What the policy is attached to, where that is not the resource itself.
  std::string_view attached_to = {};
};

// None for types that this version does not know.
std::span<const PolicyProperty> PolicyPropertiesOf(std::string_view type);

// Types whose documents are of another language, however much they look like IAM's.
bool SpeaksOtherLanguage(std::string_view type);

}  // namespace rolelint::inputs::cloudformation

#endif  // ROLELINT_INPUTS_CLOUDFORMATION_RESOURCES_H_
