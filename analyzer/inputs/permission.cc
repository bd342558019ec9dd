#include "analyzer/inputs/permission.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "analyzer/policy/arn.h"

namespace rolelint::inputs {
namespace {

using json::Node;
using json::Type;
using json::Value;

constexpr std::string_view kFunction = "arn:aws:lambda:*:*:function:";
constexpr std::string_view kLayer = "arn:aws:lambda:*:*:layer:";
constexpr std::string_view kBus = "arn:aws:events:*:*:event-bus/";

// type, resource type, ARN; target, principal, action, its default; organization, source ARN,
// source account, authentication of the URL, token; condition and its names.
constexpr PermissionType kPermissionTypes[] = {
    {"AWS::Events::EventBusPolicy",
     "AWS::Events::EventBus",
     kBus,
     "EventBusName",
     "Principal",
     "Action",
     "events:PutEvents",
     "",
     "",
     "",
     "",
     "",
     "Condition",
     {"Type", "Key", "Value"}},
    {"AWS::Lambda::LayerVersionPermission",
     "AWS::Lambda::LayerVersion",
     kLayer,
     "LayerVersionArn",
     "Principal",
     "Action",
     "",
     "OrganizationId",
     "",
     "",
     "",
     "",
     "",
     {"", "", ""}},
    {"AWS::Lambda::Permission",
     "AWS::Lambda::Function",
     kFunction,
     "FunctionName",
     "Principal",
     "Action",
     "",
     "PrincipalOrgID",
     "SourceArn",
     "SourceAccount",
     "FunctionUrlAuthType",
     "EventSourceToken",
     "",
     {"", "", ""}},
    // SAM adds the permission of a URL that asks for no authentication.
    {"AWS::Serverless::Function.FunctionUrlConfig",
     "AWS::Lambda::Function",
     kFunction,
     "",
     "",
     "",
     "lambda:InvokeFunctionUrl",
     "",
     "",
     "",
     "AuthType",
     "",
     "",
     {"", "", ""}},
    {"aws_cloudwatch_event_permission",
     "AWS::Events::EventBus",
     kBus,
     "event_bus_name",
     "principal",
     "action",
     "events:PutEvents",
     "",
     "",
     "",
     "",
     "",
     "condition",
     {"type", "key", "value"}},
    // The provider itself adds the permission of a URL that asks for no authentication.
    {"aws_lambda_function_url",
     "AWS::Lambda::Function",
     kFunction,
     "function_name",
     "",
     "",
     "lambda:InvokeFunctionUrl",
     "",
     "",
     "",
     "authorization_type",
     "",
     "",
     {"", "", ""}},
    {"aws_lambda_layer_version_permission",
     "AWS::Lambda::LayerVersion",
     kLayer,
     "layer_name",
     "principal",
     "action",
     "",
     "organization_id",
     "",
     "",
     "",
     "",
     "",
     {"", "", ""}},
    {"aws_lambda_permission",
     "AWS::Lambda::Function",
     kFunction,
     "function_name",
     "principal",
     "action",
     "",
     "principal_org_id",
     "source_arn",
     "source_account",
     "function_url_auth_type",
     "event_source_token",
     "",
     {"", "", ""}},
    {"awscc_lambda_permission",
     "AWS::Lambda::Function",
     kFunction,
     "function_name",
     "principal",
     "action",
     "",
     "principal_org_id",
     "source_arn",
     "source_account",
     "function_url_auth_type",
     "event_source_token",
     "",
     {"", "", ""}},
};

// Writes a tree over the text of others: names that stand nowhere, and copies of values.
class Maker {
 public:
  explicit Maker(json::Tree* tree) : tree_(*tree) {}

  // `at`: where the object stands.
  size_t Begin(std::string_view key, text::Span at) {
    const size_t index = Add(Type::kObject, at);
    if (!key.empty()) Name(key, {at.begin, at.begin + 1}, index);
    return index;
  }
  void End(size_t index) {
    uint32_t count = 0;
    for (size_t i = index + 1; i < tree_.nodes.size(); i = tree_.nodes[i].next) ++count;
    tree_.nodes[index].count = count;
    tree_.nodes[index].next = static_cast<uint32_t>(tree_.nodes.size());
  }
  void Text(std::string_view key, std::string_view text, text::Span at) {
    const size_t index = Add(Type::kString, at);
    tree_.nodes[index].quote = 0;
    tree_.nodes[index].count = Decoded(text, nullptr);
    Name(key, {at.begin, at.begin + 1}, index);
  }
  // A string as it stands there.
  void Copy(std::string_view key, Value value) {
    const Node& from = value.tree()->nodes[value.index()];
    const size_t index = Add(Type::kString, value.span());
    Node& node = tree_.nodes[index];
    node.quote = value.is_string() ? from.quote : 0;
    node.truth = value.is_string() && from.truth;
    if (!value.is_string()) {
      node.count = Decoded(value.raw(), nullptr);
    } else if (from.count != 0) {
      const auto& views = value.tree()->views;
      node.count =
          Decoded(value.str(), from.count <= views.size() ? views[from.count - 1] : nullptr);
    }
    const text::Span at = value.has_key() ? value.key_inner_span()
                                          : text::Span{value.span().begin, value.span().begin + 1};
    Name(key, at, index);
  }

 private:
  size_t Add(Type type, text::Span at) {
    Node& node = tree_.nodes.emplace_back();
    node.type = type;
    node.begin = at.begin;
    node.end = at.end;
    node.next = static_cast<uint32_t>(tree_.nodes.size());
    return tree_.nodes.size() - 1;
  }
  uint32_t Decoded(std::string_view text, const text::View* view) {
    tree_.decoded.push_back(text);
    if (view != nullptr) {
      tree_.views.resize(tree_.decoded.size());
      tree_.views.back() = view;
    }
    return static_cast<uint32_t>(tree_.decoded.size());
  }
  void Name(std::string_view key, text::Span at, size_t index) {
    const uint32_t name = Decoded(key, nullptr);
    Node& node = tree_.nodes[index];
    node.key_begin = at.begin;
    node.key_end = std::max(at.end, at.begin + 1);
    node.key_quote = 0;
    node.key_decoded = name;
  }

  json::Tree& tree_;
};

bool IsService(std::string_view principal) {
  return principal.find('.') != std::string_view::npos && !principal.starts_with("arn:");
}

void AddPrincipal(Value principal, Maker* maker) {
  if (principal.open() || principal.str() == "*") return maker->Copy("Principal", principal);
  const size_t object = maker->Begin("Principal", principal.span());
  maker->Copy(IsService(principal.str()) ? "Service" : "AWS", principal);
  maker->End(object);
}

// The resource whose policy it is: its ARN, or its name in any Region and account.
std::string TargetOf(const PermissionType& type, Value target) {
  if (target.str().starts_with("arn:") && !target.open()) {
    // The ARN of a layer may come without its version.
    constexpr int kColonsOfLayer = 6;
    const auto colons = std::count(target.str().begin(), target.str().end(), ':');
    const bool bare_layer = type.arn == kLayer && colons == kColonsOfLayer;
    return std::string(target.str()) + (bare_layer ? ":*" : "");
  }
  const bool known = target.is_string() && !target.open() && !target.str().empty();
  std::string arn(type.arn);
  arn += known ? target.str() : "*";
  if (type.arn == kLayer) arn += ":*";
  return arn;
}

class ConditionMaker {
 public:
  ConditionMaker(text::Span place, Maker* maker) : place_(place), maker_(*maker) {}

  void Add(std::string_view op, std::string_view key, Value value) {
    if (!value) return;
    if (block_ == 0) block_ = maker_.Begin("Condition", place_);
    if (op != op_) {
      EndOperator();
      operator_ = maker_.Begin(op, value.span());
      op_ = op;
    }
    maker_.Copy(key, value);
  }
  void End() {
    EndOperator();
    if (block_ != 0) maker_.End(block_);
  }

 private:
  void EndOperator() {
    if (!op_.empty()) maker_.End(operator_);
    op_ = {};
  }

  const text::Span place_;
  Maker& maker_;
  size_t block_ = 0;
  size_t operator_ = 0;
  std::string_view op_;
};

void AddConditions(const PermissionType& type, const PermissionValues& values, Maker* maker) {
  ConditionMaker conditions(values.place.span(), maker);
  conditions.Add("ArnLike", "aws:SourceArn", values.source_arn);
  conditions.Add("StringEquals", "aws:SourceAccount", values.source_account);
  conditions.Add("StringEquals", "aws:PrincipalOrgID", values.organization);
  conditions.Add("StringEquals", "lambda:FunctionUrlAuthType", values.url_auth);
  conditions.Add("StringEquals", "lambda:EventSourceToken", values.token);
  Value block = values.condition;
  if (block.is_array() && block.size() != 0) block = *block.begin();
  if (block.is_object()) {
    const Value op = block.Find(type.condition_names[0]);
    const Value key = block.Find(type.condition_names[1]);
    conditions.Add(op.str(), key.str(), block.Find(type.condition_names[2]));
  }
  conditions.End();
}

}  // namespace

const PermissionType* FindPermission(std::string_view type) {
  const auto* found = std::find_if(std::begin(kPermissionTypes), std::end(kPermissionTypes),
                                   [&](const PermissionType& each) { return each.type == type; });
  return found == std::end(kPermissionTypes) ? nullptr : found;
}

Value MakePermission(const PermissionType& type, const PermissionValues& values,
                     const text::View& view, Session* session) {
  // Without a principal of its own it is for everyone, if it asks for no authentication.
  const bool for_everyone = type.principal.empty() && values.url_auth.str() == "NONE";
  if (!values.principal && !for_everyone) return {};
  json::Tree* tree = session->trees()->Take(view.text());
  tree->notation = (for_everyone ? values.url_auth : values.principal).tree()->notation;
  Maker maker(tree);
  const text::Span place = values.place.span();
  const size_t document = maker.Begin({}, place);
  maker.Text("Version", "2012-10-17", {place.begin, place.begin});
  const size_t statement = maker.Begin("Statement", place);
  maker.Text("Effect", "Allow", {place.begin, place.begin});
  if (for_everyone) {
    maker.Text("Principal", "*", values.url_auth.span());
  } else {
    AddPrincipal(values.principal, &maker);
  }
  if (values.action) {
    maker.Copy("Action", values.action);
  } else {
    maker.Text("Action", type.fallback_action, {place.begin, place.begin});
  }
  const std::string target = TargetOf(type, values.target);
  maker.Text("Resource", session->arena()->Copy(std::string_view(target)),
             values.target ? values.target.span() : text::Span{place.begin, place.begin});
  AddConditions(type, values, &maker);
  maker.End(statement);
  maker.End(document);
  return tree->root();
}

}  // namespace rolelint::inputs
