#ifndef ROLELINT_INPUTS_YAML_FILE_H_
#define ROLELINT_INPUTS_YAML_FILE_H_

// A YAML file: its documents as trees, given to the adapters one after another.

#include "analyzer/inputs/session.h"
#include "analyzer/text/source.h"

namespace rolelint::inputs {

// False after a fatal issue, which is then among the session's; the documents before it were read.
bool ReadYamlFile(const text::Source& source, Session* session);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_YAML_FILE_H_
