#ifndef ROLELINT_LOGIC_RCP_H_
#define ROLELINT_LOGIC_RCP_H_

#include <string_view>

#include "analyzer/catalog/catalog.h"

namespace rolelint::logic {

// Whether RCPs reach the service of the action.
bool RcpSupports(std::string_view action, const catalog::Catalog& catalog);

}  // namespace rolelint::logic

#endif  // ROLELINT_LOGIC_RCP_H_
