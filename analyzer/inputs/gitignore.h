#ifndef ROLELINT_INPUTS_GITIGNORE_H_
#define ROLELINT_INPUTS_GITIGNORE_H_

// The patterns of .gitignore files, as git reads them: a later line goes before an earlier one, a
// deeper file before one further up, `!` takes a file back, a pattern with a slash in it counts
// from its folder on, and one that ends in a slash means folders alone.
// https://git-scm.com/docs/gitignore

#include <string>
#include <string_view>
#include <vector>

namespace rolelint::inputs {

class GitIgnore {
 public:
  // Adds the lines of the .gitignore of `folder`, which is relative to the root of the repository
  // ("" the root itself). Folders come from the root downward.
  void Add(std::string folder, std::string_view text);
  // Takes back what was added for `folder` and below it.
  void Leave(std::string_view folder);

  bool empty() const { return patterns_.empty(); }
  // `path` is relative to the root.
  bool Ignores(std::string_view path, bool is_folder) const;

 private:
  struct Pattern {
    std::string folder;  // "" or with a slash at its end
    std::string glob;
    bool negated = false;
    bool folders_only = false;
    bool anchored = false;
  };
  std::vector<Pattern> patterns_;
};

// Whether a path fits a pattern of .gitignore's kind: `*` and `?` stop at slashes, `**` does not.
bool FitsPathPattern(std::string_view pattern, std::string_view path);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_GITIGNORE_H_
