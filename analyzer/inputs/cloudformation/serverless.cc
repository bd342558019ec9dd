// The Serverless Framework's serverless.yml: statements without a document around them, and a
// CloudFormation template under `resources`. Its own variables are open.
// https://www.serverless.com/framework/docs/providers/aws/guide/iam

#include "analyzer/estate/aws_policies.h"
#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/cloudformation/reader.h"

namespace rolelint::inputs {
namespace {

using cloudformation::Format;
using cloudformation::PlainVariables;
using cloudformation::TemplateReader;
using estate::EntityType;
using json::Value;

constexpr Format kServerlessFormat = {"serverless", "it has a service and a provider aws"};

bool IsServerless(Value object) {
  const Value provider = object.Find("provider");
  if (!object.Find("service")) return false;
  return provider.str() == "aws" || provider.Find("name").str() == "aws";
}

class ServerlessReader {
 public:
  ServerlessReader(Value root, const text::View& view, Session* session)
      : root_(root),
        view_(view),
        session_(*session),
        reader_(root, view, PlainVariables::kOpen, kServerlessFormat, session) {}

  void ReadServerless() {
    const Value provider = root_.Find("provider");
    const Value role = provider.Find("iam").Find("role");
    const Value statements = role.Find("statements");
    const Value managed = role.Find("managedPolicies");
    ReadRole(role, statements ? statements : provider.Find("iamRoleStatements"),
             managed ? managed : provider.Find("iamManagedPolicies"));
    ReadResourcePolicy(provider.Find("resourcePolicy"));
    ReadResourcePolicy(provider.Find("apiGateway").Find("resourcePolicy"));
    ForEachFunction(root_.Find("functions"), [&](Value function) {
      ReadRole(function, function.Find("iamRoleStatements"), {});
    });
    // The plugin that gives functions roles of their own.
    const Value resources = root_.Find("resources");
    if (resources.is_object()) ReadTemplate(resources);
    if (!resources.is_array()) return;
    for (Value part : resources) {
      if (part.is_object()) ReadTemplate(part);
    }
  }

 private:
  template <typename Visit>
  static void ForEachFunction(Value functions, Visit visit) {
    for (Value function : functions) {
      if (functions.is_array()) {
        for (Value inner : function) visit(inner);
      } else {
        visit(function);
      }
    }
  }

  void ReadTemplate(Value part) {
    TemplateReader(part, view_, PlainVariables::kOpen, kServerlessFormat, &session_)
        .ReadResources();
  }

  // `role`: has the role's attributes, by the names that both places share.
  void ReadRole(Value role, Value raw, Value raw_managed) {
    const Value statements = raw ? reader_.resolver().Resolve(raw) : Value();
    const Value managed = raw_managed ? reader_.resolver().Resolve(raw_managed) : Value();
    const bool written = statements && !(statements.is_array() && statements.size() == 0);
    if (!written && !AttachesAws(managed)) return;
    reader_.Recognise();
    EntityDraft draft(EntityType::kRole, view_, &session_);
    const Value attributes = reader_.resolver().Resolve(role);
    Value name = attributes.Find("name");
    if (Value other = attributes.Find("iamRoleStatementsName")) name = other;
    // Of a function `name` is the function's.
    if (attributes.Find("handler") && !attributes.Find("iamRoleStatementsName")) name = {};
    draft.SetName(name);
    draft.SetPath(attributes.Find("path"));
    draft.SetBoundary(attributes.Find("permissionsBoundary"));
    for (Value arn : managed) draft.AddAttached(arn);
    draft.Settle({}, written ? statements : managed);
    if (written) ReadStatements(statements, &draft);
    draft.Finish();
  }

  void ReadStatements(Value statements, EntityDraft* draft) {
    const Value document = statements.is_array() || statements.is_object()
                               ? reader_.resolver().MakeDocument(statements)
                               : statements;
    draft->ReadInline({}, document);
  }

  static bool AttachesAws(Value arns) {
    for (Value arn : arns) {
      if (!estate::AwsPolicyName(arn.str()).empty()) return true;
    }
    return false;
  }

  void ReadResourcePolicy(Value raw) {
    if (!raw) return;
    const Value statements = reader_.resolver().Resolve(raw);
    if (!statements) return;
    reader_.Recognise();
    Owner owner;
    owner.resource_type = "AWS::ApiGateway::RestApi";
    session_.ReadDocument(
        statements.is_array() ? reader_.resolver().MakeDocument(statements) : statements, view_,
        policy::Kind::kResource, owner, "resource policy");
  }

  const Value root_;
  const text::View& view_;
  Session& session_;
  TemplateReader reader_;
};

void ReadServerless(Value object, const text::View& view, Session* session) {
  if (session->options().explicitly_named)
    session->Recognise(kServerlessFormat.name, kServerlessFormat.why);
  ServerlessReader(object, view, session).ReadServerless();
  session->RecogniseEmpty(kServerlessFormat.name, kServerlessFormat.why);
  session->SetTemplate(false);
}

}  // namespace

const Adapter kServerless = {IsServerless, ReadServerless};

}  // namespace rolelint::inputs
