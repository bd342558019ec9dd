#include "analyzer/hcl/lexer.h"

#include <algorithm>
#include <utility>

namespace rolelint::hcl {

using json::Issue;

void Lexer::SkipBlanks(bool breaks) {
  while (!AtEnd()) {
    const char c = Peek();
    if (c == ' ' || c == '\t' || (c == '\r' && (breaks || Peek(1) == '\n')) ||
        (c == '\n' && breaks)) {
      ++at_;
    } else if (c == '#' || (c == '/' && Peek(1) == '/')) {
      at_ = static_cast<uint32_t>(std::min(text_.find('\n', at_), text_.size()));
    } else if (c == '/' && Peek(1) == '*') {
      const size_t end = text_.find("*/", at_ + 2);
      if (end == std::string_view::npos) {
        Fail(Issue::Code::kTruncated,
             {static_cast<uint32_t>(text_.size()), static_cast<uint32_t>(text_.size())},
             "the text ends inside a comment", {at_, at_ + 2});
        at_ = static_cast<uint32_t>(text_.size());
        return;
      }
      at_ = static_cast<uint32_t>(end + 2);
    } else {
      return;
    }
  }
}

Span Lexer::TakeName() {
  const uint32_t begin = at_;
  if (!IsNameStart(Peek())) return {begin, begin};
  while (IsNameByte(Peek())) ++at_;
  return {begin, at_};
}

bool Lexer::Fail(Issue::Code code, Span span, std::string message, Span related) {
  if (!failed_) issues_.push_back({code, span, related, std::move(message)});
  failed_ = true;
  return false;
}

bool Lexer::FailExpecting(std::string_view what) {
  const auto end = static_cast<uint32_t>(text_.size());
  if (AtEnd()) {
    return Fail(Issue::Code::kTruncated, {end, end},
                "the text ends; " + std::string(what) + " is expected");
  }
  uint32_t last = at_ + 1;
  while (last < end && (static_cast<unsigned char>(text_[last]) & 0xC0) == 0x80) ++last;
  std::string found = Peek() == '\n' || Peek() == '\r'
                          ? "a line break"
                          : "'" + std::string(text_.substr(at_, last - at_)) + "'";
  if (static_cast<unsigned char>(Peek()) < 0x20 && Peek() != '\n' && Peek() != '\r') {
    found = "a control character";
  }
  return Fail(Issue::Code::kSyntax, {at_, last},
              found + " where " + std::string(what) + " is expected");
}

}  // namespace rolelint::hcl
