#ifndef ROLELINT_TESTS_INPUTS_COLLECT_H_
#define ROLELINT_TESTS_INPUTS_COLLECT_H_

// What a sink is told, as plain values that outlive the reading.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/inputs/input.h"
#include "analyzer/json/reader.h"
#include "analyzer/policy/document.h"

namespace rolelint::inputs {

// One string of a document: where it stands in the document, what it is, and the bytes of the file
// at its span.
struct SeenText {
  std::string pointer;
  std::string value;
  Span file_span;
};

struct SeenDocument {
  policy::Kind kind;
  policy::KindSource kind_source;
  std::string owner_arn;
  std::string entity_name;
  std::string policy_name;
  std::string resource_type;
  std::string account;
  bool aws_managed = false;
  Span name_span;
  Span file_span;
  std::vector<SeenText> texts;  // of the document, keys and strings, in order
};

struct SeenIssue {
  json::Issue::Code code;
  bool fatal = false;
  std::string message;
  Span file_span;
  bool in_file = false;  // not in a decoded text
};

struct Collected {
  std::vector<SeenDocument> documents;
  std::vector<SeenIssue> issues;
};

class Collector : public Sink {
 public:
  void OnDocument(const policy::Document& document, const Owner& owner) override;
  void OnIssues(const text::View& view, std::span<const json::Issue> issues) override;

  Collected collected;

 private:
  void Texts(json::Value value, const std::string& pointer, const text::View& view,
             std::vector<SeenText>* texts);
};

struct Reading {
  Collected seen;
  InputResult result;
};

text::Source SourceOf(std::string bytes);
Reading Read(const text::Source& source, const ReadOptions& options = {});
Reading ReadText(std::string bytes, const ReadOptions& options = {});
// By chunks of the given size, joined; what was seen too.
Reading ReadInChunks(const text::Source& source, uint32_t target_bytes, size_t* chunks);

// Percent-decodes and JSON-unescapes once more and again, as a person would to find `value` in the
// bytes at a span.
bool BytesStandFor(std::string_view bytes, std::string_view value);

// "kind owner resource-type policy-name" of each document. Every string of them must stand at its
// place in `text`.
std::vector<std::string> DocumentLines(const Reading& reading, std::string_view text);
// A file under fixtures/inputs.
std::string InputFixture(const std::string& name);

// One line a document and string: kind, owner, pointer and value, without places.
std::vector<std::string> Summary(const Collected& seen);
// The same for records.
std::vector<std::string> Summary(const estate::Records& records);

}  // namespace rolelint::inputs

#endif  // ROLELINT_TESTS_INPUTS_COLLECT_H_
