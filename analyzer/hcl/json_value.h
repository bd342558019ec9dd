#ifndef ROLELINT_HCL_JSON_VALUE_H_
#define ROLELINT_HCL_JSON_VALUE_H_

// A text of JSON as a value of the evaluator.

#include <functional>
#include <string_view>

#include "analyzer/hcl/value.h"
#include "analyzer/text/arena.h"

namespace rolelint::hcl {

// Null if the text is no JSON, or `make`, which gives an empty value of a kind, gives none.
const Value* JsonValue(std::string_view text, const std::function<Value*(ValueKind)>& make,
                       text::Arena* arena);

}  // namespace rolelint::hcl

#endif  // ROLELINT_HCL_JSON_VALUE_H_
