#ifndef ROLELINT_CLI_INPUT_FILES_H_
#define ROLELINT_CLI_INPUT_FILES_H_

// From the paths of a command line to the inputs of a run: files, folders (searched for files that
// may hold JSON), globs that the shell left alone, and - for standard input.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/check.h"
#include "analyzer/inputs/paths.h"

namespace rolelint::cli {

struct InputFiles {
  std::vector<engine::InputSpec> inputs;
  std::vector<std::string> errors;  // whole sentences
  std::vector<inputs::PassedOver> passed_over;
};

struct InputFileOptions {
  std::string stdin_name = "stdin";
  bool markdown = false;  // of folders Markdown files too
  // Files that are named are taken as those of folders are: what has another ending or holds no
  // policy is passed over (lists of changed files that hooks pass).
  bool skip_unrecognised = false;
  // As inputs::FindOptions has them.
  bool gitignore = false;
  std::vector<std::string> exclude = {};
};

// Each file once, in the order of `paths`, a folder's and a glob's in the order of their names
// (inputs/paths.h). A path that does not exist becomes an input all the same: opening it says why
// it cannot be read.
InputFiles CollectInputs(const std::vector<std::string>& paths, const InputFileOptions& options);

// Why something of a folder is passed over, as half a sentence.
std::string_view PassedOverReason(inputs::PassedOver::Why why);

// The paths in a list, one a line; "-" is standard input. Empty lines are passed over.
bool ReadPathList(const std::string& list, std::vector<std::string>* paths, std::string* error);

// A path as messages show it: relative to the working directory, `../…` outside it.
std::string DisplayName(const std::string& path);

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_INPUT_FILES_H_
