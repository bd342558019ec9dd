#ifndef ROLELINT_INPUTS_WHOLE_FILE_H_
#define ROLELINT_INPUTS_WHOLE_FILE_H_

// A table, a script or Markdown: its trees, given to the adapters one after another.

#include "analyzer/inputs/session.h"
#include "analyzer/inputs/syntax.h"
#include "analyzer/text/source.h"

namespace rolelint::inputs {

// False after a fatal issue, which is then among the session's; what stands before it was read.
bool ReadWholeFile(Syntax syntax, const text::Source& source, Session* session);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_WHOLE_FILE_H_
