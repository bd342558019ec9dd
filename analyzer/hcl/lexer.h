#ifndef ROLELINT_HCL_LEXER_H_
#define ROLELINT_HCL_LEXER_H_

// What the parser's files share: bytes, blanks and names, and the one error that ends the reading.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/json/issue.h"
#include "analyzer/text/span.h"

namespace rolelint::hcl {

using text::Span;

inline bool IsNameStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }
inline bool IsNameByte(char c) { return IsNameStart(c) || IsDigit(c) || c == '-'; }

class Lexer {
 public:
  Lexer(std::string_view text, std::vector<json::Issue>* issues) : text_(text), issues_(*issues) {}

  uint32_t at() const { return at_; }
  void MoveTo(uint32_t at) { at_ = at; }
  bool AtEnd() const { return at_ >= text_.size(); }
  // The byte `ahead` of here; NUL behind the end.
  char Peek(uint32_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool StartsWith(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  std::string_view text() const { return text_; }
  std::string_view Text(Span span) const { return text_.substr(span.begin, span.size()); }
  bool failed() const { return failed_; }

  // Blanks and comments; line breaks too if they mean nothing here. A comment to the end of the
  // line leaves the break.
  void SkipBlanks(bool breaks);
  // A name at hand, or an empty span.
  Span TakeName();
  bool Take(std::string_view what) {
    if (!StartsWith(what)) return false;
    at_ += static_cast<uint32_t>(what.size());
    return true;
  }
  // The word `what` at hand, and not the beginning of a longer one.
  bool IsWord(std::string_view what) const {
    return StartsWith(what) && !IsNameByte(Peek(static_cast<uint32_t>(what.size())));
  }

  // Always false. The first one is told, the others follow from it.
  bool Fail(json::Issue::Code code, Span span, std::string message, Span related = {});
  bool FailExpecting(std::string_view what);

 private:
  std::string_view text_;
  std::vector<json::Issue>& issues_;
  uint32_t at_ = 0;
  bool failed_ = false;
};

}  // namespace rolelint::hcl

#endif  // ROLELINT_HCL_LEXER_H_
