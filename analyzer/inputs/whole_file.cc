#include "analyzer/inputs/whole_file.h"

#include <utility>

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/file_trees.h"
#include "analyzer/inputs/lone_statement.h"

namespace rolelint::inputs {
namespace {

// A statement, or a list of them, without the policy around.
bool IsLoneStatement(json::Value value) {
  if (value.is_array() && value.size() > 0) value = *value.begin();
  return value.is_object() && value.Find("Effect") && !value.Find("Statement");
}

// A quoted statement is judged as the only one of a policy; a fragment of one is not judged.
void ReadStatements(const FileTree& tree, Session* session) {
  constexpr std::string_view kWhy = "it has code blocks with statements";
  const json::Value first = tree.root.is_array() ? *tree.root.begin() : tree.root;
  if (!first.Find("Action") && !first.Find("NotAction")) {
    return session->RecogniseEmpty("markdown", kWhy);
  }
  session->Recognise("markdown", kWhy);
  session->HandOver({WrapStatements(tree.root, session), tree.view}, std::nullopt, Owner());
}

}  // namespace

bool ReadWholeFile(Syntax syntax, const text::Source& source, Session* session) {
  if (!session->options().explicitly_named && !MayMatter(source.text())) return true;
  session->BeginElement();
  FileTrees file = ReadFileTrees(syntax, session->file_view(), session->arena(), session->trees());
  for (json::Issue& issue : file.issues) session->issues()->push_back(std::move(issue));
  for (const FileTree& tree : file.trees) {
    if (syntax == Syntax::kMarkdown && IsLoneStatement(tree.root)) {
      ReadStatements(tree, session);
    } else {
      ReadTree(tree.root, *tree.view, session);
    }
  }
  // A block of Markdown that cannot be read is an error of its own; the others are read all the
  // same.
  for (const LayerIssues& part : file.parts) {
    if (!session->recognised()) {
      session->Recognise("markdown", "it has code blocks that look like policies");
    }
    session->HandIssues({part});
    if (!part.issues.back().fatal()) continue;
    session->AddNotChecked(part.view->ToFile(part.issues.back().span),
                           "a code block that looks like a policy holds no readable JSON or YAML");
  }
  return file.read;
}

}  // namespace rolelint::inputs
