#ifndef ROLELINT_INPUTS_TERRAFORM_HCL_H_
#define ROLELINT_INPUTS_TERRAFORM_HCL_H_

// Terraform's configuration language (.tf): policies in aws_iam_policy_document, jsonencode and
// heredocs, with what the module's files tell of the expressions in them. A document is read in the
// file in which it is written, as what the module uses it for.

#include "analyzer/inputs/session.h"
#include "analyzer/text/source.h"

namespace rolelint::inputs {

// False after a fatal issue, which is then among the session's; the blocks before it were read.
bool ReadHclFile(const text::Source& source, Session* session);

struct Adapter;
// The same configuration in JSON (terraform_json.cc).
extern const Adapter kTerraformJson;

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_TERRAFORM_HCL_H_
