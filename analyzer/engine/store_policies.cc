#include "analyzer/engine/store_policies.h"

#include <algorithm>

#include "analyzer/logic/pattern.h"

namespace rolelint::engine {

using estate::Entity;
using logic::CompiledPolicy;
using logic::CompiledStatement;
using policy::Kind;

StorePolicies::StorePolicies(PolicyStore* store, PolicyStore::Group exports,
                             const catalog::Catalog& catalog)
    : store_(*store),
      exports_(exports),
      prover_(catalog),
      access_(store, exports,
              [this](const policy::Document& document) { return Compile(document); }) {
  access_.KnowAdministratorAccess();
  for (const StoredPolicy* policy : store->PoliciesIn(exports)) {
    if (policy->kind == Kind::kResource) resources_.push_back(policy);
  }
}

void StorePolicies::LeaveOut(std::vector<StatementKey> statements) {
  for (const StatementKey& key : statements) {
    left_out_.emplace(key, true);
    reduced_documents_.insert(key.first);
  }
}

const CompiledPolicy* StorePolicies::Compile(const policy::Document& document) {
  auto [it, added] = compiled_.try_emplace(&document, nullptr);
  if (!added) return it->second;
  it->second = prover_.Add(document);
  if (reduced_documents_.contains(&document)) {
    CompiledPolicy& copy = reduced_.emplace_back(*it->second);
    std::erase_if(copy.statements, [&](const CompiledStatement& statement) {
      return left_out_.contains({&document, statement.index});
    });
    it->second = &copy;
  }
  return it->second;
}

const CompiledPolicy* StorePolicies::CompileStored(const StoredPolicy& stored) {
  const policy::Document* document = store_.DocumentOf(stored);
  if (document == nullptr) return nullptr;
  const CompiledPolicy* compiled = Compile(*document);
  stored_.try_emplace(compiled, &stored);
  return compiled;
}

const StoredPolicy* StorePolicies::StoredOf(const CompiledPolicy* compiled) const {
  auto found = stored_.find(compiled);
  return found == stored_.end() ? nullptr : found->second;
}

const graph::PolicySource::Held& StorePolicies::PoliciesOf(const Entity& who) {
  auto [it, added] = held_.try_emplace(&who);
  if (!added) return it->second;
  access_.Clear();
  access_.AddEntity(who);
  Held& held = it->second;
  held.policies = access_.policies();
  held.unknown = access_.unknown();
  const auto keep = [&](const logic::RequestPolicies::List& list) {
    for (const CompiledPolicy* compiled : list) {
      const StoredPolicy* stored = access_.StoredOf(compiled);
      if (stored != nullptr) stored_.try_emplace(compiled, stored);
    }
  };
  keep(held.policies.identity);
  keep(held.policies.boundary);
  return held;
}

const CompiledPolicy* StorePolicies::TrustOf(const Entity& role) {
  auto [it, added] = trusts_.try_emplace(&role, nullptr);
  if (!added) return it->second;
  access_.Clear();
  if (!access_.SetTrustOf(role.arn)) return nullptr;
  it->second = access_.policies().resource;
  if (const StoredPolicy* stored = access_.StoredOf(it->second)) {
    stored_.try_emplace(it->second, stored);
  }
  return it->second;
}

void StorePolicies::SetResourcePolicy(std::string arn, PolicyStore::Group group) {
  given_resource_.insert_or_assign(std::move(arn), group);
}

std::vector<const CompiledPolicy*> StorePolicies::ResourcePolicies(std::string_view arn) {
  std::vector<const CompiledPolicy*> found;
  if (auto given = given_resource_.find(arn); given != given_resource_.end()) {
    for (const StoredPolicy* stored : store_.PoliciesIn(given->second)) {
      if (const CompiledPolicy* compiled = CompileStored(*stored)) found.push_back(compiled);
    }
    return found;
  }
  for (const StoredPolicy* stored : resources_) {
    const CompiledPolicy* compiled = CompileStored(*stored);
    if (compiled == nullptr) continue;
    // Exports seldom say whose a policy is: one that names the resource is taken to be its own.
    const bool names =
        std::any_of(compiled->statements.begin(), compiled->statements.end(),
                    [&](const CompiledStatement& statement) {
                      return std::any_of(statement.resources.patterns.begin(),
                                         statement.resources.patterns.end(),
                                         [&](const logic::Pattern* pattern) {
                                           return !pattern->matches_all() && pattern->Matches(arn);
                                         });
                    });
    if (names || (!stored->owner_arn.empty() && stored->owner_arn == arn))
      found.push_back(compiled);
  }
  return found;
}

void StorePolicies::AddLevel(std::string account, PolicyStore::Group group,
                             std::map<std::string, Levels, std::less<>>* levels) {
  logic::RequestPolicies::List& level = (*levels)[std::move(account)].emplace_back();
  for (const StoredPolicy* stored : store_.PoliciesIn(group)) {
    if (const CompiledPolicy* compiled = CompileStored(*stored)) level.push_back(compiled);
  }
}

void StorePolicies::AddScpLevel(std::string account, PolicyStore::Group group) {
  AddLevel(std::move(account), group, &scps_);
}

void StorePolicies::AddRcpLevel(std::string account, PolicyStore::Group group) {
  AddLevel(std::move(account), group, &rcps_);
}

const StorePolicies::Levels& StorePolicies::LevelsOf(
    std::string_view account, const std::map<std::string, Levels, std::less<>>& given,
    std::map<std::string, Levels, std::less<>>* joined) {
  auto [it, added] = joined->try_emplace(std::string(account));
  if (!added) return it->second;
  if (auto all = given.find(""); all != given.end()) it->second = all->second;
  if (auto own = given.find(account); !account.empty() && own != given.end()) {
    it->second.insert(it->second.end(), own->second.begin(), own->second.end());
  }
  return it->second;
}

const StorePolicies::Levels& StorePolicies::ScpsOf(std::string_view account) {
  return LevelsOf(account, scps_, &joined_scps_);
}

const StorePolicies::Levels& StorePolicies::RcpsOf(std::string_view account) {
  return LevelsOf(account, rcps_, &joined_rcps_);
}

const std::vector<graph::PolicySource::Loose>& StorePolicies::LoosePolicies() {
  if (loose_known_) return loose_;
  loose_known_ = true;
  for (const StoredPolicy* stored : store_.PoliciesIn(exports_)) {
    if (stored->kind != Kind::kScp && stored->kind != Kind::kRcp) continue;
    const CompiledPolicy* compiled = CompileStored(*stored);
    if (compiled == nullptr) continue;
    const bool denies = std::any_of(compiled->statements.begin(), compiled->statements.end(),
                                    [](const auto& statement) { return !statement.allow; });
    if (denies) loose_.push_back({stored->kind, stored->policy_name, compiled});
  }
  return loose_;
}

const CompiledPolicy* StorePolicies::Made(const std::string& text, Kind kind) {
  auto& [document, compiled] = made_[text];
  if (document == nullptr) {
    document = policy::OwnedDocument::Parse(text, kind, policy::KindSource::kWrapping);
    if (document != nullptr) compiled = prover_.Add(document->document());
  }
  return compiled;
}

}  // namespace rolelint::engine
