#ifndef ROLELINT_ENGINE_POINTER_FINDER_H_
#define ROLELINT_ENGINE_POINTER_FINDER_H_

// The way from the root of a file to one of its bytes, as JSON pointers (RFC 6901), through any
// wrapping: a policy inside a string goes on with the pointer inside the decoded document.
//
// A dump is not built as a whole: large containers are stepped through, and only elements that hold
// something asked for are read. Asking in the order of the file therefore costs one quick pass over
// it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/json/tree.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/span.h"
#include "analyzer/text/view.h"

namespace rolelint::engine {

using text::Span;

struct PointerQuery {
  Span span;      // in the file
  Span document;  // of the policy that span lies in; empty: none

  // The answers.
  std::string file_pointer;
  std::string pointer;         // within the document
  std::string stable_pointer;  // the same, with a statement's Sid instead of its index
  std::string decoded;         // what stands at span in a document inside a string; else empty
  DecodedPlace decoded_place;  // of the same
};

// Answers all `queries` about `text` (padded, as Source::text()). What cannot be read (behind a
// syntax error) gets the pointer as far as the way is known. `markdown`: as the file was read.
void FindPointers(std::string_view text, std::vector<PointerQuery>* queries, bool markdown = false);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_POINTER_FINDER_H_
