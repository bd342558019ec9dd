#ifndef ROLELINT_HCL_ESCAPES_H_
#define ROLELINT_HCL_ESCAPES_H_

// What the text between a template's sequences says.

#include <string_view>

#include "analyzer/text/span.h"
#include "analyzer/text/view.h"

namespace rolelint::hcl {

// Adds the bytes `raw` of `text` to the view: escapes decoded (a heredoc has none), `$${` and `%%{`
// as the sequences that they stand for.
void DecodeEscapes(std::string_view text, text::Span raw, bool heredoc, text::ViewBuilder* builder);

}  // namespace rolelint::hcl

#endif  // ROLELINT_HCL_ESCAPES_H_
