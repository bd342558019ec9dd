#ifndef ROLELINT_REPORT_PATH_H_
#define ROLELINT_REPORT_PATH_H_

// File names as reports print them. The names come in as the bytes that the file system has.

#include <cstdint>
#include <string>
#include <string_view>

namespace rolelint::report {

// Bytes that are not UTF-8 percent-encoded, everything else as it is: for JSON.
std::string Utf8Path(std::string_view path);

// The same, fit for a terminal.
std::string PrintablePath(std::string_view path);

// Appends the same, then ":LINE:COLUMN".
void AppendPlace(std::string_view path, uint32_t line, uint32_t column, std::string* out);

// An RFC 3986 reference: relative for a relative path (without `./`), file:///… for an absolute
// one.
std::string UriReference(std::string_view path);

}  // namespace rolelint::report

#endif  // ROLELINT_REPORT_PATH_H_
