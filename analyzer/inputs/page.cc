#include "analyzer/inputs/page.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "analyzer/estate/facts.h"
#include "analyzer/inputs/entity.h"
#include "analyzer/policy/arn.h"

namespace rolelint::inputs {
namespace {

using estate::EntityType;
using json::Value;

constexpr std::string_view kDetailsFormat = "account-authorization-details";
constexpr std::string_view kDetailsWhy =
    "it has lists of users, groups, roles or policies in detail";
constexpr std::string_view kRolesWhy = "it has Roles";
constexpr std::string_view kProfilesWhy = "it has InstanceProfiles";

// The account dump has neither Description nor MaxSessionDuration.
constexpr Carries kDetailCarries = {.description = false,
                                    .max_session = false,
                                    .tags = true,
                                    .boundary = true,
                                    .policies = true,
                                    .groups = true};
// list-roles has neither Tags nor PermissionsBoundary, though the type it returns knows them.
constexpr Carries kListCarries = {.description = true, .max_session = true};

int64_t NumberOf(Value value) {
  std::string_view text = value.is_string() ? value.str() : value.raw();
  int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool IsTrue(Value value) { return value.truth() || value.str() == "true"; }

Value InForce(Value policy, Value versions) {
  for (Value version : versions) {
    if (IsTrue(version.Find("IsDefaultVersion"))) return version;
  }
  // Where none is marked, the policy itself names it.
  std::string_view id = policy.Find("DefaultVersionId").str();
  for (Value version : versions) {
    if (!version.Find("IsDefaultVersion") && !id.empty() && version.Find("VersionId").str() == id) {
      return version;
    }
  }
  if (versions.size() == 1) {
    Value only = *versions.begin();
    if (!only.Find("IsDefaultVersion")) return only;
  }
  return {};
}

}  // namespace

ListId ListOf(std::string_view key) {
  if (key == "UserDetailList") return ListId::kUserDetails;
  if (key == "GroupDetailList") return ListId::kGroupDetails;
  if (key == "RoleDetailList") return ListId::kRoleDetails;
  if (key == "Policies") return ListId::kPolicies;
  if (key == "Roles") return ListId::kRoles;
  if (key == "InstanceProfiles") return ListId::kInstanceProfiles;
  return ListId::kNone;
}

bool IsDetailList(ListId list) {
  return list == ListId::kUserDetails || list == ListId::kGroupDetails ||
         list == ListId::kRoleDetails;
}

bool Fits(ListId list, Value element) {
  switch (list) {
    case ListId::kUserDetails:
    case ListId::kGroupDetails:
    case ListId::kRoleDetails:
      return true;
    case ListId::kRoles:
      return LooksLikeEntity(element, EntityType::kRole);
    case ListId::kInstanceProfiles:
      return element.Find("Roles").is_array();
    case ListId::kPolicies:
      return element.Find("PolicyVersionList").is_array() ||
             (element.Find("Arn").is_string() &&
              (element.Find("PolicyName") || element.Find("Name")));
    case ListId::kNone:
      break;
  }
  return false;
}

void Page::BeginList(ListId list) {
  end_.users = end_.users || list == ListId::kUserDetails;
  end_.groups = end_.groups || list == ListId::kGroupDetails;
  end_.roles = end_.roles || list == ListId::kRoleDetails || list == ListId::kRoles;
  roles_ = roles_ || list == ListId::kRoles;
  profiles_ = profiles_ || list == ListId::kInstanceProfiles;
  policies_ = policies_ || list == ListId::kPolicies;
  if (IsDetailList(list)) {
    details_ = true;
    session_.Recognise(kDetailsFormat, kDetailsWhy);
  }
}

void Page::Look(Value element) {
  if (end_.account.empty()) end_.account = AccountOf(element);
}

void Page::Element(ListId list, Value element, const text::View& view) {
  if (!element.is_object()) {
    foreign_ = true;
    if (session_.recognised()) {
      session_.AddNotChecked(view.ToFile(element.span()),
                             "an element of the list is " +
                                 std::string(json::TypeName(element.type())) + ", not an object");
    }
    return;
  }
  Look(element);
  switch (list) {
    case ListId::kUserDetails:
      ReadEntity(element, view, EntityType::kUser, kDetailCarries, &session_);
      break;
    case ListId::kGroupDetails:
      ReadEntity(element, view, EntityType::kGroup, kDetailCarries, &session_);
      break;
    case ListId::kRoleDetails:
      ReadEntity(element, view, EntityType::kRole, kDetailCarries, &session_);
      break;
    case ListId::kRoles:
      if (!LooksLikeEntity(element, EntityType::kRole)) {
        foreign_ = true;
        break;
      }
      session_.Recognise("list-roles", kRolesWhy);
      NotePath(element);
      ReadEntity(element, view, EntityType::kRole, kListCarries, &session_);
      break;
    case ListId::kPolicies:
      ManagedPolicy(element, view);
      break;
    case ListId::kInstanceProfiles:
      InstanceProfile(element, view);
      break;
    case ListId::kNone:
      break;
  }
}

// Whether as many roles of the export have it as it is attached to: then nobody else has it. Asked
// only where it matters.
bool Page::IsOfRolesAlone(Value policy) {
  if (policy.raw().find("sername") == std::string_view::npos) return false;
  const std::string_view arn = policy.Find("Arn").str();
  int64_t roles = 0;
  for (const estate::Entity& entity : session_.records().entities) {
    for (const estate::AttachedPolicy& attached : entity.attached) {
      if (attached.arn != arn) continue;
      if (entity.type != EntityType::kRole) return false;
      ++roles;
    }
  }
  return roles > 0 && NumberOf(policy.Find("AttachmentCount")) == roles;
}

void Page::ManagedPolicy(Value policy, const text::View& view) {
  Value versions = policy.Find("PolicyVersionList");
  if (!versions.is_array()) {
    std::string_view arn = policy.Find("Arn").str();
    if (arn.find(":organizations:") != std::string_view::npos) {
      organizations_ = true;
    } else if (!Fits(ListId::kPolicies, policy)) {
      foreign_ = true;
    }
    return;
  }
  policy_documents_ = true;
  session_.Recognise(kDetailsFormat, kDetailsWhy);
  Value in_force = InForce(policy, versions);
  for (Value version : versions) {
    if (!in_force || version.index() != in_force.index()) {
      session_.SkipVersion(view.ToFile(version.span()));
    }
  }
  Value arn = policy.Find("Arn");
  Value name = policy.Find("PolicyName");
  Owner owner;
  owner.arn = arn.str();
  owner.path = policy.Find("Path").str();
  NamePolicy(name, view, &owner);
  if (std::optional<policy::Arn> parts = policy::ParseArn(owner.arn)) {
    owner.partition = parts->partition;
    owner.account = parts->account;
    owner.aws_managed = parts->account == "aws";
  }
  Value content = in_force.Find("Document");
  if (!content) {
    session_.AddNotChecked(view.ToFile(policy.span()), "the version in force of managed policy " +
                                                           std::string(owner.policy_name) +
                                                           " is not in this export");
    return;
  }
  owner.only_roles = IsOfRolesAlone(policy);
  const bool boundary_only = NumberOf(policy.Find("PermissionsBoundaryUsageCount")) > 0 &&
                             NumberOf(policy.Find("AttachmentCount")) == 0;
  std::optional<policy::Document> document = session_.ReadDocument(
      content, view, boundary_only ? policy::Kind::kBoundary : policy::Kind::kIdentity, owner,
      "managed policy");
  if (!arn.is_string()) return;
  AddManagedPolicy(owner, document,
                   session_.PlaceOf(view, name.is_string() ? name.inner_span() : arn.inner_span()),
                   &session_);
}

void Page::InstanceProfile(Value profile, const text::View& view) {
  Value roles = profile.Find("Roles");
  if (!roles.is_array()) {
    foreign_ = true;
    return;
  }
  session_.Recognise("list-instance-profiles", kProfilesWhy);
  for (Value role : roles) {
    if (!LooksLikeEntity(role, EntityType::kRole)) continue;
    if (!session_.FirstSight(role.Find("Arn").str())) continue;
    ReadEntity(role, view, EntityType::kRole, Carries(), &session_);
  }
}

// list-roles --path-prefix returns part of an account; then all paths share the prefix.
void Page::NotePath(Value role) {
  std::string_view path = role.Find("Path").str();
  if (path.empty()) path = "/";
  if (!common_path_) {
    common_path_ = path;
    return;
  }
  auto [mine, others] =
      std::mismatch(common_path_->begin(), common_path_->end(), path.begin(), path.end());
  common_path_->erase(mine, common_path_->end());
}

void Page::Member(std::string_view key, Value value, const text::View& view) {
  if (key == "IsTruncated") {
    is_truncated_ = IsTrue(value);
    truncated_span_ = view.ToFile(value.inner_span());
  } else if (value.is_string() && !value.str().empty()) {
    // IAM's own token goes with IsTruncated; the CLI adds NextToken for what --max-items left
    // behind.
    if (key == "Marker") marker_span_ = view.ToFile(value.inner_span());
    if (key == "NextToken") next_token_span_ = view.ToFile(value.inner_span());
  }
}

void Page::End() {
  if (!details_ && !policy_documents_) {
    if (policies_ && !roles_ && !profiles_) {
      if (foreign_) return;
      session_.NoDocument(
          organizations_
              ? "this export has no policy document in it (organizations list-policies): "
                "use describe-policy for each of them"
              : "this export has no policy document in it (list-policies): use "
                "get-account-authorization-details or get-policy-version");
      return;
    }
    // Some other list of that name.
    if (foreign_ && !session_.recognised()) return;
  }
  end_.format = details_ || policy_documents_ ? kDetailsFormat
                : roles_                      ? std::string_view("list-roles")
                                              : std::string_view("list-instance-profiles");
  session_.Recognise(end_.format, details_ || policy_documents_ ? kDetailsWhy
                                  : roles_                      ? kRolesWhy
                                                                : kProfilesWhy);
  end_.truncated = is_truncated_ ? *is_truncated_ : !marker_span_.empty();
  end_.truncated_span = is_truncated_ ? truncated_span_ : marker_span_;
  if (!end_.truncated && !next_token_span_.empty()) {
    end_.truncated = true;
    end_.truncated_span = next_token_span_;
  }
  end_.selective = !details_ && common_path_ && common_path_->size() > 1;
  session_.AddPage(std::move(end_));
}

void ReadPage(Value page, const text::View& view, Session* session, std::string_view account) {
  Page reader(session, account);
  for (Value member : page) {
    ListId list = ListOf(member.key());
    if (list == ListId::kNone || !member.is_array()) {
      reader.Member(member.key(), member, view);
      continue;
    }
    reader.BeginList(list);
    for (Value element : member) reader.Element(list, element, view);
  }
  reader.End();
}

}  // namespace rolelint::inputs
