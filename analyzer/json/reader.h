#ifndef ROLELINT_JSON_READER_H_
#define ROLELINT_JSON_READER_H_

// The JSON reader: RFC 8259, one value at a time out of a padded text, with exact places.
// Iterative, with a depth cap. What AWS rejects but a reader can pass over (comments, trailing
// commas, duplicate keys, lone surrogates) becomes an Issue and reading goes on; the first real
// syntax error becomes one fatal Issue that spans the offending character, and reading stops there.
// A reader reports at most one fatal issue in its life.
//
// The text must be followed by text::kPadding readable zero bytes (Source::text() and View::text()
// are).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/json/duplicate_keys.h"
#include "analyzer/json/issue.h"
#include "analyzer/json/tree.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/span.h"

namespace rolelint::json {

// AWS nests a policy about six deep and its widest export about twelve.
inline constexpr uint32_t kMaxDepth = 512;

class Reader {
 public:
  // `text` and `arena` must outlive the reader and the trees it fills. Issues are appended to
  // `issues`, in the order in which they were met (duplicate keys when their object closes).
  Reader(std::string_view text, text::Arena* arena, std::vector<Issue>* issues)
      : text_(text), arena_(arena), issues_(issues) {}

  // Passes over blanks (and comments, which it reports). Returns the offset of the next other byte,
  // or text.size().
  uint32_t SkipBlanks(uint32_t at);

  // Reads the value that begins at `at` (no blank there) and appends its nodes to `tree`, whose
  // text must be the reader's. Returns the offset one past it, or kFailed after a fatal issue
  // (`tree` is then as it was).
  uint32_t ReadValue(uint32_t at, Tree* tree);

  // The end of the value at `at`, found by matching brackets and strings only (several times faster
  // than reading); kFailed if it does not end. Says nothing about whether the value is well-formed,
  // but where ReadValue succeeds the two agree. kFailed too if it is longer than `limit` bytes.
  uint32_t SkipValue(uint32_t at, uint32_t limit = kFailed) const;

  // Reports the fatal issue that fits what stands at `at` where `expected` ("a value") should, for
  // callers that walk containers themselves; `open` is the bracket of the container they are in.
  void ReportUnexpected(uint32_t at, std::string_view expected, Span open = {});

  // Whether a fatal issue was reported.
  bool failed() const { return failed_; }

  static constexpr uint32_t kFailed = 0xFFFFFFFFU;

 private:
  class Parse;
  friend class Cursor;

  void Report(Issue issue);
  uint32_t ReadValueIn(uint32_t at, Span around, Tree* tree);
  const char* SkipComments(const char* at);

  std::string_view text_;
  text::Arena* arena_;
  std::vector<Issue>* issues_;
  DuplicateKeys duplicates_;
  std::string scratch_;  // a string with escapes while it is being decoded
  bool failed_ = false;
};

// All values of a text, whether one document, several one after another, or one a line. `trees`
// gets one tree each. False after a fatal issue (the trees before it are complete). A text without
// any value is false too, with an issue of code kTruncated that says so.
bool ReadAll(std::string_view text, text::Arena* arena, std::vector<Tree>* trees,
             std::vector<Issue>* issues);

// The JSON pointer (RFC 6901) of the deepest key or value of `tree` whose bytes contain `span`; ""
// for the root.
std::string PointerAt(const Tree& tree, Span span);

}  // namespace rolelint::json

#endif  // ROLELINT_JSON_READER_H_
