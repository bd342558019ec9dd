#ifndef ROLELINT_INPUTS_RESOURCE_TYPE_H_
#define ROLELINT_INPUTS_RESOURCE_TYPE_H_

// What a resource policy is attached to, where its wrapping does not say.

#include <string_view>

#include "analyzer/inputs/api_calls.h"
#include "analyzer/json/tree.h"

namespace rolelint::inputs {

// By the resource's own `arn` if there is one, else by the document's resources, which must all be
// of one service, else by its actions. `key`: the member that held it, for the same ARN stands in
// policies of many things. Null if nothing tells.
const ResourceShape* ShapeOf(std::string_view key, std::string_view arn, json::Value document);

// The same by ARN alone, whatever the key.
const ResourceShape* ShapeOfArn(std::string_view arn);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_RESOURCE_TYPE_H_
