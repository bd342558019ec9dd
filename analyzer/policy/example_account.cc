#include "analyzer/policy/example_account.h"

#include <algorithm>
#include <iterator>

namespace rolelint::policy {
namespace {

constexpr std::string_view kExampleAccounts[] = {
    "000000000000", "012345678901", "111122223333", "123456789012",
    "444455556666", "777788889999", "999999999999",
};

}  // namespace

bool IsExampleAccount(std::string_view account) {
  return std::find(std::begin(kExampleAccounts), std::end(kExampleAccounts), account) !=
         std::end(kExampleAccounts);
}

}  // namespace rolelint::policy
