#pragma once

// GitHub's primaryLocationLineHash: what code scanning tells alerts apart by when lines move. A
// rolling hash, in 64-bit wrap-around arithmetic, over the 100 UTF-16 units that begin with a
// line's first unit that is neither space nor tab; units are followed by the number of equal hashes
// so far in the file.
// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#data-for-preventing-duplicated-alerts

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rolelint::engine {

struct LineHash {
  uint64_t hash = 0;
  uint32_t number = 0;  // 1 for the first line with this hash
  uint32_t total = 0;   // lines of the file with this hash
};

// The hashes of `lines` (1-based, ascending) of `text`, valid UTF-8. One pass over the text
// whatever the number of lines; eight bytes a line of the text are needed while it runs.
std::map<uint32_t, LineHash> LineHashes(std::string_view text, const std::vector<uint32_t>& lines);

// "c129715d7a2bc9a3:1".
std::string FormatLineHash(uint64_t hash, uint32_t number);

}  // namespace rolelint::engine
