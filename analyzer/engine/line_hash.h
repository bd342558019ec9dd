#ifndef ROLELINT_ENGINE_LINE_HASH_H_
#define ROLELINT_ENGINE_LINE_HASH_H_

// GitHub's primaryLocationLineHash: what code scanning tells alerts apart by when lines move. A
// rolling hash, in 64-bit wrap-around arithmetic, over the 100 UTF-16 units that begin with a
// line's first unit that is neither space nor tab; units are followed by the number of equal hashes
// so far in the file.
// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#data-for-preventing-duplicated-alerts

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rolelint::engine {

struct LineHash {
  uint64_t hash = 0;
  uint32_t number = 0;  // 1 for the first line with this hash
  uint32_t total = 0;   // lines of the file with this hash
};

// The hashes of the lines that begin at `begins` (ascending, each once) of `text`, valid UTF-8.
std::vector<LineHash> LineHashes(std::string_view text, const std::vector<uint32_t>& begins);
// The same by hashing every line: slower on most texts, but never more than one pass. Eight bytes a
// line of the text are needed while it runs.
std::vector<LineHash> RollingLineHashes(std::string_view text, const std::vector<uint32_t>& begins);

// "c129715d7a2bc9a3:1".
std::string FormatLineHash(uint64_t hash, uint32_t number);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_LINE_HASH_H_
