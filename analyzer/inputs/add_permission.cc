// lambda add-permission and add-layer-version-permission: the one statement that the call added, in
// a string, without the policy around it, which is of version 2012-10-17.
// https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html

#include <string_view>

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/found_policy.h"
#include "analyzer/inputs/lone_statement.h"
#include "analyzer/inputs/resource_type.h"

namespace rolelint::inputs {
namespace {

using json::Value;

bool IsStatement(Value value) { return value.Find("Effect").is_string() && value.Find("Action"); }

// {"Statement": "<JSON>"}, or with the statement as an object beside RevisionId.
bool IsAddPermission(Value object) {
  const Value statement = object.Find("Statement");
  if (statement.is_object()) return object.Find("RevisionId") && IsStatement(statement);
  return statement.is_string() && object.size() <= 2 && LooksWrapped(statement.str()) &&
         statement.raw().find("Effect") != std::string_view::npos;
}

void ReadAddPermission(Value object, const text::View& view, Session* session) {
  session->Recognise("add-permission", "it has one Statement, as lambda add-permission returns it");
  const Value written = object.Find("Statement");
  std::vector<LayerIssues> issues;
  const Unwrapped statement = Unwrap(written, view, session->arena(), session->trees(), &issues);
  session->HandIssues(issues);
  if (!IsStatement(statement.value)) {
    session->AddNotChecked(view.ToFile(written.span()),
                           "the Statement is a string that holds no readable statement");
    return;
  }
  const Value document = WrapStatements(statement.value, session);
  Owner owner;
  if (const ResourceShape* shape = ShapeOf("Policy", {}, document)) {
    owner.resource_type = shape->resource_type;
  }
  session->HandOver({document, statement.view}, policy::Kind::kResource, owner);
}

}  // namespace

const Adapter kAddPermission = {IsAddPermission, ReadAddPermission};

}  // namespace rolelint::inputs
