#pragma once

#include <string_view>

namespace rolelint::policy {

// The accounts that AWS's documentation uses in examples, and what people type instead of an
// account.
bool IsExampleAccount(std::string_view account);

}  // namespace rolelint::policy
