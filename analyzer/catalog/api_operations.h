#ifndef ROLELINT_CATALOG_API_OPERATIONS_H_
#define ROLELINT_CATALOG_API_OPERATIONS_H_

// The second source beside the catalogue: operations of AWS's API that the service authorization
// reference does not list as actions. Each may be an action that is newer than the reference, or
// need an action of another name (tools/read_botocore.py).

#include <string_view>

namespace rolelint::catalog {

// `prefix:Operation`, in any letter case.
bool IsApiOperation(std::string_view action);

}  // namespace rolelint::catalog

#endif  // ROLELINT_CATALOG_API_OPERATIONS_H_
