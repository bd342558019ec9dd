#include "analyzer/cli/worker_tables.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "analyzer/engine/resolve.h"
#include "analyzer/estate/statement_text.h"
#include "analyzer/graph/assume_grants.h"
#include "analyzer/graph/escalation_view.h"
#include "analyzer/policy/arn.h"

namespace rolelint::cli {
namespace {

using estate::Entity;
using estate::EntityType;
using policy::PrincipalType;

// The value without blanks, escapes and wrapping; members in their order.
void AppendDocument(json::Value value, std::string* out) {
  if (value.is_string()) {
    estate::AppendQuoted(value.str(), out);
  } else if (value.is_object() || value.is_array()) {
    const bool object = value.is_object();
    out->push_back(object ? '{' : '[');
    bool first = true;
    for (json::Value child : value) {
      if (!first) out->push_back(',');
      first = false;
      if (object) {
        estate::AppendQuoted(child.key(), out);
        out->push_back(':');
      }
      AppendDocument(child, out);
    }
    out->push_back(object ? '}' : ']');
  } else {
    out->append(value.raw());
  }
}

// Whom a trust policy names, as candidates are joined by it.
struct TrustKey {
  std::string_view kind;
  std::string key;
  std::string account;  // of the principal that is named; "" if it is of none
};

TrustKey AwsKey(const std::string& value, bool org_bound) {
  if (value == "*") return {org_bound ? "org" : "any", value, ""};
  if (policy::IsAccountPrincipal(value)) {
    const std::string account(policy::PrincipalAccount(value));
    return {"account", account, account};
  }
  const std::optional<policy::Arn> arn = policy::ParseArn(value);
  return {"exact", value, arn ? std::string(arn->account) : ""};
}

TrustKey KeyOf(const estate::PrincipalRef& principal, bool org_bound) {
  if (!principal.known) return {"unknown", "", ""};
  if (principal.type == PrincipalType::kService) return {"service", principal.value, ""};
  if (principal.type == PrincipalType::kFederated) {
    const bool saml = principal.value.find(":saml-provider/") != std::string::npos;
    return {saml ? "saml" : "oidc", principal.value, ""};
  }
  return AwsKey(principal.value, org_bound);
}

MapJson ActionNames(uint8_t bits) {
  static constexpr std::pair<estate::StsAction, std::string_view> kNames[] = {
      {estate::kAssumeRole, "sts:AssumeRole"},
      {estate::kAssumeRoleWithSaml, "sts:AssumeRoleWithSAML"},
      {estate::kAssumeRoleWithWebIdentity, "sts:AssumeRoleWithWebIdentity"},
      {estate::kTagSession, "sts:TagSession"},
      {estate::kSetSourceIdentity, "sts:SetSourceIdentity"},
  };
  MapJson names = MapJson::array();
  for (const auto& [bit, name] : kNames) {
    if ((bits & bit) != 0) names.push_back(name);
  }
  return names;
}

class Tables {
 public:
  explicit Tables(MapInput* input) : input_(*input), estate_(input->estate()) {}

  MapJson Run() {
    MapJson tables;
    tables["accounts"] = Accounts();
    for (const char* name : {"principals", "trust", "grants"}) tables[name] = MapJson::array();
    for (const Entity& entity : estate_.entities()) {
      if (entity.arn.empty()) continue;
      tables["principals"].push_back(Principal(entity));
      if (entity.type == EntityType::kRole) AddTrust(entity, &tables["trust"]);
      if (entity.type != EntityType::kGroup) AddGrants(entity, &tables["grants"]);
    }
    tables["policies"] = Policies();
    tables["inputs"] = Inputs();
    return tables;
  }

 private:
  const std::string& FileOf(const estate::Place& place) {
    return input_.store().inputs()[place.file].spec.display_name;
  }
  uint32_t LineOf(const estate::Place& place) {
    const auto& source = input_.store().inputs()[place.file].source;
    return source ? source->Locate(place.span.begin).line : 0;
  }
  void AddPlace(const estate::Place& place, MapJson* row) {
    (*row)["file"] = place ? MapJson(FileOf(place)) : MapJson();
    (*row)["line"] = place ? MapJson(LineOf(place)) : MapJson();
  }

  MapJson Accounts() {
    std::set<std::string> accounts;
    for (const Entity& entity : estate_.entities()) accounts.insert(entity.account);
    accounts.erase("");
    MapJson rows = MapJson::array();
    for (const std::string& account : accounts) {
      rows.push_back({{"account", account},
                      {"users_complete", estate_.Covers(account, EntityType::kUser)},
                      {"groups_complete", estate_.Covers(account, EntityType::kGroup)},
                      {"roles_complete", estate_.Covers(account, EntityType::kRole)}});
    }
    return rows;
  }

  MapJson Principal(const Entity& entity) {
    MapJson row = {{"principal", entity.arn},
                   {"account", entity.account},
                   {"type", estate::EntityTypeName(entity.type)},
                   {"name", entity.name},
                   {"path", entity.path},
                   {"administrator", graph::ViewOf(estate_, entity).administrator},
                   {"service_linked", entity.service_linked()}};
    row["boundary"] =
        entity.boundary_arn.present() ? MapJson(entity.boundary_arn.value) : MapJson();
    row["attached"] = MapJson::array();
    for (const estate::AttachedPolicy& one : entity.attached) row["attached"].push_back(one.arn);
    row["groups"] = entity.groups;
    AddPlace(entity.place, &row);
    return row;
  }

  void AddTrust(const Entity& role, MapJson* rows) {
    if (role.trust_state != estate::Knowledge::kPresent || !role.trust_complete) {
      AddKey(role, {}, {"unknown", "", ""}, role.place, rows);
    }
    for (const estate::TrustStatement& statement : role.trust) {
      if (!statement.allow) continue;
      if (statement.not_principal) {
        const TrustKey key = {statement.org_bound ? "org" : "any", "*", ""};
        AddKey(role, statement, key, statement.place, rows);
        continue;
      }
      for (const estate::PrincipalRef& principal : statement.principals) {
        AddKey(role, statement, KeyOf(principal, statement.org_bound), statement.place, rows);
      }
    }
  }

  void AddKey(const Entity& role, const estate::TrustStatement& statement, const TrustKey& key,
              const estate::Place& place, MapJson* rows) {
    MapJson row = {{"role", role.arn},
                   {"account", role.account},
                   {"key_kind", key.kind},
                   {"key", key.key},
                   {"key_account", key.account},
                   {"actions", ActionNames(statement.actions)},
                   {"not_principal", statement.not_principal},
                   {"external_id", statement.external_id},
                   {"mfa", statement.mfa}};
    row["condition"] = statement.condition.empty() ? MapJson() : MapJson(statement.condition);
    AddPlace(place, &row);
    rows->push_back(std::move(row));
  }

  void AddGrants(const Entity& who, MapJson* rows) {
    const bool incomplete = !input_.source().PoliciesOf(who).unknown.empty();
    const graph::AssumeGrants grants = graph::GrantsOf(estate_, who, incomplete);
    const auto add = [&](std::string_view kind, std::string_view key) {
      const std::optional<policy::Arn> arn = policy::ParseArn(key);
      rows->push_back({{"principal", who.arn},
                       {"account", who.account},
                       {"key_kind", kind},
                       {"key", key},
                       {"key_account", arn ? arn->account : std::string_view()}});
    };
    for (const std::string& key : grants.exact) add("exact", key);
    std::set<std::string> globs(grants.globs.begin(), grants.globs.end());
    for (const std::string& key : globs) add("pattern", key);
    if (grants.anything) add("any", "*");
  }

  MapJson Policies() {
    engine::PolicyStore& store = input_.store();
    const auto stored = store.PoliciesIn(input_.exports());
    static const engine::Rule kNoRule{};
    std::vector<engine::Finding> places(stored.size());
    for (size_t i = 0; i < stored.size(); ++i) {
      places[i].rule = &kNoRule;
      places[i].place = {stored[i]->file, stored[i]->file_span};
    }
    engine::CheckOptions options;
    options.identify = false;
    std::vector<engine::LooseEnd> none;
    std::vector<engine::RunError> ignored;
    engine::Resolve(&store.inputs(), options, 1, &none, &places, &ignored);
    MapJson rows = MapJson::array();
    for (size_t i = 0; i < stored.size(); ++i) {
      const policy::Document* document = store.DocumentOf(*stored[i]);
      if (document == nullptr) continue;
      std::string text;
      AppendDocument(document->root, &text);
      rows.push_back({{"document", text},
                      {"account", stored[i]->account},
                      {"kind", policy::KindName(stored[i]->kind)},
                      {"holder", stored[i]->owner_arn},
                      {"name", stored[i]->policy_name},
                      {"file", places[i].location.file},
                      {"pointer", places[i].file_pointer},
                      {"line", places[i].location.start_line}});
    }
    return rows;
  }

  MapJson Inputs() {
    std::set<std::string> wrong;
    const engine::CheckResult messages = input_.Messages();
    for (const engine::RunError& error : messages.errors) wrong.insert(error.file);
    MapJson rows = MapJson::array();
    const auto& inputs = input_.store().inputs();
    std::vector<std::set<std::string>> accounts(inputs.size());
    for (const Entity& entity : estate_.entities()) {
      if (entity.place) accounts[entity.place.file].insert(entity.account);
    }
    for (size_t i = 0; i < inputs.size(); ++i) {
      const std::string& file = inputs[i].spec.display_name;
      rows.push_back(
          {{"file", file}, {"accounts", accounts[i]}, {"complete", !wrong.contains(file)}});
    }
    return rows;
  }

  MapInput& input_;
  const estate::Estate& estate_;
};

}  // namespace

MapJson TablesOf(MapInput* input) { return Tables(input).Run(); }

}  // namespace rolelint::cli
