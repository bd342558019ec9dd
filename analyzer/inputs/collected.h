#ifndef ROLELINT_INPUTS_COLLECTED_H_
#define ROLELINT_INPUTS_COLLECTED_H_

// Folders that iam-collect writes: a file an attribute, whose it is told by the path alone.
// https://github.com/cloud-copilot/iam-collect

#include "analyzer/inputs/session.h"
#include "analyzer/json/tree.h"
#include "analyzer/text/view.h"

namespace rolelint::inputs {

// False, with nothing done, unless the file's path is one of such a folder's and the value may be
// what the path says.
bool ReadCollected(json::Value value, const text::View& view, Session* session);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_COLLECTED_H_
