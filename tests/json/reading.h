#ifndef ROLELINT_TESTS_JSON_READING_H_
#define ROLELINT_TESTS_JSON_READING_H_

// A text with its padding and everything that reading it gave, for tests.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/json/reader.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/source.h"

namespace rolelint::json {

// A copy of a text with the zero bytes behind it that readers ask for, and not a byte more, so that
// the address sanitizer sees whoever looks further.
class Padded {
 public:
  explicit Padded(std::string_view text)
      : size_(text.size()), buffer_(std::make_unique<char[]>(text.size() + text::kPadding)) {
    text.copy(buffer_.get(), text.size());
  }
  std::string_view view() const { return {buffer_.get(), size_}; }

 private:
  size_t size_;
  std::unique_ptr<char[]> buffer_;
};

struct Reading {
  explicit Reading(std::string_view bytes) : padded(bytes), text(padded.view()) {
    ok = ReadAll(text, &arena, &trees, &issues);
  }
  std::string_view At(Span span) const { return text.substr(span.begin, span.size()); }
  Value root() const { return trees.empty() ? Value() : trees[0].root(); }

  Padded padded;
  std::string_view text;
  text::Arena arena;
  std::vector<Tree> trees;
  std::vector<Issue> issues;
  bool ok = false;
};

}  // namespace rolelint::json

#endif  // ROLELINT_TESTS_JSON_READING_H_
