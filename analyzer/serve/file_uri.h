#ifndef ROLELINT_SERVE_FILE_URI_H_
#define ROLELINT_SERVE_FILE_URI_H_

// file:// URIs, by which clients name files.

#include <optional>
#include <string>
#include <string_view>

namespace rolelint::serve {

// "/a b" of "file:///a%20b"; nullopt of a URI of another scheme or another host, or with a NUL.
std::optional<std::string> PathOfUri(std::string_view uri);

}  // namespace rolelint::serve

#endif  // ROLELINT_SERVE_FILE_URI_H_
