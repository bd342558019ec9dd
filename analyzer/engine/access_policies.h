#ifndef ROLELINT_ENGINE_ACCESS_POLICIES_H_
#define ROLELINT_ENGINE_ACCESS_POLICIES_H_

// Which policies of an export bear on what a principal may do, compiled and sorted by kind. What
// the export lacks (a managed policy that is attached but not in it, inline policies of a role that
// only get-role told about) becomes a policy of which nothing is known: evaluation then answers
// "undecided" wherever it might matter, and only there.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/engine/policy_store.h"
#include "analyzer/estate/estate.h"
#include "analyzer/logic/simulation.h"
#include "analyzer/policy/document.h"

namespace rolelint::engine {

class AccessPolicies {
 public:
  // Compiles a document, which outlives the result.
  using Compile = std::function<const logic::CompiledPolicy*(const policy::Document&)>;

  AccessPolicies(PolicyStore* store, PolicyStore::Group exports, Compile compile);
  ~AccessPolicies();
  AccessPolicies(const AccessPolicies&) = delete;
  AccessPolicies& operator=(const AccessPolicies&) = delete;

  // Forgets all that was added: what follows is about another request.
  void Clear();
  // The user's or role's inline and attached policies, those of the user's groups, the boundary.
  void AddEntity(const estate::Entity& entity);
  // Policies with these ARNs count as not there; what is added later alone is looked at.
  void LeaveOut(std::vector<std::string> arns) { left_out_ = std::move(arns); }
  // AdministratorAccess allows everything, also where the input does not hold its document. There
  // is no StoredOf() of it then.
  void KnowAdministratorAccess() { knows_administrator_ = true; }
  // Some policy with the ARN would have been added.
  bool WasLeftOut(const std::string& arn) const;
  // The principal has no boundary. False: it has none anyway.
  bool DropBoundary();
  void AddIdentity(PolicyStore::Group group);
  void AddBoundary(PolicyStore::Group group);
  // The principal's own policies are not at hand; `why` is a sentence.
  void AddUnknownIdentity(std::string why);
  // One level, made of all policies of the group.
  void AddScpLevel(PolicyStore::Group group);
  void AddRcpLevel(PolicyStore::Group group);
  void AddSession(PolicyStore::Group group);
  void AddVpcEndpoint(PolicyStore::Group group);
  void SetResource(const StoredPolicy& policy);
  // The role's trust policy, if the export has it. False: it has none, or no such role.
  bool SetTrustOf(std::string_view role_arn);
  void SetUnknownResource(std::string why);

  const logic::RequestPolicies& policies() const { return policies_; }
  // Null for what is not known.
  const StoredPolicy* StoredOf(const logic::CompiledPolicy* compiled) const;
  // What could not be taken into account, as sentences.
  const std::vector<std::string>& unknown() const { return unknown_; }

 private:
  struct Nothing;
  using PlaceKey = std::pair<uint32_t, uint32_t>;  // file, offset

  void AddAll(PolicyStore::Group group, logic::RequestPolicies::List* to);
  const logic::CompiledPolicy* CompileStored(const StoredPolicy& policy);
  const logic::CompiledPolicy* Unknown(policy::Kind kind, std::string why);
  // A policy that no input holds; equal texts are compiled once.
  const logic::CompiledPolicy* StandIn(policy::Kind kind, std::string_view text);
  // Nothing if it is left out.
  void AddManaged(std::string_view arn, policy::Kind kind, std::string_view use,
                  logic::RequestPolicies::List* to);
  void AddPoliciesOf(const estate::Entity& holder);
  void AddGroups(const estate::Entity& user);
  void AddBoundary(const estate::Entity& entity);

  PolicyStore& store_;
  const estate::Estate& estate_;
  const Compile compile_;
  logic::RequestPolicies policies_;
  std::unordered_map<const logic::CompiledPolicy*, const StoredPolicy*> stored_;
  std::vector<std::pair<PlaceKey, const StoredPolicy*>> by_name_;   // inline policies
  std::vector<std::pair<PlaceKey, const StoredPolicy*>> by_place_;  // trust policies
  std::unordered_map<std::string_view, const StoredPolicy*> managed_;
  std::unordered_map<std::string_view,
                     std::pair<std::unique_ptr<Nothing>, const logic::CompiledPolicy*>>
      stand_ins_;
  bool knows_administrator_ = false;
  std::vector<std::string> unknown_;
  std::vector<std::string> left_out_;
  std::vector<std::string> met_;  // of left_out_
};

// "user anna", "group auditors".
std::string EntityLabel(const estate::Entity& entity);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_ACCESS_POLICIES_H_
