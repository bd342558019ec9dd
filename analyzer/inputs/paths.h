#ifndef ROLELINT_INPUTS_PATHS_H_
#define ROLELINT_INPUTS_PATHS_H_

// From the paths of a command line to the files to read: files as they are named, folders searched,
// patterns expanded where the shell has not. Nothing is opened here: a file that does not exist is
// given back like any other, and opening it says why it cannot be read. "-" (standard input) is
// given back as it is.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rolelint::inputs {

// An organisation of 10,000 accounts in one file per attribute is about four million files.
inline constexpr size_t kMaxFiles = 8'000'000;

struct FoundFile {
  std::string path;              // to open
  std::string display_name;      // relative to the base folder, UTF-8
  bool explicitly_named = true;  // false: found in a folder or by a pattern
};

struct PathError {
  std::string path;  // the pattern as the user wrote it, or the folder in question; UTF-8
  std::string message;
};

// What stands in a searched folder and is not read.
struct PassedOver {
  enum class Why : uint8_t {
    kEnding,    // no policies are kept in files of such names
    kFolder,    // hidden, or node_modules
    kNotFile,   // a pipe, a socket, a device
    kIgnored,   // .gitignore says so
    kExcluded,  // FindOptions::exclude does
  };
  std::string display_name;
  Why why = Why::kEnding;
};

struct FoundFiles {
  std::vector<FoundFile>
      files;  // in the order of the arguments; inside a folder sorted by name; each file once
  std::vector<PathError> errors;
  std::vector<PassedOver> passed_over;  // .git is not told
};

// The folder that display names are relative to: the nearest one upward from `folder` that holds
// .git, else `folder`; absolute, without symbolic links.
std::string BaseFolder(const std::string& folder);

struct FindOptions {
  bool markdown = false;
  // What .gitignore files of the repository name is not looked for in folders.
  bool gitignore = false;
  // Patterns as those of .gitignore, from the base folder on, of what is neither looked for in
  // folders nor found by patterns.
  std::vector<std::string> exclude = {};
  // Files beyond these are not looked for, and an error says so.
  size_t most = kMaxFiles;
};

// Paths are relative to the working directory; an empty one is an error. In folders, only .json,
// .jsonc, .jsonl, .ndjson, .yaml, .yml, .template, .tf, .tofu, .tftpl, .tfplan, .tfstate and .csv
// are taken, also with .gz behind it, ScoutSuite's scoutsuite_*.js, and, with `markdown`, .md;
// hidden folders and node_modules are passed over, and no folder is entered twice (links may form
// loops). A link to nothing whose name would be taken, or has no ending, is an error. Patterns:
// `*`, `?` and `[…]` within a name, `**` for any number of folders. A pattern without a match is an
// error.
FoundFiles FindFiles(const std::vector<std::string>& arguments, const std::string& base_folder,
                     const FindOptions& options);
FoundFiles FindFiles(const std::vector<std::string>& arguments, const std::string& base_folder,
                     bool markdown = false, size_t most = kMaxFiles);

// Whether FindOptions::exclude has a pattern for a path relative to the base folder.
bool IsExcluded(const std::vector<std::string>& exclude, std::string_view path);

// Whether a file of this name, without folder, is taken from a folder.
bool IsTakenFromFolders(std::string_view name, bool markdown);

// How a file is named in reports: relative to `base_folder` ("../…" outside it), bytes that are not
// UTF-8 percent-encoded.
std::string DisplayName(const std::string& path, const std::string& base_folder);

// The bytes, those that are not UTF-8 percent-encoded.
std::string PrintablePath(std::string_view path);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_PATHS_H_
