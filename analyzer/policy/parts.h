#ifndef ROLELINT_POLICY_PARTS_H_
#define ROLELINT_POLICY_PARTS_H_

// What the files of the parser share; nothing outside analyzer/policy includes this.

#include <string_view>
#include <vector>

#include "analyzer/json/tree.h"
#include "analyzer/policy/document.h"
#include "analyzer/policy/placeholder.h"
#include "analyzer/text/arena.h"

namespace rolelint::policy {

// Collects the diagnostics of one document.
class DiagnosticSink {
 public:
  explicit DiagnosticSink(std::vector<Diagnostic>* diagnostics) : diagnostics_(*diagnostics) {}

  // The statement that is being read.
  void set_statement(uint32_t index) { statement_ = index; }

  Diagnostic& Report(DiagnosticCode code, Span span, std::string_view element,
                     std::string_view detail = {}, std::string_view suggestion = {}) {
    Diagnostic diagnostic;
    diagnostic.code = code;
    diagnostic.statement = statement_;
    diagnostic.span = span;
    diagnostic.element = element;
    diagnostic.detail = detail;
    diagnostic.suggestion = suggestion;
    diagnostics_.push_back(diagnostic);
    plain_ = false;  // what it speaks of may never be read
    return diagnostics_.back();
  }

  void ReportWrongType(json::Value value, std::string_view element, std::string_view expected) {
    Report(DiagnosticCode::kWrongType, value.span(), element, expected).found = value.type();
  }

  void NoteOddText() { plain_ = false; }
  // Document::plain.
  bool plain() const { return plain_; }

  // A value that a template leaves open.
  void NoteOpen() {
    plain_ = false;
    ++open_values_;
  }
  uint32_t open_values() const { return open_values_; }

 private:
  std::vector<Diagnostic>& diagnostics_;
  uint32_t statement_ = Diagnostic::kNoStatement;
  bool plain_ = true;
  uint32_t open_values_ = 0;
};

// Names and strings are reported without their quotes.
inline Span KeyInner(json::Value member) { return member.key_inner_span(); }

// Decides how a text is searched for placeholders.
enum class TextUse : uint8_t { kAction, kPrincipal, kValue };

inline TextLook LookAt(std::string_view value, TextUse use) {
  if (value.size() == 1 && value[0] == '*') return {};
  switch (use) {
    case TextUse::kAction:
      return LookAtName(value);
    case TextUse::kPrincipal:
      return LookAtText(value, TextPlace::kPrincipal);
    case TextUse::kValue:
      break;
  }
  return LookAtText(value);
}

// `escapes`: a text written with them is not plain, whatever they stand for.
inline Text MakeText(std::string_view value, Span span, TextUse use, bool escapes,
                     DiagnosticSink* sink) {
  const TextLook look = LookAt(value, use);
  if (look.placeholder || !look.plain || escapes) sink->NoteOddText();
  return {value, span, !look.placeholder};
}

// A CloudFormation intrinsic function (`{"Ref": …}`, `{"Fn::Sub": …}`) where a value should stand.
inline bool IsIntrinsic(json::Value value) {
  if (!value.is_object() || value.size() != 1) return false;
  const std::string_view key = (*value.begin()).key();
  return key == "Ref" || key.substr(0, 4) == "Fn::";
}

// A string, or an intrinsic function as it is written, which is an unresolved text.
inline bool ReadText(json::Value value, TextUse use, DiagnosticSink* sink, Text* text) {
  if (value.open()) {
    sink->NoteOpen();
    *text = {value.str(), value.inner_span(), false, true};
    return true;
  }
  if (value.is_string()) {
    *text = MakeText(value.str(), value.inner_span(), use, value.has_escapes(), sink);
    return true;
  }
  if (!IsIntrinsic(value)) return false;
  sink->NoteOddText();
  *text = {value.raw(), value.span(), false};
  return true;
}

inline Text KeyText(json::Value member, DiagnosticSink* sink) {
  const std::string_view key = member.key();
  const Span span = KeyInner(member);
  if (member.key_open()) {
    sink->NoteOpen();
    return {key, span, false, true};
  }
  return MakeText(key, span, TextUse::kAction, span.size() != key.size(), sink);
}

// condition_parser.cc
void ParseCondition(json::Value value, DiagnosticSink* sink, text::Arena* arena,
                    Statement* statement);

}  // namespace rolelint::policy

#endif  // ROLELINT_POLICY_PARTS_H_
