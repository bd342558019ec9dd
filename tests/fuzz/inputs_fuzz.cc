// Any bytes as an input: nothing crashes, every place lies in the text, reading twice says the
// same, and reading in chunks says what reading in one does.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "analyzer/inputs/input.h"

namespace {

using rolelint::inputs::Chunk;
using rolelint::inputs::InputResult;
using rolelint::inputs::Owner;
using rolelint::inputs::Scratch;
namespace text = rolelint::text;

void Require(bool holds) {
  if (!holds) std::abort();
}

class Counter : public rolelint::inputs::Sink {
 public:
  explicit Counter(std::size_t size) : size_(size) {}

  void OnDocument(const rolelint::policy::Document& document, const Owner& owner) override {
    Require(Within(document.view->ToFile(document.span)));
    Require(Within(owner.policy_name_span));
    for (const auto& statement : document.statements) {
      Require(Within(document.view->ToFile(statement.span)));
    }
    ++documents_;
    sum_ = sum_ * 31 + document.view->ToFile(document.span).begin + owner.arn.size();
  }
  void OnIssues(const text::View& view, std::span<const rolelint::json::Issue> issues) override {
    for (const auto& issue : issues) {
      Require(Within(view.ToFile(issue.span)));
      sum_ = sum_ * 31 + view.ToFile(issue.span).end;
    }
  }

  bool Within(text::Span span) const { return span.begin <= span.end && span.end <= size_; }
  uint32_t documents() const { return documents_; }
  uint64_t sum() const { return sum_; }

 private:
  std::size_t size_;
  uint32_t documents_ = 0;
  uint64_t sum_ = 0;
};

void Check(const InputResult& result, const Counter& sink) {
  for (const auto& part : result.not_checked) Require(sink.Within(part.span));
  for (const auto& note : result.notes) Require(sink.Within(note.span));
  for (const auto& entity : result.records.entities) {
    Require(sink.Within(entity.place.span) && sink.Within(entity.trust_place.span));
  }
  Require(result.recognised != result.format.empty());
  Require(!result.recognised || result.why_not.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  text::SourceError error;
  std::optional<text::Source> source = text::Source::FromBytes(
      "fuzz", std::string(reinterpret_cast<const char*>(data), size), &error);
  if (!source) return 0;
  const std::size_t length = source->text().size();
  Scratch scratch;
  Counter whole(length);
  const InputResult result = ReadInput(*source, 0, {}, &scratch, &whole);
  Check(result, whole);
  Require(result.policies == whole.documents());

  Counter again(length);
  Check(ReadInput(*source, 0, {}, &scratch, &again), again);
  Require(whole.sum() == again.sum());

  Counter parts(length);
  InputResult joined;
  bool readable = true;
  const std::vector<Chunk> chunks = rolelint::inputs::CutDump(*source, 16);
  for (std::size_t i = 0; i < chunks.size() && readable; ++i) {
    InputResult part = ReadChunk(*source, 0, chunks[i], {}, &scratch, &parts);
    readable = part.readable;
    if (i == 0) {
      joined = std::move(part);
    } else {
      Require(JoinChunk(std::move(part), &joined));
    }
  }
  if (chunks.empty()) return 0;
  Check(joined, parts);
  Require(parts.sum() == whole.sum() && joined.policies == result.policies);
  Require(joined.readable == result.readable && joined.format == result.format);
  Require(joined.not_checked.size() == result.not_checked.size());
  Require(joined.records.entities.size() == result.records.entities.size());
  Require(joined.records.coverage.size() == result.records.coverage.size());
  return 0;
}
