#ifndef ROLELINT_ENGINE_COMMENT_SUPPRESSION_H_
#define ROLELINT_ENGINE_COMMENT_SUPPRESSION_H_

// Comments that suppress findings, in YAML and HCL:
//
//   # rolelint: ignore[admin-access, broad-pattern] the break-glass role, reviewed every quarter
//
// One counts for the statement that it stands in, and for what stands on its line; alone on its
// line, or on several such lines, also for what stands on the line below.

#include <string>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/text/source.h"

namespace rolelint::engine {

struct CommentSuppression {
  Span span;  // of the comment in the text
  Location location;
  std::string source_line;
  uint32_t line = 1;
  uint32_t below = 0;  // the first line below that is no comment, if it stands alone on its line
  std::vector<std::string> rules;
  std::string reason;
  std::string problem;  // why it counts for nothing, as a sentence; "" fine

  // Whether it counts for what begins on `line`, in a statement of these lines (0: in none).
  bool Reaches(uint32_t at, uint32_t statement_begin, uint32_t statement_end) const;
};

// Of a text in YAML or HCL; none of any other.
std::vector<CommentSuppression> FindComments(const text::Source& source);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_COMMENT_SUPPRESSION_H_
