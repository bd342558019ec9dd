#include "analyzer/catalog/catalog.h"
#include "analyzer/cli/version.h"

namespace rolelint::cli {

std::string VersionLine() {
  return std::string("rolelint " ROLELINT_VERSION " (commit ") + std::string(Commit()) +
         ", AWS catalogue of " + std::string(catalog::Catalog::BuiltIn().date()) + ")";
}

}  // namespace rolelint::cli
