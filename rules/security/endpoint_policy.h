#ifndef ROLELINT_RULES_SECURITY_ENDPOINT_POLICY_H_
#define ROLELINT_RULES_SECURITY_ENDPOINT_POLICY_H_

// Policies of VPC endpoints, told from resource policies by the services that they speak of.

#include <string_view>

#include "analyzer/policy/document.h"

namespace rolelint::rules {

// The Principal statement that allows an action of a service without resource policies, in a
// document whose attachment nobody tells. AWS takes such a statement in the policy of a VPC
// endpoint alone, which narrows what may pass and grants nothing. Null: there is none, or the
// resource is known.
// https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
const policy::Statement* EndpointStatement(const policy::Document& document,
                                           std::string_view resource_type);

}  // namespace rolelint::rules

#endif  // ROLELINT_RULES_SECURITY_ENDPOINT_POLICY_H_
