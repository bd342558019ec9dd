#ifndef ROLELINT_CLI_SEVERITY_WORDS_H_
#define ROLELINT_CLI_SEVERITY_WORDS_H_

// The words of --fail-on and --min-severity.

#include <string>

namespace rolelint::cli {

// Why `word` is not a severity, with the one to use where it is a level or misspelled; "" if it is
// one. `may_be_never`: the option also takes "never".
std::string WrongSeverity(const std::string& word, bool may_be_never);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_SEVERITY_WORDS_H_
