#include "analyzer/inputs/input.h"

#include "analyzer/inputs/session.h"
#include "analyzer/inputs/syntax.h"
#include "analyzer/inputs/terraform_hcl.h"
#include "analyzer/inputs/walk.h"
#include "analyzer/inputs/whole_file.h"
#include "analyzer/inputs/yaml_file.h"

namespace rolelint::inputs {

InputResult ReadInput(const text::Source& source, uint32_t file, const ReadOptions& options,
                      Scratch* scratch, Sink* sink) {
  Session session(source, file, options, scratch, sink);
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
