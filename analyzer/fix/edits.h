#ifndef ROLELINT_FIX_EDITS_H_
#define ROLELINT_FIX_EDITS_H_

// Replacements of bytes in a file as it is on disk.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/finding.h"

namespace rolelint::fix {

struct ByteEdit {
  uint64_t begin = 0;
  uint64_t end = 0;
  std::string text;
};

// The edits of a fix in the order of their places. Empty if they overlap each other or reach past
// `size`.
std::vector<ByteEdit> EditsOf(const engine::Fix& fix, uint64_t size);

// Whether an edit of `a` touches a byte that one of `b` replaces, or inserts where that one does.
bool Overlap(const std::vector<ByteEdit>& a, const std::vector<ByteEdit>& b);

// `edits` overlap nowhere, in whatever order.
std::string Edited(std::string_view bytes, std::vector<ByteEdit> edits);

}  // namespace rolelint::fix

#endif  // ROLELINT_FIX_EDITS_H_
