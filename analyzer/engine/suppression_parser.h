#ifndef ROLELINT_ENGINE_SUPPRESSION_PARSER_H_
#define ROLELINT_ENGINE_SUPPRESSION_PARSER_H_

// One entry of `suppressions` in rolelint.yaml. Nothing outside the configuration's parser includes
// this.

#include <optional>
#include <span>
#include <string_view>

#include "analyzer/engine/assertion_parser.h"
#include "analyzer/engine/suppression_rule.h"
#include "analyzer/json/tree.h"

namespace rolelint::engine {

// nullopt after an error. `rule_ids` are the known ones.
std::optional<SuppressionRule> ReadSuppression(json::Value value,
                                               const std::vector<std::string_view>& rule_ids,
                                               const AssertionErrors& errors);

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_SUPPRESSION_PARSER_H_
