#include "analyzer/inputs/cloudformation/resolver.h"

#include "analyzer/inputs/unwrap.h"
#include "analyzer/json/yaml_parts.h"
#include "analyzer/policy/open_part.h"

// The tree that comes out begins with the decoded strings of the template's, by the same index, so
// that its nodes can be copied as they are.

namespace rolelint::inputs::cloudformation {

using json::Node;
using json::Type;
using json::Value;

namespace {

constexpr std::string_view kTransform = "Fn::Transform";

const Node& NodeOf(Value value) { return value.tree()->nodes[value.index()]; }

bool HasForEach(Value object) {
  for (Value member : object) {
    if (member.key().starts_with(kForEach)) return true;
  }
  return false;
}

// A number that CloudFormation's own reader of YAML may have spoilt already: an account's id with
// its leading zero stays the number that it is written as.
bool LosesZeros(Value number) { return number.raw().size() > 1 && number.raw()[0] == '0'; }

}  // namespace

std::string_view ForeignTag(Value value) {
  if (value.tree()->notation != json::Notation::kYaml) return {};
  // A tag stands close by; what is further away is none.
  constexpr uint32_t kClose = 100;
  const uint32_t begin = value.span().begin;
  const uint32_t close = begin > kClose ? begin - kClose : 0;
  std::string_view before = value.tree()->text.substr(close, begin - close);
  const size_t end = before.find_last_not_of(" \t\r\n");
  if (end == std::string_view::npos) return {};
  before = before.substr(0, end + 1);
  const size_t blank = before.find_last_of(" \t\r\n,[{");
  const std::string_view tag = blank == std::string_view::npos ? before : before.substr(blank + 1);
  const bool foreign =
      tag.size() > 1 && tag[0] == '!' && tag[1] != '!' && !json::IsFunctionTag(tag) &&
      before.substr(before.find_last_of("\r\n") + 1).find('#') == std::string_view::npos;
  return foreign ? tag.substr(1) : std::string_view();
}

bool IsFunction(Value value) {
  if (!value.is_object() || value.size() != 1) return false;
  const std::string_view key = (*value.begin()).key();
  return key == "Ref" || key.starts_with("Fn::");
}

Resolver::Resolver(Value root, const Scope& scope, const text::View& view, PlainVariables variables,
                   text::Arena* arena, json::Tree* out)
    : root_(root), scope_(scope), view_(view), variables_(variables), arena_(*arena), out_(*out) {
  const json::Tree& tree = *root.tree();
  out_.notation = tree.notation;
  out_.decoded = tree.decoded;
  out_.views = tree.views;
}

Value Resolver::Resolve(Value value) {
  if (!value) return Value();
  const auto index = static_cast<uint32_t>(out_.nodes.size());
  return Copy(value, value, 0) ? Value(&out_, index) : Value();
}

void Resolver::SetWorld(text::Choices* choices) {
  // Names may rest on conditions.
  if (!choices_->met().empty() || !choices->turned().empty()) names_.clear();
  decisions_.clear();
  choices_ = choices;
}

// False once too much was asked for.
bool Resolver::Spend(size_t amount) {
  spent_ += amount;
  return !exhausted();
}

Node& Resolver::Append(Type type, Span span, Value member) {
  Node& node = out_.nodes.emplace_back();
  node.type = type;
  node.begin = span.begin;
  node.end = span.end;
  node.next = static_cast<uint32_t>(out_.nodes.size());
  if (member && member.has_key()) {
    const Node& named = NodeOf(member);
    node.key_begin = named.key_begin;
    node.key_end = named.key_end;
    node.key_decoded = named.key_decoded;
    node.key_quote = named.key_quote;
  }
  return node;
}

bool Resolver::Copy(Value value, Value member, int depth) {
  if (!Spend(sizeof(Node))) {
    AppendText(Rope::Open("Value", value.span(), &arena_), value.span(), member);
    return true;
  }
  if (const std::string_view tag = ForeignTag(value); !tag.empty()) {
    AppendText(Rope::Open(tag, value.span(), &arena_), value.span(), member);
    return true;
  }
  if (IsFunction(value)) return CopyResult(Function(value, depth), value, member, depth);
  if (value.is_object() || value.is_array()) {
    CopyContainer(value, member, depth);
  } else {
    CopyScalar(value, member);
  }
  return true;
}

bool Resolver::CopyResult(const Result& result, Value function, Value member, int depth) {
  switch (result.kind) {
    case Result::Kind::kNothing:
      return false;
    case Result::Kind::kValue:
      return Copy(result.value, member, depth + 1);
    case Result::Kind::kText:
      AppendText(result.text, function.span(), member);
      return true;
    case Result::Kind::kList:
      break;
  }
  const size_t list = out_.nodes.size();
  Append(Type::kArray, function.span(), member).count = static_cast<uint32_t>(result.list.size());
  for (const Rope& item : result.list) AppendText(item, function.span(), {});
  out_.nodes[list].next = static_cast<uint32_t>(out_.nodes.size());
  return true;
}

void Resolver::CopyContainer(Value value, Value member, int depth) {
  if (value.is_object() && HasForEach(value)) {
    AppendText(Rope::Open("ForEach", value.span(), &arena_), value.span(), member);
    return;
  }
  const size_t container = out_.nodes.size();
  Append(value.type(), value.span(), member);
  uint32_t count = 0;
  for (Value child : value) {
    // What a macro adds beside the rest is not known, and the rest is.
    if (value.is_object() && child.key() == kTransform) continue;
    if (value.is_array() && child.is_object() && child.size() == 1 && HasForEach(child)) {
      count += CopyLoop(child, depth);
    } else if (Copy(child, child, depth)) {
      ++count;
    }
  }
  if (count == 0 && value.is_array() && value.size() != 0 && !choices_->met().empty()) {
    // No world has this list, but for those that nobody deploys.
    AppendText(Rope::Open("If", value.span(), &arena_), value.span(), {});
    ++count;
  }
  Node& node = out_.nodes[container];
  node.count = count;
  node.next = static_cast<uint32_t>(out_.nodes.size());
}

// What a loop puts into a list: its body once, and nobody knows how often.
uint32_t Resolver::CopyLoop(Value loop, int depth) {
  const Value arguments = *loop.begin();
  uint32_t count = 0;
  if (arguments.is_array() && arguments.size() == 3) {
    auto body = arguments.begin();
    ++body;
    ++body;
    for (Value made : *body) {
      if (Copy(made, Value(), depth)) ++count;
    }
  }
  AppendText(Rope::Open("ForEach", loop.span(), &arena_), loop.span(), {});
  return count + 1;
}

// CloudFormation makes strings of numbers and booleans.
void Resolver::CopyScalar(Value value, Value member) {
  if (value.is_string()) {
    Rope text;
    AppendPlain(value, 0, value.str().size(), &text);
    if (text.open()) return AppendText(text, value.span(), member);
  }
  const Node original = NodeOf(value);
  Node& node = Append(original.type, value.span(), member);
  node.count = original.count;
  node.truth = original.truth;
  node.quote = original.quote;
  const bool number = original.type == Type::kNumber && !LosesZeros(value);
  if (number || original.type == Type::kBool) {
    node.type = Type::kString;
    node.truth = false;
    node.quote = 0;
    node.count = 0;
    const std::string_view written = original.truth ? "true" : "false";
    if (original.type == Type::kBool && value.raw() != written) {
      out_.decoded.push_back(written);
      node.count = static_cast<uint32_t>(out_.decoded.size());
    }
  }
}

void Resolver::AppendText(const Rope& text, Span span, Value member) {
  if (text.begins_with_no_arn()) {
    std::string name(text.pieces().front().text);
    name.insert(name.size() - 1, policy::kRefOfNoArn);
    Rope told = text;
    told.SetFirst(arena_.Copy(std::string_view(name)));
    return AppendWhole(told, span, member);
  }
  AppendWhole(text, span, member);
}

void Resolver::AppendWhole(const Rope& text, Span span, Value member) {
  if (Value whole = text.Whole()) {
    const Node original = NodeOf(whole);
    Node& node = Append(Type::kString, whole.span(), member);
    node.count = original.count;
    node.quote = original.quote;
    return;
  }
  const bool open = text.open() || !text.fits();
  const std::string joined = text.fits() ? text.str() : "${Text}";
  Spend(joined.size());
  const text::View* built = nullptr;
  if (LooksWrapped(joined)) built = BuildView(text, span, view_, &arena_);
  out_.decoded.push_back(built != nullptr ? built->text() : arena_.Copy(std::string_view(joined)));
  if (built != nullptr) {
    out_.views.resize(out_.decoded.size());
    out_.views.back() = built;
  }
  Node& node = Append(Type::kString, span, member);
  node.count = static_cast<uint32_t>(out_.decoded.size());
  node.truth = open;
  node.quote = 0;
}

Value Resolver::MakeString(const Rope& text, Span span) {
  const auto index = static_cast<uint32_t>(out_.nodes.size());
  AppendText(text, span, {});
  return {&out_, index};
}

Value Resolver::MakeOpen(std::string_view name, Span span) {
  return MakeString(Rope::Open(name, span, &arena_), span);
}

Value Resolver::MakeDocument(Value statements) {
  const Span span = statements.span();
  const auto name = [&](Node* node, std::string_view key, Span place) {
    out_.decoded.push_back(key);
    node->key_decoded = static_cast<uint32_t>(out_.decoded.size());
    node->key_begin = place.begin;
    node->key_end = place.end;
    node->key_quote = 0;
  };
  const auto document = static_cast<uint32_t>(out_.nodes.size());
  Append(Type::kObject, span, {}).count = 2;
  // Neither stands anywhere: they have no width.
  const Span nowhere{span.begin, span.begin};
  Node& version = Append(Type::kString, nowhere, {});
  version.quote = 0;
  out_.decoded.emplace_back("2012-10-17");
  version.count = static_cast<uint32_t>(out_.decoded.size());
  name(&version, "Version", nowhere);
  const auto copy = static_cast<uint32_t>(out_.nodes.size());
  const uint32_t last = out_.nodes[statements.index()].next;
  for (uint32_t i = statements.index(); i < last; ++i) {
    Node node = out_.nodes[i];
    node.next = node.next - statements.index() + copy;
    out_.nodes.push_back(node);
  }
  name(&out_.nodes[copy], "Statement", statements.has_key() ? statements.key_span() : nowhere);
  out_.nodes[document].next = static_cast<uint32_t>(out_.nodes.size());
  return {&out_, document};
}

}  // namespace rolelint::inputs::cloudformation
