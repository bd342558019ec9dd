// What a name and the steps behind it lead to.
// https://developer.hashicorp.com/terraform/language/expressions/references

#include <algorithm>
#include <charconv>
#include <string>

#include "analyzer/hcl/evaluator.h"

namespace rolelint::hcl {
namespace {

// ARNs as they are made of a resource's own name; `*` stands for it. Account and Region are open.
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
struct ArnShape {
  std::string_view type;
  std::string_view name;  // the attribute
  std::string_view arn;
};
constexpr std::string_view kOidcProvider = "aws_iam_openid_connect_provider";
constexpr std::string_view kScheme = "https://";
constexpr ArnShape kArns[] = {
    {"aws_cloudwatch_event_rule", "name", "arn:aws:events:${region}:${account_id}:rule/*"},
    {"aws_cloudwatch_log_group", "name", "arn:aws:logs:${region}:${account_id}:log-group:*"},
    {"aws_codebuild_project", "name", "arn:aws:codebuild:${region}:${account_id}:project/*"},
    {"aws_codecommit_repository", "repository_name",
     "arn:aws:codecommit:${region}:${account_id}:*"},
    {"aws_codepipeline", "name", "arn:aws:codepipeline:${region}:${account_id}:*"},
    {"aws_dynamodb_table", "name", "arn:aws:dynamodb:${region}:${account_id}:table/*"},
    {"aws_ecr_repository", "name", "arn:aws:ecr:${region}:${account_id}:repository/*"},
    {"aws_ecs_cluster", "name", "arn:aws:ecs:${region}:${account_id}:cluster/*"},
    {"aws_iam_group", "name", "arn:aws:iam::${account_id}:group/*"},
    {"aws_iam_instance_profile", "name", "arn:aws:iam::${account_id}:instance-profile/*"},
    {kOidcProvider, "url", "arn:aws:iam::${account_id}:oidc-provider/*"},
    {"aws_iam_policy", "name", "arn:aws:iam::${account_id}:policy/*"},
    {"aws_iam_role", "name", "arn:aws:iam::${account_id}:role/*"},
    {"aws_iam_saml_provider", "name", "arn:aws:iam::${account_id}:saml-provider/*"},
    {"aws_iam_user", "name", "arn:aws:iam::${account_id}:user/*"},
    {"aws_kinesis_firehose_delivery_stream", "name",
     "arn:aws:firehose:${region}:${account_id}:deliverystream/*"},
    {"aws_kinesis_stream", "name", "arn:aws:kinesis:${region}:${account_id}:stream/*"},
    {"aws_kms_alias", "name", "arn:aws:kms:${region}:${account_id}:*"},
    {"aws_kms_key", "", "arn:aws:kms:${region}:${account_id}:key/*"},
    {"aws_lambda_function", "function_name", "arn:aws:lambda:${region}:${account_id}:function:*"},
    {"aws_s3_bucket", "bucket", "arn:aws:s3:::*"},
    {"aws_secretsmanager_secret", "", "arn:aws:secretsmanager:${region}:${account_id}:secret:*"},
    {"aws_sfn_state_machine", "name", "arn:aws:states:${region}:${account_id}:stateMachine:*"},
    {"aws_sns_topic", "name", "arn:aws:sns:${region}:${account_id}:*"},
    {"aws_sqs_queue", "name", "arn:aws:sqs:${region}:${account_id}:*"},
};

// Attributes that AWS gives the value of another one.
struct SameAs {
  std::string_view type;
  std::string_view attribute;
  std::string_view other;
};
constexpr SameAs kSame[] = {
    {"aws_dynamodb_table", "id", "name"}, {"aws_iam_group", "id", "name"},
    {"aws_iam_role", "id", "name"},       {"aws_iam_user", "id", "name"},
    {"aws_s3_bucket", "id", "bucket"},    {"aws_iam_instance_profile", "id", "name"},
};

// A default of null, "", [] or {}: the variable wants to be given a value, or what it is used for
// is not there without one.
bool SaysNothing(const Value& value) {
  switch (value.kind) {
    case ValueKind::kNull:
      return true;
    case ValueKind::kString:
      return value.is_text() && value.text.empty();
    case ValueKind::kList:
      return value.items.empty();
    case ValueKind::kObject:
      return value.members.empty();
    default:
      return false;
  }
}

}  // namespace

const Value* Evaluator::EvalReference(uint32_t file, uint32_t index, const Scope* scope) {
  const File& in = module_.files()[file];
  const Expr& whole = in.expr(index);
  // Down to the root; the parser has bounded the way.
  std::vector<Step> steps;
  uint32_t at = index;
  while (true) {
    const Expr& expr = in.expr(at);
    if (expr.kind != ExprKind::kAttribute && expr.kind != ExprKind::kIndex &&
        expr.kind != ExprKind::kSplat) {
      break;
    }
    const std::span<const uint32_t> children = in.children(expr);
    steps.push_back({expr.kind, expr.name, children.size() > 1 ? children[1] : 0});
    at = children[0];
  }
  std::reverse(steps.begin(), steps.end());
  const Value* value = nullptr;
  if (in.expr(at).kind == ExprKind::kName) {
    value = Root(file, in.expr(at), whole, scope, &steps);
  } else {
    value = Eval(file, at, scope);
  }
  for (const Step& step : steps) {
    if (value->kind == ValueKind::kOpen) break;
    value = TakeStep(value, step, file, whole.span, scope);
  }
  return At(value, file, whole.span);
}

// What the first names lead to; the steps that are used up are taken off.
const Value* Evaluator::Root(uint32_t file, const Expr& root, const Expr& whole, const Scope* scope,
                             std::vector<Step>* steps) {
  for (; scope != nullptr; scope = scope->outer) {
    if (scope->name == root.name) return scope->value;
  }
  const auto is_name = [&](size_t i) {
    return i < steps->size() && (*steps)[i].kind == ExprKind::kAttribute;
  };
  const Value* value = nullptr;
  size_t used = 0;
  if (root.name == "local" && is_name(0)) {
    used = 1;
    if (const Place* local = module_.FindLocal(std::string((*steps)[0].name))) {
      value = Eval(local->file, local->expr, nullptr);
    }
  } else if (root.name == "var" && is_name(0)) {
    used = 1;
    value = Variable(std::string((*steps)[0].name), file, whole.span);
  } else if (root.name == "data") {
    value = DataAttribute(*steps, &used, file, whole.span);
  } else if (is_name(0)) {
    std::string name = std::string(root.name) + "." + std::string((*steps)[0].name);
    const Defined block = module_.Find(name);
    used = 1;
    // One instance of several is like another.
    if (used < steps->size() && (*steps)[used].kind == ExprKind::kIndex) ++used;
    if (block && is_name(used)) {
      value = ResourceAttribute(name, block, (*steps)[used].name, file, whole.span);
      ++used;
    }
  }
  if (value == nullptr) {
    steps->clear();
    return Open(file, whole.span);
  }
  steps->erase(steps->begin(), steps->begin() + static_cast<long>(used));
  return value;
}

bool Evaluator::IsGiven(const std::string& name) const {
  const auto given = std::lower_bound(
      parameters_.begin(), parameters_.end(), name,
      [](const auto& parameter, const std::string& wanted) { return parameter.first < wanted; });
  return (given != parameters_.end() && given->first == name) ||
         module_.FindLocal("var." + name) != nullptr;
}

const Value* Evaluator::Variable(const std::string& name, uint32_t file, Span span) {
  auto given = std::lower_bound(
      parameters_.begin(), parameters_.end(), name,
      [](const auto& parameter, const std::string& wanted) { return parameter.first < wanted; });
  if (given != parameters_.end() && given->first == name) return Text(given->second, file, span);
  if (const Place* place = module_.FindLocal("var." + name))
    return Eval(place->file, place->expr, nullptr);
  const Defined block = module_.Find("var." + name);
  if (!block) return nullptr;
  const Attribute* fallback = block.block->body.Find("default");
  if (fallback == nullptr) return nullptr;
  const Value* value = Eval(block.file, fallback->value, nullptr);
  return SaysNothing(*value) ? nullptr : value;
}

const Value* Evaluator::DataAttribute(const std::vector<Step>& steps, size_t* used, uint32_t file,
                                      Span span) {
  if (steps.size() < 2 || steps[0].kind != ExprKind::kAttribute ||
      steps[1].kind != ExprKind::kAttribute) {
    return nullptr;
  }
  size_t at = 2;
  if (at < steps.size() && steps[at].kind == ExprKind::kIndex) ++at;
  if (at >= steps.size() || steps[at].kind != ExprKind::kAttribute) return nullptr;
  const std::string_view type = steps[0].name;
  const std::string_view attribute = steps[at].name;
  *used = at + 1;
  if (type == "aws_partition") {
    if (attribute == "partition" || attribute == "id") return Text("aws", file, span);
    if (attribute == "dns_suffix") return Text("amazonaws.com", file, span);
    return nullptr;
  }
  const std::string name = "data." + std::string(type) + "." + std::string(steps[1].name);
  if (type == "aws_caller_identity" && (attribute == "account_id" || attribute == "id")) {
    // Open under this name, whatever local or function it comes through.
    const std::string text = "${" + name + ".account_id}";
    return Text(text, file, span, {{0, static_cast<uint32_t>(text.size())}});
  }
  const Defined block = module_.Find(name);
  if (!block) return nullptr;
  if (type == "aws_iam_policy_document") {
    if (attribute != "json" && attribute != "minified_json") return nullptr;
    Value* value = Make(ValueKind::kString, file, span);
    value->encoded = PolicyDocument(block);
    value->text = Open(file, span)->text;
    return value;
  }
  if (type == "aws_iam_policy" && attribute == "arn" && !block.block->body.Find("arn")) {
    return AwsPolicyArn(block, file, span);
  }
  if (type == kOidcProvider) return ProviderAttribute(block, attribute, file, span);
  // What is looked for by it is it.
  const Attribute* given = block.block->body.Find(attribute);
  return given == nullptr ? nullptr : Eval(block.file, given->value, nullptr);
}

// Of a policy that is looked up by its name, if that is one of AWS's own best known ones.
const Value* Evaluator::AwsPolicyArn(Defined block, uint32_t file, Span span) {
  const Attribute* name = block.block->body.Find("name");
  if (name == nullptr) return nullptr;
  const Value* value = Eval(block.file, name->value, nullptr);
  for (std::string_view known :
       {"AdministratorAccess", "IAMFullAccess", "PowerUserAccess", "ReadOnlyAccess"}) {
    if (value->is_text() && value->text == known) {
      return Text("arn:aws:iam::aws:policy/" + std::string(known), file, span);
    }
  }
  return nullptr;
}

const Value* Evaluator::ResourceAttribute(const std::string& name, Defined block,
                                          std::string_view attribute, uint32_t file, Span span) {
  const std::string_view type = std::string_view(name).substr(0, name.find('.'));
  if (type == kOidcProvider) return ProviderAttribute(block, attribute, file, span);
  if (const Attribute* given = block.block->body.Find(attribute)) {
    return Eval(block.file, given->value, nullptr);
  }
  if (attribute == "arn") return Arn(block, file, span);
  for (const SameAs& same : kSame) {
    if (same.type != type || same.attribute != attribute) continue;
    const Attribute* other = block.block->body.Find(same.other);
    return other == nullptr ? nullptr : Eval(block.file, other->value, nullptr);
  }
  return nullptr;
}

// An OIDC provider's ARN is made of its URL, and AWS gives the URL without its scheme.
const Value* Evaluator::ProviderAttribute(Defined block, std::string_view attribute, uint32_t file,
                                          Span span) {
  if (attribute == "arn" || attribute == "id") return Arn(block, file, span);
  const Attribute* given = block.block->body.Find(attribute);
  if (given == nullptr) return nullptr;
  const Value* value = Eval(block.file, given->value, nullptr);
  if (attribute != "url" || value->kind != ValueKind::kString || value->encoded != nullptr ||
      !value->text.starts_with(kScheme)) {
    return value;
  }
  std::vector<Span> open_parts;
  const auto cut = static_cast<uint32_t>(kScheme.size());
  for (Span part : value->open_parts) open_parts.push_back({part.begin - cut, part.end - cut});
  return Text(value->text.substr(kScheme.size()), file, span, std::move(open_parts));
}

const Value* Evaluator::Arn(Defined block, uint32_t file, Span span) {
  const std::string_view type = block.block->labels[0].text;
  const auto* shape = std::find_if(std::begin(kArns), std::end(kArns),
                                   [&](const ArnShape& each) { return each.type == type; });
  if (shape == std::end(kArns)) return nullptr;
  std::string text;
  std::vector<Span> open_parts;
  const auto add_open = [&](std::string_view part) {
    const auto at = static_cast<uint32_t>(text.size());
    text += part;
    open_parts.push_back({at, static_cast<uint32_t>(text.size())});
  };
  const auto add = [&](const Attribute* attribute, std::string_view otherwise) {
    const Value* value = nullptr;
    if (attribute != nullptr) {
      value = type == kOidcProvider ? ProviderAttribute(block, attribute->name, file, span)
                                    : Eval(block.file, attribute->value, nullptr);
    }
    if (value == nullptr || value->kind != ValueKind::kString || value->encoded != nullptr ||
        value->text.empty()) {
      add_open(otherwise);
      return;
    }
    const auto at = static_cast<uint32_t>(text.size());
    text += value->text;
    for (Span part : value->open_parts) open_parts.push_back({at + part.begin, at + part.end});
  };
  for (std::string_view rest = shape->arn; !rest.empty();) {
    if (rest.starts_with("${")) {
      const size_t end = rest.find('}') + 1;
      add_open(rest.substr(0, end));
      rest.remove_prefix(end);
    } else if (rest[0] == '*') {
      // Of IAM's own the path stands before the name.
      const Attribute* path = block.block->body.Find("path");
      if (path != nullptr && type.starts_with("aws_iam_")) {
        const Value* value = Eval(block.file, path->value, nullptr);
        if (value->is_text() && value->text.starts_with('/')) {
          text += value->text.substr(1);
        } else {
          add_open("${path}");
        }
      }
      const std::string open =
          shape->name.empty() ? "${name}" : "${" + std::string(shape->name) + "}";
      add(shape->name.empty() ? nullptr : block.block->body.Find(shape->name), open);
      rest.remove_prefix(1);
    } else {
      text.push_back(rest[0]);
      rest.remove_prefix(1);
    }
  }
  return Text(text, file, span, std::move(open_parts));
}

const Value* Evaluator::TakeStep(const Value* value, const Step& step, uint32_t file, Span span,
                                 const Scope* scope) {
  if (step.kind == ExprKind::kSplat) {
    // Of a list itself; what follows is taken of each item, which is not followed here.
    return value->kind == ValueKind::kList ? value : Open(file, span);
  }
  if (step.kind == ExprKind::kAttribute) {
    const Member* member = value->kind == ValueKind::kObject ? value->Find(step.name) : nullptr;
    return member == nullptr ? Open(file, span) : member->value;
  }
  const Value* index = Eval(file, step.index, scope);
  if (value->kind == ValueKind::kObject && index->is_text()) {
    const Member* member = value->Find(index->text);
    return member == nullptr ? Open(file, span) : member->value;
  }
  size_t number = 0;
  const char* end = index->text.data() + index->text.size();
  if (value->kind != ValueKind::kList || index->kind != ValueKind::kNumber ||
      std::from_chars(index->text.data(), end, number).ptr != end ||
      number >= value->items.size()) {
    return Open(file, span);
  }
  // An open item may be several.
  for (size_t i = 0; i <= number; ++i) {
    if (value->items[i]->kind == ValueKind::kOpen) return Open(file, span);
  }
  return value->items[number];
}

}  // namespace rolelint::hcl
