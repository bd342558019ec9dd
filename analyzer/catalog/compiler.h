#ifndef ROLELINT_CATALOG_COMPILER_H_
#define ROLELINT_CATALOG_COMPILER_H_

// Turns the catalogue's text form (analyzer/catalog/data/aws-catalog.tsv; docs/catalog.md describes
// it) into the block of analyzer/catalog/layout.h. Used at build time for the built-in catalogue
// and at run time for `--catalog FILE`, so the text may come from anyone: whatever is wrong with it
// is an error with its line, and a block that is returned has no index or offset out of place.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rolelint::catalog {

inline constexpr std::size_t kMaxCatalogTextBytes = 64u << 20;

// Reads the text form from a file; of a larger one than kMaxCatalogTextBytes only as much as shows
// that. False, with a sentence in `error`, if it cannot be read.
bool ReadCatalogText(const std::string& path, std::string* text, std::string* error);

struct CompileResult {
  std::vector<char> block;  // empty on error
  std::string error;        // empty on success
  std::size_t line = 0;     // of the error, 1-based; 0 if it concerns the whole text
};

CompileResult CompileCatalog(std::string_view text);

}  // namespace rolelint::catalog

#endif  // ROLELINT_CATALOG_COMPILER_H_
