// AWS Organizations: describe-policy (create-policy and update-policy answer alike). Of its policy
// types only service and resource control policies are of IAM's grammar.
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_Policy.html

#include <optional>
#include <string>

#include "analyzer/estate/facts.h"
#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/entity.h"

namespace rolelint::inputs {
namespace {

using json::Value;

bool IsOrganizations(Value object) {
  Value policy = object.Find("Policy");
  return policy.Find("PolicySummary").is_object() && policy.Find("Content");
}

std::optional<policy::Kind> KindOfOrganizationPolicy(std::string_view type) {
  if (type == "SERVICE_CONTROL_POLICY") return policy::Kind::kScp;
  if (type == "RESOURCE_CONTROL_POLICY") return policy::Kind::kRcp;
  return std::nullopt;
}

void ReadOrganizations(Value object, const text::View& view, Session* session) {
  session->Recognise("organizations-policy", "it has Policy.PolicySummary and Policy.Content");
  Value summary = object.Find("Policy").Find("PolicySummary");
  Value type = summary.Find("Type");
  std::optional<policy::Kind> kind = KindOfOrganizationPolicy(type.str());
  if (!kind && type) {
    session->AddNote("a policy of type " + std::string(type.str()) +
                         " is not written in IAM's language: passed over",
                     view.ToFile(type.inner_span()));
    return;
  }
  Owner owner;
  owner.arn = summary.Find("Arn").str();
  owner.aws_managed = summary.Find("AwsManaged").truth();
  NamePolicy(summary.Find("Name"), view, &owner);
  // A summary without a type is a hand-made one: most are service control policies.
  std::optional<policy::Document> document =
      session->ReadDocument(object.Find("Policy").Find("Content"), view,
                            kind.value_or(policy::Kind::kScp), owner, "organization policy");
  if (!document) return;
  estate::OrganizationPolicy& policy = session->records().organization.emplace_back();
  policy.kind = kind.value_or(policy::Kind::kScp);
  policy.name = owner.policy_name;
  policy.facts = estate::ExtractPolicy(*document, session->file());
}

}  // namespace

const Adapter kOrganizations = {IsOrganizations, ReadOrganizations};

}  // namespace rolelint::inputs
