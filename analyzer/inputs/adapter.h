#ifndef ROLELINT_INPUTS_ADAPTER_H_
#define ROLELINT_INPUTS_ADAPTER_H_

// An adapter recognises one kind of export by its shape and reads it. Lists that may be large are
// read element by element instead (page.h); everything else comes as one tree.

#include <span>
#include <string_view>

#include "analyzer/inputs/session.h"
#include "analyzer/json/tree.h"
#include "analyzer/text/view.h"

namespace rolelint::inputs {

struct Adapter {
  bool (*matches)(json::Value object);
  // Recognises the format with the session, or says why there is nothing to check.
  void (*read)(json::Value object, const text::View& view, Session* session);
};

// One file each.
extern const Adapter kBarePolicy;       // bare_policy.cc
extern const Adapter kPages;            // page_adapter.cc
extern const Adapter kAccountMap;       // page_adapter.cc
extern const Adapter kRole;             // role.cc: get-role, create-role, and a role alone
extern const Adapter kInstanceProfile;  // role.cc
extern const Adapter kUserOrGroup;    // user_group.cc: get-user, get-group, list-users, list-groups
extern const Adapter kInlinePolicy;   // inline_policy.cc: get-{role,user,group}-policy
extern const Adapter kPolicyVersion;  // policy_version.cc: get-policy-version, list-policy-versions
extern const Adapter kOrganizations;  // organizations.cc: describe-policy
extern const Adapter kTemplate;       // cloudformation/template.cc: also SAM, CDK
extern const Adapter kGetTemplate;    // cloudformation/template.cc
extern const Adapter kServerless;     // cloudformation/serverless.cc
extern const Adapter kApiOutput;      // api_output.cc: get-key-policy and its like
extern const Adapter kLonePolicy;  // api_output.cc: {"Policy": …} and nothing that tells of what
extern const Adapter
    kAddPermission;                  // add_permission.cc: a statement of a Lambda function's policy
extern const Adapter kConfigItems;   // config_item.cc: AWS Config's snapshots and histories
extern const Adapter kConfigQuery;   // config_item.cc: select-resource-config
extern const Adapter kCloudTrail;    // cloudtrail.cc: events
extern const Adapter kPulumi;        // pulumi.cc: stack exports, previews
extern const Adapter kKubernetes;    // kubernetes.cc: manifests of ACK and Crossplane
extern const Adapter kIambic;        // iambic.cc: its templates
extern const Adapter kScoutSuite;    // scout.cc: its results
extern const Adapter kInventoryRow;  // inventory_row.cc: Steampipe, CloudQuery, PMapper
extern const Adapter kInventoryRows;   // inventory_row.cc: a list of them
extern const Adapter kRecorded;        // recorded.cc: a recorded response around any of these
extern const Adapter kTerraformPlan;   // terraform_plan.cc: also `terraform show -json` of a state
extern const Adapter kTerraformState;  // terraform_plan.cc: state files
extern const Adapter kNoDocument;      // no_document.cc: exports that never hold a policy
extern const Adapter kOtherTool;       // no_document.cc: templates, plans, logs
extern const Adapter kWrappedPolicy;   // wrapped_policy.cc: a policy somewhere inside

// In the order in which they are asked.
std::span<const Adapter* const> Adapters();

// How deep values that hold values (arrays of pages, recorded responses) are followed.
inline constexpr int kMaxWrapping = 4;

// Gives the value to the first adapter that knows it; arrays element by element.
void ReadTree(json::Value value, const text::View& view, Session* session);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_ADAPTER_H_
