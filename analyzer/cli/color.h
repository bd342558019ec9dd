#ifndef ROLELINT_CLI_COLOR_H_
#define ROLELINT_CLI_COLOR_H_

// Whether to colour what goes to a file descriptor.

#include <string_view>

namespace rolelint::cli {

// `when`: always, auto or never. With auto, in this order: FORCE_COLOR and CLICOLOR_FORCE (unless
// "0" or empty) say yes, NO_COLOR (unless empty) and TERM=dumb no; else a terminal is coloured and
// nothing else.
bool UseColor(std::string_view when, int file_descriptor);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_COLOR_H_
