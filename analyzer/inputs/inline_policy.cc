// get-role-policy, get-user-policy, get-group-policy: one inline policy, with its owner's name but
// neither ARN nor account.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html

#include <optional>

#include "analyzer/estate/facts.h"
#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/entity.h"

namespace rolelint::inputs {
namespace {

using estate::EntityType;
using json::Value;

struct Call {
  EntityType type;
  std::string_view format;
};
constexpr Call kInlinePolicyCalls[] = {
    {EntityType::kRole, "get-role-policy"},
    {EntityType::kUser, "get-user-policy"},
    {EntityType::kGroup, "get-group-policy"},
};

const Call* CallOf(Value object) {
  for (const Call& call : kInlinePolicyCalls) {
    if (object.Find(NameKey(call.type)).is_string()) return &call;
  }
  return nullptr;
}

bool IsInlinePolicy(Value object) {
  return object.Find("PolicyDocument") && object.Find("PolicyName") && CallOf(object) != nullptr;
}

void ReadInlinePolicy(Value object, const text::View& view, Session* session) {
  const Call& call = *CallOf(object);
  session->Recognise(call.format, "it has PolicyDocument beside PolicyName and an owner's name");
  Value owner_name = object.Find(NameKey(call.type));
  Value name = object.Find("PolicyName");

  estate::Entity entity;
  entity.type = call.type;
  entity.name = owner_name.str();
  entity.path = "/";
  entity.place = session->PlaceOf(view, owner_name.inner_span());
  Owner owner = OwnerFor(entity);
  NamePolicy(name, view, &owner);
  std::optional<policy::Document> document = session->ReadDocument(
      object.Find("PolicyDocument"), view, policy::Kind::kIdentity, owner, "inline policy");

  // The list of inline policies stays unknown: this is one of them.
  estate::InlinePolicy& policy = entity.inline_policies.emplace_back();
  policy.name = name.str();
  policy.name_place = session->PlaceOf(view, name.inner_span());
  if (document) {
    policy.facts = estate::ExtractPolicy(*document, session->file());
  } else {
    policy.facts.complete = false;
  }
  session->records().entities.push_back(std::move(entity));
}

}  // namespace

const Adapter kInlinePolicy = {IsInlinePolicy, ReadInlinePolicy};

}  // namespace rolelint::inputs
