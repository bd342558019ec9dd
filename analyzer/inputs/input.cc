#include "analyzer/inputs/input.h"

#include "analyzer/inputs/session.h"
#include "analyzer/inputs/syntax.h"
#include "analyzer/inputs/terraform_hcl.h"
#include "analyzer/inputs/walk.h"
#include "analyzer/inputs/whole_file.h"
#include "analyzer/inputs/yaml_file.h"

namespace rolelint::inputs {
namespace {

bool LooksLikeMarkdown(const text::Source& source, std::string_view path) {
  const std::string_view text = source.text();
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] == '{' || text[first] == '[') return false;
  return path.ends_with(".md") || path.ends_with(".markdown") ||
         SniffSyntax(text, true) == Syntax::kMarkdown;
}

}  // namespace

InputResult ReadInput(const text::Source& source, uint32_t file, const ReadOptions& options,
                      Scratch* scratch, Sink* sink) {
  Session session(source, file, options, scratch, sink);
  if (source.text().starts_with("version https://git-lfs.github.com/spec/")) {
    session.Recognise("git-lfs-pointer", "it begins as a pointer of Git LFS");
    session.AddNotChecked({0, static_cast<uint32_t>(source.text().size())},
                          "the file is a pointer of Git LFS, and what it stands for is not here: "
                          "fetch it with `git lfs pull`");
    return session.Finish(false);
  }
  if (options.explicitly_named && !options.markdown && LooksLikeMarkdown(source, options.path)) {
    session.NoDocument(
        "this is a Markdown file: with --markdown the policies in its code blocks are read");
    return session.Finish(false);
  }
  bool read = true;
  const Syntax syntax = SniffSyntax(source.text(), options.markdown);
  switch (syntax) {
    case Syntax::kYaml:
      read = ReadYamlFile(source, &session);
      break;
    case Syntax::kCsv:
    case Syntax::kScript:
    case Syntax::kMarkdown:
      read = ReadWholeFile(syntax, source, &session);
      break;
    case Syntax::kHcl:
      read = ReadHclFile(source, &session);
      break;
    default:
      read = Walk(source, &session).Run();
      break;
  }
  return session.Finish(!read);
}

}  // namespace rolelint::inputs
