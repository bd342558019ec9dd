#ifndef ROLELINT_CLI_GIT_H_
#define ROLELINT_CLI_GIT_H_

// What a repository held at another commit, asked of the program `git`. It is started without a
// shell, takes no locks, runs no hooks and fetches nothing.

#include <optional>
#include <string>
#include <vector>

namespace rolelint::cli {

struct GitFile {
  std::string path;  // relative to the root of the repository
  std::string blob;  // the name of its contents
};

class Git {
 public:
  // The repository with this root.
  explicit Git(std::string root) : root_(std::move(root)) {}

  // The commit from which the working tree left the branch or commit `ref`: their merge base.
  // Nullopt, with a sentence in `error`.
  std::optional<std::string> MergeBase(const std::string& ref, std::string* error) const;
  // The regular files of a commit.
  std::optional<std::vector<GitFile>> FilesOf(const std::string& commit, std::string* error) const;
  // The contents of the files, in their order.
  std::optional<std::vector<std::string>> Read(const std::vector<GitFile>& files,
                                               std::string* error) const;

 private:
  // False if git fails; `error` is then what it says.
  bool Run(const std::vector<std::string>& arguments, const std::string& input, std::string* output,
           std::string* error) const;

  std::string root_;
};

}  // namespace rolelint::cli

#endif  // ROLELINT_CLI_GIT_H_
