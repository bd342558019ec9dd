// lambda add-permission and add-layer-version-permission: the one statement that the call added, in
// a string, without the policy around it, which is of version 2012-10-17.
// https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html

#include <string_view>

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/found_policy.h"
#include "analyzer/inputs/resource_type.h"

namespace rolelint::inputs {
namespace {

using json::Node;
using json::Type;
using json::Value;

bool IsStatement(Value value) { return value.Find("Effect").is_string() && value.Find("Action"); }

// {"Statement": "<JSON>"}, or with the statement as an object beside RevisionId.
bool Matches(Value object) {
  const Value statement = object.Find("Statement");
  if (statement.is_object()) return object.Find("RevisionId") && IsStatement(statement);
  return statement.is_string() && object.size() <= 2 && LooksWrapped(statement.str()) &&
         statement.raw().find("Effect") != std::string_view::npos;
}

// A key or string that stands nowhere in the text.
uint32_t AddText(std::string_view text, json::Tree* tree) {
  tree->decoded.push_back(text);
  return static_cast<uint32_t>(tree->decoded.size());
}

// The statement with a policy around it, at the statement's own place.
Value Wrap(Value statement, Session* session) {
  const json::Tree& from = *statement.tree();
  json::Tree* tree = session->trees()->Take(from.text);
  tree->notation = from.notation;
  tree->decoded = from.decoded;
  tree->views = from.views;
  const text::Span span = statement.span();
  Node root;
  root.type = Type::kObject;
  root.begin = span.begin;
  root.end = span.end;
  root.count = 2;
  Node version;
  version.type = Type::kString;
  version.quote = 0;
  version.begin = version.end = version.key_begin = span.begin;
  version.key_end = span.begin + 1;
  version.key_quote = 0;
  version.key_decoded = AddText("Version", tree);
  version.count = AddText("2012-10-17", tree);
  version.next = 2;
  tree->nodes.push_back(root);
  tree->nodes.push_back(version);
  const uint32_t first = statement.index();
  for (uint32_t i = first; i < from.nodes[first].next; ++i) {
    Node node = from.nodes[i];
    node.next = node.next - first + 2;
    tree->nodes.push_back(node);
  }
  Node& copy = tree->nodes[2];
  copy.key_begin = span.begin;
  copy.key_end = span.begin + 1;
  copy.key_quote = 0;
  copy.key_decoded = AddText("Statement", tree);
  tree->nodes[0].next = static_cast<uint32_t>(tree->nodes.size());
  return tree->root();
}

void Read(Value object, const text::View& view, Session* session) {
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
  const Value document = Wrap(statement.value, session);
  Owner owner;
  if (const ResourceShape* shape = ShapeOf("Policy", {}, document)) {
    owner.resource_type = shape->resource_type;
  }
  session->HandOver({document, statement.view}, policy::Kind::kResource, owner);
}

}  // namespace

const Adapter kAddPermission = {Matches, Read};

}  // namespace rolelint::inputs
