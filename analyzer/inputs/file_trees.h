#ifndef ROLELINT_INPUTS_FILE_TREES_H_
#define ROLELINT_INPUTS_FILE_TREES_H_

// The trees of a file that is not JSON by itself but small enough to be read as a whole: YAML
// documents, a CSV table, a script that assigns one JSON value, the code blocks of Markdown.

#include <string_view>
#include <vector>

#include "analyzer/inputs/syntax.h"
#include "analyzer/inputs/tree_pool.h"
#include "analyzer/inputs/unwrap.h"
#include "analyzer/json/issue.h"
#include "analyzer/json/tree.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/view.h"

namespace rolelint::inputs {

struct FileTree {
  json::Value root;
  const text::View* view = nullptr;  // what it counts in: the file's, or that of a part of it
};

struct FileTrees {
  std::vector<FileTree> trees;      // in the order of the file
  std::vector<json::Issue> issues;  // in the file's own text
  // Of parts that are texts of their own and look as if they held a policy.
  std::vector<LayerIssues> parts;
  bool read = true;  // false after a fatal issue, the last of `issues`
};

// Everything lies in `arena` and `trees`; `file` must outlive it.
FileTrees ReadFileTrees(Syntax syntax, const text::View& file, text::Arena* arena, TreePool* trees);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_FILE_TREES_H_
