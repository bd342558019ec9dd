#ifndef ROLELINT_ESTATE_STATEMENT_TEXT_H_
#define ROLELINT_ESTATE_STATEMENT_TEXT_H_

// Parts of a statement as compact JSON: what the records keep of conditions, so that a statement
// can be put together again and decided once all inputs are read.

#include <string>
#include <string_view>

#include "analyzer/policy/document.h"

namespace rolelint::estate {

// The value of Condition; "" if there is no test.
std::string ConditionText(const policy::Statement& statement);

// A string with its quotes.
void AppendQuoted(std::string_view text, std::string* out);

}  // namespace rolelint::estate

#endif  // ROLELINT_ESTATE_STATEMENT_TEXT_H_
