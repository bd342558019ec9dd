#ifndef ROLELINT_CLI_READ_BYTES_H_
#define ROLELINT_CLI_READ_BYTES_H_

// Bytes that can be read only once: standard input, pipes, devices. The limit on their size is that
// of files.

#include <string>

namespace rolelint::cli {

// All that the descriptor gives. What is no text is read no further than it takes to see that, and
// what is too large no further than the limit: reading it as a source (text/source.h) then says so.
// False, with why in `error`, if it cannot be read.
bool ReadBytes(int descriptor, std::string* bytes, std::string* error);
// The same of the file.
bool ReadBytesOf(const std::string& path, std::string* bytes, std::string* error);

// Descriptors 0 to 2 that are closed become ones that can neither be read nor written, so that no
// file that is opened later takes their place.
void ReserveStandardStreams();

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_READ_BYTES_H_
