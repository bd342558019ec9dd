#ifndef ROLELINT_TEXT_LINE_INDEX_H_
#define ROLELINT_TEXT_LINE_INDEX_H_

// Byte offset → line and column, and back, over a text that does not change. Built at the first
// question, in one pass: every kLineIndexStep bytes a checkpoint says how many lines and characters
// lie before it, so that a question walks only the rest, however long the lines are. Costs 28 bytes
// for each 4 KB of text.

#include <cstdint>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/text/source.h"
#include "analyzer/text/span.h"
#include "analyzer/text/utf8.h"

namespace rolelint::text {

inline constexpr uint32_t kLineIndexStep = 4096;

// A place and the line that it is in, without its line break.
struct LinePlace {
  LineColumn at;
  Span line;
};

// The places of many offsets of `text`, valid UTF-8, in their order: in one pass up to the last of
// them, without an index.
std::vector<LinePlace> LocateAll(std::string_view text, std::span<const uint32_t> offsets);

class LineIndex {
 public:
  // `text` is valid UTF-8 and outlives the index. `ascii`: it is known to hold nothing else, so
  // that characters need no counting.
  explicit LineIndex(std::string_view text, bool ascii = false) : text_(text), ascii_(ascii) {}

  LineColumn Locate(uint32_t offset) const;
  // Characters of the text that begin before the one at `offset`.
  CharacterCounts Before(uint32_t offset) const;
  uint32_t LineCount() const;
  uint32_t LineBegin(uint32_t line) const;

 private:
  // What lies before a place of the text. A line break counts as soon as all its bytes do.
  struct State {
    uint32_t offset = 0;
    uint32_t line = 1;
    uint32_t line_begin = 0;
    CharacterCounts all;
    CharacterCounts at_line_begin;
  };

  CharacterCounts Characters(uint32_t begin, uint32_t end) const;
  State Advance(const State& from, uint32_t to) const;
  const std::vector<State>& Checkpoints() const;

  std::string_view text_;
  bool ascii_;
  mutable std::once_flag built_;
  mutable std::vector<State> checkpoints_;  // at every multiple of kLineIndexStep
};

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_LINE_INDEX_H_
