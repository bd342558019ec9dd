#ifndef ROLELINT_CLI_STREAMS_H_
#define ROLELINT_CLI_STREAMS_H_

// Where a command writes, and how its error messages look.

#include <ostream>
#include <string_view>

namespace rolelint::cli {

// The exit statuses of the command line's contract (docs/design.md).
inline constexpr int kOk = 0;
inline constexpr int kFindings = 1;
inline constexpr int kError = 2;

struct Streams {
  std::ostream& out;  // what was asked for
  std::ostream& err;  // everything else
};

// "rolelint: MESSAGE", whatever bytes the message holds; returns kError.
int Fail(const Streams& streams, std::string_view message);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_STREAMS_H_
