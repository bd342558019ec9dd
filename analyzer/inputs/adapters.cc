#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/collected.h"
#include "analyzer/inputs/terraform_hcl.h"

namespace rolelint::inputs {
namespace {

constexpr const Adapter* kAdapters[] = {
    &kAddPermission, &kBarePolicy,      &kTemplate,      &kGetTemplate,   &kServerless,
    &kTerraformPlan, &kTerraformState,  &kTerraformJson, &kOrganizations, &kInlinePolicy,
    &kConfigItems,   &kConfigQuery,     &kCloudTrail,    &kPulumi,        &kKubernetes,
    &kIambic,        &kScoutSuite,      &kApiOutput,     &kInventoryRow,  &kLonePolicy,
    &kRole,          &kInstanceProfile, &kUserOrGroup,   &kPolicyVersion, &kPages,
    &kAccountMap,    &kRecorded,        &kNoDocument,    &kOtherTool,     &kInventoryRows,
    &kWrappedPolicy,
};

void Dispatch(json::Value value, const text::View& view, int depth, Session* session) {
  if (value.is_array()) {
    if (depth == kMaxWrapping) return;
    for (json::Value element : value) Dispatch(element, view, depth + 1, session);
    return;
  }
  if (value.is_string() && depth < kMaxWrapping && LooksWrapped(value.str())) {
    // `--query` prints a document that is a string as a JSON string.
    std::vector<LayerIssues> issues;
    Unwrapped inner = Unwrap(value, view, session->arena(), session->trees(), &issues);
    if (inner.value) Dispatch(inner.value, *inner.view, kMaxWrapping, session);
    return;
  }
  if (!value.is_object()) return;
  for (const Adapter* adapter : kAdapters) {
    if (!adapter->matches(value)) continue;
    adapter->read(value, view, session);
    return;
  }
}

}  // namespace

std::span<const Adapter* const> Adapters() { return kAdapters; }

void ReadTree(json::Value value, const text::View& view, Session* session) {
  if (ReadCollected(value, view, session)) return;
  Dispatch(value, view, 0, session);
}

}  // namespace rolelint::inputs
