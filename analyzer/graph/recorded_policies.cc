#include "analyzer/graph/recorded_policies.h"

#include <algorithm>

#include "analyzer/estate/statement_text.h"

namespace rolelint::graph {
namespace {

using estate::AppendQuoted;
using estate::PolicyFacts;

void AppendList(std::span<const std::string_view> texts, std::string* out) {
  *out += '[';
  for (size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) *out += ',';
    AppendQuoted(texts[i], out);
  }
  *out += ']';
}

void AppendCondition(std::string_view condition, std::string* out) {
  if (condition.empty()) return;
  out->append(",\"Condition\":").append(condition);
}

std::string_view PrincipalKey(policy::PrincipalType type) {
  switch (type) {
    case policy::PrincipalType::kService:
      return "Service";
    case policy::PrincipalType::kFederated:
      return "Federated";
    case policy::PrincipalType::kCanonicalUser:
      return "CanonicalUser";
    default:
      return "AWS";
  }
}

// Principals of one kind stand together under its name.
void AppendPrincipals(const estate::TrustStatement& trust, std::string* out) {
  *out += trust.not_principal ? ",\"NotPrincipal\":{" : ",\"Principal\":{";
  bool first_kind = true;
  for (policy::PrincipalType type :
       {policy::PrincipalType::kAws, policy::PrincipalType::kService,
        policy::PrincipalType::kFederated, policy::PrincipalType::kCanonicalUser}) {
    bool first = true;
    for (const estate::PrincipalRef& principal : trust.principals) {
      if (!principal.known) continue;
      const bool unknown_kind = principal.type == policy::PrincipalType::kUnknown;
      if (principal.type != type && !(unknown_kind && type == policy::PrincipalType::kAws)) {
        continue;
      }
      if (first) {
        if (!first_kind) *out += ',';
        first_kind = false;
        AppendQuoted(PrincipalKey(type), out);
        *out += ":[";
      } else {
        *out += ',';
      }
      first = false;
      AppendQuoted(principal.value, out);
    }
    if (!first) *out += ']';
  }
  *out += '}';
}

// What a template leaves open is not in the text that is compiled: it is unknown.
void MarkUnknownResources(const PolicyFacts& facts, logic::CompiledPolicy* policy) {
  for (logic::CompiledStatement& statement : policy->statements) {
    const std::vector<estate::ResourceRef>& resources = facts.assume[statement.index].resources;
    const auto open = std::count_if(resources.begin(), resources.end(),
                                    [](const estate::ResourceRef& one) { return !one.known; });
    if (open == 0) continue;
    if (static_cast<size_t>(open) == resources.size()) statement.resources = {};
    statement.resources.unknown = true;
  }
}

void MarkUnknownPrincipals(const estate::Entity& role, logic::CompiledPolicy* policy) {
  for (logic::CompiledStatement& statement : policy->statements) {
    const std::vector<estate::PrincipalRef>& principals = role.trust[statement.index].principals;
    if (std::all_of(principals.begin(), principals.end(),
                    [](const estate::PrincipalRef& one) { return one.known; })) {
      continue;
    }
    statement.has_principal = true;
    statement.principals.emplace_back().kind = logic::PrincipalPattern::Kind::kUnknown;
  }
}

}  // namespace

void AppendStatement(const StatementParts& parts, std::string* out) {
  *out += parts.allow ? R"({"Effect":"Allow","Action":)" : R"({"Effect":"Deny","Action":)";
  AppendList(parts.actions, out);
  if (parts.resources.empty()) {
    *out += R"(,"Resource":"*")";
  } else {
    *out += parts.not_resource ? R"(,"NotResource":)" : R"(,"Resource":)";
    AppendList(parts.resources, out);
  }
  AppendCondition(parts.condition, out);
  *out += '}';
}

std::string DocumentText(std::string_view statements, bool variables) {
  std::string text = variables ? R"({"Version":"2012-10-17","Statement":[)"
                               : R"({"Version":"2008-10-17","Statement":[)";
  text.append(statements).append("]}");
  return text;
}

RecordedPolicies::RecordedPolicies(const catalog::Catalog& catalog) : catalog_(catalog) {
  vocabulary_ = std::make_unique<logic::Vocabulary>(catalog_);
  compiler_ = std::make_unique<logic::Compiler>(vocabulary_.get());
}

void RecordedPolicies::Trim() {
  constexpr size_t kManyKeys = 200;
  constexpr size_t kManyPolicies = 1000;
  if (vocabulary_->key_count() < kManyKeys && entries_.size() < kManyPolicies) return;
  entries_.clear();
  compiler_.reset();
  vocabulary_ = std::make_unique<logic::Vocabulary>(catalog_);
  compiler_ = std::make_unique<logic::Compiler>(vocabulary_.get());
}

const logic::CompiledPolicy* RecordedPolicies::Permissions(const estate::PolicyFacts& facts) {
  auto found = entries_.find(&facts);
  if (found != entries_.end()) return &found->second->policy;
  static constexpr std::string_view kActions[] = {"sts:AssumeRole"};
  std::string statements;
  std::vector<std::string_view> resources;
  for (const estate::AssumeStatement& assume : facts.assume) {
    if (!statements.empty()) statements += ',';
    resources.clear();
    for (const estate::ResourceRef& resource : assume.resources) {
      if (resource.known) resources.push_back(resource.pattern);
    }
    AppendStatement({assume.allow, kActions, assume.not_resource, resources, assume.condition},
                    &statements);
  }
  logic::CompiledPolicy* policy =
      Compile(&facts, DocumentText(statements, facts.variables), policy::Kind::kIdentity);
  MarkUnknownResources(facts, policy);
  return policy;
}

const logic::CompiledPolicy* RecordedPolicies::Trust(const estate::Entity& role) {
  auto found = entries_.find(&role);
  if (found != entries_.end()) return &found->second->policy;
  std::string statements;
  for (const estate::TrustStatement& trust : role.trust) {
    if (!statements.empty()) statements += ',';
    statements += trust.allow ? R"({"Effect":"Allow")" : R"({"Effect":"Deny")";
    // Statements on other actions stay in, so that the numbers agree.
    statements += (trust.actions & estate::kAssumeRole) != 0 ? R"(,"Action":"sts:AssumeRole")"
                                                             : R"(,"Action":"sts:Nothing")";
    AppendPrincipals(trust, &statements);
    AppendCondition(trust.condition, &statements);
    statements += '}';
  }
  logic::CompiledPolicy* policy =
      Compile(&role, DocumentText(statements, role.trust_variables), policy::Kind::kTrust);
  MarkUnknownPrincipals(role, policy);
  return policy;
}

logic::CompiledPolicy* RecordedPolicies::Compile(const void* key, std::string_view text,
                                                 policy::Kind kind) {
  auto entry = std::make_unique<Entry>();
  entry->document = policy::OwnedDocument::Parse(text, kind, policy::KindSource::kWrapping);
  if (entry->document != nullptr) entry->policy = compiler_->Compile(entry->document->document());
  return &entries_.emplace(key, std::move(entry)).first->second->policy;
}

}  // namespace rolelint::graph
