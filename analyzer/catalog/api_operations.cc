#include "analyzer/catalog/api_operations.h"

#include <algorithm>
#include <iterator>

#include "analyzer/text/glob.h"

namespace rolelint::catalog {
namespace {

constexpr std::string_view kOperations[] = {
#include "analyzer/catalog/api_operations.inc"
};

}  // namespace

bool IsApiOperation(std::string_view action) {
  return std::any_of(std::begin(kOperations), std::end(kOperations),
                     [&](std::string_view one) { return text::EqualsFolded(one, action); });
}

}  // namespace rolelint::catalog
