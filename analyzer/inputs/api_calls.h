#ifndef ROLELINT_INPUTS_API_CALLS_H_
#define ROLELINT_INPUTS_API_CALLS_H_

// Where the answers (and requests) of AWS's services hold policies: one row a place. IAM's own
// calls and Organizations' describe-policy have adapters of their own; here are resource policies,
// permission sets, session policies, and what looks like a policy and is none.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html

#include <cstdint>
#include <span>
#include <string_view>

namespace rolelint::inputs {

enum class Nature : uint8_t {
  kResource,
  kTrust,
  kIdentity,
  kSession,
  kContent,  // whatever its content says
  kNoIam,    // written in another language: `format` is a sentence that says which
};

struct ApiCall {
  // The way to the policy from the object that a call returns: names of members, "[]" behind one
  // whose elements are meant, "{}" behind one whose members are.
  std::string_view policy;
  // What must stand beside the policy, or beside what holds it: names with a blank between;
  // "name=value" asks for a value too, "name~part" for a part of it.
  std::string_view beside;
  std::string_view format;
  // As CloudFormation names it; "" where only the ARN or the document itself may tell.
  std::string_view resource_type;
  // The members, looked for like `beside`, that hold the resource's ARN and the policy's name.
  std::string_view arn = {};
  std::string_view name = {};
  Nature nature = Nature::kResource;
};

// Of several rows with one `policy` the first that fits holds.
std::span<const ApiCall> ApiCalls();      // api_calls.cc
std::span<const ApiCall> MoreApiCalls();  // api_calls_more.cc: findings, previews, other languages

// What a resource is, told by an ARN or by the only service of a policy's actions.
struct ResourceShape {
  // Names of members under which a policy of it may stand alone, with a blank between.
  std::string_view keys;
  std::string_view service;   // as in ARNs and actions
  std::string_view resource;  // how the ARN's last part begins, or a pattern; "" for any
  std::string_view format;
  std::string_view resource_type;
};

// The first that fits holds.
std::span<const ResourceShape> ResourceShapes();  // resource_shapes.cc

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_API_CALLS_H_
