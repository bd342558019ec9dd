#include "analyzer/graph/assume_grants.h"

#include <algorithm>

#include "analyzer/estate/aws_policies.h"
#include "analyzer/text/glob.h"

namespace rolelint::graph {
namespace {

using estate::Entity;
using estate::Estate;

void AddFacts(const estate::PolicyFacts& facts, AssumeGrants* grants) {
  if (!facts.complete) grants->anything = true;
  for (const estate::AssumeStatement& statement : facts.assume) {
    if (!statement.allow) continue;
    if (statement.not_resource) grants->anything = true;
    for (const estate::ResourceRef& resource : statement.resources) {
      const std::string& pattern = resource.pattern;
      if (!resource.known || pattern.find("${") != std::string::npos) {
        grants->anything = true;
      } else if (text::HasWildcard(pattern)) {
        grants->globs.push_back(pattern);
      } else {
        grants->exact.push_back(pattern);
      }
    }
  }
}

void AddPoliciesOf(const Estate& estate, const Entity& holder, AssumeGrants* grants) {
  for (const estate::InlinePolicy& policy : holder.inline_policies) AddFacts(policy.facts, grants);
  for (const estate::AttachedPolicy& attached : holder.attached) {
    if (const estate::ManagedPolicy* policy = estate.FindPolicy(attached.arn)) {
      AddFacts(policy->facts, grants);
    } else {
      grants->anything = true;
    }
  }
}

}  // namespace

bool AssumeGrants::MayTakeIn(std::string_view role_arn) const {
  if (anything || std::binary_search(exact.begin(), exact.end(), role_arn)) return true;
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return text::GlobMatches(glob, role_arn); });
}

AssumeGrants GrantsOf(const Estate& estate, const Entity& who, bool incomplete) {
  AssumeGrants grants;
  grants.anything = incomplete;
  AddPoliciesOf(estate, who, &grants);
  if (who.type == estate::EntityType::kUser) {
    for (const std::string& name : who.groups) {
      const Entity* group = estate.FindByName(estate::EntityType::kGroup, who.account, name);
      if (group != nullptr) AddPoliciesOf(estate, *group, &grants);
    }
  }
  std::sort(grants.exact.begin(), grants.exact.end());
  grants.exact.erase(std::unique(grants.exact.begin(), grants.exact.end()), grants.exact.end());
  return grants;
}

}  // namespace rolelint::graph
