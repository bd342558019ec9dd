// What is known but holds no policy, or none that this version reads: so that the user is told
// which export to take instead, and so that policies quoted in templates and logs are not taken for
// policies in force.

#include <initializer_list>

#include "analyzer/inputs/adapter.h"

namespace rolelint::inputs {
namespace {

using json::Value;

bool HasAll(Value object, std::initializer_list<std::string_view> keys) {
  for (std::string_view key : keys) {
    if (!object.Find(key)) return false;
  }
  return true;
}

bool HasAny(Value object, std::initializer_list<std::string_view> keys) {
  for (std::string_view key : keys) {
    if (object.Find(key)) return true;
  }
  return false;
}

bool IsPolicyMetadata(Value policy) {
  return policy.Find("PolicyName").is_string() && HasAny(policy, {"DefaultVersionId", "PolicyId"});
}

std::string_view WhyNoDocument(Value object) {
  if (IsPolicyMetadata(object.Find("Policy")) || (IsPolicyMetadata(object) && object.Find("Arn"))) {
    return "this export has no policy document in it (get-policy): use get-policy-version";
  }
  if (HasAny(object, {"PolicyGroups", "PolicyUsers", "PolicyRoles"})) {
    return "this export has no policy document in it (list-entities-for-policy): use "
           "get-account-authorization-details";
  }
  if (object.Find("AttachedPolicies").is_array()) {
    return "this export has no policy document in it (list-attached-…-policies): use "
           "get-account-authorization-details or get-policy-version";
  }
  if (object.Find("PolicyNames").is_array()) {
    return "this export has no policy document in it (it lists names of inline policies): use "
           "get-role-policy, get-user-policy or get-group-policy";
  }
  if (object.Find("PoliciesGrantingServiceAccess").is_array()) {
    return "this export has no policy document in it (list-policies-granting-service-access): use "
           "get-account-authorization-details";
  }
  return {};
}

bool HoldsNoDocument(Value object) { return !WhyNoDocument(object).empty(); }

void ReadNoDocument(Value object, const text::View& /*view*/, Session* session) {
  session->NoDocument(WhyNoDocument(object));
}

std::string_view WhyOtherTool(Value object) {
  if (object.Find("version").str().starts_with("tree-") && object.Find("tree")) {
    return "this is CDK's tree of constructs: its templates are beside it";
  }
  if (HasAll(object, {"@level", "@message", "type"})) {
    return "this is Terraform's log of a run (-json): rolelint reads the plan itself, as terraform "
           "show -json prints it";
  }
  return {};
}

bool IsOtherTool(Value object) { return !WhyOtherTool(object).empty(); }

void ReadOtherTool(Value object, const text::View& /*view*/, Session* session) {
  session->NoDocument(WhyOtherTool(object));
}

}  // namespace

const Adapter kNoDocument = {HoldsNoDocument, ReadNoDocument};
const Adapter kOtherTool = {IsOtherTool, ReadOtherTool};

}  // namespace rolelint::inputs
