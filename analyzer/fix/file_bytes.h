#ifndef ROLELINT_FIX_FILE_BYTES_H_
#define ROLELINT_FIX_FILE_BYTES_H_

// Files as bytes: read whole, and replaced whole or not at all.

#include <string>
#include <string_view>

namespace rolelint::fix {

// False, with why in `error`.
bool ReadFileBytes(const std::string& path, std::string* bytes, std::string* error);

// Why the file may not be replaced, as a phrase: it is no regular file, it may not be written, or
// it is a symbolic link that leads out of `root` and of its own folder. "" if it may be.
std::string WhyNotReplaced(const std::string& path, const std::string& root);

// Writes `after` to a new file in the same folder, with the mode of the old one, and renames it; a
// symbolic link stays, and its file is replaced. False, with why in `error` and nothing done, if
// the file no longer holds `before`, or the new one cannot be written.
bool ReplaceFile(const std::string& path, std::string_view before, std::string_view after,
                 std::string* error);

}  // namespace rolelint::fix

#endif  // ROLELINT_FIX_FILE_BYTES_H_
