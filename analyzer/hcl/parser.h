#ifndef ROLELINT_HCL_PARSER_H_
#define ROLELINT_HCL_PARSER_H_

// What the files of the parser share; nothing outside analyzer/hcl includes this.

#include <string_view>
#include <vector>

#include "analyzer/hcl/lexer.h"
#include "analyzer/hcl/syntax.h"

namespace rolelint::hcl {

// By recursive descent, bounded in depth. Each byte is looked at a constant number of times.
// `breaks`: line breaks mean nothing, for there are brackets around.
class Parser {
 public:
  Parser(std::string_view text, File* file, std::vector<json::Issue>* issues)
      : in_(text, issues), file_(*file) {}
  bool Run() { return ParseBody(&file_.body, false, 0) && !in_.failed(); }

 private:
  static constexpr uint32_t kNone = 0xFFFFFFFFU;
  bool ParseBody(Body* body, bool braces, int depth);
  bool ParseAttribute(Span name, Body* body, int depth);
  bool EndLine(std::string_view what);
  bool ParseBlock(Span type, Body* body, int depth);
  bool TooDeep();
  uint32_t Add(Expr expr, const std::vector<uint32_t>& children = {});
  Span SpanOf(uint32_t expr) const { return file_.exprs[expr].span; }
  uint32_t ParseExpr(bool breaks, int depth);
  uint32_t ParseBinary(bool breaks, int level, int depth);
  uint32_t ParseUnary(bool breaks, int depth);
  uint32_t ParsePostfix(bool breaks, int depth);
  bool ParseStep(Expr* expr, std::vector<uint32_t>* children);
  uint32_t ParseTerm(bool breaks, int depth);
  uint32_t ParseNumber();
  uint32_t ParseNamed(Span name, bool /*breaks*/, int depth);
  uint32_t ParseTuple(int depth);
  uint32_t ParseObject(int depth);
  bool IsFor();
  bool ParseForIntro(Expr* expr, std::vector<uint32_t>* children, int depth);
  uint32_t ParseFor(uint32_t begin, bool object, int depth);
  void AddText(uint32_t begin, std::vector<uint32_t>* pieces);
  bool ParseSequence(std::vector<uint32_t>* pieces, int depth);
  bool SkipDirective();
  bool AtSequence() const { return (in_.Peek() == '$' || in_.Peek() == '%') && in_.Peek(1) == '{'; }
  bool AtEscapedSequence() const;
  uint32_t ParseQuoted(int depth);
  bool ClosesHeredoc(std::string_view word, uint32_t* end) const;
  uint32_t ParseHeredoc(int depth);
  Lexer in_;
  File& file_;
};

}  // namespace rolelint::hcl

#endif  // ROLELINT_HCL_PARSER_H_
