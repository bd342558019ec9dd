// Pulumi: the state that `pulumi stack export` prints, and the plan of `pulumi preview --json`.
// https://www.pulumi.com/docs/iac/cli/commands/pulumi_stack_export/

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/cloud_resource.h"
#include "analyzer/inputs/found_policy.h"

namespace rolelint::inputs {
namespace {

using json::Value;

// What a preview writes for a value that only the update will tell.
// https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
constexpr std::string_view kUnknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

Value ResourcesOf(Value object) {
  const Value list = object.Find("deployment").Find("resources");
  if (!list.is_array() || list.size() == 0) return {};
  const Value first = *list.begin();
  return first.Find("urn") && first.Find("type") ? list : Value();
}

Value StepsOf(Value object) {
  const Value list = object.Find("steps");
  if (!list.is_array() || list.size() == 0) return {};
  const Value first = *list.begin();
  return first.Find("urn") && first.Find("op") ? list : Value();
}

bool IsPulumi(Value object) { return ResourcesOf(object) || StepsOf(object); }

// "aws:iam/role:Role" and "aws-native:iam:Role": the service, and the kind.
struct UrnType {
  std::string_view service;
  std::string_view kind;
};
UrnType SplitType(std::string_view text) {
  UrnType type;
  const size_t first = text.find(':');
  const size_t last = text.rfind(':');
  if (first == std::string_view::npos || last == first) return type;
  type.kind = text.substr(last + 1);
  type.service = text.substr(first + 1, last - first - 1);
  type.service = type.service.substr(0, type.service.find('/'));
  return type;
}

class PulumiReader {
 public:
  PulumiReader(const text::View& view, Session* session) : view_(view), session_(*session) {}

  void ReadPulumi(Value state) {
    const std::string_view name = state.Find("type").str();
    if (!name.starts_with("aws:") && !name.starts_with("aws-native:")) return;
    const UrnType type = SplitType(name);
    CloudResource resource;
    resource.service = type.service;
    resource.kind = type.kind;
    resource.attributes = state.Find("outputs");
    resource.whole = resource.attributes.size() != 0;
    // Before an update there are no outputs.
    if (resource.attributes.size() == 0) resource.attributes = state.Find("inputs");
    if (!resource.attributes.is_object()) return;
    if (IsUnknown(resource.attributes)) return;
    ReadCloudResource(resource, view_, &session_);
  }

 private:
  // A policy of it is not in the preview.
  bool IsUnknown(Value attributes) {
    for (Value member : attributes) {
      if (member.str() != kUnknown) continue;
      const std::string_view key = member.key();
      if (key.find("olicy") == std::string_view::npos || key.ends_with("Arn") ||
          key.ends_with("Id")) {
        continue;
      }
      session_.AddNotChecked(view_.ToFile(member.span()),
                             "the " + std::string(key) +
                                 " is known after the update only: check the stack's export then",
                             NotChecked::Why::kElsewhere);
      return true;
    }
    return false;
  }

  const text::View& view_;
  Session& session_;
};

void ReadPulumi(Value object, const text::View& view, Session* session) {
  PulumiReader reader(view, session);
  if (const Value resources = ResourcesOf(object)) {
    session->Recognise("pulumi-export", "it has deployment.resources, each with a urn");
    for (Value resource : resources) {
      // Of a replaced resource the old state is about to be deleted.
      if (!resource.Find("delete").truth()) reader.ReadPulumi(resource);
    }
    return;
  }
  session->Recognise("pulumi-preview", "it has steps, each with an op and a urn");
  for (Value step : StepsOf(object)) {
    const std::string_view op = step.Find("op").str();
    if (op.starts_with("delete") || op == "discard" || op == "remove-pending-replace") continue;
    // A replacement is three steps, which repeat the new state.
    if (op == "replace" || op == "discard-replaced") continue;
    reader.ReadPulumi(step.Find("newState"));
  }
}

}  // namespace

const Adapter kPulumi = {IsPulumi, ReadPulumi};

}  // namespace rolelint::inputs
