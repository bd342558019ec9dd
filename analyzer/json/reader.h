#pragma once

// The JSON reader: RFC 8259, one value at a time out of a padded text, with exact places. Iterative, with a depth
// cap. What AWS rejects but a reader can pass over (comments, trailing commas, duplicate keys) becomes
// an Issue and reading goes on; the first real syntax error becomes one Issue of code kSyntax that spans the offending
// character, and reading stops there.
//
// The text must be followed by text::kPadding readable zero bytes (Source::text() and View::text() are).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/json/tree.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/span.h"

namespace rolelint::json {

// AWS nests a policy about six deep and its widest export about twelve.
inline constexpr uint32_t kMaxDepth = 512;

struct Issue {
  enum class Code : uint8_t {
    kComment,        // spans the comment
    kTrailingComma,  // spans the comma
    kDuplicateKey,   // spans the later key; related: the first one (compared after unescaping)
    kSyntax,         // spans the offending character; message names it
    kTruncated,      // the text ends too early; related: where the open string or bracket began
    kTooDeep,        // spans the bracket that goes past kMaxDepth
    kTemplate,       // template syntax outside a string ({{, {%, <%, ${): render it first
    kNotJson,        // recognisably something else (an AWS CLI error, colour codes, a shell prompt)
  };
  Code code;
  Span span;
  Span related;
  std::string message;

  // After a fatal issue nothing past span.begin was read.
  bool fatal() const { return code >= Code::kSyntax; }
};

class Reader {
 public:
  // `text` and `arena` must outlive the reader and the trees it fills. Issues are appended to `issues`.
  Reader(std::string_view text, text::Arena* arena, std::vector<Issue>* issues)
      : text_(text), arena_(arena), issues_(issues) {}

  // Passes over blanks (and comments, which it reports). Returns the offset of the next other byte, or text.size().
  uint32_t SkipBlanks(uint32_t at);

  // Reads the value that begins at `at` (no blank there) and appends its nodes to `tree`, whose text must be the reader's.
  // Returns the offset one past it, or kFailed after a fatal issue.
  uint32_t ReadValue(uint32_t at, Tree* tree);

  // The end of the value at `at`, found by matching brackets and strings only (several times faster than
  // reading); kFailed if it does not end. Says nothing about whether the value is well-formed.
  uint32_t SkipValue(uint32_t at) const;

  // Reports the fatal issue that fits what stands at `at` where `expected` should (for callers that walk containers
  // themselves).
  void ReportUnexpected(uint32_t at, std::string_view expected);

  static constexpr uint32_t kFailed = 0xFFFFFFFFU;

 private:
  uint32_t ReadString(uint32_t at, uint32_t* decoded_index, Tree* tree);

  std::string_view text_;
  text::Arena* arena_;
  std::vector<Issue>* issues_;
};

// All values of a text, whether one document, several one after another, or one a line. `trees` gets one
// tree each. False after a fatal issue (the trees before it are complete) or if there is no value at all.
bool ReadAll(std::string_view text, text::Arena* arena, std::vector<Tree>* trees,
             std::vector<Issue>* issues);

// The JSON pointer (RFC 6901) of the deepest key or value of `tree` whose bytes contain `span`; "" for the root.
std::string PointerAt(const Tree& tree, Span span);

}  // namespace rolelint::json
