// Manifests of what Kubernetes builds in AWS: AWS's own controllers (ACK) and Crossplane's
// providers. https://aws-controllers-k8s.github.io/community/reference/,
// https://marketplace.upbound.io/providers/upbound/provider-aws-iam

#include <string_view>

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/cloud_resource.h"

namespace rolelint::inputs {
namespace {

using json::Value;

// Lists in lists are nobody's manifests.
constexpr int kMaxLists = 4;

// "iam.services.k8s.aws/v1alpha1", "iam.aws.upbound.io/v1beta1", "iam.aws.m.upbound.io/…",
// "iam.aws.crossplane.io/v1beta1": the service; "" if it is none of these.
std::string_view ServiceOf(std::string_view api_version) {
  const std::string_view group = api_version.substr(0, api_version.find('/'));
  for (std::string_view end :
       {".services.k8s.aws", ".aws.upbound.io", ".aws.m.upbound.io", ".aws.crossplane.io"}) {
    if (group.size() > end.size() && group.ends_with(end)) {
      return group.substr(0, group.size() - end.size());
    }
  }
  return {};
}

bool IsKubernetesList(Value object) {
  return object.Find("kind").str().ends_with("List") && object.Find("apiVersion").is_string() &&
         object.Find("items").is_array();
}

bool IsManifest(Value object) {
  return object.Find("kind").is_string() && object.Find("spec").is_object() &&
         !ServiceOf(object.Find("apiVersion").str()).empty();
}

bool HoldsManifest(Value object) {
  if (IsManifest(object)) return true;
  if (!IsKubernetesList(object)) return false;
  for (Value item : object.Find("items")) {
    if (IsManifest(item)) return true;
  }
  return false;
}

void ReadManifest(Value object, const text::View& view, Session* session) {
  const std::string_view api_version = object.Find("apiVersion").str();
  const bool ack = api_version.find(".services.k8s.aws/") != std::string_view::npos;
  session->Recognise(ack ? "ack-manifest" : "crossplane-manifest",
                     ack ? "its apiVersion is of services.k8s.aws"
                         : "its apiVersion is of a Crossplane provider for AWS");
  const Value spec = object.Find("spec");
  CloudResource resource;
  resource.service = ServiceOf(api_version);
  resource.kind = object.Find("kind").str();
  resource.attributes = ack ? spec : spec.Find("forProvider");
  resource.name = object.Find("metadata").Find("name");
  ReadCloudResource(resource, view, session);
}

void ReadAll(Value object, const text::View& view, int lists, Session* session) {
  if (IsManifest(object)) return ReadManifest(object, view, session);
  if (!IsKubernetesList(object) || lists == kMaxLists) return;
  for (Value item : object.Find("items")) ReadAll(item, view, lists + 1, session);
}

void ReadKubernetes(Value object, const text::View& view, Session* session) {
  ReadAll(object, view, 0, session);
}

}  // namespace

const Adapter kKubernetes = {HoldsManifest, ReadKubernetes};

}  // namespace rolelint::inputs
