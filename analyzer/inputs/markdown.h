#ifndef ROLELINT_INPUTS_MARKDOWN_H_
#define ROLELINT_INPUTS_MARKDOWN_H_

// The fenced code blocks of a Markdown text. https://spec.commonmark.org/0.31.2/#fenced-code-blocks

#include <string_view>
#include <vector>

#include "analyzer/text/arena.h"
#include "analyzer/text/view.h"

namespace rolelint::inputs {

struct CodeBlock {
  std::string_view language;  // the first word behind the fence, as written; may be ""
  // Its lines, without what indents the fence or quotes the block.
  const text::View* content = nullptr;
};

// Only blocks that may hold a policy. Everything lies in `arena`; `file` must outlive it.
std::vector<CodeBlock> CodeBlocks(const text::View& file, text::Arena* arena);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_MARKDOWN_H_
