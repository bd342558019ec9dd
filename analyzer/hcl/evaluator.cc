#include "analyzer/hcl/evaluator.h"

#include <algorithm>
#include <charconv>

#include "analyzer/hcl/escapes.h"
#include "analyzer/hcl/functions.h"

namespace rolelint::hcl {
namespace {

uint64_t KeyOf(uint32_t file, uint32_t expr) { return (uint64_t{file} << 32) | expr; }

}  // namespace

Evaluator::Evaluator(const Module& module, text::Arena* arena, Parameters parameters,
                     text::Choices* choices)
    : module_(module), arena_(*arena), parameters_(parameters), choices_(*choices) {
  for (const File& file : module.files()) views_.emplace_back(file.text);
}

const Value* Evaluator::Evaluate(uint32_t file, uint32_t expr, const Value* each) {
  if (each == nullptr) return Eval(file, expr, nullptr);
  const Scope scope{"each", each, nullptr};
  return Eval(file, expr, &scope);
}

const Value* Evaluator::IteratorOf(const Value* items, size_t i, uint32_t file, Span span) {
  const bool list = items->kind == ValueKind::kList;
  const Value* item = list ? ItemOf(items, i) : items->members[i].value;
  const Value* key = item;
  if (!list) {
    key = Text(items->members[i].key, file, span);
  } else if (!item->is_text()) {
    key = Text(std::to_string(i), file, span);
  }
  Value* iterator = Make(ValueKind::kObject, file, span);
  iterator->members.push_back({"key", span, 0, false, key});
  iterator->members.push_back({"value", span, 0, false, item});
  return iterator;
}

// --- makers -------------------------------------------------------------------------------------

bool Evaluator::Charge(size_t values, size_t bytes) {
  if (values > kMaxValues - std::min(made_, kMaxValues) || bytes > kMaxMade - bytes_) return false;
  made_ += static_cast<uint32_t>(values);
  bytes_ += bytes;
  return true;
}

Value* Evaluator::Make(ValueKind kind, uint32_t file, Span span) {
  Value& value = values_.emplace_back();
  value.kind = kind;
  value.file = file;
  value.span = span;
  ++made_;
  return &value;
}

std::string_view Evaluator::Written(uint32_t file, Span span) const {
  return module_.files()[file].text.substr(span.begin, span.size());
}

// Named as it is written, without what a policy could take for something else.
const Value* Evaluator::Open(uint32_t file, Span span) {
  constexpr size_t kLongest = 60;
  std::string name = "${";
  for (char c : Written(file, span).substr(0, kLongest)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '.' || c == '-';
    if (plain) name.push_back(c);
  }
  if (name.size() == 2) name += "value";
  Value* value = Make(ValueKind::kOpen, file, span);
  value->text = arena_.Copy(name + "}");
  return value;
}

const Value* Evaluator::Text(std::string_view text, uint32_t file, Span span,
                             std::vector<Span> open_parts) {
  if (!Charge(0, text.size())) return Open(file, span);
  Value* value = Make(ValueKind::kString, file, span);
  value->text = arena_.Copy(text);
  value->open_parts = std::move(open_parts);
  return value;
}

const Value* Evaluator::Bool(bool truth, uint32_t file, Span span) {
  Value* value = Make(ValueKind::kBool, file, span);
  value->truth = truth;
  return value;
}

const Value* Evaluator::At(const Value* value, uint32_t file, Span span) {
  if (value->kind == ValueKind::kOpen) return Open(file, span);
  if (!Charge(value->items.size() + value->members.size())) return Open(file, span);
  Value* copy = &values_.emplace_back(*value);
  ++made_;
  copy->file = file;
  copy->span = span;
  copy->quote = 0;
  copy->exact = false;
  copy->view = nullptr;
  copy->origin = OriginOf(value);
  return copy;
}

// --- expressions --------------------------------------------------------------------------------

const Value* Evaluator::Eval(uint32_t file, uint32_t index, const Scope* scope) {
  const Expr& expr = module_.files()[file].expr(index);
  const uint64_t key = KeyOf(file, index);
  if (scope == nullptr) {
    auto found = known_.find(key);
    if (found != known_.end()) return found->second;
  }
  // What leads back to itself comes to nothing.
  if (depth_ >= kMaxEvaluation || made_ >= kMaxValues) return Open(file, expr.span);
  if (scope == nullptr && !under_way_.insert(key).second) return Open(file, expr.span);
  ++depth_;
  const Value* value = EvalNew(file, index, expr, scope);
  --depth_;
  if (scope == nullptr) {
    under_way_.erase(key);
    known_.emplace(key, value);
  }
  return value;
}

const Value* Evaluator::EvalNew(uint32_t file, uint32_t index, const Expr& expr,
                                const Scope* scope) {
  switch (expr.kind) {
    case ExprKind::kNull:
      return Make(ValueKind::kNull, file, expr.span);
    case ExprKind::kBool: {
      Value* value = Make(ValueKind::kBool, file, expr.span);
      value->truth = expr.truth;
      value->exact = !expr.parenthesised;
      return value;
    }
    case ExprKind::kNumber: {
      Value* value = Make(ValueKind::kNumber, file, expr.span);
      value->text = Written(file, expr.span);
      value->exact =
          !value->text.empty() && value->text.front() >= '0' && value->text.front() <= '9';
      // In parentheses or an interpolation.
      const size_t first = std::min(value->text.find_first_of("0123456789"), value->text.size());
      value->text.remove_prefix(first);
      value->text = value->text.substr(0, value->text.find_first_not_of("0123456789.eE+-"));
      return value;
    }
    case ExprKind::kString:
      return EvalString(file, expr, scope);
    case ExprKind::kTuple:
      return EvalTuple(file, expr, scope);
    case ExprKind::kObject:
      return EvalObject(file, expr, scope);
    case ExprKind::kName:
    case ExprKind::kAttribute:
    case ExprKind::kIndex:
    case ExprKind::kSplat:
      return EvalReference(file, index, scope);
    case ExprKind::kCall: {
      std::vector<const Value*> arguments;
      for (uint32_t child : module_.files()[file].children(expr)) {
        arguments.push_back(Eval(file, child, scope));
      }
      const Value* made = Functions(this, file, expr).Call(std::move(arguments));
      // What is passed on from elsewhere stands at the call.
      const bool here = made->file == file && expr.span.Contains(made->span);
      return here ? made : At(made, file, expr.span);
    }
    case ExprKind::kFor:
      return EvalFor(file, expr, scope);
    case ExprKind::kConditional:
      return EvalConditional(file, expr, scope);
    case ExprKind::kUnary:
      return EvalUnary(file, expr, scope);
    case ExprKind::kBinary:
      return EvalBinary(file, expr, scope);
    case ExprKind::kText:
    case ExprKind::kDirective:
      break;
  }
  return Open(file, expr.span);
}

const Value* Evaluator::EvalTuple(uint32_t file, const Expr& expr, const Scope* scope) {
  std::vector<const Value*> items;
  for (uint32_t child : module_.files()[file].children(expr)) {
    items.push_back(Eval(file, child, scope));
  }
  Value* value = Make(ValueKind::kList, file, expr.span);
  value->exact = true;
  value->items = std::move(items);
  return value;
}

bool Evaluator::EvalKey(uint32_t file, uint32_t key, const Scope* scope, Member* member) {
  const Expr& expr = module_.files()[file].expr(key);
  member->key_span = expr.span;
  if (expr.kind == ExprKind::kName && !expr.parenthesised) {
    member->key = expr.name;
    return true;
  }
  // `true`, `null` and numbers as keys are their own text.
  const Value* value = Eval(file, key, scope);
  if (value->kind == ValueKind::kString && value->encoded == nullptr) {
    member->key = value->text;
    member->key_quote = value->exact ? value->quote : 0;
    member->key_open = !value->open_parts.empty();
    return true;
  }
  if (value->kind == ValueKind::kOpen) {
    member->key = value->text;
    member->key_open = true;
    return true;
  }
  if (value->kind != ValueKind::kNumber && value->kind != ValueKind::kBool) return false;
  member->key = Written(file, expr.span);
  return true;
}

const Value* Evaluator::EvalObject(uint32_t file, const Expr& expr, const Scope* scope) {
  std::vector<Member> members;
  const std::span<const uint32_t> children = module_.files()[file].children(expr);
  for (size_t i = 0; i + 1 < children.size(); i += 2) {
    Member member;
    if (!EvalKey(file, children[i], scope, &member)) return Open(file, expr.span);
    member.value = Eval(file, children[i + 1], scope);
    members.push_back(member);
  }
  Value* value = Make(ValueKind::kObject, file, expr.span);
  value->exact = true;
  value->members = std::move(members);
  return value;
}

const Value* Evaluator::EvalFor(uint32_t file, const Expr& expr, const Scope* scope) {
  const std::span<const uint32_t> children = module_.files()[file].children(expr);
  const Value* over = Eval(file, children[0], scope);
  if (over->kind != ValueKind::kList && over->kind != ValueKind::kObject) {
    return ForOpen(file, expr, over, scope);
  }
  Value* made = Make(expr.object ? ValueKind::kObject : ValueKind::kList, file, expr.span);
  const size_t count = std::max(over->items.size(), over->members.size());
  for (size_t i = 0; i < count; ++i) {
    if (!Charge(1)) return Open(file, expr.span);
    const Value* item = over->kind == ValueKind::kList ? ItemOf(over, i) : over->members[i].value;
    const Value* key = over->kind == ValueKind::kList ? Text(std::to_string(i), file, expr.span)
                                                      : Text(over->members[i].key, file, expr.span);
    // An open item of a list may be any number of items.
    if (item->kind == ValueKind::kOpen && over->kind == ValueKind::kList && !expr.object) {
      made->items.push_back(Open(file, expr.span));
      continue;
    }
    const bool two = !expr.second.empty();
    const Scope first{expr.name, two ? key : item, scope};
    const Scope second{expr.second, item, &first};
    const Scope* inner = two ? &second : &first;
    if (expr.has_condition) {
      if (!Holds(file, children.back(), inner)) continue;
    }
    if (!expr.object) {
      made->items.push_back(Eval(file, children[1], inner));
      continue;
    }
    const Value* name = Eval(file, children[1], inner);
    if (!name->is_text() || expr.truth) return Open(file, expr.span);
    Member member;
    member.key = name->text;
    member.key_span = expr.span;
    member.value = Eval(file, children[2], inner);
    made->members.push_back(member);
  }
  return made;
}

// Over what is not known a list has items nobody can count: one as they are written, in which the
// names of the loop are open, and an open one for all others.
const Value* Evaluator::ForOpen(uint32_t file, const Expr& expr, const Value* over,
                                const Scope* scope) {
  const std::span<const uint32_t> children = module_.files()[file].children(expr);
  if (expr.object || !Charge(1)) return Open(file, expr.span);
  const Scope first{expr.name, Open(file, over->span), scope};
  const Scope second{expr.second, Open(file, over->span), &first};
  const Value* item = Eval(file, children[1], expr.second.empty() ? &first : &second);
  if (item->kind != ValueKind::kObject && item->kind != ValueKind::kString) {
    return Open(file, expr.span);
  }
  Value* made = Make(ValueKind::kList, file, expr.span);
  made->exact = true;
  made->items = {item, Open(file, expr.span)};
  return made;
}

const Value* Evaluator::EvalConditional(uint32_t file, const Expr& expr, const Scope* scope) {
  const std::span<const uint32_t> children = module_.files()[file].children(expr);
  return Eval(file, children[Holds(file, children[0], scope) ? 1 : 2], scope);
}

// Without the parentheses and blanks around it.
std::string Evaluator::Subject(uint32_t file, uint32_t index) const {
  std::string_view text = Written(file, module_.files()[file].expr(index).span);
  while (!text.empty() && (text.front() == '(' || text.front() == ' ')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ')' || text.back() == ' ') &&
         std::count(text.begin(), text.end(), ')') > std::count(text.begin(), text.end(), '(')) {
    text.remove_suffix(1);
  }
  return std::string(text);
}

bool Evaluator::Holds(uint32_t file, uint32_t index, const Scope* scope) {
  const File& in = module_.files()[file];
  const Expr& expr = in.expr(index);
  const std::span<const uint32_t> children = in.children(expr);
  if (expr.kind == ExprKind::kUnary && expr.name == "!") return !Holds(file, children[0], scope);
  if (expr.kind == ExprKind::kBinary && (expr.name == "&&" || expr.name == "||")) {
    const bool left = Holds(file, children[0], scope);
    const bool right = Holds(file, children[1], scope);
    return expr.name == "&&" ? left && right : left || right;
  }
  const Value* value = Eval(file, index, scope);
  if (value->kind == ValueKind::kBool && !RestsOnDefault(file, index, 0)) return value->truth;
  if (expr.kind == ExprKind::kBinary && (expr.name == "==" || expr.name == "!=")) {
    return Compares(file, expr, value, scope);
  }
  return choices_.Ask(Subject(file, index), "", value->kind != ValueKind::kBool || value->truth);
}

bool Evaluator::Compares(uint32_t file, const Expr& expr, const Value* value, const Scope* scope) {
  const std::span<const uint32_t> children = module_.files()[file].children(expr);
  const bool wanted = expr.name == "==";
  const bool first = value->kind == ValueKind::kBool ? value->truth == wanted : true;
  uint32_t subject = children[0];
  uint32_t literal = children[1];
  if (module_.files()[file].expr(subject).kind == ExprKind::kString) std::swap(subject, literal);
  const Value* side = Eval(file, literal, scope);
  const bool is_text = side->is_text() && !side->text.empty() && !RestsOnDefault(file, literal, 0);
  const std::string text = is_text ? std::string(side->text) : Subject(file, literal);
  return choices_.Ask(Subject(file, subject), text, first) == wanted;
}

bool Evaluator::RestsOnDefault(uint32_t file, uint32_t index, int depth) {
  constexpr int kFar = 30;
  if (!Charge(1)) return false;
  const File& in = module_.files()[file];
  const Expr& expr = in.expr(index);
  const std::span<const uint32_t> children = in.children(expr);
  if (expr.kind == ExprKind::kAttribute && in.expr(children[0]).kind == ExprKind::kName) {
    const std::string_view root = in.expr(children[0]).name;
    if (root == "var") return !IsGiven(std::string(expr.name));
    if (root != "local") return false;
    const Place* local = module_.FindLocal(std::string(expr.name));
    return local != nullptr && depth < kFar && RestsOnDefault(local->file, local->expr, depth + 1);
  }
  return depth < kFar && std::any_of(children.begin(), children.end(), [&](uint32_t child) {
           return RestsOnDefault(file, child, depth + 1);
         });
}

const Value* Evaluator::EvalUnary(uint32_t file, const Expr& expr, const Scope* scope) {
  const Value* operand = Eval(file, module_.files()[file].children(expr)[0], scope);
  if (expr.name == "!" && operand->kind == ValueKind::kBool) {
    return Bool(!operand->truth, file, expr.span);
  }
  if (expr.name == "-" && operand->kind == ValueKind::kNumber) {
    Value* value = Make(ValueKind::kNumber, file, expr.span);
    value->text = arena_.Copy("-" + std::string(operand->text));
    return value;
  }
  return Open(file, expr.span);
}

const Value* Evaluator::EvalBinary(uint32_t file, const Expr& expr, const Scope* scope) {
  const std::span<const uint32_t> children = module_.files()[file].children(expr);
  const Value* left = Eval(file, children[0], scope);
  const Value* right = Eval(file, children[1], scope);
  const bool and_op = expr.name == "&&";
  if (and_op || expr.name == "||") {
    for (const Value* side : {left, right}) {
      if (side->kind == ValueKind::kBool && side->truth != and_op) {
        return Bool(!and_op, file, expr.span);
      }
    }
    if (left->kind != ValueKind::kBool || right->kind != ValueKind::kBool) {
      return Open(file, expr.span);
    }
    return Bool(and_op, file, expr.span);
  }
  if (expr.name != "==" && expr.name != "!=") return Open(file, expr.span);
  if (left->is_open() || right->is_open()) return Open(file, expr.span);
  bool equal = left->kind == right->kind;
  if (equal && left->kind == ValueKind::kBool) {
    equal = left->truth == right->truth;
  } else if (equal && (left->is_text() || left->kind == ValueKind::kNumber)) {
    equal = left->text == right->text;
  } else if (equal && left->kind == ValueKind::kList &&
             (left->items.empty() || right->items.empty())) {
    equal = left->items.size() == right->items.size();
  } else if (left->kind != ValueKind::kNull && right->kind != ValueKind::kNull) {
    return Open(file, expr.span);
  }
  return Bool(equal == (expr.name == "=="), file, expr.span);
}

// --- strings ------------------------------------------------------------------------------------

const Value* Evaluator::EvalString(uint32_t file, const Expr& expr, const Scope* scope) {
  const std::span<const uint32_t> pieces = module_.files()[file].children(expr);
  const std::string_view written = Written(file, expr.span);
  const bool quoted =
      !expr.heredoc && written.size() >= 2 && written.front() == '"' && written.back() == '"';
  if (pieces.size() == 1 && !expr.heredoc) {
    // "${x}" is x, whatever its type.
    const ExprKind kind = module_.files()[file].expr(pieces[0]).kind;
    if (kind == ExprKind::kDirective) return Open(file, expr.span);
    if (kind != ExprKind::kText) return At(Eval(file, pieces[0], scope), file, expr.span);
  }
  const uint8_t quote = quoted ? 1 : 0;
  text::ViewBuilder builder(views_[file], {expr.span.begin + quote, expr.span.end - quote},
                            &arena_);
  Value made;
  JsonState json;
  for (uint32_t piece : pieces) {
    if (!AddPiece(file, piece, expr.heredoc, scope, &json, &builder, &made)) {
      return Open(file, expr.span);
    }
  }
  if (!Charge(1, builder.text().size())) return Open(file, expr.span);
  Value* value = &values_.emplace_back(std::move(made));
  value->kind = ValueKind::kString;
  value->file = file;
  value->span = expr.span;
  value->exact = true;
  value->quote = quote;
  value->view = builder.Finish();
  value->text = value->view->text();
  return value;
}

// Follows a text that grows, from what it knew before.
bool Evaluator::JsonState::IsBetweenStrings(std::string_view text) {
  if (at == 0) {
    const size_t first = text.find_first_not_of(" \t\r\n");
    is_json = first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
  }
  if (!is_json) return false;
  for (; at < text.size(); ++at) {
    if (text[at] == '"') {
      in_string = !in_string;
    } else if (text[at] == '\\' && in_string) {
      ++at;
    }
  }
  return !in_string;
}

// False if the text cannot be told at all.
bool Evaluator::AddPiece(uint32_t file, uint32_t index, bool heredoc, const Scope* scope,
                         JsonState* json, text::ViewBuilder* builder, Value* value) {
  const Expr& piece = module_.files()[file].expr(index);
  if (piece.kind == ExprKind::kDirective) return false;
  if (piece.kind == ExprKind::kText) {
    DecodeEscapes(module_.files()[file].text, piece.span, heredoc, builder);
    return true;
  }
  const Value* inner = Eval(file, index, scope);
  const auto at = static_cast<uint32_t>(builder->text().size());
  if (bytes_ + builder->text().size() + inner->text.size() > kMaxMade) return false;
  if (inner->kind == ValueKind::kBool) {
    builder->Put(inner->truth ? "true" : "false", piece.span);
  } else if (inner->kind == ValueKind::kNumber ||
             (inner->kind == ValueKind::kString && inner->encoded == nullptr)) {
    builder->Put(inner->text, piece.span);
    for (Span part : inner->open_parts) {
      value->open_parts.push_back({at + part.begin, at + part.end});
    }
  } else {
    std::string name(inner->kind == ValueKind::kOpen ? inner->text : Open(file, piece.span)->text);
    // Where JSON has a value and no string the open one stands for any.
    if (json->IsBetweenStrings(builder->text())) name = '"' + name + '"';
    builder->Put(name, piece.span);
    value->open_parts.push_back({at, at + static_cast<uint32_t>(name.size())});
  }
  return true;
}

}  // namespace rolelint::hcl
