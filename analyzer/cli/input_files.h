#pragma once

// From the paths of a command line to the inputs of a run: files, folders (searched for files that
// may hold JSON), globs that the shell left alone, and - for standard input.

#include <string>
#include <vector>

#include "analyzer/engine/check.h"

namespace rolelint::cli {

struct InputFiles {
  std::vector<engine::InputSpec> inputs;
  std::vector<std::string> errors;  // whole sentences
};

// Each file once, in the order of `paths`, a folder's and a glob's in the order of their names
// (inputs/paths.h). A path that does not exist becomes an input all the same: opening it says why
// it cannot be read. `markdown`: of folders Markdown files too.
InputFiles CollectInputs(const std::vector<std::string>& paths, const std::string& stdin_name,
                         bool markdown = false);

// The paths in a list, one a line; "-" is standard input. Empty lines are passed over.
bool ReadPathList(const std::string& list, std::vector<std::string>* paths, std::string* error);

// A path as reports show it: relative to the root of the repository that holds the working
// directory, else to the working directory, `../…` outside it.
std::string DisplayName(const std::string& path);

}  // namespace rolelint::cli
