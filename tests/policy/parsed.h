#ifndef ROLELINT_TESTS_POLICY_PARSED_H_
#define ROLELINT_TESTS_POLICY_PARSED_H_

// A policy text, read and parsed, with everything the document points into.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/json/reader.h"
#include "analyzer/policy/parser.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/source.h"
#include "analyzer/text/view.h"

namespace rolelint::policy {

class Parsed {
 public:
  explicit Parsed(std::string_view text, std::optional<Kind> kind = std::nullopt)
      : buffer_(text), size_(text.size()) {
    buffer_.append(text::kPadding, '\0');
    view_ = text::View(std::string_view(buffer_).substr(0, size_));
    complete_ = json::ReadAll(view_.text(), &arena_, &trees_, &issues_);
    document_ = ParsePolicy(root(), view_, kind, KindSource::kOption, &arena_);
  }
  Parsed(const Parsed&) = delete;
  Parsed& operator=(const Parsed&) = delete;

  bool complete() const { return complete_; }
  json::Value root() const { return trees_.empty() ? json::Value() : trees_[0].root(); }
  const Document& document() const { return document_; }
  const std::vector<json::Issue>& issues() const { return issues_; }
  std::string_view At(Span span) const { return view_.text().substr(span.begin, span.size()); }

 private:
  std::string buffer_;
  size_t size_;
  text::View view_;
  text::Arena arena_;
  std::vector<json::Tree> trees_;
  std::vector<json::Issue> issues_;
  bool complete_ = false;
  Document document_;
};

// The name of a code without its k: "WrongType".
std::string_view CodeName(DiagnosticCode code);

// One line a diagnostic: code, text at the span, and where there is one "~" suggestion and "@" text
// at the related span.
std::string Describe(const Parsed& parsed, const Diagnostic& diagnostic);
std::vector<std::string> DescribeAll(const Parsed& parsed);

}  // namespace rolelint::policy

#endif  // ROLELINT_TESTS_POLICY_PARSED_H_
