#ifndef ROLELINT_ESTATE_RECORDS_H_
#define ROLELINT_ESTATE_RECORDS_H_

// The compact facts that one input says about an account: who is there, what is attached to whom,
// who trusts whom, who may assume what. Records own their strings and outlive the input's text;
// they are all that crosses from reading one input (map) to the questions over all inputs (reduce).
//
// An attribute that a format never carries is unknown, not absent: `aws iam
// get-account-authorization-details` has no Description, `list-roles` no Tags. Inputs of one run
// complete each other (estate.h).

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/estate/privileges.h"
#include "analyzer/policy/document.h"
#include "analyzer/text/span.h"

namespace rolelint::estate {

using text::Span;

// Bytes of an input's text; `file` counts the inputs of the run.
struct Place {
  static constexpr uint32_t kNoFile = 0xFFFFFFFFU;
  uint32_t file = kNoFile;
  Span span;

  explicit operator bool() const { return file != kNoFile; }
  friend bool operator==(const Place&, const Place&) = default;
};

enum class Knowledge : uint8_t { kUnknown, kAbsent, kPresent };

template <typename T>
struct Attribute {
  Knowledge state = Knowledge::kUnknown;
  T value{};
  Place place;

  bool present() const { return state == Knowledge::kPresent; }
  bool absent() const { return state == Knowledge::kAbsent; }
};

// The STS actions by which one becomes a role, and their companions.
enum StsAction : uint8_t {
  kAssumeRole = 1,
  kAssumeRoleWithSaml = 2,
  kAssumeRoleWithWebIdentity = 4,
  kTagSession = 8,
  kSetSourceIdentity = 16,
};

struct PrincipalRef {
  policy::PrincipalType type = policy::PrincipalType::kAws;
  std::string value;  // as written; "*" for everyone
  Place place;
  bool known = true;
};

// One statement of a trust policy.
struct TrustStatement {
  bool allow = false;
  uint8_t actions = 0;  // StsAction bits that it covers, wildcards expanded
  bool not_principal = false;
  std::vector<PrincipalRef> principals;
  bool conditional = false;  // at least one condition test
  // A positive test of aws:PrincipalArn, aws:PrincipalTag/…, aws:userid or aws:username.
  bool pins_principal = false;
  bool external_id = false;  // a test of sts:ExternalId
  bool mfa = false;          // a test of aws:MultiFactorAuthPresent or …Age
  // A positive test of aws:PrincipalOrgID, …OrgPaths or aws:PrincipalAccount.
  bool org_bound = false;
  std::string condition;  // compact JSON; "" if there is no test
  Place place;
};

struct ResourceRef {
  std::string pattern;  // as written
  Place place;
  bool known = true;
};

// One statement of a permission policy that covers sts:AssumeRole, in whole or by wildcard.
struct AssumeStatement {
  bool allow = false;
  bool not_resource = false;
  std::vector<ResourceRef> resources;
  bool conditional = false;
  std::string condition;  // compact JSON; "" if there is no test
  Place place;
  std::string sid;
  uint8_t named = 0;  // StsAction bits of the actions that it lists by name, without wildcards
};

// One statement of a permission policy that covers actions of privileges.h.
struct PrivilegeStatement {
  bool allow = false;
  bool not_resource = false;
  // The actions are all common ones: of an Allow neither resources nor conditions are kept (a Deny
  // is here only if it is plain).
  bool summary = false;
  PrivilegeSet actions;
  std::vector<std::string> resources;  // as written; none: every resource
  std::string condition;               // compact JSON; "" if there is no test
  Place place;
  uint32_t statement = 0;  // policy::Statement::index

  // Of every request of its actions.
  bool plain() const { return resources.empty() && condition.empty() && !summary; }
};

// Actions of a statement, as written: those of Action, or all but those of NotAction.
struct ActionList {
  bool all_but = false;
  std::vector<std::string> patterns;
};

struct PolicyFacts {
  Place place;  // of the document
  // Of each Deny without conditions on every resource.
  std::vector<ActionList> denied;
  // Of each Allow, if they were asked for (AllowedActions).
  std::vector<ActionList> allowed;
  bool lists_allowed = false;
  std::vector<AssumeStatement> assume;
  // Statements that list sts:TagSession or sts:SetSourceIdentity by name, those of `assume`
  // included.
  std::vector<AssumeStatement> companions;
  std::vector<PrivilegeStatement> privileges;
  bool variables = false;      // ${…} is expanded
  bool administrator = false;  // an unconditional Allow of every action on every resource
  Place administrator_place;
  // False: parts were unreadable or unknown, so an absent grant proves nothing.
  bool complete = true;
};

struct InlinePolicy {
  std::string name;
  Place name_place;
  // Its length to AWS, which counts no blanks; blanks inside strings are left out here too.
  uint32_t least_characters = 0;
  PolicyFacts facts;
};

struct AttachedPolicy {
  std::string arn;
  Place place;
};

struct Tag {
  std::string key;
  std::string value;
  Place place;
};

enum class EntityType : uint8_t { kUser, kGroup, kRole };
std::string_view EntityTypeName(EntityType type);

struct Entity {
  EntityType type = EntityType::kRole;
  std::string arn;  // empty where the format names none (get-user-policy)
  std::string partition;
  std::string account;
  std::string path;  // "/" or "/a/b/"
  std::string name;
  // What a template calls it, where it gives it no name (or one that is not known).
  std::string logical_id;
  std::string unique_id;
  Place place;  // of the name, else of the ARN

  // A permission set of IAM Identity Center, which makes a role of it in each account.
  bool permission_set = false;

  // For people.
  const std::string& called() const { return name.empty() ? logical_id : name; }

  Attribute<std::string> description;
  Attribute<int64_t> max_session_seconds;
  Attribute<std::vector<Tag>> tags;
  Attribute<std::string> boundary_arn;

  Knowledge trust_state = Knowledge::kUnknown;  // roles
  std::vector<TrustStatement> trust;
  bool trust_variables = false;  // ${…} is expanded
  Place trust_place;
  bool trust_complete = true;  // false: parts were unreadable or unknown

  // kPresent: the list was in the input, whole (it may be empty).
  Knowledge inline_state = Knowledge::kUnknown;
  std::vector<InlinePolicy> inline_policies;
  Knowledge attached_state = Knowledge::kUnknown;
  std::vector<AttachedPolicy> attached;
  Knowledge groups_state = Knowledge::kUnknown;  // users
  std::vector<std::string> groups;               // names

  bool service_linked() const {
    return path.starts_with("/aws-service-role/") || name.starts_with("AWSServiceRoleFor");
  }
  bool reserved_sso() const { return name.starts_with("AWSReservedSSO_"); }
};

struct ManagedPolicy {
  std::string arn;
  std::string name;
  Place place;
  PolicyFacts facts;  // of the default version
};

// A service or resource control policy. What it is attached to is not in it.
struct OrganizationPolicy {
  policy::Kind kind = policy::Kind::kScp;
  std::string name;
  PolicyFacts facts;
};

// What one input holds. An account's lists are complete if the input is a whole export that says
// nothing is missing.
struct AccountCoverage {
  std::string account;
  bool users = false;
  bool roles = false;
  bool groups = false;
  bool policies = false;
};

struct Records {
  std::vector<Entity> entities;
  std::vector<ManagedPolicy> policies;
  std::vector<OrganizationPolicy> organization;
  std::vector<AccountCoverage> coverage;

  void Append(Records&& other);
};

}  // namespace rolelint::estate

#endif  // ROLELINT_ESTATE_RECORDS_H_
