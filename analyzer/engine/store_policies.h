#ifndef ROLELINT_ENGINE_STORE_POLICIES_H_
#define ROLELINT_ENGINE_STORE_POLICIES_H_

// The policies of a store as the map takes them (graph/policy_source.h).

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "analyzer/engine/access_policies.h"
#include "analyzer/engine/policy_store.h"
#include "analyzer/graph/policy_source.h"
#include "analyzer/policy/owned_document.h"

namespace rolelint::engine {

class StorePolicies final : public graph::PolicySource {
 public:
  StorePolicies(PolicyStore* store, PolicyStore::Group exports, const catalog::Catalog& catalog);

  // Levels for all accounts (account ""), or for one besides.
  void AddScpLevel(std::string account, PolicyStore::Group group);
  void AddRcpLevel(std::string account, PolicyStore::Group group);
  void SetManagementAccount(std::string account) { management_account_ = std::move(account); }
  // The policy of this resource.
  void SetResourcePolicy(std::string arn, PolicyStore::Group group);
  // A statement that counts as not there. Before anything is asked.
  using StatementKey = std::pair<const policy::Document*, uint32_t>;  // index
  void LeaveOut(std::vector<StatementKey> statements);

  const estate::Estate& estate() const override { return store_.EstateOf(exports_); }
  logic::Prover& prover() override { return prover_; }
  const Held& PoliciesOf(const estate::Entity& who) override;
  const logic::CompiledPolicy* TrustOf(const estate::Entity& role) override;
  std::vector<const logic::CompiledPolicy*> ResourcePolicies(std::string_view arn) override;
  const std::vector<logic::RequestPolicies::List>& ScpsOf(std::string_view account) override;
  const std::vector<logic::RequestPolicies::List>& RcpsOf(std::string_view account) override;
  bool IsManagementAccount(std::string_view account) const override {
    return !account.empty() && account == management_account_;
  }
  const std::vector<Loose>& LoosePolicies() override;
  const logic::CompiledPolicy* Made(const std::string& text, policy::Kind kind) override;

  PolicyStore& store() { return store_; }
  // Null of a policy that is made up.
  const StoredPolicy* StoredOf(const logic::CompiledPolicy* compiled) const;

 private:
  using Levels = std::vector<logic::RequestPolicies::List>;
  const logic::CompiledPolicy* Compile(const policy::Document& document);
  const logic::CompiledPolicy* CompileStored(const StoredPolicy& stored);
  void AddLevel(std::string account, PolicyStore::Group group,
                std::map<std::string, Levels, std::less<>>* levels);
  const Levels& LevelsOf(std::string_view account,
                         const std::map<std::string, Levels, std::less<>>& given,
                         std::map<std::string, Levels, std::less<>>* joined);

  PolicyStore& store_;
  const PolicyStore::Group exports_;
  logic::Prover prover_;
  std::unordered_map<const policy::Document*, const logic::CompiledPolicy*> compiled_;
  std::deque<logic::CompiledPolicy> reduced_;  // without what is left out
  std::map<StatementKey, bool> left_out_;
  std::unordered_set<const policy::Document*> reduced_documents_;
  std::unordered_map<const logic::CompiledPolicy*, const StoredPolicy*> stored_;
  AccessPolicies access_;
  std::unordered_map<const estate::Entity*, Held> held_;
  std::unordered_map<const estate::Entity*, const logic::CompiledPolicy*> trusts_;
  std::map<std::string, Levels, std::less<>> scps_;
  std::map<std::string, Levels, std::less<>> rcps_;
  std::map<std::string, Levels, std::less<>> joined_scps_;
  std::map<std::string, Levels, std::less<>> joined_rcps_;
  std::string management_account_;
  std::map<std::string, PolicyStore::Group, std::less<>> given_resource_;
  std::vector<Loose> loose_;
  bool loose_known_ = false;
  std::vector<const StoredPolicy*> resources_;
  std::map<std::string,
           std::pair<std::unique_ptr<policy::OwnedDocument>, const logic::CompiledPolicy*>>
      made_;
};

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_STORE_POLICIES_H_
