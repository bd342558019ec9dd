#ifndef ROLELINT_CLI_RULE_PAGES_H_
#define ROLELINT_CLI_RULE_PAGES_H_

// The pages of docs/rules, compiled in (cmake/rule_pages.cmake).

#include <string_view>

namespace rolelint::cli {

// The whole of docs/rules/<id>.md, or "".
std::string_view RulePage(std::string_view id);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_RULE_PAGES_H_
