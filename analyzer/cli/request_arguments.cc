#include "analyzer/cli/request_arguments.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::cli {
namespace {

using estate::Entity;
using estate::EntityType;
using logic::Principal;

logic::ContextValue* FindKey(std::vector<logic::ContextValue>* context, std::string_view key) {
  for (logic::ContextValue& value : *context) {
    if (text::EqualsFolded(value.key, key)) return &value;
  }
  return nullptr;
}

void AddIfOpen(std::string key, std::string value, logic::Request* request) {
  if (value.empty() || FindKey(&request->context, key) != nullptr) return;
  request->context.push_back({std::move(key), {std::move(value)}, false});
}

bool IsServiceName(std::string_view word) {
  return word.find(':') == std::string_view::npos && word.find('.') != std::string_view::npos &&
         (word.ends_with(".amazonaws.com") || word.ends_with(".amazonaws.com.cn") ||
          word.ends_with(".amazon.com") || word.ends_with(".aws.internal"));
}

std::optional<EntityType> TypeOf(std::string_view word) {
  if (word == "user") return EntityType::kUser;
  if (word == "role") return EntityType::kRole;
  return std::nullopt;
}

}  // namespace

bool ParseContext(const std::vector<std::string>& words, std::vector<logic::ContextValue>* context,
                  std::string* error) {
  for (const std::string& word : words) {
    const size_t equals = word.find('=');
    const std::string key = word.substr(0, equals);
    if (equals == std::string::npos || key.find(':') == std::string::npos) {
      *error = fmt::format("--context {}: not KEY=VALUE with a key such as aws:SourceIp", word);
      return false;
    }
    std::string value = word.substr(equals + 1);
    if (logic::ContextValue* known = FindKey(context, key)) {
      known->values.push_back(std::move(value));
      known->is_list = true;
    } else {
      context->push_back({key, {std::move(value)}, false});
    }
  }
  return true;
}

std::optional<Principal> FindPrincipal(std::string_view word, const estate::Estate& estate,
                                       std::string* error) {
  if (word == "anonymous" || word == "*") return Principal();
  if (IsServiceName(word) && !logic::IsSharedProvider(word)) return logic::ServicePrincipal(word);
  std::optional<Principal> principal = logic::ParsePrincipal(word);
  if (!principal) {
    *error = fmt::format(
        "--principal {}: no ARN of a user, role, session, root user or identity provider, no "
        "account ID, no service, no provider such as accounts.google.com, not \"anonymous\"",
        word);
    return std::nullopt;
  }
  if (principal->kind != Principal::Kind::kSession) return principal;
  const Entity* role =
      estate.FindByName(EntityType::kRole, principal->account, principal->role_name);
  return role != nullptr ? logic::ParsePrincipal(word, role->arn) : principal;
}

std::string NoSuchEntity(std::string_view arn, const estate::Estate& estate) {
  const std::optional<policy::Arn> parts = policy::ParseArn(arn);
  if (!parts || estate.FindEntity(arn) != nullptr) return {};
  const policy::IamResource resource = policy::SplitIamResource(parts->resource);
  const std::optional<EntityType> type = TypeOf(resource.type);
  if (!type || !estate.Covers(parts->account, *type)) return {};
  std::string message =
      fmt::format("account {} has no {} {}", parts->account, resource.type, resource.name);
  const Entity* near = estate.FindByName(*type, parts->account, resource.name);
  if (near != nullptr) message += fmt::format("; did you mean {}?", near->arn);
  return message;
}

const Entity* EntityOf(const Principal& principal, const estate::Estate& estate,
                       std::string* error) {
  using Kind = Principal::Kind;
  std::string_view arn;
  if (principal.kind == Kind::kUser) arn = principal.text;
  if (principal.kind == Kind::kRole || principal.kind == Kind::kSession) arn = principal.role_arn;
  if (arn.empty()) return nullptr;
  const Entity* entity = estate.FindEntity(arn);
  if (entity == nullptr) *error = NoSuchEntity(arn, estate);
  return entity;
}

void AddKnownContext(const estate::Estate& estate, const Entity* entity, logic::Request* request) {
  if (entity != nullptr) {
    for (const estate::Tag& tag : entity->tags.value) {
      AddIfOpen("aws:PrincipalTag/" + tag.key, tag.value, request);
    }
    if (entity->type == EntityType::kUser) {
      AddIfOpen("aws:userid", entity->unique_id, request);
    } else if (request->principal.kind == Principal::Kind::kSession && !entity->unique_id.empty()) {
      AddIfOpen("aws:userid", entity->unique_id + ":" + request->principal.session, request);
    }
  }
  if (const Entity* resource = estate.FindEntity(request->resource)) {
    for (const estate::Tag& tag : resource->tags.value) {
      AddIfOpen("aws:ResourceTag/" + tag.key, tag.value, request);
      AddIfOpen("iam:ResourceTag/" + tag.key, tag.value, request);
    }
  }
}

}  // namespace rolelint::cli
