// Documents of everything that is not IAM's own.

#include <algorithm>
#include <optional>

#include "analyzer/estate/aws_policies.h"
#include "analyzer/estate/facts.h"
#include "analyzer/inputs/cloudformation/reader.h"
#include "analyzer/policy/parser.h"

namespace rolelint::inputs::cloudformation {

using estate::EntityType;
using json::Value;

namespace {

constexpr int kMaxDocumentStrings = 3;  // strings in strings

// Both a Statement and an Effect must be there: templates hold much that is no policy.
bool IsTemplatePolicy(Value value) {
  if (!value.is_object() || !policy::LooksLikePolicy(value)) return false;
  Value statement = value.Find("Statement");
  if (statement.is_array() && statement.size() > 0) statement = *statement.begin();
  return statement.Find("Effect").is_string();
}

// Whether no statement lacks what every policy of a resource or an identity has. What a custom
// resource is given may be finished by its own code.
bool IsWhole(Value policy) {
  const Value statements = policy.Find("Statement");
  const auto whole = [](Value statement) {
    return statement.open() || ((statement.Find("Action") || statement.Find("NotAction")) &&
                                (statement.Find("Resource") || statement.Find("NotResource")));
  };
  if (!statements.is_array()) return whole(statements);
  for (Value statement : statements) {
    if (!whole(statement)) return false;
  }
  return true;
}

std::optional<policy::Kind> KindOfTemplateKey(std::string_view key) {
  if (key == "AssumeRolePolicyDocument") return policy::Kind::kTrust;
  return std::nullopt;
}

}  // namespace

bool TemplateReader::WasRead(Value value) const {
  return std::find(read_.begin(), read_.end(), value.index()) != read_.end();
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-organizations-policy.html
void TemplateReader::ReadOrganizationPolicy(Value properties) {
  const Value type = properties.Find("Type");
  const bool scp = type.str() == "SERVICE_CONTROL_POLICY";
  const bool rcp = type.str() == "RESOURCE_CONTROL_POLICY";
  const Value content = properties.Find("Content");
  if (!content) return;
  Recognise();
  if (!scp && !rcp && !type.open()) {
    if (again_) return;
    session_.AddNote("a policy of type " + std::string(type.str()) +
                         " is not written in IAM's language: passed over",
                     view_.ToFile(type ? type.inner_span() : properties.span()));
    return;
  }
  Owner owner;
  NamePolicy(properties.Find("Name"), view_, &owner);
  const policy::Kind kind = rcp ? policy::Kind::kRcp : policy::Kind::kScp;
  const std::optional<policy::Document> read =
      session_.ReadDocument(content, view_, kind, owner, "organization policy");
  if (!read) return;
  estate::OrganizationPolicy& record = session_.records().organization.emplace_back();
  record.kind = kind;
  record.name = owner.policy_name;
  record.facts = estate::ExtractPolicy(*read, session_.file());
}

// A template within a template.
void TemplateReader::TellInner(Value properties) {
  const Value body = properties.Find("TemplateBody");
  if (again_ || body.str().find("tatement") == std::string_view::npos) return;
  session_.AddNote("the template in TemplateBody is not read here: check it by itself",
                   view_.ToFile(body.span()));
}

// The statement that the service makes of it; the policy of an event bus may have it in full.
void TemplateReader::ReadPermission(const PermissionType& type, Value properties) {
  Value document = MakePermission(
      type, properties, [&](std::string_view name) { return properties.Find(name); }, view_,
      &session_);
  if (const Value statement = properties.Find("Statement")) {
    document = statement.is_object() || statement.is_array() ? resolver_.MakeDocument(statement)
                                                             : statement;
  }
  if (!document) return;
  Recognise();
  Owner owner;
  owner.resource_type = type.resource_type;
  session_.ReadDocument(document, view_, policy::Kind::kResource, owner, "resource policy");
}

void TemplateReader::ReadListed(std::string_view type, Value properties) {
  for (const PolicyProperty& property : PolicyPropertiesOf(type)) {
    ReadAt(properties, property.path, property);
  }
}

void TemplateReader::ReadAt(Value value, std::string_view path, const PolicyProperty& property) {
  if (!path.empty()) {
    const size_t dot = std::min(path.find('.'), path.size());
    std::string_view name = path.substr(0, dot);
    path.remove_prefix(std::min(dot + 1, path.size()));
    const bool each = name.ends_with("[]");
    if (each) name.remove_suffix(2);
    const Value member = value.Find(name);
    if (!each) {
      if (member) ReadAt(member, path, property);
      return;
    }
    for (Value element : member) ReadAt(element, path, property);
    return;
  }
  // An empty string is none.
  if (value.is_string() && value.str().empty()) return;
  if (value.type() == json::Type::kNull) return;
  read_.push_back(value.index());
  Recognise();
  if (value.is_array()) value = resolver_.MakeDocument(value);
  Owner owner;
  owner.resource_type = property.attached_to.empty() ? property.type : property.attached_to;
  if (property.kind != policy::Kind::kResource) owner.resource_type = {};
  session_.ReadDocument(value, view_, property.kind, owner, "resource policy");
}

// What certainly is a policy, wherever it stands.
void TemplateReader::Search(Value value, int strings) {
  for (Value member : value) {
    if (WasRead(member)) continue;
    if (IsTemplatePolicy(member)) {
      Recognise();
      if (custom_ && !KindOfTemplateKey(member.key()) && !IsWhole(member)) {
        if (again_) continue;
        session_.AddNote("the code of a custom resource finishes this policy: not checked",
                         view_.ToFile(member.span()));
        continue;
      }
      session_.ReadDocument(member, view_, KindOfTemplateKey(member.key()), Owner(), "policy");
    } else if (member.is_object() || member.is_array()) {
      Search(member, strings);
    } else if (member.is_string() && strings < kMaxDocumentStrings && LooksWrapped(member.str()) &&
               member.str().find("tatement") != std::string_view::npos) {
      std::vector<LayerIssues> issues;
      const Unwrapped inner = Unwrap(member, view_, session_.arena(), session_.trees(), &issues);
      if (!IsTemplatePolicy(inner.value)) continue;
      Recognise();
      session_.ReadDocument(member, view_, KindOfTemplateKey(member.key()), Owner(), "policy");
    }
  }
}

// Its users have a role in each account, which is named for the set and takes its policies.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sso-permissionset.html
void TemplateReader::ReadPermissionSet(Value resource, Value properties) {
  const Value managed = properties.Find("ManagedPolicies");
  const Value document = properties.Find("InlinePolicy");
  const bool written = document && !(document.is_string() && document.str().empty());
  if (!managed && !written) return;
  Recognise();
  EntityDraft draft(EntityType::kRole, view_, &session_);
  draft.SetPermissionSet();
  SetOrigin(resource, &draft);
  draft.SetBoundary(properties.Find("PermissionsBoundary").Find("ManagedPolicyArn"));
  for (Value arn : managed) draft.AddAttached(arn);
  draft.Settle({}, PlaceOf(resource));
  if (written) {
    read_.push_back(document.index());
    draft.ReadInline({}, document);
  }
  draft.Finish();
}

// The role that SAM makes for a function: of its policies those that are written out here.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
void TemplateReader::ReadSamRole(Value resource, Value properties) {
  const Value trust = properties.Find("AssumeRolePolicyDocument");
  Value policies = properties.Find("Policies");
  std::vector<Value> documents;
  std::vector<Value> statements;
  std::vector<Value> attached;
  const auto take = [&](Value policy) {
    if (policy.Find("Statement")) {
      documents.push_back(policy);
    } else if (policy.Find("Effect")) {
      statements.push_back(policy);
    } else if (policy.is_string() && (policy.open() || policy.str().starts_with("arn:"))) {
      attached.push_back(policy);
    } else if (const std::string_view arn = estate::ArnOfPowerful(policy.str()); !arn.empty()) {
      attached.push_back(
          resolver_.MakeString(Rope::Of(arn, policy.inner_span()), policy.inner_span()));
    }
    // Else the name of one of SAM's policy templates, or of another policy of AWS.
  };
  if (policies.is_array()) {
    for (Value policy : policies) take(policy);
  } else if (policies) {
    take(policies);
  }
  const bool powerful = std::any_of(attached.begin(), attached.end(), [](Value arn) {
    return !estate::ArnOfPowerful(estate::AwsPolicyName(arn.str())).empty();
  });
  // What another branch gives is added to what this one makes.
  const bool may_be = resource.raw().find("Fn::If") != std::string_view::npos ||
                      resource.raw().find("!If") != std::string_view::npos;
  const bool given = trust || !documents.empty() || !statements.empty() || powerful;
  if (!given && (again_ || !may_be)) return;
  Recognise();
  EntityDraft draft(EntityType::kRole, view_, &session_);
  SetOrigin(resource, &draft);
  draft.SetPath(properties.Find("RolePath"));
  draft.SetBoundary(properties.Find("PermissionsBoundary"));
  draft.SetTags(properties.Find("Tags"));
  if (!attached.empty()) draft.BeginAttached();
  for (Value arn : attached) draft.AddAttached(arn);
  draft.Settle({.boundary = true}, PlaceOf(resource));
  if (trust) {
    read_.push_back(trust.index());
    draft.ReadTrust(trust);
  }
  for (Value document : documents) {
    read_.push_back(document.index());
    draft.ReadInline({}, document);
  }
  for (Value statement : statements) draft.ReadInline({}, resolver_.MakeDocument(statement));
  draft.Finish();
}

}  // namespace rolelint::inputs::cloudformation
