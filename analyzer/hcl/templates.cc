// Strings in quotes and heredocs, and what is interpolated in them.
// https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#templates

#include <string>

#include "analyzer/hcl/parser.h"

namespace rolelint::hcl {

using json::Issue;

// Text up to here is a piece.
void Parser::AddText(uint32_t begin, std::vector<uint32_t>* pieces) {
  if (begin == in_.at()) return;
  Expr piece;
  piece.kind = ExprKind::kText;
  piece.span = {begin, in_.at()};
  pieces->push_back(Add(piece));
}

// At `${` or `%{`; what is behind it, up to its brace.
bool Parser::ParseSequence(std::vector<uint32_t>* pieces, int depth) {
  const uint32_t begin = in_.at();
  const bool directive = in_.Peek() == '%';
  in_.MoveTo(begin + 2);
  in_.Take("~");
  in_.SkipBlanks(true);
  if (directive) {
    if (!SkipDirective()) return false;
    Expr piece;
    piece.kind = ExprKind::kDirective;
    piece.span = {begin, in_.at()};
    pieces->push_back(Add(piece));
    return true;
  }
  const uint32_t inner = ParseExpr(true, depth + 1);
  if (inner == kNone) return false;
  in_.SkipBlanks(true);
  in_.Take("~");
  if (!in_.Take("}")) return in_.FailExpecting("the \"}\" of the interpolation");
  file_.exprs[inner].span = {begin, in_.at()};
  pieces->push_back(inner);
  return true;
}

bool Parser::SkipDirective() {
  int open = 1;
  bool quoted = false;
  for (; !in_.AtEnd(); in_.MoveTo(in_.at() + 1)) {
    const char c = in_.Peek();
    if (c == '"') quoted = !quoted;
    if (quoted) {
      if (c == '\\') in_.MoveTo(in_.at() + 1);
      continue;
    }
    open += c == '{' ? 1 : c == '}' ? -1 : 0;
    if (open == 0) return in_.Take("}");
  }
  return in_.FailExpecting("the \"}\" of the directive");
}

// `$${` and `%%{` stand for themselves.
bool Parser::AtEscapedSequence() const {
  return (in_.Peek() == '$' || in_.Peek() == '%') && in_.Peek(1) == in_.Peek() &&
         in_.Peek(2) == '{';
}

uint32_t Parser::ParseQuoted(int depth) {
  const uint32_t quote = in_.at();
  in_.Take("\"");
  std::vector<uint32_t> pieces;
  uint32_t begin = in_.at();
  while (in_.Peek() != '"') {
    if (in_.AtEnd() || in_.Peek() == '\n') {
      return in_.Fail(in_.AtEnd() ? Issue::Code::kTruncated : Issue::Code::kSyntax,
                      {in_.at(), in_.at() + (in_.AtEnd() ? 0U : 1U)},
                      "a string ends before its closing quote", {quote, quote + 1}),
             kNone;
    }
    if (AtEscapedSequence()) {
      in_.MoveTo(in_.at() + 3);
    } else if (AtSequence()) {
      AddText(begin, &pieces);
      if (!ParseSequence(&pieces, depth)) return kNone;
      begin = in_.at();
    } else {
      in_.MoveTo(in_.at() + (in_.Peek() == '\\' && in_.Peek(1) != '\n' ? 2 : 1));
    }
  }
  AddText(begin, &pieces);
  in_.Take("\"");
  Expr expr;
  expr.kind = ExprKind::kString;
  expr.span = {quote, in_.at()};
  return Add(expr, pieces);
}

// At the beginning of a line: whether the word alone stands on it; `end` is then its end.
bool Parser::ClosesHeredoc(std::string_view word, uint32_t* end) const {
  const std::string_view rest = in_.text().substr(in_.at());
  const size_t first = rest.find_first_not_of(" \t");
  if (first == std::string_view::npos || !rest.substr(first).starts_with(word)) return false;
  const size_t behind = first + word.size();
  if (behind < rest.size() && IsNameByte(rest[behind])) return false;
  *end = in_.at() + static_cast<uint32_t>(behind);
  return true;
}

uint32_t Parser::ParseHeredoc(int depth) {
  Expr expr;
  expr.kind = ExprKind::kString;
  expr.heredoc = true;
  const uint32_t begin = in_.at();
  in_.Take("<<");
  in_.Take("-");
  const std::string_view word = in_.Text(in_.TakeName());
  in_.Take("\r");
  if (word.empty() || !in_.Take("\n")) {
    return in_.FailExpecting("a heredoc's word and the end of its line"), kNone;
  }
  std::vector<uint32_t> pieces;
  uint32_t piece = in_.at();
  uint32_t end = 0;
  bool line_begins = true;
  while (!line_begins || !ClosesHeredoc(word, &end)) {
    line_begins = false;
    if (in_.AtEnd()) {
      return in_.Fail(Issue::Code::kTruncated, {in_.at(), in_.at()},
                      "the text ends inside a heredoc", {begin, begin + 2}),
             kNone;
    }
    if (AtEscapedSequence()) {
      in_.MoveTo(in_.at() + 3);
    } else if (AtSequence()) {
      AddText(piece, &pieces);
      if (!ParseSequence(&pieces, depth)) return kNone;
      piece = in_.at();
    } else {
      line_begins = in_.Peek() == '\n';
      in_.MoveTo(in_.at() + 1);
    }
  }
  AddText(piece, &pieces);
  in_.MoveTo(end);
  expr.span = {begin, end};
  return Add(expr, pieces);
}

}  // namespace rolelint::hcl
