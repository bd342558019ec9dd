#ifndef ROLELINT_INPUTS_TERRAFORM_POLICY_H_
#define ROLELINT_INPUTS_TERRAFORM_POLICY_H_

// A policy where nothing but its content tells that it is one.

#include <string_view>

#include "analyzer/inputs/session.h"

namespace rolelint::inputs {

// Reads the string if what it holds certainly is a policy document; says "not checked" if it looks
// like a broken one; else does nothing. `key` may tell a trust policy.
void ReadCertainPolicy(json::Value string, const text::View& view, std::string_view key,
                       const Owner& owner, Session* session);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_TERRAFORM_POLICY_H_
