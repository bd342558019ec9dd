#include "analyzer/hcl/parser.h"

#include <algorithm>
#include <string>
#include <utility>

namespace rolelint::hcl {

using json::Issue;

namespace {

struct OperatorLevel {
  std::string_view word;
  int level;
};
// Longer ones first.
constexpr OperatorLevel kOperators[] = {
    {"||", 1}, {"&&", 2}, {"==", 3}, {"!=", 3}, {"<=", 4}, {">=", 4}, {"<", 4},
    {">", 4},  {"+", 5},  {"-", 5},  {"*", 6},  {"/", 6},  {"%", 6},
};

// Null if there is none.
const OperatorLevel* OperatorAt(const Lexer& in) {
  for (const OperatorLevel& candidate : kOperators) {
    if (in.StartsWith(candidate.word)) return &candidate;
  }
  return nullptr;
}

}  // namespace

bool Parser::ParseBody(Body* body, bool braces, int depth) {
  while (true) {
    in_.SkipBlanks(true);
    if (in_.failed()) return false;
    if (in_.AtEnd()) return braces ? in_.FailExpecting("the block's \"}\"") : true;
    if (braces && in_.Peek() == '}') return true;
    const Span name = in_.TakeName();
    if (name.empty()) return in_.FailExpecting("an attribute or a block");
    in_.SkipBlanks(false);
    if (in_.Peek() == '=' && in_.Peek(1) != '=') {
      in_.Take("=");
      if (!ParseAttribute(name, body, depth)) return false;
    } else if (!ParseBlock(name, body, depth)) {
      return false;
    }
  }
}

bool Parser::ParseAttribute(Span name, Body* body, int depth) {
  in_.SkipBlanks(false);
  const uint32_t value = ParseExpr(false, depth + 1);
  if (value == kNone) return false;
  body->attributes.push_back({in_.Text(name), name, value});
  return EndLine("the end of the line, behind the attribute's value,");
}

bool Parser::EndLine(std::string_view what) {
  in_.SkipBlanks(false);
  if (in_.failed()) return false;
  if (in_.AtEnd() || in_.Peek() == '\n' || in_.Peek() == '\r' || in_.Peek() == '}') return true;
  return in_.FailExpecting(what);
}

bool Parser::ParseBlock(Span type, Body* body, int depth) {
  if (depth >= kMaxDepth) return TooDeep();
  Block block;
  block.type = in_.Text(type);
  block.type_span = type;
  while (in_.Peek() != '{') {
    Label label;
    if (in_.Peek() == '"') {
      const uint32_t begin = in_.at();
      in_.MoveTo(begin + 1);
      while (!in_.AtEnd() && in_.Peek() != '"' && in_.Peek() != '\n') {
        in_.MoveTo(in_.at() + (in_.Peek() == '\\' ? 2 : 1));
      }
      if (!in_.Take("\"")) return in_.FailExpecting("the label's closing quote");
      label.span = {begin, in_.at()};
      label.text = in_.Text({begin + 1, in_.at() - 1});
    } else {
      label.span = in_.TakeName();
      label.text = in_.Text(label.span);
      if (label.span.empty()) return in_.FailExpecting("\"=\", a label or \"{\"");
    }
    block.labels.push_back(label);
    in_.SkipBlanks(false);
    if (in_.failed()) return false;
  }
  const uint32_t begin = in_.at();
  in_.Take("{");
  if (!ParseBody(&block.body, true, depth + 1)) return false;
  in_.Take("}");
  block.body_span = {begin, in_.at()};
  body->blocks.push_back(std::move(block));
  return EndLine("the end of the line, behind the block,");
}

bool Parser::TooDeep() {
  return in_.Fail(Issue::Code::kTooDeep, {in_.at(), in_.at() + (in_.AtEnd() ? 0U : 1U)},
                  "more than " + std::to_string(kMaxDepth) + " levels of nesting");
}

uint32_t Parser::Add(Expr expr, const std::vector<uint32_t>& children) {
  expr.first = static_cast<uint32_t>(file_.links.size());
  expr.count = static_cast<uint32_t>(children.size());
  file_.links.insert(file_.links.end(), children.begin(), children.end());
  file_.exprs.push_back(expr);
  return static_cast<uint32_t>(file_.exprs.size() - 1);
}

uint32_t Parser::ParseExpr(bool breaks, int depth) {
  if (depth > kMaxDepth) return TooDeep(), kNone;
  const uint32_t condition = ParseBinary(breaks, 1, depth);
  if (condition == kNone) return kNone;
  in_.SkipBlanks(breaks);
  if (in_.Peek() != '?') return condition;
  in_.Take("?");
  in_.SkipBlanks(true);
  const uint32_t yes = ParseExpr(breaks, depth + 1);
  if (yes == kNone) return kNone;
  in_.SkipBlanks(true);
  if (!in_.Take(":")) return in_.FailExpecting("\":\""), kNone;
  in_.SkipBlanks(true);
  const uint32_t no = ParseExpr(breaks, depth + 1);
  if (no == kNone) return kNone;
  Expr expr;
  expr.kind = ExprKind::kConditional;
  expr.span = {SpanOf(condition).begin, SpanOf(no).end};
  return Add(expr, {condition, yes, no});
}

// Operators of this level and tighter ones, to the left first.
uint32_t Parser::ParseBinary(bool breaks, int level, int depth) {
  if (depth > kMaxDepth) return TooDeep(), kNone;
  uint32_t left = ParseUnary(breaks, depth + 1);
  while (left != kNone) {
    in_.SkipBlanks(breaks);
    const OperatorLevel* found = OperatorAt(in_);
    if (found == nullptr || found->level < level) return left;
    in_.Take(found->word);
    in_.SkipBlanks(true);
    const uint32_t right = ParseBinary(breaks, found->level + 1, depth + 1);
    if (right == kNone) return kNone;
    Expr expr;
    expr.kind = ExprKind::kBinary;
    expr.name = found->word;
    expr.span = {SpanOf(left).begin, SpanOf(right).end};
    left = Add(expr, {left, right});
  }
  return left;
}

uint32_t Parser::ParseUnary(bool breaks, int depth) {
  if (depth > kMaxDepth) return TooDeep(), kNone;
  const char c = in_.Peek();
  if (c != '-' && c != '!') return ParsePostfix(breaks, depth + 1);
  Expr expr;
  expr.kind = ExprKind::kUnary;
  expr.name = c == '-' ? "-" : "!";
  const uint32_t begin = in_.at();
  in_.MoveTo(begin + 1);
  in_.SkipBlanks(breaks);
  const uint32_t operand = ParseUnary(breaks, depth + 1);
  if (operand == kNone) return kNone;
  expr.span = {begin, SpanOf(operand).end};
  return Add(expr, {operand});
}

// A term and what is taken out of it.
uint32_t Parser::ParsePostfix(bool breaks, int depth) {
  uint32_t term = ParseTerm(breaks, depth);
  int steps = 0;
  while (term != kNone) {
    in_.SkipBlanks(breaks);
    // As long as it is, the evaluator goes down it.
    if (++steps > kMaxDepth) return TooDeep(), kNone;
    Expr expr;
    const uint32_t begin = SpanOf(term).begin;
    std::vector<uint32_t> children = {term};
    if (in_.StartsWith("...")) return term;
    if (in_.Take(".")) {
      in_.SkipBlanks(breaks);
      if (!ParseStep(&expr, &children)) return kNone;
    } else if (in_.Peek() == '[') {
      in_.Take("[");
      in_.SkipBlanks(true);
      if (in_.Peek() == '*') {
        in_.Take("*");
        expr.kind = ExprKind::kSplat;
      } else {
        expr.kind = ExprKind::kIndex;
        children.push_back(ParseExpr(true, depth + 1));
        if (children.back() == kNone) return kNone;
      }
      in_.SkipBlanks(true);
      if (!in_.Take("]")) return in_.FailExpecting("\"]\""), kNone;
    } else {
      return term;
    }
    expr.span = {begin, in_.at()};
    term = Add(expr, children);
  }
  return term;
}

// Behind a dot: a name, a number (which old configurations have for [0]), or *.
bool Parser::ParseStep(Expr* expr, std::vector<uint32_t>* children) {
  if (in_.Take("*")) {
    expr->kind = ExprKind::kSplat;
    return true;
  }
  const uint32_t begin = in_.at();
  while (IsDigit(in_.Peek())) in_.MoveTo(in_.at() + 1);
  if (in_.at() != begin) {
    Expr number;
    number.kind = ExprKind::kNumber;
    number.span = {begin, in_.at()};
    expr->kind = ExprKind::kIndex;
    children->push_back(Add(number));
    return true;
  }
  const Span name = in_.TakeName();
  if (name.empty()) return in_.FailExpecting("an attribute's name");
  expr->kind = ExprKind::kAttribute;
  expr->name = in_.Text(name);
  return true;
}

uint32_t Parser::ParseTerm(bool breaks, int depth) {
  if (depth > kMaxDepth) return TooDeep(), kNone;
  const char c = in_.Peek();
  if (c == '"') return ParseQuoted(depth);
  if (c == '<' && in_.Peek(1) == '<') return ParseHeredoc(depth);
  if (c == '[') return ParseTuple(depth);
  if (c == '{') return ParseObject(depth);
  if (IsDigit(c)) return ParseNumber();
  if (c == '(') {
    const uint32_t begin = in_.at();
    in_.Take("(");
    in_.SkipBlanks(true);
    const uint32_t inner = ParseExpr(true, depth + 1);
    if (inner == kNone) return kNone;
    in_.SkipBlanks(true);
    if (!in_.Take(")")) return in_.FailExpecting("\")\""), kNone;
    file_.exprs[inner].span = {begin, in_.at()};
    file_.exprs[inner].parenthesised = true;
    return inner;
  }
  const Span name = in_.TakeName();
  if (name.empty()) return in_.FailExpecting("a value"), kNone;
  return ParseNamed(name, breaks, depth);
}

uint32_t Parser::ParseNumber() {
  Expr expr;
  expr.kind = ExprKind::kNumber;
  const uint32_t begin = in_.at();
  while (IsDigit(in_.Peek()) || (in_.Peek() == '.' && IsDigit(in_.Peek(1)))) {
    in_.MoveTo(in_.at() + 1);
  }
  if ((in_.Peek() | 0x20) == 'e') {
    const uint32_t sign = in_.Peek(1) == '+' || in_.Peek(1) == '-' ? 1 : 0;
    if (IsDigit(in_.Peek(1 + sign))) {
      in_.MoveTo(in_.at() + 1 + sign);
      while (IsDigit(in_.Peek())) in_.MoveTo(in_.at() + 1);
    }
  }
  expr.span = {begin, in_.at()};
  return Add(expr);
}

uint32_t Parser::ParseNamed(Span name, bool /*breaks*/, int depth) {
  Expr expr;
  expr.span = name;
  expr.name = in_.Text(name);
  if (expr.name == "null") {
    expr.kind = ExprKind::kNull;
    return Add(expr);
  }
  if (expr.name == "true" || expr.name == "false") {
    expr.kind = ExprKind::kBool;
    expr.truth = expr.name == "true";
    return Add(expr);
  }
  // Functions of providers: provider::aws::arn_parse(…).
  while (in_.StartsWith("::")) {
    in_.Take("::");
    if (in_.TakeName().empty()) return in_.FailExpecting("a function's name"), kNone;
    expr.name = in_.Text({name.begin, in_.at()});
  }
  if (in_.Peek() != '(') {
    expr.kind = ExprKind::kName;
    expr.span.end = in_.at();
    return Add(expr);
  }
  in_.Take("(");
  std::vector<uint32_t> arguments;
  in_.SkipBlanks(true);
  while (in_.Peek() != ')') {
    arguments.push_back(ParseExpr(true, depth + 1));
    if (arguments.back() == kNone) return kNone;
    in_.SkipBlanks(true);
    if (in_.Take("...")) {
      expr.truth = true;
      in_.SkipBlanks(true);
    }
    if (in_.Take(",")) {
      in_.SkipBlanks(true);
    } else if (in_.Peek() != ')') {
      return in_.FailExpecting("\",\" or \")\""), kNone;
    }
  }
  in_.Take(")");
  expr.kind = ExprKind::kCall;
  expr.span.end = in_.at();
  return Add(expr, arguments);
}

uint32_t Parser::ParseTuple(int depth) {
  const uint32_t begin = in_.at();
  in_.Take("[");
  in_.SkipBlanks(true);
  if (IsFor()) return ParseFor(begin, false, depth);
  Expr expr;
  expr.kind = ExprKind::kTuple;
  std::vector<uint32_t> items;
  while (in_.Peek() != ']') {
    items.push_back(ParseExpr(true, depth + 1));
    if (items.back() == kNone) return kNone;
    in_.SkipBlanks(true);
    if (in_.Take(",")) {
      in_.SkipBlanks(true);
    } else if (in_.Peek() != ']') {
      return in_.FailExpecting("\",\" or \"]\""), kNone;
    }
  }
  in_.Take("]");
  expr.span = {begin, in_.at()};
  return Add(expr, items);
}

uint32_t Parser::ParseObject(int depth) {
  const uint32_t begin = in_.at();
  in_.Take("{");
  in_.SkipBlanks(true);
  if (IsFor()) return ParseFor(begin, true, depth);
  Expr expr;
  expr.kind = ExprKind::kObject;
  std::vector<uint32_t> members;
  while (in_.Peek() != '}') {
    members.push_back(ParseExpr(false, depth + 1));
    if (members.back() == kNone) return kNone;
    in_.SkipBlanks(true);
    if (!in_.Take(":") && !in_.Take("=")) return in_.FailExpecting("\"=\" or \":\""), kNone;
    in_.SkipBlanks(true);
    members.push_back(ParseExpr(false, depth + 1));
    if (members.back() == kNone) return kNone;
    in_.SkipBlanks(false);
    if (!in_.Take(",") && in_.Peek() != '\n' && in_.Peek() != '\r' && in_.Peek() != '}') {
      return in_.FailExpecting("\",\", a line break or \"}\""), kNone;
    }
    in_.SkipBlanks(true);
  }
  in_.Take("}");
  expr.span = {begin, in_.at()};
  return Add(expr, members);
}

// `for` and a name: an object's key `for` is followed by = or :.
bool Parser::IsFor() {
  if (!in_.IsWord("for")) return false;
  const uint32_t begin = in_.at();
  in_.Take("for");
  in_.SkipBlanks(true);
  const bool is_for = IsNameStart(in_.Peek());
  in_.MoveTo(begin);
  return is_for;
}

bool Parser::ParseForIntro(Expr* expr, std::vector<uint32_t>* children, int depth) {
  in_.Take("for");
  in_.SkipBlanks(true);
  expr->name = in_.Text(in_.TakeName());
  in_.SkipBlanks(true);
  if (in_.Take(",")) {
    in_.SkipBlanks(true);
    expr->second = in_.Text(in_.TakeName());
    in_.SkipBlanks(true);
  }
  if (!in_.IsWord("in")) return in_.FailExpecting("\"in\"");
  in_.Take("in");
  in_.SkipBlanks(true);
  children->push_back(ParseExpr(true, depth + 1));
  if (children->back() == kNone) return false;
  in_.SkipBlanks(true);
  if (!in_.Take(":")) return in_.FailExpecting("\":\"");
  in_.SkipBlanks(true);
  return true;
}

uint32_t Parser::ParseFor(uint32_t begin, bool object, int depth) {
  Expr expr;
  expr.kind = ExprKind::kFor;
  expr.object = object;
  std::vector<uint32_t> children;
  if (!ParseForIntro(&expr, &children, depth)) return kNone;
  children.push_back(ParseExpr(true, depth + 1));
  if (children.back() == kNone) return kNone;
  in_.SkipBlanks(true);
  if (object) {
    if (!in_.Take("=>")) return in_.FailExpecting("\"=>\""), kNone;
    in_.SkipBlanks(true);
    children.push_back(ParseExpr(true, depth + 1));
    if (children.back() == kNone) return kNone;
    in_.SkipBlanks(true);
    expr.truth = in_.Take("...");
    in_.SkipBlanks(true);
  }
  if (in_.IsWord("if")) {
    in_.Take("if");
    in_.SkipBlanks(true);
    expr.has_condition = true;
    children.push_back(ParseExpr(true, depth + 1));
    if (children.back() == kNone) return kNone;
    in_.SkipBlanks(true);
  }
  const std::string_view close = object ? "}" : "]";
  if (!in_.Take(close)) return in_.FailExpecting("the end of the for expression"), kNone;
  expr.span = {begin, in_.at()};
  return Add(expr, children);
}

const Attribute* Body::Find(std::string_view name) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [&](const Attribute& each) { return each.name == name; });
  return found == attributes.end() ? nullptr : &*found;
}

bool Parse(std::string_view text, File* file, std::vector<json::Issue>* issues) {
  file->text = text;
  return Parser(text, file, issues).Run();
}

}  // namespace rolelint::hcl
